import { audit } from './audit.ts';
import { changes } from './changes.ts';
import { conversations } from './conversations.ts';
import { documentVersions } from './document-versions.ts';
import { documents } from './documents.ts';
import { entities } from './entities.ts';
import { feedback } from './feedback.ts';
import { policies } from './policies.ts';
import { presence } from './presence.ts';
import { remediations } from './remediations.ts';
import { runs } from './runs.ts';
import { tickets } from './tickets.ts';
import type { CollectionDefinition } from './definition.ts';

/** Every collection by the name it is stored under. RxDB's open core allows 13 in a process: this is all there are. */
export const collectionDefinitions = {
  entities,
  changes,
  runs,
  documents,
  'document-versions': documentVersions,
  conversations,
  tickets,
  remediations,
  feedback,
  audit,
  policies,
  presence,
} as const satisfies Readonly<Record<string, CollectionDefinition>>;

export type CollectionName = keyof typeof collectionDefinitions;
