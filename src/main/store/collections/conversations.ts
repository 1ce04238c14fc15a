import { collection, instantText, shortText } from './definition.ts';

/** What an operator asked and what was answered, with citations. */
export const conversations = collection({
  version: 0,
  indexed: { operator: shortText, updatedAt: instantText },
  others: ['title', 'messages', 'createdAt', 'schemaVersion'],
  indexes: [['operator', 'updatedAt']],
});
