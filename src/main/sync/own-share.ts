import type { DocumentRecord } from '../../shared/model/document.ts';
import type { SharedCollection } from '../../shared/model/sync.ts';
import type { Remediation } from '../../shared/model/remediation.ts';
import type { Ticket } from '../../shared/model/ticket.ts';
import { collectionMerges } from './merge/registry.ts';
import { ownRuns } from './own-runs.ts';
import type { Replicated } from './replication/documents.ts';
import { applicationNames } from './rules/given.ts';

/**
 * Of a document that the server refuses because it carries the words of others as well: what it has, together with
 * what this account may say. After a backup was restored each station brings its own people's words back so, and when
 * all have done it the document is whole.
 * @returns undefined where there is nothing to say
 */
export function ownShare(
  collection: SharedCollection,
  mine: Replicated,
  there: Replicated | undefined,
  account: string,
): Replicated | undefined {
  if (mine._deleted || there?._deleted === true) return undefined;
  const isOwn = (by: string | undefined): boolean => by === undefined || by === account || isOurs(by);
  if (collection === 'tickets') return ofTicket(mine, there, isOwn);
  if (collection === 'remediations') return ofRemediation(mine, there, account);
  if (collection === 'documents') return there && ofDocument(mine, there, account);
  return undefined;
}

const isOurs = (by: string): boolean => applicationNames.includes(by);

/** As the collection merges them; a document merged with itself is what comes of what it has. */
function merged(
  collection: 'tickets' | 'remediations' | 'documents',
  share: unknown,
  there: Replicated | undefined,
): Replicated {
  const merge = collectionMerges[collection] as unknown as (one: unknown, other: unknown) => object;
  const bare = (document: unknown): unknown => {
    const { _deleted, ...fields } = document as Replicated;
    void _deleted;
    return fields;
  };
  return { ...merge(bare(there ?? share), bare(share)), _deleted: false } as Replicated;
}

function ofTicket(
  mine: Replicated,
  there: Replicated | undefined,
  isOwn: (by: string | undefined) => boolean,
): Replicated | undefined {
  const ticket = mine as unknown as Ticket;
  const standing = there as unknown as Ticket | undefined;
  if (!standing && !isOwn('operator' in ticket.origin ? ticket.origin.operator : undefined)) return undefined;
  const events = ticket.events.filter(
    (event) =>
      standing?.events.some(({ id }) => id === event.id) === true ||
      isOwn('by' in event ? event.by : undefined),
  );
  const attachments = ticket.attachments.filter(
    ({ id, by }) => standing?.attachments.some((one) => one.id === id) === true || isOwn(by),
  );
  return merged('tickets', { ...ticket, events, attachments }, there);
}

function ofRemediation(
  mine: Replicated,
  there: Replicated | undefined,
  account: string,
): Replicated | undefined {
  const record = mine as unknown as Remediation;
  const standing = there as unknown as Remediation | undefined;
  const { operator } = record.proposedBy;
  if (!standing && operator !== undefined && operator !== account && !isOurs(operator)) return undefined;
  const share = ownRuns(record, standing, { account, isApplication: isOurs });
  return merged('remediations', share, there);
}

function ofDocument(mine: Replicated, there: Replicated, account: string): Replicated {
  const { notes, removedNotes = [] } = mine as unknown as DocumentRecord;
  const standing = there as unknown as DocumentRecord;
  const written = notes.filter(
    (note) =>
      (note.editedBy ?? note.author) === account &&
      (note.author === account || standing.notes.some(({ id }) => id === note.id)) &&
      (note.alternatives ?? []).every(({ author }) => author === account),
  );
  const removed = removedNotes.filter(({ by }) => by === account);
  const gone = new Set(removed.map(({ id }) => id));
  const share = {
    ...standing,
    notes: [
      ...standing.notes.filter(({ id }) => !gone.has(id) && !written.some((note) => note.id === id)),
      ...written,
    ],
    ...(removed.length > 0 && { removedNotes: removed }),
  };
  return merged('documents', share, there);
}
