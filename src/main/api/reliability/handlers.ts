import type { FeatureHandlers } from '../handler.ts';
import { cells } from './cells.ts';
import { changed } from './changed.ts';
import { report } from './report.ts';

export const reliabilityHandlers: FeatureHandlers<'reliability'> = {
  methods: { report, cells },
  events: { changed },
};
