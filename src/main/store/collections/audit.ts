import { collection, count, instantText, shortText } from './definition.ts';

/** Append only: records form a hash chain per workstation, ordered by `sequence`. Every write waits for the disk. */
export const audit = collection({
  version: 0,
  indexed: { workstation: shortText, sequence: count, at: instantText },
  others: ['operator', 'event', 'subject', 'details', 'previousHash', 'hash', 'schemaVersion'],
  indexes: [['workstation', 'sequence'], ['at']],
});
