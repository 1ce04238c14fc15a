import type { FeatureHandlers } from '../handler.ts';
import { causes } from './causes.ts';
import { changed } from './changed.ts';
import { give } from './give.ts';
import { list } from './list.ts';

export const feedbackHandlers: FeatureHandlers<'feedback'> = {
  methods: { give, list, causes },
  events: { changed },
};
