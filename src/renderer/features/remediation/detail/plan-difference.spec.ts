import { describe, expect, it } from 'vitest';
import { examplePlan } from '../example-remediation.spec-helper.ts';
import { planDifference } from './plan-difference.ts';

describe('what is different in a plan', () => {
  it('tells which calls are gone, which are new and which stay, with every argument', () => {
    const seen = examplePlan();
    const [call] = seen.calls;
    const now = examplePlan({
      calls: call ? [{ ...call, arguments: { vm: 'vm-8' } }] : [],
      before: { powerState: 'off', heartbeat: 'red' },
    });
    expect(planDifference(seen, now)).toEqual({
      calls: [
        { is: 'gone', text: 'lab vmware_reset_vm {"vm":"vm-7"}' },
        { is: 'new', text: 'lab vmware_reset_vm {"vm":"vm-8"}' },
      ],
      facts: [{ name: 'powerState', from: 'on', to: 'off' }],
    });
  });

  it('finds nothing between a plan and itself', () => {
    const plan = examplePlan();
    const { calls, facts } = planDifference(plan, plan);
    expect(calls.map(({ is }) => is)).toEqual(['same']);
    expect(facts).toEqual([]);
  });
});
