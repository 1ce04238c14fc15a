import type { JournalEntry, Remediation, RemediationState } from '../../shared/model/remediation.ts';
import { canonicalText } from '../inventory/digest.ts';
import { asOtherRun, isBegun, mainRun, unbegun, type Run } from './merge/remediation-runs.ts';

/** Who says it, and what is believed of them. */
interface Speaker {
  readonly account: string;
  /** Whether it is what the application calls itself. */
  readonly isApplication: (by: string) => boolean;
}

/**
 * Of a remediation what one account may say: its own runs, its own approvals, rejection and wishes, and what it wrote
 * meanwhile. Of a journal that somebody else went on with it says what stands before that; they say the rest once the
 * run is there.
 */
export function ownRuns(record: Remediation, there: Remediation | undefined, speaker: Speaker): Remediation {
  const { account } = speaker;
  const { approvals, cancelRequests = [], rejection, meanwhile = [], ...rest } = record;
  const { claim, journal, otherRuns, outcome, plan, state, ...made } = rest;
  void [claim, journal, otherRuns, outcome, state];
  const wishes = cancelRequests.filter(({ by }) => by === account);
  const rejects = rejection?.by === account;
  const isSaid = saidBy(speaker, there, new Set([...wishes, ...(there?.cancelRequests ?? [])].map(byOf)));
  const runs = runsOf(record).flatMap((run): Run[] => {
    if (run.claim === undefined) return [];
    const isOwn = isOwnRun(run, record, speaker);
    if (!isOwn && !isKnown(run, there)) return [];
    if (!isBegun(run)) return isOwn ? [isWaiting(run, isSaid) ? run : unbegun(run.claim, [])] : [];
    const said = asFarAs(run, isSaid);
    return said && (isOwn || goesOn(said, there, account)) ? [said] : [];
  });
  const [first, ...others] = runs;
  const waits = mainRun(record);
  // Nobody took it up: whoever rejects it says how it ended, and everybody else that it waits.
  const main: Run =
    first ??
    (rejects && waits.claim === undefined && waits.state === 'rejected'
      ? { ...waits, journal: waits.journal.filter(isSaid) }
      : { state: 'awaiting-approval', journal: [] });
  // Without one it would be that the target could not be looked at any more.
  const evaluated = main.plan ?? (isBegun(main) ? undefined : plan);
  const noted = [...meanwhile, ...(isBegun(record) ? [] : record.journal)].filter(
    (entry) => byOf(entry) === account,
  );
  const kept = others.flatMap(asOtherRun);
  return {
    ...made,
    state: main.state,
    approvals: approvals.filter(({ by }) => by === account),
    journal: [...main.journal],
    ...(evaluated && { plan: evaluated }),
    ...(main.claim && { claim: main.claim }),
    ...(main.outcome !== undefined && { outcome: main.outcome }),
    ...(wishes.length > 0 && { cancelRequests: wishes }),
    ...(rejects && { rejection }),
    ...(kept.length > 0 && { otherRuns: kept }),
    ...(noted.length > 0 && { meanwhile: noted }),
  };
}

const runsOf = (record: Remediation): readonly Run[] => [mainRun(record), ...(record.otherRuns ?? [])];

const byOf = (said: JournalEntry | { readonly by: string }): string | undefined =>
  'by' in said ? said.by : undefined;

/** A claim of what was never shared names nobody: then its journal says whose it is. */
function isOwnRun(
  { claim, journal }: Run,
  record: Remediation,
  { account, isApplication }: Speaker,
): boolean {
  const operator = claim?.operator ?? claim?.breakGlass?.by;
  if (operator !== undefined) return operator === account;
  const others = journal.map(byOf).filter((by) => by !== undefined && by !== account && !isApplication(by));
  return record.claimsLife === undefined && others.length === 0;
}

const isKnown = ({ claim }: Run, there: Remediation | undefined): boolean =>
  there !== undefined &&
  runsOf(there).some(
    (run) =>
      run.claim?.workstation === claim?.workstation &&
      run.claim?.at === claim?.at &&
      run.claim?.nonce === claim?.nonce,
  );

/** As the rule has it: what the server has already, what is said by nobody, or by this account. */
function saidBy(
  { account, isApplication }: Speaker,
  there: Remediation | undefined,
  wishing: ReadonlySet<string | undefined>,
): (entry: JournalEntry) => boolean {
  const known = entriesOf(there);
  return (entry) => {
    const by = byOf(entry);
    if (by === undefined || by === account || known.has(canonicalText(entry))) return true;
    if (entry.is === 'cancel-asked' && wishing.has(by)) return true;
    return entry.is !== 'settled' && isApplication(by);
  };
}

const entriesOf = (record: Remediation | undefined): ReadonlySet<string> =>
  new Set(
    record
      ? [...(record.meanwhile ?? []), ...runsOf(record).flatMap(({ journal }) => journal)].map(canonicalText)
      : [],
  );

/** Rejecting it is the word of whoever did. */
const isWaiting = ({ state, journal }: Run, isSaid: (entry: JournalEntry) => boolean): boolean =>
  state !== 'rejected' && journal.every(isSaid);

/** A run up to what somebody else has to say; undefined where it had come to no end by then. */
function asFarAs(run: Run, isSaid: (entry: JournalEntry) => boolean): Run | undefined {
  const until = run.journal.findIndex((entry) => !isSaid(entry));
  if (until === -1) return run;
  const journal = run.journal.slice(0, until);
  const state = endOf(journal);
  if (state === undefined) return undefined;
  const { outcome, ...begun } = run;
  void outcome;
  return { ...begun, state, journal };
}

function endOf(journal: readonly JournalEntry[]): RemediationState | undefined {
  const last = journal.findLast(({ is }) => is === 'ended' || is === 'settled' || is === 'rollback-planned');
  if (last?.is === 'ended') return last.state;
  if (last?.is !== 'settled') return undefined;
  if (!journal.some(({ is }) => is === 'rollback-planned')) return last.as;
  return last.as === 'succeeded' ? 'rolled-back' : 'rollback-failed';
}

/** An approver goes on with what somebody else ran: says what became of it, or takes it back. */
function goesOn({ journal }: Run, there: Remediation | undefined, account: string): boolean {
  const known = entriesOf(there);
  return journal.some(
    (entry) =>
      (entry.is === 'settled' || entry.is === 'rollback-planned') &&
      entry.by === account &&
      !known.has(canonicalText(entry)),
  );
}
