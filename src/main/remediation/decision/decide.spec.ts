import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decisionChecks, decisionSchema, type Decision } from '../../../shared/model/decision.ts';
import { riskLevels } from '../../../shared/model/diagnosis.ts';
import { policySchema, type Policy } from '../../../shared/model/policy.ts';
import {
  before,
  breaking,
  decisionTarget,
  pastRun,
  permissiveInput,
  permissivePolicy,
  testScore,
  withPolicy,
  withRuns,
  withState,
} from '../../../../test/support/decision-inputs.ts';
import { propertyRuns } from '../../../../test/support/property.ts';
import { decide } from './decide.ts';
import type { DecisionInput } from './decision-input.ts';

const failedChecks = (decision: Decision) =>
  decision.checks.filter(({ passed }) => !passed).map(({ check }) => check);
const check = (decision: Decision, name: Decision['checks'][number]['check']) =>
  decision.checks.find((one) => one.check === name);
const pairs = decisionChecks.flatMap((a, i) => decisionChecks.slice(i + 1).map((b) => [a, b] as const));

describe('a decision', () => {
  it('lets run by itself what nothing speaks against, and asks nobody', () => {
    const decision = decide(permissiveInput());
    expect(failedChecks(decision)).toEqual([]);
    expect(decision).toMatchObject({ is: 'run', approvals: { needed: 0 }, policy: 'v1' });
  });

  it('lists every check, in order, passed or not, with what it saw', () => {
    for (const input of [permissiveInput(), withPolicy(permissiveInput(), { killSwitch: true })]) {
      const decision = decide(input);
      expect(decision.checks.map((one) => one.check)).toEqual(decisionChecks);
      expect(decision.checks.filter(({ text }) => text.length < 8)).toEqual([]);
      expect(decisionSchema.safeParse(decision).success).toBe(true);
    }
  });

  it('lets nothing run by itself under the policy that comes with the application', () => {
    const decision = decide(permissiveInput({ policy: policySchema.parse({}) }));
    expect(decision).toMatchObject({ is: 'needs-approvals', approvals: { needed: 1, role: 'approver' } });
  });

  it.each(decisionChecks)('is held up by %s alone', (name) => {
    const { stops, breaks } = breaking[name];
    const decision = decide(breaks(permissiveInput()));
    expect(failedChecks(decision)).toEqual([name]);
    expect(check(decision, name)?.stops).toBe(stops);
    expect(decision.is).toBe(stops === 'run' ? 'refused' : 'needs-approvals');
    expect(decision.approvals.needed).toBeGreaterThan(0);
  });

  it.each(pairs)('is held up by %s and %s together, and names both', (a, b) => {
    const stops = [breaking[a].stops, breaking[b].stops];
    for (const input of [
      breaking[b].breaks(breaking[a].breaks(permissiveInput())),
      breaking[a].breaks(breaking[b].breaks(permissiveInput())),
    ]) {
      const decision = decide(input);
      expect(failedChecks(decision)).toEqual([a, b]);
      expect(decision.is).toBe(stops.includes('run') ? 'refused' : 'needs-approvals');
    }
  });
});

describe('who has to agree', () => {
  const withRisk = (risk: DecisionInput['remediation']['risk'], policy: Policy = policySchema.parse({})) =>
    decide(permissiveInput({ policy, remediation: { ...permissiveInput().remediation, risk } })).approvals;

  it('is one for low and medium, one with the name typed for high, two others for critical', () => {
    expect(withRisk('low')).toEqual({ needed: 1, role: 'approver', typedName: false, different: false });
    expect(withRisk('medium')).toEqual({ needed: 1, role: 'approver', typedName: false, different: false });
    expect(withRisk('high')).toEqual({ needed: 1, role: 'approver', typedName: true, different: false });
    expect(withRisk('critical')).toEqual({ needed: 2, role: 'approver', typedName: true, different: true });
  });

  it('is somebody even where a policy asks for nobody, unless policy lets it run by itself', () => {
    const policy = policySchema.parse({ approvals: { low: { approvals: 0 } } });
    expect(withRisk('low', policy).needed).toBe(1);
  });

  it('is never less for a higher risk, whatever a policy says', () => {
    const policy = policySchema.parse({
      approvals: { low: { approvals: 3, role: 'admin' }, critical: { approvals: 1 } },
    });
    for (const level of riskLevels)
      expect(withRisk(level, policy)).toMatchObject({ needed: 3, role: 'admin' });
  });

  it('is an admin where the action asks for one', () => {
    const { remediation } = permissiveInput();
    const decision = decide(permissiveInput({ remediation: { ...remediation, permission: 'admin' } }));
    expect(decision.approvals.role).toBe('admin');
  });

  it('is a person for whatever a person proposed', () => {
    const { remediation } = permissiveInput();
    const decision = decide(permissiveInput({ remediation: { ...remediation, byOperator: true } }));
    expect(decision.is).toBe('needs-approvals');
    expect(failedChecks(decision)).toEqual(['ticket-enabled']);
  });
});

