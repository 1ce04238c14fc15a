import type { FeatureHandlers } from '../handler.ts';
import { changed } from './changed.ts';
import { read } from './read.ts';

export const statusHandlers: FeatureHandlers<'status'> = { methods: { read }, events: { changed } };
