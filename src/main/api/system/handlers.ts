import type { FeatureHandlers } from '../handler.ts';
import { about } from './about.ts';
import { stats } from './stats.ts';

export const systemHandlers: FeatureHandlers<'system'> = { methods: { about, stats }, events: {} };
