import type { FeatureHandlers } from '../handler.ts';
import { changed } from './changed.ts';
import { list } from './list.ts';
import { look } from './look.ts';

export const presenceHandlers: FeatureHandlers<'presence'> = { methods: { list, look }, events: { changed } };
