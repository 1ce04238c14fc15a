import type { FeatureHandlers } from '../handler.ts';
import { add } from './add.ts';
import { changed } from './changed.ts';
import { disable } from './disable.ts';
import { list } from './list.ts';
import { renewToken } from './renew-token.ts';
import { setRole } from './set-role.ts';

export const operatorsHandlers: FeatureHandlers<'operators'> = {
  methods: { add, disable, list, renewToken, setRole },
  events: { changed },
};
