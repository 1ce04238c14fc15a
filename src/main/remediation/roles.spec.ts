import { expect, it } from 'vitest';
import { alice, carol, install, never, request } from '../../../test/support/remediation-world.ts';
import { policySchema } from '../../shared/model/policy.ts';
import type { Actor, Remediations } from './remediations.ts';

const viewer: Actor = { operator: 'vera', role: 'viewer', via: 'memory' };
const asks = policySchema.shape.approvals.parse({});

/** Beneath the contract, which asks for the same: whoever comes another way is held to it as well. */
it.each<[string, Actor, (remediations: Remediations, id: string, hash: string) => Promise<unknown>]>([
  ['approve', carol, (of, id, planHash) => of.approve(id, { planHash, run: false }, carol)],
  ['reject', carol, (of, id) => of.reject(id, 'no', carol)],
  ['take back', carol, (of, id) => of.rollback(id, carol)],
  ['settle', carol, (of, id) => of.settle(id, 'succeeded', 'I looked', carol)],
  ['resume', carol, (of) => of.resume(carol)],
  ['pause', viewer, (of) => of.pause('stop', viewer)],
])('whose role is too low may not %s', async (_, who, does) => {
  const { remediations } = install({ policy: { approvals: asks } });
  await remediations.start();
  const { id, plan } = await remediations.propose(request, alice, never);
  await expect(does(remediations, id, plan?.hash ?? '')).rejects.toMatchObject({
    code: 'forbidden',
    message: expect.stringContaining(who.role),
  });
  expect((await remediations.get(id))?.state).toBe('awaiting-approval');
  expect(remediations.paused).toBeUndefined();
});
