import { collection, shortText } from './definition.ts';

export const documents = collection({
  version: 0,
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
    'schemaVersion',
  ],
  indexes: [['generator']],
});
