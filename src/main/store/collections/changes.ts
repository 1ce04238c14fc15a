import { collection, id, instantText, shortText } from './definition.ts';

export const changes = collection({
  version: 0,
  indexed: { entityId: id, at: instantText, source: shortText },
  others: [
    'kind',
    'entityName',
    'runId',
    'type',
    'class',
    'path',
    'from',
    'to',
    'previousChangeAt',
    'schemaVersion',
  ],
  indexes: [['entityId', 'at'], ['at'], ['source', 'at']],
});
