import type { RemediationSummary, ShownRemediation } from '../../../shared/contract/remediation.ts';
import { decisionChecks } from '../../../shared/model/decision.ts';
import type { EntityId, Instant } from '../../../shared/model/ids.ts';
import type { Plan } from '../../../shared/model/plan.ts';
import type { JournalEntry } from '../../../shared/model/remediation.ts';

const at = '2030-01-01T10:00:00.000Z' as Instant;
const later = '2999-01-01T10:00:00.000Z' as Instant;

/** A plan of one call, by default; another `hash` is another plan. */
export function examplePlan(parts: Partial<Plan> = {}): Plan {
  return {
    adapter: 'lab-vmware',
    calls: [
      {
        source: 'lab',
        tool: 'vmware_reset_vm',
        arguments: { vm: 'vm-7' },
        does: 'presses the reset button of web-01',
      },
    ],
    before: { powerState: 'on', heartbeat: 'red' },
    after: { powerState: 'on', heartbeat: 'green' },
    verification: 'its heartbeat is green',
    verifyWithinSeconds: 120,
    rollback: 'power it on again',
    reversible: true,
    estimateSeconds: 90,
    checks: [{ text: 'it is on', ok: true }],
    hash: 'a'.repeat(64),
    ...parts,
  };
}

const part = { value: 40, weight: 0.25, samples: 0, basis: 'prior' as const, why: 'nothing is known yet' };

/** One that awaits the approval of one approver. */
export function exampleRemediation(parts: Partial<ShownRemediation> = {}): ShownRemediation {
  return {
    id: 'R-aaaaaaaa',
    schemaVersion: 1,
    action: 'vm.restart',
    actionTitle: 'Restart a VM',
    target: 'lab:vm:vm-7' as EntityId,
    targetName: 'web-01',
    targetClass: 'vm/linux',
    parameters: { mode: 'hard' },
    cause: 'vm-hung',
    pattern: { strength: 0.9, similarSolved: 0, similarFailed: 0 },
    confidence: 0.9,
    expectedEffect: 'web-01 is restarted',
    howToVerify: 'its heartbeat is green',
    proposedBy: { by: 'rules' },
    state: 'awaiting-approval',
    createdAt: at,
    updatedAt: at,
    expiresAt: later,
    score: {
      value: 40,
      parts: { confidence: part, feedback: part, success: part, pattern: part },
    },
    decision: {
      at,
      is: 'needs-approvals',
      approvals: { needed: 1, role: 'approver', typedName: false, different: false },
      risk: { base: 'medium', level: 'medium', raised: [] },
      checks: decisionChecks.map((check) => ({ check, passed: true, stops: 'run', text: `${check} holds` })),
      policy: 'p1',
    },
    plan: examplePlan(),
    approvals: [],
    journal: [],
    dryRun: false,
    approved: { have: 0, needed: 1 },
    canRollBack: false,
    ...parts,
  };
}

export function exampleSummary(parts: Partial<RemediationSummary> = {}): RemediationSummary {
  const { id, action, actionTitle, target, targetName, state, createdAt, updatedAt, expiresAt } =
    exampleRemediation();
  return {
    id,
    action,
    actionTitle,
    target,
    targetName,
    state,
    createdAt,
    updatedAt,
    expiresAt,
    proposedBy: { by: 'rules' },
    cause: 'vm-hung',
    expectedEffect: 'web-01 is restarted',
    approved: { have: 0, needed: 1 },
    risk: 'medium',
    score: 40,
    decision: 'needs-approvals',
    stoppedBy: [],
    steps: { done: 0, total: 1 },
    ...parts,
  };
}

type Unnumbered = JournalEntry extends infer Entry
  ? Entry extends JournalEntry
    ? Omit<Entry, 'seq' | 'at'>
    : never
  : never;

/** A journal of these entries, a second apart. */
export function exampleJournal(...entries: readonly Unnumbered[]): JournalEntry[] {
  return entries.map((entry, place) => ({
    ...entry,
    seq: place + 1,
    at: new Date(Date.parse(at) + place * 1_000).toISOString() as Instant,
  }));
}

export const takenUp = { is: 'planned', planHash: 'a'.repeat(64), by: 'alice', dryRun: false } as const;
export const checkedWell = {
  is: 'pre-checked' as const,
  facts: { powerState: 'on' },
  checks: [{ text: 'it is on', ok: true }],
  ok: true,
};
export const meant = {
  is: 'call-intended',
  phase: 'run',
  step: 0,
  source: 'lab',
  tool: 'vmware_reset_vm',
  arguments: { vm: 'vm-7' },
  does: 'presses the reset button of web-01',
} as const;
export const answered = {
  is: 'call-returned',
  phase: 'run',
  step: 0,
  result: 'answered',
  durationMs: 12,
  digest: 'd',
  excerpt: 'ok',
} as const;
export const readBack = (is: 'met' | 'not-yet' | 'failed', text = 'its heartbeat is red') =>
  ({ is: 'read-back', phase: 'run', facts: { heartbeat: 'red' }, verdict: { is, text } }) as const;
