import {
  openStates,
  remediationRank,
  type Claim,
  type JournalEntry,
  type OtherRun,
  type Remediation,
  type RemediationState,
} from '../../../shared/model/remediation.ts';
import { canonicalText } from '../../inventory/digest.ts';
import { compareText, greater, present } from './join.ts';

/*
 * A remediation runs once. While the server was away it may have been run at several workstations all the same, each on
 * its own claim: then each run is kept as that workstation wrote it, and one of them stands in the remediation itself.
 */

/** How far it got at one workstation. */
export interface Run {
  /** Absent where it is not taken up, or was by a workstation that knew of no claims. */
  readonly claim?: Claim;
  readonly state: RemediationState;
  readonly journal: readonly JournalEntry[];
  readonly outcome?: string;
  readonly plan?: Remediation['plan'];
}

export const isBegun = ({ journal }: Pick<Run, 'journal'>): boolean =>
  journal.some((entry) => entry.is === 'planned' && !entry.dryRun);

const keyOf = ({ claim }: Pick<Run, 'claim'>): string =>
  claim === undefined ? '' : `${claim.at} ${claim.workstation} ${claim.nonce ?? ''}`;

export const mainRun = ({ claim, state, journal, outcome, plan }: Remediation): Run => ({
  state,
  journal,
  ...(claim && { claim }),
  ...(outcome !== undefined && { outcome }),
  ...(plan && { plan }),
});

/** What several copies know of all runs of one remediation. */
export interface KnownRuns {
  /** Begun ones, each once, as far as it got. */
  readonly begun: readonly Run[];
  /** What was written while it was not taken up: it ends there, or goes over into a run. */
  readonly waiting: Run | undefined;
  /** Made, and nothing was begun on them as far as is known. */
  readonly claims: readonly Claim[];
}

export function knownRuns(...records: readonly Remediation[]): KnownRuns {
  const all = records.flatMap((record) => [mainRun(record), ...(record.otherRuns ?? [])]);
  const begun = new Map<string, Run>();
  for (const run of all.filter(isBegun)) {
    const key = keyOf(run);
    const before = begun.get(key);
    begun.set(key, before ? further(before, run) : run);
  }
  const claims = new Map<string, Claim>();
  for (const { claim } of all) {
    if (claim === undefined || begun.has(keyOf({ claim }))) continue;
    const before = claims.get(keyOf({ claim }));
    claims.set(keyOf({ claim }), before ? greater(before, claim) : claim);
  }
  const waiting = records.map(mainRun).filter((run) => !isBegun(run));
  return {
    begun: [...begun.values()],
    waiting: waiting
      .map(withoutClaim)
      .reduce<Run | undefined>((before, run) => present(before, run, further), undefined),
    claims: [...claims.values()],
  };
}

/** Which of the open states it is follows from its decision and its approvals, and is no matter of the journal. */
function withoutClaim({ state, journal, outcome }: Run): Run {
  return {
    state: openStates.has(state) ? 'proposed' : state,
    journal,
    ...(outcome !== undefined && { outcome }),
  };
}

/** What only the workstation that runs it writes; others ask for something, or note it. */
const isAskedFor = ({ is }: JournalEntry): boolean => is === 'cancel-asked' || is === 'held';

/** Of two that are as far, the one that claims less. */
const caution: Partial<Readonly<Record<RemediationState, number>>> = {
  rejected: 1,
  failed: 1,
  'rollback-failed': 1,
};

/** Of one run what got further. A journal is taken whole: what two wrote at the same time is never put between. */
export function further(one: Run, other: Run): Run {
  const order =
    remediationRank(rankable(one)) - remediationRank(rankable(other)) ||
    (caution[one.state] ?? 0) - (caution[other.state] ?? 0) ||
    written(one) - written(other) ||
    one.journal.length - other.journal.length;
  if (order !== 0) return order > 0 ? one : other;
  return greater(one, other);
}

const rankable = ({ state, journal }: Run) => ({ state, journal: [...journal] });
const written = ({ journal }: Run): number => journal.filter((entry) => !isAskedFor(entry)).length;

/**
 * The one of several that stands in the remediation itself: made with the server's consent rather than by breaking
 * glass, then the one that got furthest, then the one that was claimed first.
 */
export function standing(runs: readonly Run[]): Run | undefined {
  return runs.reduce<Run | undefined>(
    (before, run) => present(before, run, (a, b) => (compareRuns(a, b) >= 0 ? a : b)),
    undefined,
  );
}

function compareRuns(a: Run, b: Run): number {
  const known = (run: Run) => (run.claim === undefined ? 0 : run.claim.breakGlass === undefined ? 2 : 1);
  return (
    known(a) - known(b) ||
    remediationRank(rankable(a)) - remediationRank(rankable(b)) ||
    compareText(keyOf(b), keyOf(a)) ||
    compareText(canonicalText(a), canonicalText(b))
  );
}

/** A claim on which nothing was begun, or that was withdrawn before: as far as entries say that are in no run. */
export function unbegun(claim: Claim, entries: readonly JournalEntry[]): Run {
  const ended = entries.flatMap((entry) => (entry.is === 'ended' ? [entry.state] : []));
  const ends = ended.map((state): Run => ({ claim, state, journal: [] }));
  return ends.reduce(further, { claim, state: 'approved', journal: [] });
}

export const asOtherRun = ({ claim, state, journal, outcome, plan }: Run): OtherRun[] =>
  claim === undefined
    ? []
    : [
        {
          claim,
          state,
          journal: [...journal],
          ...(outcome !== undefined && { outcome }),
          ...(plan && { plan }),
        },
      ];

export const inOrder = (runs: readonly OtherRun[]): OtherRun[] =>
  runs.toSorted((a, b) => compareText(keyOf(a), keyOf(b)));
