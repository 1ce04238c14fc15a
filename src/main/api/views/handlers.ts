import type { FeatureHandlers } from '../handler.ts';
import { changed } from './changed.ts';
import { list } from './list.ts';
import { remove } from './remove.ts';
import { rename } from './rename.ts';
import { reorder } from './reorder.ts';
import { save } from './save.ts';

export const viewsHandlers: FeatureHandlers<'views'> = {
  methods: { list, save, rename, remove, reorder },
  events: { changed },
};
