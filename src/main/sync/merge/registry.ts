import type { Merges } from '../../store/merge-conflicts.ts';
import { mergeDocuments } from './merge-documents.ts';
import { mergeEntities } from './merge-entities.ts';
import {
  mergeDocumentVersions,
  mergeFeedback,
  mergePresence,
  mergeRuns,
  mergeUnchanging,
} from './merge-records.ts';
import { mergeRemediations } from './merge-remediations.ts';
import { mergeTickets } from './merge-tickets.ts';

/** What becomes of a document of each shared collection that was changed at two workstations at the same time. */
export const collectionMerges = {
  entities: mergeEntities,
  changes: mergeUnchanging,
  runs: mergeRuns,
  documents: mergeDocuments,
  'document-versions': mergeDocumentVersions,
  tickets: mergeTickets,
  remediations: mergeRemediations,
  feedback: mergeFeedback,
  audit: mergeUnchanging,
  policies: mergeUnchanging,
  presence: mergePresence,
} as const satisfies Merges;
