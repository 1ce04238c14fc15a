import { collection, count, instantText, shortText } from './definition.ts';

/** Every policy that was in force, with its text. */
export const policies = collection({
  version: 1,
  indexed: { sequence: count, version: shortText, at: instantText },
  others: ['by', 'how', 'reason', 'text', 'diff', 'schemaVersion'],
  indexes: [['sequence'], ['version', 'sequence']],
  // Nothing was written in version 0.
  migrationStrategies: { 1: () => null },
});
