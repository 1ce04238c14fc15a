import type { FeatureHandlers } from '../handler.ts';
import { diagnose } from './diagnose.ts';

export const ticketsHandlers: FeatureHandlers<'tickets'> = { methods: { diagnose }, events: {} };
