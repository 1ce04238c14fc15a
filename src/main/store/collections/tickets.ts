import { collection, instantText, shortText } from './definition.ts';

export const tickets = collection({
  version: 1,
  indexed: { state: shortText, updatedAt: instantText },
  others: [
    'title',
    'text',
    'origin',
    'priority',
    'category',
    'entities',
    'labels',
    'group',
    'assignee',
    'watchers',
    'attachments',
    'events',
    'diagnosis',
    'automation',
    'createdAt',
    'since',
    'respondBy',
    'resolveBy',
    'respondedAt',
    'resolvedAt',
    'closedAt',
    'outcome',
    'schemaVersion',
  ],
  indexes: [['state', 'updatedAt'], ['updatedAt']],
  migrationStrategies: {
    // Version 0 was never written to by a released feature; whatever lies there is kept as it is.
    1: (stored: unknown) => stored,
  },
});
