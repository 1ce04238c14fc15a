import type { FeatureHandlers } from '../handler.ts';
import { about } from './about.ts';
import { stats } from './stats.ts';
import { whoAmI } from './who-am-i.ts';

export const systemHandlers: FeatureHandlers<'system'> = { methods: { about, stats, whoAmI }, events: {} };
