import { collection, shortText } from './definition.ts';

export const documents = collection({
  version: 1,
  indexed: { generator: shortText },
  others: [
    'generatorVersion',
    'domain',
    'title',
    'parent',
    'version',
    'versionAt',
    'refreshedAt',
    'sections',
    'notes',
    'retiredAt',
    'removedNotes',
    'otherProse',
    'fence',
    'schemaVersion',
  ],
  indexes: [['generator']],
  // What version 1 adds is absent where nothing was shared.
  migrationStrategies: { 1: (stored: unknown) => stored },
});