describe('running by itself', () => {
  it('needs both: everything switched on, and this action', () => {
    const off = decide(permissiveInput({ policy: permissivePolicy({ automatic: false }) }));
    const notThis = decide(
      permissiveInput({ policy: permissivePolicy({ actions: { 'pod.delete': { automatic: true } } }) }),
    );
    for (const decision of [off, notThis]) {
      expect(decision.is).toBe('needs-approvals');
      expect(check(decision, 'action-enabled')).toMatchObject({ passed: false, stops: 'automatic' });
    }
  });

  it('is of an action by its name, member by member over the default', () => {
    const actions = { default: { automatic: true, perHour: 1 }, 'vm.restart': { cooldownMinutes: 1 } };
    const decision = decide(
      withRuns(permissiveInput({ policy: permissivePolicy({ actions }) }), 1, { action: 'vm.restart' }),
    );
    expect(failedChecks(decision)).toEqual(['rate-action']);
    expect(check(decision, 'rate-action')?.text).toContain('1 of 1');
  });

  it('needs a score that reaches the minimum exactly, and one that is no number does not', () => {
    const of = (value: number) => decide(permissiveInput({ score: testScore(value) })).is;
    expect([of(85), of(84.999), of(Number.NaN)]).toEqual(['run', 'needs-approvals', 'needs-approvals']);
  });
});

describe('limits', () => {
  const now = permissiveInput().now;

  it('say how many, of how many, and when there is room again', () => {
    const base = withRuns(permissiveInput(), 5);
    const input = withRuns(withPolicy(base, { rates: { ...base.policy.rates, perHour: 5 } }), 1, {
      startedAt: before(59),
    });
    expect(check(decide(input), 'rate-overall')).toEqual({
      check: 'rate-overall',
      passed: false,
      stops: 'run',
      text: '6 of 5 in all in the last hour',
      // Two have to fall out; the second one began 31 minutes ago.
      until: before(31 - 60),
    });
  });

  it('count a run for an hour to the millisecond', () => {
    const one = (startedAt: DecisionInput['now']) => {
      const base = permissiveInput({ policy: permissivePolicy({ rates: { perHour: 1 } }) });
      return decide(withRuns(base, 1, { startedAt, endedAt: startedAt })).is;
    };
    expect(one(before(60))).toBe('run');
    expect(one(new Date(Date.parse(before(60)) + 1).toISOString() as DecisionInput['now'])).toBe('refused');
  });

  it('count runs that a clock that was set back puts ahead of now', () => {
    const ahead = withRuns(permissiveInput(), 6, {
      action: 'vm.restart',
      startedAt: before(-600),
      endedAt: before(-601),
    });
    const decision = decide(ahead);
    expect(decision.is).toBe('refused');
    expect(check(decision, 'rate-action')?.text).toBe(
      '6 of 6 of vm.restart in the last hour, 6 of them after now (the clock was set back)',
    );
  });

  it('of nothing at all let nothing run, and promise nothing', () => {
    const decision = decide(permissiveInput({ policy: permissivePolicy({ rates: { perTarget: 0 } }) }));
    expect(check(decision, 'rate-target')).toMatchObject({
      passed: false,
      text: '0 of 0 on web-01 in the last hour',
    });
    expect(check(decision, 'rate-target')).not.toHaveProperty('until');
  });

  it('do not count what is decided on against itself', () => {
    const own = pastRun({ remediation: 'R-1', action: 'vm.restart', target: decisionTarget, startedAt: now });
    const { endedAt: _ended, outcome: _outcome, ...running } = own;
    expect(decide(withState(permissiveInput(), { runs: [running] })).is).toBe('run');
  });

  it('let a cluster that a target is not in be', () => {
    const { cluster: _cluster, ...remediation } = permissiveInput().remediation;
    const decision = decide(breaking['rate-cluster'].breaks(permissiveInput({ remediation })));
    expect(decision.is).toBe('run');
    expect(check(decision, 'rate-cluster')?.text).toBe('it belongs to no cluster');
  });

  it('take an unknown outcome for a failure', () => {
    const decision = decide(
      withRuns(permissiveInput(), 3, { action: 'vm.restart', outcome: 'unknown', endedAt: before(10) }),
    );
    expect(check(decision, 'circuit-breaker')).toMatchObject({
      passed: false,
      text: '3 of 3 failures of vm.restart in 60 minutes',
      until: before(10 - 60),
    });
  });

  it('let a target settle after the same action, and not after another', () => {
    const run = { target: decisionTarget, startedAt: before(6), endedAt: before(4) };
    expect(failedChecks(decide(withRuns(permissiveInput(), 1, run)))).toEqual([]);
    const decision = decide(withRuns(permissiveInput(), 1, { ...run, action: 'vm.restart' }));
    expect(check(decision, 'cooldown')).toEqual({
      check: 'cooldown',
      passed: false,
      stops: 'run',
      text: 'vm.restart was run there 4 minutes ago; 10 minutes have to pass',
      until: before(4 - 10),
    });
  });
});

