import type { KeptDecisionInput } from '../../src/shared/model/decision-input.ts';
import type { Instant } from '../../src/shared/model/ids.ts';
import type { JournalEntry, Remediation, RemediationState } from '../../src/shared/model/remediation.ts';
import { decide } from '../../src/main/remediation/decision/decide.ts';
import { keptInput, type DecisionInput } from '../../src/main/remediation/decision/decision-input.ts';
import { before, decisionTarget, permissiveInput } from './decision-inputs.ts';

/** An entry without its number. */
export type Step = { readonly is: JournalEntry['is']; readonly at: Instant } & Readonly<
  Record<string, unknown>
>;

/** A journal as the engine writes it: taken up, one call, an end. */
export function journalOf(steps: readonly Step[]): JournalEntry[] {
  return steps.map((step, i) => ({ seq: i + 1, ...step }) as JournalEntry);
}

export const calledAt = (at: Instant): Step[] => [
  { is: 'planned', at, planHash: 'h', by: 'alice', dryRun: false },
  {
    is: 'call-intended',
    at,
    phase: 'run',
    step: 0,
    source: 'vcenter-a',
    tool: 'vm_reset',
    arguments: {},
    does: 'resets web-01',
  },
];
export const endedAt = (at: Instant, state: RemediationState): Step => ({
  is: 'ended',
  at,
  state,
  text: state,
});

let made = 0;

/** One that was decided on as `input` says, by default half an hour ago, and ran as its journal says. */
export function buildRemediation(
  parts: Partial<Remediation> = {},
  input: DecisionInput = permissiveInput({ now: before(30) }),
): Remediation {
  made += 1;
  const id = parts.id ?? `R-${made}`;
  const remediation: KeptDecisionInput['remediation'] = { ...input.remediation, id };
  const own = { ...input, remediation };
  return {
    id,
    schemaVersion: 1,
    action: own.remediation.action,
    target: decisionTarget,
    targetName: 'web-01',
    targetClass: 'vm',
    parameters: {},
    cause: 'vm-hung',
    pattern: { strength: 0.9, similarSolved: 3, similarFailed: 0 },
    confidence: 0.9,
    expectedEffect: 'web-01 is restarted',
    howToVerify: 'its heartbeat is green',
    proposedBy: { by: 'rules' },
    state: 'succeeded',
    createdAt: own.now,
    updatedAt: own.now,
    expiresAt: own.now,
    score: own.score,
    decision: decide(own),
    decisionInput: keptInput(own),
    approvals: [],
    journal: [],
    dryRun: false,
    ...parts,
  };
}
