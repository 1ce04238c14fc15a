import type { FeatureHandlers } from '../handler.ts';
import { changes } from './changes.ts';
import { read } from './read.ts';

export const overviewHandlers: FeatureHandlers<'overview'> = { methods: { read, changes }, events: {} };
