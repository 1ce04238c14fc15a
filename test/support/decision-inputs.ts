import type { DecisionCheckName } from '../../src/shared/model/decision.ts';
import { instant, type Instant } from '../../src/shared/model/ids.ts';
import { policySchema, type Policy } from '../../src/shared/model/policy.ts';
import type { Score } from '../../src/shared/model/reliability.ts';
import type { DecisionInput, PastRun } from '../../src/main/remediation/decision/decision-input.ts';
import { testId, testNow } from './build-view.ts';

export const decisionTarget = testId('vm', 'web-01');
const cluster = testId('cluster', 'prod-a');

export function testScore(value: number): Score {
  const part = { value, samples: 20, basis: 'measured', why: 'as the test has it' } as const;
  return {
    value,
    parts: {
      confidence: { ...part, weight: 0.25 },
      feedback: { ...part, weight: 0.3 },
      success: { ...part, weight: 0.25 },
      pattern: { ...part, weight: 0.2 },
    },
  };
}

/** A policy under which `permissiveInput` runs by itself, with limits that nothing else in a test reaches. */
export function permissivePolicy(parts: Record<string, unknown> = {}): Policy {
  return policySchema.parse({
    automatic: true,
    automaticUpTo: 'medium',
    actions: { default: { automatic: true } },
    rates: { perHour: 20, perAction: 6, perTarget: 4, perCluster: 5 },
    ...parts,
  });
}

/** Nothing speaks against it. */
export function permissiveInput(parts: Partial<DecisionInput> = {}): DecisionInput {
  return {
    remediation: {
      id: 'R-1',
      action: 'vm.restart',
      target: decisionTarget,
      targetName: 'web-01',
      source: 'vcenter-a',
      cluster,
      risk: 'low',
      reversible: true,
      permission: 'approver',
      idempotenceKey: 'web-01',
      byOperator: false,
    },
    score: testScore(95),
    policy: permissivePolicy(),
    policyVersion: 'v1',
    state: {
      ticketAutomation: true,
      inventoryAgeMs: 60_000,
      impact: { dependents: 0, marks: ['web-01', 'tier=test'] },
      runs: [],
      conflicting: [],
      prerequisites: [],
    },
    now: testNow,
    ...parts,
  };
}

export const before = (minutes: number, now: Instant = testNow): Instant =>
  instant(Date.parse(now) - minutes * 60_000);

let runs = 0;
/** A run that ended well long enough ago not to be in anybody's way, of another action on another target. */
export function pastRun(parts: Partial<PastRun> = {}): PastRun {
  runs += 1;
  return {
    remediation: `R-earlier-${runs}`,
    action: 'pod.delete',
    target: testId('pod', `other-${runs}`),
    startedAt: before(31),
    endedAt: before(30),
    outcome: 'succeeded',
    idempotenceKey: `other-${runs}`,
    ...parts,
  };
}

export function withRuns(input: DecisionInput, count: number, parts: Partial<PastRun> = {}): DecisionInput {
  const more = Array.from({ length: count }, () => pastRun(parts));
  return withState(input, { runs: [...input.state.runs, ...more] });
}

export function withState(input: DecisionInput, state: Partial<DecisionInput['state']>): DecisionInput {
  return { ...input, state: { ...input.state, ...state } };
}

export function withPolicy(input: DecisionInput, policy: Partial<Policy>): DecisionInput {
  return { ...input, policy: { ...input.policy, ...policy } };
}

/** For each check what makes it fail and no other one. Those that stop a run are listed as such. */
export const breaking: Readonly<
  Record<
    DecisionCheckName,
    { readonly stops: 'run' | 'automatic'; readonly breaks: (input: DecisionInput) => DecisionInput }
  >
> = {
  'kill-switch': { stops: 'run', breaks: (input) => withPolicy(input, { killSwitch: true }) },
  'action-enabled': {
    stops: 'run',
    breaks: (input) =>
      withPolicy(input, {
        actions: {
          ...input.policy.actions,
          'vm.restart': { ...input.policy.actions['vm.restart'], enabled: false },
        },
      }),
  },
  'ticket-enabled': { stops: 'automatic', breaks: (input) => withState(input, { ticketAutomation: false }) },
  'minimum-reliability': { stops: 'automatic', breaks: (input) => ({ ...input, score: testScore(84.9) }) },
  'risk-level': {
    stops: 'automatic',
    breaks: (input) => ({ ...input, remediation: { ...input.remediation, risk: 'high' } }),
  },
  'rate-overall': { stops: 'run', breaks: (input) => withRuns(input, 20) },
  'rate-action': { stops: 'run', breaks: (input) => withRuns(input, 6, { action: 'vm.restart' }) },
  'rate-target': { stops: 'run', breaks: (input) => withRuns(input, 4, { target: decisionTarget }) },
  'rate-cluster': { stops: 'run', breaks: (input) => withRuns(input, 5, { cluster }) },
  'circuit-breaker': {
    stops: 'run',
    breaks: (input) => withRuns(input, 3, { action: 'vm.restart', outcome: 'failed' }),
  },
  cooldown: {
    stops: 'run',
    breaks: (input) =>
      withRuns(withPolicy(input, { cooldownMinutes: 120 }), 1, {
        action: 'vm.restart',
        target: decisionTarget,
        startedAt: before(91),
        endedAt: before(90),
      }),
  },
  'change-window': {
    stops: 'automatic',
    // testNow is a Monday at noon, UTC.
    breaks: (input) => withPolicy(input, { changeWindows: [{ days: ['tue'], from: '12:00', to: '13:00' }] }),
  },
  freeze: {
    stops: 'run',
    breaks: (input) =>
      withPolicy(input, { freezes: [{ reason: 'Year end', from: before(60), to: before(-60) }] }),
  },
  'inventory-age': { stops: 'run', breaks: (input) => withState(input, { inventoryAgeMs: 121 * 60_000 }) },
  'target-lock': {
    stops: 'run',
    breaks: (input) => {
      const {
        endedAt: _ended,
        outcome: _outcome,
        ...run
      } = pastRun({
        target: decisionTarget,
        startedAt: before(120),
      });
      return withState(input, { runs: [...input.state.runs, run] });
    },
  },
  conflict: {
    stops: 'run',
    breaks: (input) =>
      withState(input, { conflicting: [{ remediation: 'R-2', text: 'host.reboot of esx-01' }] }),
  },
  prerequisites: {
    stops: 'run',
    breaks: (input) => withState(input, { prerequisites: [{ text: 'the tools run', ok: false }] }),
  },
};
