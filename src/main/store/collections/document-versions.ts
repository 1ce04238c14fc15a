import { collection, count, id, instantText } from './definition.ts';

export const documentVersions = collection({
  version: 0,
  indexed: { documentId: id, version: count, at: instantText },
  others: ['reason', 'order', 'replaced', 'added', 'title', 'schemaVersion'],
  indexes: [['documentId', 'version'], ['at']],
});
