import type { FeatureHandlers } from '../handler.ts';
import { list } from './list.ts';
import { told } from './told.ts';

export const noticesHandlers: FeatureHandlers<'notices'> = { methods: { list }, events: { told } };
