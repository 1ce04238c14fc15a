import type { FeatureHandlers } from '../handler.ts';
import { accept } from './accept.ts';
import { changed } from './changed.ts';
import { check } from './check.ts';
import { draft } from './draft.ts';
import { get } from './get.ts';
import { list } from './list.ts';
import { remove } from './remove.ts';
import { revoke } from './revoke.ts';
import { save } from './save.ts';
import { schema } from './schema.ts';
import { tryOut } from './try.ts';

export const profilesHandlers: FeatureHandlers<'profiles'> = {
  methods: { list, get, schema, check, save, remove, accept, revoke, try: tryOut, draft },
  events: { changed },
};
