import { instant, type Instant } from '../../../shared/model/ids.ts';
import {
  remediationRank,
  type JournalEntry,
  type Remediation,
  type RemediationState,
} from '../../../shared/model/remediation.ts';
import { DomainError } from '../../platform/errors.ts';

/**
 * What may follow what. Within the open states a remediation goes back and forth with its plan, its decision and its
 * approvals; from there on it only gets further.
 */
export const mayFollow: Readonly<Record<RemediationState, readonly RemediationState[]>> = {
  proposed: ['refused', 'awaiting-approval', 'approved', 'rejected', 'expired', 'cancelled'],
  refused: ['proposed', 'awaiting-approval', 'approved', 'rejected', 'expired', 'cancelled'],
  'awaiting-approval': ['proposed', 'refused', 'approved', 'rejected', 'expired', 'cancelled'],
  approved: ['proposed', 'refused', 'awaiting-approval', 'rejected', 'expired', 'cancelled', 'planned'],
  planned: ['pre-checked', 'cancelled'],
  'pre-checked': ['executing', 'cancelled'],
  executing: ['verifying', 'failed', 'outcome-unknown'],
  verifying: ['succeeded', 'failed', 'rolling-back', 'outcome-unknown'],
  'rolling-back': ['rolled-back', 'rollback-failed', 'outcome-unknown'],
  rejected: [],
  expired: [],
  cancelled: [],
  succeeded: ['rolling-back'],
  failed: ['rolling-back'],
  'rolled-back': [],
  'rollback-failed': [],
  'outcome-unknown': ['succeeded', 'failed', 'rolling-back', 'rolled-back', 'rollback-failed'],
};

type Without<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
/** An entry before it has its place and time. */
export type NewEntry = Without<JournalEntry, 'seq' | 'at'>;
export type EntryOf<Is extends JournalEntry['is']> = Extract<JournalEntry, { is: Is }>;

/** The record with one entry more and the state that follows from it. @throws DomainError remediation-state */
export function withEntry(
  record: Remediation,
  entry: NewEntry,
  now: Instant,
  state: RemediationState = record.state,
): Remediation {
  const seq = (record.journal.at(-1)?.seq ?? 0) + 1;
  const at = afterAll(record, now);
  const next = { ...record, journal: [...record.journal, { ...entry, seq, at }] };
  return inState(next, state, now);
}

/** Not before anything that stands there: another workstation's clock may be a day ahead. */
function afterAll({ journal, approvals }: Pick<Remediation, 'journal' | 'approvals'>, now: Instant): Instant {
  return [journal.at(-1)?.at, approvals.at(-1)?.at].reduce<Instant>(
    (last, at) => (at !== undefined && at > last ? at : last),
    now,
  );
}

/** No two approvals have the same time: it orders them everywhere alike. */
export function approvalTime(record: Pick<Remediation, 'journal' | 'approvals'>, now: Instant): Instant {
  const at = afterAll(record, now);
  return at === record.approvals.at(-1)?.at ? instant(Date.parse(at) + 1) : at;
}

/** @throws DomainError remediation-state */
export function inState(record: Remediation, state: RemediationState, now: Instant): Remediation {
  const next = { ...record, state, updatedAt: now > record.updatedAt ? now : record.updatedAt };
  if (state === record.state) return next;
  if (!mayFollow[record.state].includes(state) || remediationRank(next) < remediationRank(record)) {
    throw new DomainError(
      'remediation-state',
      `${record.id} is ${record.state}, and cannot become ${state} from there.`,
      { hint: 'Somebody else was quicker: look at it again.' },
    );
  }
  return next;
}

export const entriesOf = <Is extends JournalEntry['is']>(
  { journal }: Pick<Remediation, 'journal'>,
  is: Is,
): readonly EntryOf<Is>[] => journal.filter((entry): entry is EntryOf<Is> => entry.is === is);

export const lastOf = <Is extends JournalEntry['is']>(
  record: Pick<Remediation, 'journal'>,
  is: Is,
): EntryOf<Is> | undefined => entriesOf(record, is).at(-1);
