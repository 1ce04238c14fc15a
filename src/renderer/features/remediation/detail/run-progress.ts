import type { Plan, PlannedCall, Verdict } from '../../../../shared/model/plan.ts';
import {
  activeStates,
  type JournalEntry,
  type RemediationState,
} from '../../../../shared/model/remediation.ts';

/** unknown: it was begun, and nobody saw how it ended. skipped: it was not needed, or not come to. */
export type StageState = 'waiting' | 'running' | 'done' | 'failed' | 'unknown' | 'skipped';

type Entry<Is extends JournalEntry['is']> = Extract<JournalEntry, { readonly is: Is }>;

export interface CallStage {
  readonly call: PlannedCall;
  readonly state: StageState;
  readonly intended?: Entry<'call-intended'>;
  readonly returned?: Entry<'call-returned'>;
}

export interface VerifyStage {
  readonly state: StageState;
  readonly verdict?: Verdict;
  readonly polls: number;
  readonly lastAt?: string;
  /** Until when it is polled. */
  readonly until?: string;
}

export interface Phase {
  readonly calls: readonly CallStage[];
  readonly verify: VerifyStage;
}

export interface RunProgress {
  readonly preCheck: { readonly state: StageState; readonly entry?: Entry<'pre-checked'> };
  readonly run: Phase;
  /** Set once it is being taken back. */
  readonly rollback?: Phase;
  /** Calls made, of those planned; of the rollback once that is under way. */
  readonly made: number;
  readonly total: number;
}

interface Followed {
  readonly state: RemediationState;
  readonly plan?: Plan;
  readonly journal: readonly JournalEntry[];
}

/** How far a run has got, as its journal tells; undefined: it was not taken up. */
export function runProgress({ state, plan, journal }: Followed): RunProgress | undefined {
  const begun = journal.findLastIndex((entry) => entry.is === 'planned' && !entry.dryRun);
  if (begun === -1 || !plan) return undefined;
  const since = journal.slice(begun + 1);
  const active = activeStates.has(state);
  const taken = since.findLast(
    (entry): entry is Entry<'rollback-planned'> => entry.is === 'rollback-planned',
  );
  const checked = since.findLast((entry): entry is Entry<'pre-checked'> => entry.is === 'pre-checked');
  const run = phaseOf(since, 'run', plan.calls, {
    active: active && !taken,
    withinSeconds: plan.verifyWithinSeconds,
  });
  const rollback =
    taken &&
    phaseOf(since.slice(since.indexOf(taken)), 'rollback', taken.calls, {
      active,
      withinSeconds: plan.verifyWithinSeconds,
    });
  const { calls } = rollback ?? run;
  return {
    preCheck: checked
      ? { state: checked.ok ? 'done' : 'failed', entry: checked }
      : { state: active ? 'running' : 'skipped' },
    run,
    ...(rollback && { rollback }),
    made: calls.filter(({ returned }) => returned !== undefined).length,
    total: calls.length,
  };
}

function phaseOf(
  entries: readonly JournalEntry[],
  phase: 'run' | 'rollback',
  planned: readonly PlannedCall[],
  { active, withinSeconds }: { readonly active: boolean; readonly withinSeconds: number },
): Phase {
  const intended = entries.filter(
    (entry): entry is Entry<'call-intended'> => entry.is === 'call-intended' && entry.phase === phase,
  );
  const returned = entries.filter(
    (entry): entry is Entry<'call-returned'> => entry.is === 'call-returned' && entry.phase === phase,
  );
  const reads = entries.filter(
    (entry): entry is Entry<'read-back'> => entry.is === 'read-back' && entry.phase === phase,
  );
  const last = reads.at(-1);
  const met = last?.verdict.is === 'met';
  const calls = planned.map((call, step): CallStage => {
    const intent = intended.findLast((entry) => entry.step === step);
    const answer = returned.findLast((entry) => entry.step === step);
    if (!intent) {
      // After what was asked for has come, nothing more is called.
      return { call, state: active && !met ? 'waiting' : 'skipped' };
    }
    return {
      call,
      intended: intent,
      ...(answer && { returned: answer }),
      state: answer ? stateOf(answer) : active ? 'running' : 'unknown',
    };
  });
  const polled = {
    polls: reads.length,
    ...(last && { verdict: last.verdict, lastAt: last.at }),
  };
  const answeredAt = returned.at(-1)?.at;
  const isCalling = calls.some(({ state }) => state === 'running');
  const begun = last !== undefined || (answeredAt !== undefined && !isCalling);
  const state: StageState = !begun
    ? active
      ? 'waiting'
      : 'skipped'
    : met
      ? 'done'
      : last?.verdict.is === 'failed'
        ? 'failed'
        : active
          ? 'running'
          : 'failed';
  return {
    calls,
    verify: {
      state,
      ...polled,
      ...(answeredAt !== undefined && {
        until: new Date(Date.parse(answeredAt) + withinSeconds * 1_000).toISOString(),
      }),
    },
  };
}

function stateOf({ result }: Entry<'call-returned'>): StageState {
  switch (result) {
    case 'answered':
      return 'done';
    case 'said-failed':
      return 'failed';
    case 'lost':
      return 'unknown';
    case 'not-sent':
      return 'skipped';
    default:
      return result satisfies never;
  }
}
