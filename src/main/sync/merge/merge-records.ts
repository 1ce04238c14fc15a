import type { DocumentVersion } from '../../../shared/model/document.ts';
import type { Run } from '../../../shared/model/run.ts';
import type { StoredRecord } from '../../store/store.ts';
import { greater, lastBy } from './join.ts';

/**
 * What is written once and never changed: changes, audit, policies. Two of one id are the same, but for a fault
 * elsewhere, and all workstations agree on one of them.
 */
export const mergeUnchanging = <T extends { readonly id: string }>(one: T, other: T): T =>
  greater(one, other);

/** A run goes on until it ends; one that others hold for interrupted may still have come to its own end. */
export function mergeRuns(one: Run, other: Run): Run {
  const far = progress(one) - progress(other);
  if (far !== 0) return far > 0 ? one : other;
  return lastBy(one, other, ({ finishedAt = '', startedAt = '' }) => `${finishedAt} ${startedAt}`);
}

function progress({ outcome }: Run): number {
  switch (outcome) {
    case 'queued':
      return 0;
    case 'running':
      return 1;
    case 'interrupted':
      return 2;
    case 'succeeded':
    case 'partial':
    case 'failed':
    case 'timed-out':
    case 'cancelled':
      return 3;
    default:
      return outcome satisfies never;
  }
}

/** Two workstations made the same version of a document: the later one, as of the document itself. */
export const mergeDocumentVersions = (one: DocumentVersion, other: DocumentVersion): DocumentVersion =>
  lastBy(one, other, ({ at }) => at);

/** What somebody thinks, as they said it last. */
export const mergeFeedback = (one: StoredRecord, other: StoredRecord): StoredRecord =>
  lastBy(one, other, ({ at }) => String(at));

/** Where a workstation was seen last. */
export const mergePresence = (one: StoredRecord, other: StoredRecord): StoredRecord =>
  lastBy(one, other, ({ seenAt }) => String(seenAt));
