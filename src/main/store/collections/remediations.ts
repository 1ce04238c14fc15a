import { collection, id, instantText, shortText } from './definition.ts';

/** Every write waits for the disk: an intent must be there after a loss of power (see open-store.ts). */
export const remediations = collection({
  version: 0,
  indexed: { ticketId: id, target: id, state: shortText, updatedAt: instantText },
  others: ['action', 'parameters', 'score', 'decision', 'approvals', 'journal', 'createdAt', 'schemaVersion'],
  indexes: [['ticketId'], ['target', 'updatedAt'], ['state', 'updatedAt']],
});
