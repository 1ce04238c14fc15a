import type { Instant } from '../../../shared/model/ids.ts';
import type { JournalEntry, Remediation } from '../../../shared/model/remediation.ts';
import type { PastRun } from './decision-input.ts';

type Ran = Pick<Remediation, 'id' | 'action' | 'target' | 'journal' | 'dryRun' | 'decisionInput'>;

/**
 * The runs that limits count: everything that was taken up and is under way, or of which a call was sent. What ended
 * before it had done anything counts as nothing.
 * @param asOf as it was known then; absent: now
 */
export function pastRuns(remediations: Iterable<Ran>, asOf?: Instant): PastRun[] {
  const runs: PastRun[] = [];
  for (const remediation of remediations) {
    const run = remediation.dryRun ? undefined : runOf(remediation, asOf);
    if (run) runs.push(run);
  }
  return runs;
}

function runOf(
  { id, action, target, journal, decisionInput }: Ran,
  asOf: Instant | undefined,
): PastRun | undefined {
  const known = asOf === undefined ? journal : journal.filter(({ at }) => at <= asOf);
  const called = firstSent(known);
  const ended = known.findLast((entry) => entry.is === 'ended');
  const started = called ?? known.find((entry) => entry.is === 'planned' && !entry.dryRun);
  if (started === undefined || (ended !== undefined && called === undefined)) return undefined;
  // It was rolled back, or tried again, after it had ended.
  const goesOn =
    ended !== undefined && known.some(({ is, seq }) => is === 'call-intended' && seq > ended.seq);
  const outcome = ended && !goesOn ? outcomeOf(ended, known) : undefined;
  const cluster = decisionInput?.remediation.cluster;
  return {
    remediation: id,
    action,
    target,
    ...(cluster !== undefined && { cluster }),
    startedAt: started.at,
    ...(ended !== undefined && !goesOn && { endedAt: ended.at }),
    ...(outcome !== undefined && { outcome }),
    idempotenceKey: decisionInput?.remediation.idempotenceKey ?? target,
  };
}

/** The first call that may have arrived: one that was certainly never sent has done nothing. */
function firstSent(journal: readonly JournalEntry[]): JournalEntry | undefined {
  return journal.find((entry, at) => {
    if (entry.is !== 'call-intended') return false;
    const next = journal.slice(at + 1).find(({ is }) => is === 'call-returned' || is === 'call-intended');
    return !(next?.is === 'call-returned' && next.result === 'not-sent');
  });
}

function outcomeOf(
  ended: Extract<JournalEntry, { is: 'ended' }>,
  journal: readonly JournalEntry[],
): PastRun['outcome'] {
  const last = journal.findLast(({ is }) => is === 'settled' || is === 'ended');
  if (last?.is === 'settled') return last.as;
  if (ended.state === 'succeeded') return 'succeeded';
  if (ended.state === 'outcome-unknown') return 'unknown';
  // Stopped by somebody on the way: that says nothing of the action.
  return failures.has(ended.state) ? 'failed' : undefined;
}

const failures: ReadonlySet<string> = new Set(['failed', 'rolled-back', 'rollback-failed']);
