import { collection } from './definition.ts';

export const policies = collection({
  version: 0,
  indexed: {},
  others: ['title', 'rules', 'updatedAt', 'updatedBy', 'schemaVersion'],
  indexes: [],
});
