import { collection, instantText, shortText } from './definition.ts';

/** Collection runs and job runs in one history; `source` is a collection's, `job` and `queuedAt` are a job's. */
export const runs = collection({
  version: 1,
  indexed: {
    type: shortText,
    startedAt: instantText,
    source: shortText,
    job: shortText,
    queuedAt: instantText,
  },
  others: [
    'domain',
    'adapter',
    'simulated',
    'workstation',
    'finishedAt',
    'outcome',
    'scopes',
    'counts',
    'rejects',
    'unavailable',
    'error',
    'queue',
    'singleFlightKey',
    'trigger',
    'attempt',
    'summary',
    'log',
    'schemaVersion',
  ],
  indexes: [
    ['type', 'startedAt'],
    ['type', 'queuedAt'],
    ['source', 'startedAt'],
    ['job', 'queuedAt'],
  ],
  // Runs of a time when workstations shared nothing were all made here.
  migrationStrategies: { 1: (stored: unknown) => stored },
});
