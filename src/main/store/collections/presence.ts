import { collection, instantText } from './definition.ts';

/** Which workstations are there, and what they are looking at. */
export const presence = collection({
  version: 0,
  indexed: { seenAt: instantText },
  others: ['workstation', 'operator', 'view', 'schemaVersion'],
  indexes: [['seenAt']],
});