describe('facts', () => {
  it('are refused when they are too old, of unknown age, or from the future', () => {
    const { inventoryAgeMs: _age, ...state } = permissiveInput().state;
    const unknown = { ...permissiveInput(), state };
    const ages = [120 * 60_000, 120 * 60_000 + 1, -60_000, -600_000, Number.NaN];
    const of = ages.map((inventoryAgeMs) => decide(withState(permissiveInput(), { inventoryAgeMs })).is);
    expect(of).toEqual(['run', 'refused', 'run', 'refused', 'refused']);
    expect(decide(unknown).is).toBe('refused');
    expect(check(decide(unknown), 'inventory-age')?.text).toContain('not known');
  });
});

describe('a freeze', () => {
  const frozen = (parts: Partial<Policy['freezes'][number]>) =>
    decide(
      withPolicy(permissiveInput(), {
        freezes: [{ reason: 'Year end', from: before(60), to: before(-60), ...parts }],
      }),
    );

  it('holds for everybody, from its first moment until its last', () => {
    const { now } = permissiveInput();
    expect(frozen({ from: now }).is).toBe('refused');
    expect(frozen({ to: now }).is).toBe('run');
    expect(check(frozen({}), 'freeze')).toMatchObject({ until: before(-60) });
  });

  it('holds for the sources that it names', () => {
    expect(frozen({ sources: ['vcenter-b'] }).is).toBe('run');
    expect(frozen({ sources: ['vcenter-b', 'vcenter-a'] }).is).toBe('refused');
  });

  it('means the moments that its offsets say', () => {
    // 13:30 in Berlin is half past twelve in UTC: it has not begun at noon.
    expect(frozen({ from: '2026-11-23T13:30:00+01:00', to: '2026-11-24T00:00:00+01:00' }).is).toBe('run');
    expect(frozen({ from: '2026-11-23T12:59:00+01:00', to: '2026-11-24T00:00:00+01:00' }).is).toBe('refused');
  });
});

const ease = { refused: 0, 'needs-approvals': 1, run: 2 } as const;
const anyBreaks = fc.uniqueArray(fc.constantFrom(...decisionChecks), { maxLength: 6 });
const anyInput = fc
  .record({
    broken: anyBreaks,
    risk: fc.constantFrom(...riskLevels),
    score: fc.double({ min: 0, max: 100, noNaN: true }),
    dependents: fc.nat(200),
    marks: fc.subarray(['prod-db', 'env=production', 'web', 'non-prod']),
    last: fc.boolean(),
    quorum: fc.boolean(),
    reversible: fc.boolean(),
    automaticUpTo: fc.constantFrom(...riskLevels),
  })
  .map(({ broken, risk, score, dependents, marks, last, quorum, reversible, automaticUpTo }) => {
    const base = permissiveInput({ score: testScore(score) });
    const input: DecisionInput = {
      ...withPolicy(base, { automaticUpTo }),
      remediation: { ...base.remediation, risk, reversible },
      state: {
        ...base.state,
        impact: {
          dependents,
          marks,
          ...(last && { lastReplica: 'it is the last one' }),
          ...(quorum && { quorum: 'it is needed for a majority' }),
        },
      },
    };
    return broken.reduce((one, name) => breaking[name].breaks(one), input);
  });

