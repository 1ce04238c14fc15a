import type { FeatureHandlers } from '../handler.ts';
import { changed } from './changed.ts';
import { findLocal } from './find-local.ts';
import { models } from './models.ts';
import { presets } from './presets.ts';
import { removeKey } from './remove-key.ts';
import { setKey } from './set-key.ts';
import { state } from './state.ts';
import { test } from './test.ts';
import { usage } from './usage.ts';

export const llmHandlers: FeatureHandlers<'llm'> = {
  methods: { state, presets, findLocal, models, test, usage, setKey, removeKey },
  events: { changed },
};
