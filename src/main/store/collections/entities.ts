import { collection, instantText, shortText } from './definition.ts';

/** Few indexes: every entity of a first collection pays for each. */
export const entities = collection({
  version: 1,
  indexed: {
    kind: shortText,
    source: shortText,
    partition: { type: 'string', maxLength: 300 },
    changedAt: instantText,
  },
  others: [
    'nativeId',
    'name',
    'attributes',
    'relations',
    'keys',
    'labels',
    'unknown',
    'simulated',
    'firstSeenAt',
    'observedAt',
    'volatileAt',
    'disappearedAt',
    'runId',
    'samples',
    'configHash',
    'contentHash',
    'fence',
    'schemaVersion',
  ],
  indexes: [
    ['kind', 'source'],
    ['source', 'kind', 'partition'],
  ],
  // What was kept under no lease says nothing of one.
  migrationStrategies: { 1: (stored: unknown) => stored },
});
