import type { FeatureHandlers } from '../handler.ts';
import { changed } from './changed.ts';
import { probe } from './probe.ts';
import { read } from './read.ts';
import { reset } from './reset.ts';
import { rules } from './rules.ts';
import { set } from './set.ts';

export const settingsHandlers: FeatureHandlers<'settings'> = {
  methods: { read, rules, set, reset, probe },
  events: { changed },
};
