import type { FeatureHandlers } from '../handler.ts';
import { ask } from './ask.ts';
import { changed } from './changed.ts';
import { conversation } from './conversation.ts';
import { conversations } from './conversations.ts';
import { remove } from './remove.ts';
import { rename } from './rename.ts';
import { suggestions } from './suggestions.ts';

export const assistantHandlers: FeatureHandlers<'assistant'> = {
  methods: { ask, conversation, conversations, remove, rename, suggestions },
  events: { changed },
};
