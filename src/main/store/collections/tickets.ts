import { collection, instantText, shortText } from './definition.ts';

export const tickets = collection({
  version: 0,
  indexed: { state: shortText, updatedAt: instantText },
  others: ['title', 'text', 'origin', 'severity', 'targets', 'createdAt', 'diagnosis', 'schemaVersion'],
  indexes: [['state', 'updatedAt'], ['updatedAt']],
});
