import { collection, id, instantText, shortText } from './definition.ts';

export const feedback = collection({
  version: 0,
  indexed: { remediationId: id, action: shortText, at: instantText },
  others: ['operator', 'verdict', 'comment', 'schemaVersion'],
  indexes: [['remediationId'], ['action', 'at']],
});
