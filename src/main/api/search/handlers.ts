import type { FeatureHandlers } from '../handler.ts';
import { find } from './find.ts';

export const searchHandlers: FeatureHandlers<'search'> = { methods: { find }, events: {} };
