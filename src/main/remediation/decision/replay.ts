import type { Decision, DecisionCheckName } from '../../../shared/model/decision.ts';
import type { RiskLevel } from '../../../shared/model/diagnosis.ts';
import type { Instant } from '../../../shared/model/ids.ts';
import type { Policy } from '../../../shared/model/policy.ts';
import { endedStates, type Remediation } from '../../../shared/model/remediation.ts';
import { decide } from './decide.ts';
import { pastRuns } from './past-runs.ts';

export interface ReplayedVerdict {
  readonly is: Decision['is'];
  readonly approvals: number;
  readonly role: Decision['approvals']['role'];
  readonly typedName: boolean;
  readonly risk: RiskLevel;
}

export interface ReplayedDecision {
  readonly remediation: Remediation;
  readonly was: ReplayedVerdict;
  readonly would: ReplayedVerdict;
  readonly permits: 'more' | 'less' | 'other';
  /** Checks that come out differently. */
  readonly because: readonly {
    readonly check: DecisionCheckName;
    readonly was: boolean;
    readonly would: boolean;
    readonly text: string;
  }[];
}

export interface Replay {
  readonly decided: number;
  /** They do not say what they were decided from. */
  readonly skipped: number;
  /** Newest first. */
  readonly different: readonly ReplayedDecision[];
}

/** No limit of a policy looks back further (policy.ts). */
const longestLimitMs = 10_080 * 60_000;

/**
 * Decides remediations anew under another policy, each with what was known when it was decided on. What else ran is
 * taken as it was: a policy that had let more through would have used up its own limits as well.
 */
export function replayDecisions(
  remediations: readonly Remediation[],
  { policy, version, since }: { readonly policy: Policy; readonly version: string; readonly since: Instant },
): Replay {
  const wanted = remediations.filter(({ decision }) => decision.at >= since);
  const ran = remediations.flatMap((remediation) => {
    const [first, last] = [remediation.journal[0]?.at, remediation.journal.at(-1)?.at];
    return first === undefined || last === undefined ? [] : [{ remediation, first, last: Date.parse(last) }];
  });
  const different: ReplayedDecision[] = [];
  let skipped = 0;
  for (const remediation of wanted) {
    const { decisionInput: kept, decision } = remediation;
    if (kept === undefined) {
      skipped += 1;
      continue;
    }
    const oldest = Date.parse(kept.now) - longestLimitMs;
    const before = ran.flatMap(({ remediation: one, first, last }) =>
      first <= kept.now && (last >= oldest || !endedStates.has(one.state)) ? [one] : [],
    );
    const would = decide({
      ...kept,
      state: { ...kept.state, runs: pastRuns(before, kept.now) },
      policy,
      policyVersion: version,
    });
    const [a, b] = [verdictOf(decision), verdictOf(would)];
    if (!isSame(a, b)) {
      different.push({
        remediation,
        was: a,
        would: b,
        permits: direction(a, b),
        because: differences(decision, would),
      });
    }
  }
  return {
    decided: wanted.length - skipped,
    skipped,
    different: different.toSorted((a, b) => (a.remediation.decision.at < b.remediation.decision.at ? 1 : -1)),
  };
}

function verdictOf({ is, approvals, risk }: Decision): ReplayedVerdict {
  return {
    is,
    approvals: approvals.needed,
    role: approvals.role,
    typedName: approvals.typedName,
    risk: risk.level,
  };
}

/** The risk alone is no other verdict, as long as the same people have to agree to it. */
function isSame(a: ReplayedVerdict, b: ReplayedVerdict): boolean {
  if (a.is !== b.is) return false;
  if (a.is !== 'needs-approvals') return true;
  return a.approvals === b.approvals && a.role === b.role && a.typedName === b.typedName;
}

const ease: Readonly<Record<Decision['is'], number>> = { refused: 0, 'needs-approvals': 1, run: 2 };

function direction(was: ReplayedVerdict, would: ReplayedVerdict): ReplayedDecision['permits'] {
  if (was.is !== would.is) return ease[would.is] > ease[was.is] ? 'more' : 'less';
  const asked = (one: ReplayedVerdict) => [
    one.approvals,
    one.role === 'admin' ? 1 : 0,
    one.typedName ? 1 : 0,
  ];
  const steps = asked(would).map((value, i) => value - (asked(was)[i] ?? 0));
  if (steps.every((step) => step <= 0)) return 'more';
  return steps.every((step) => step >= 0) ? 'less' : 'other';
}

function differences(was: Decision, would: Decision): ReplayedDecision['because'] {
  return would.checks.flatMap(({ check, passed, text }) => {
    const before = was.checks.find((one) => one.check === check);
    return before === undefined || before.passed === passed
      ? []
      : [{ check, was: before.passed, would: passed, text }];
  });
}
