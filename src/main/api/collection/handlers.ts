import type { FeatureHandlers } from '../handler.ts';
import { collect } from './collect.ts';

export const collectionHandlers: FeatureHandlers<'collection'> = { methods: { collect }, events: {} };