describe('for any input', () => {
  it('a check more that fails never leads to more', () => {
    fc.assert(
      fc.property(anyInput, fc.constantFrom(...decisionChecks), (input, name) => {
        // The breaking of reliability sets a score; it must not raise one.
        fc.pre(name !== 'minimum-reliability' || input.score.value >= 84.9);
        fc.pre(name !== 'risk-level' || riskLevels.indexOf(input.remediation.risk) <= 2);
        const [one, two] = [decide(input), decide(breaking[name].breaks(input))];
        expect(ease[two.is]).toBeLessThanOrEqual(ease[one.is]);
        expect(two.is === 'refused').toBe(one.is === 'refused' || breaking[name].stops === 'run');
      }),
      { numRuns: propertyRuns(200, 5_000) },
    );
  });

  it('a stricter policy never permits more, and never asks fewer people', () => {
    fc.assert(
      fc.property(anyInput, fc.constantFrom(...Object.keys(stricter)), (input, name) => {
        const tightened = { ...input, policy: stricter[name]?.(input.policy) ?? input.policy };
        const [one, two] = [decide(input), decide(tightened)];
        expect(ease[two.is]).toBeLessThanOrEqual(ease[one.is]);
        expect(two.approvals.needed).toBeGreaterThanOrEqual(one.approvals.needed);
        expect(riskLevels.indexOf(two.risk.level)).toBeGreaterThanOrEqual(riskLevels.indexOf(one.risk.level));
      }),
      { numRuns: propertyRuns(300, 5_000) },
    );
  });

  it('the risk is at least what the action is by itself, at most critical, and every raise is told', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const { base, level, raised } = decide(input).risk;
        expect(riskLevels.indexOf(level)).toBeGreaterThanOrEqual(riskLevels.indexOf(base));
        expect(raised.length > 0).toBe(level !== base || (base === 'critical' && raised.length > 0));
      }),
      { numRuns: propertyRuns(200, 5_000) },
    );
  });

  it('runs by themselves are exactly those whose every check passed', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const decision = decide(input);
        expect(decision.is === 'run').toBe(failedChecks(decision).length === 0);
        expect(decision.is === 'run').toBe(decision.approvals.needed === 0);
      }),
      { numRuns: propertyRuns(200, 5_000) },
    );
  });

  it('the same input gives the same decision, whatever the order of runs', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const turned = withState(input, { runs: input.state.runs.toReversed() });
        const texts = (one: DecisionInput) =>
          decide(one).checks.map(({ passed, until }) => ({ passed, until }));
        expect(decide(input)).toEqual(decide(structuredClone(input)));
        expect(texts(turned)).toEqual(texts(input));
      }),
      { numRuns: propertyRuns(100, 2_000) },
    );
  });
});

const stricter: Readonly<Record<string, (policy: Policy) => Policy>> = {
  killSwitch: (policy) => ({ ...policy, killSwitch: true }),
  automatic: (policy) => ({ ...policy, automatic: false }),
  automaticUpTo: (policy) => ({ ...policy, automaticUpTo: 'low' }),
  minimumReliability: (policy) => ({ ...policy, minimumReliability: 100 }),
  notThisAction: (policy) => ({
    ...policy,
    actions: { ...policy.actions, 'vm.restart': { ...policy.actions['vm.restart'], automatic: false } },
  }),
  perHour: (policy) => ({ ...policy, rates: { ...policy.rates, perHour: 1 } }),
  perAction: (policy) => ({ ...policy, rates: { ...policy.rates, perAction: 1 } }),
  perTarget: (policy) => ({ ...policy, rates: { ...policy.rates, perTarget: 1 } }),
  perCluster: (policy) => ({ ...policy, rates: { ...policy.rates, perCluster: 1 } }),
  failures: (policy) => ({ ...policy, circuitBreaker: { failures: 1, withinMinutes: 10_080 } }),
  cooldown: (policy) => ({ ...policy, cooldownMinutes: 10_080 }),
  windows: (policy) => ({ ...policy, changeWindows: [{ days: ['sun'], from: '03:00', to: '04:00' }] }),
  freeze: (policy) => ({
    ...policy,
    freezes: [...policy.freezes, { reason: 'now', from: before(1), to: before(-1) }],
  }),
  age: (policy) => ({ ...policy, maximumInventoryAgeMinutes: 1 }),
  approvals: (policy) => ({
    ...policy,
    approvals: { ...policy.approvals, low: { approvals: 4, role: 'admin', typedName: true } },
  }),
  dependents: (policy) => ({ ...policy, risk: { ...policy.risk, dependents: 1 } }),
  production: (policy) => ({
    ...policy,
    risk: { ...policy.risk, production: [...policy.risk.production, 'web'] },
  }),
};
