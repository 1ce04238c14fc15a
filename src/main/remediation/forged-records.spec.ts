import { expect, it } from 'vitest';
import { alice, bob, install, never, request } from '../../../test/support/remediation-world.ts';
import { remediationSchema, type Remediation } from '../../shared/model/remediation.ts';

/* What another workstation wrote into a record that is approved here: the server knows no plans, and takes any. */

async function received(forge: (record: Remediation) => Partial<Remediation>) {
  const here = install({ workstation: 'here' });
  await here.remediations.start();
  const { id } = await here.remediations.propose(request, alice, never);
  const stored = async () => remediationSchema.parse(await here.store.remediations.get(id));
  const honest = await stored();
  await here.store.remediations.put([{ ...honest, ...forge(honest) }]);
  await here.remediations.storeChanged([id]);
  const approve = async () => {
    const { plan, targetName } = await stored();
    return here.remediations.approve(
      id,
      { planHash: plan?.hash ?? '', typedName: targetName, run: false },
      bob,
    );
  };
  return { here, id, honest, approve, stored };
}

it('a plan whose calls are others than its hash was made of is not approved, until it is judged anew', async () => {
  const { here, id, honest, approve, stored } = await received(({ plan }) => {
    if (!plan) throw new Error('expected a plan');
    const calls = plan.calls.map((call) => ({ ...call, arguments: { vm: 'a harmless one' } }));
    return { plan: { ...plan, calls } };
  });
  await expect(approve()).rejects.toMatchObject({ code: 'plan-changed' });
  expect((await stored()).approvals).toEqual([]);
  await here.remediations.refresh(id, bob, never);
  expect((await stored()).plan?.calls).toEqual(honest.plan?.calls);
  expect((await approve()).approvals).toHaveLength(1);
});

it('a target under the name of another is not approved, also where that name is typed', async () => {
  const { here, id, honest, approve, stored } = await received(() => ({ targetName: 'a harmless one' }));
  await expect(approve()).rejects.toMatchObject({ code: 'plan-changed' });
  await here.remediations.refresh(id, bob, never);
  expect((await stored()).targetName).toBe(honest.targetName);
  expect((await approve()).approvals).toHaveLength(1);
});

it('a decision that others made lighter is not what it is run by', async () => {
  const { here, id, approve } = await received(({ decision }) => ({
    decision: { ...decision, is: 'run', approvals: { ...decision.approvals, needed: 0 } },
    state: 'approved',
  }));
  await expect(here.remediations.run(id, alice)).rejects.toMatchObject({ code: 'remediation-state' });
  expect((await approve()).approvals).toHaveLength(1);
});
