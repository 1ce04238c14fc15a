import type { FeatureHandlers } from '../handler.ts';
import { cancel } from './cancel.ts';
import { changed } from './changed.ts';
import { get } from './get.ts';
import { list } from './list.ts';
import { plan } from './plan.ts';
import { run } from './run.ts';
import { runs } from './runs.ts';

export const runbooksHandlers: FeatureHandlers<'runbooks'> = {
  methods: { cancel, get, list, plan, run, runs },
  events: { changed },
};
