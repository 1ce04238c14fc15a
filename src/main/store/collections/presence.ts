import { collection, instantText } from './definition.ts';

/** Which workstations are there, what they are looking at, and what they do. */
export const presence = collection({
  version: 1,
  indexed: { seenAt: instantText },
  others: ['workstation', 'name', 'version', 'operator', 'looking', 'leads', 'running', 'schemaVersion'],
  indexes: [['seenAt']],
  // Nothing was kept before workstations shared their state.
  migrationStrategies: { 1: (stored: unknown) => stored },
});
