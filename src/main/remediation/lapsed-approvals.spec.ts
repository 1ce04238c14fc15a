import { describe, expect, it } from 'vitest';
import { alice, bob, install, never, request, rest } from '../../../test/support/remediation-world.ts';
import { policySchema } from '../../shared/model/policy.ts';
import type { Role } from '../../shared/model/role.ts';

const asks = policySchema.shape.approvals.parse({});

/** Proposed by alice; `roles` says what bob is from then on. */
async function proposed() {
  const roles: { bob: Role | undefined } = { bob: 'approver' };
  const one = install({
    policy: { approvals: asks },
    roleNow: (operator) => (operator === 'bob' ? roles.bob : 'admin'),
  });
  await one.remediations.start();
  const { id, plan, targetName } = await one.remediations.propose(request, alice, never);
  const approval = { planHash: plan?.hash ?? '', typedName: targetName, run: false };
  return { ...one, one, roles, id, approval };
}

const cases: readonly [Role | undefined, string][] = [
  [undefined, 'the approval of bob no longer counts: bob is not let in any more'],
  ['operator', 'the approval of bob no longer counts: bob is operator now'],
];

describe('an approval of somebody who may no longer give it', () => {
  it.each(cases)('is not taken: %s', async (role) => {
    const { remediations, roles, id, approval } = await proposed();
    roles.bob = role;
    await expect(remediations.approve(id, approval, bob)).rejects.toMatchObject({ code: 'forbidden' });
    expect((await remediations.get(id))?.approvals).toEqual([]);
  });

  it.each(cases)('does not count when it is run: %s', async (role, text) => {
    const { remediations, roles, world, store, id, approval } = await proposed();
    expect((await remediations.approve(id, approval, bob)).state).toBe('approved');
    roles.bob = role;
    await expect(remediations.run(id, alice)).rejects.toMatchObject({
      code: 'approval-lapsed',
      message: expect.stringContaining(text),
    });
    expect((await remediations.get(id))?.state).toBe('awaiting-approval');
    expect(world.arrived).toEqual([]);
    // The audit says it with the decision.
    expect(JSON.stringify(await store.audit.find({ selector: {} }))).toContain(text);
    // Somebody else's approval stands in for it.
    await remediations.approve(id, { ...approval, run: true }, { ...alice, operator: 'dora' });
    await expect.poll(() => world.arrived.length).toBeGreaterThan(0);
  });

  it.each(cases)('does not count right before the first call: %s', async (role, text) => {
    const { one, remediations, roles, world, id, approval } = await proposed();
    await remediations.approve(id, approval, bob);
    const stop = remediations.onChanged(({ state }) => {
      if (state === 'pre-checked') roles.bob = role;
    });
    await remediations.run(id, alice);
    await rest(one);
    stop();
    expect(await remediations.get(id)).toMatchObject({
      state: 'cancelled',
      outcome: `nothing was sent: ${text}`,
    });
    expect(world.arrived).toEqual([]);
  });

  it('stands in the queue as what it is, as soon as it is so', async () => {
    const { remediations, roles, id, approval } = await proposed();
    const record = await remediations.approve(id, approval, bob);
    roles.bob = 'viewer';
    await remediations.operatorsChanged();
    expect((await remediations.get(id))?.state).toBe('awaiting-approval');
    expect(remediations.agreement(record)).toEqual({
      counting: [],
      lapsed: [{ by: 'bob', text: 'the approval of bob no longer counts: bob is viewer now' }],
    });
  });
});
