import { collection, instantText } from './definition.ts';

/** What people think; few enough to be read as a whole. */
export const feedback = collection({
  version: 1,
  indexed: { at: instantText },
  others: [
    'about',
    'verdict',
    'reason',
    'correctCause',
    'by',
    'action',
    'targetClass',
    'cause',
    'schemaVersion',
  ],
  indexes: [['at']],
  // Nothing was written in version 0.
  migrationStrategies: { 1: () => null },
});
