import type { FeatureHandlers } from '../handler.ts';
import { about } from './about.ts';

export const systemHandlers: FeatureHandlers<'system'> = { methods: { about }, events: {} };
