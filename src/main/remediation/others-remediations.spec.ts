import { describe, expect, it } from 'vitest';
import {
  alice,
  bob,
  install,
  never,
  request,
  rest,
  stepsAction,
  type Installation,
} from '../../../test/support/remediation-world.ts';
import { policySchema } from '../../shared/model/policy.ts';
import { remediationSchema, type Remediation } from '../../shared/model/remediation.ts';
import type { RoleNow } from './engine/agreement.ts';

const twoApprovals = policySchema.shape.approvals.parse({ medium: { approvals: 2 }, low: { approvals: 2 } });
const stored = async ({ store }: Installation, id: string): Promise<Remediation> =>
  remediationSchema.parse(await store.remediations.get(id));

/** What one workstation has of a remediation, the other gets, as merging would have it. */
async function replicate(
  from: Installation,
  to: Installation,
  id: string,
  change: Partial<Remediation> = {},
) {
  await to.store.remediations.put([{ ...(await stored(from, id)), ...change }]);
  await to.remediations.storeChanged([id]);
}

/** Operators are known at their own workstation alone; alice at both. */
const knows =
  (own: string, ...names: string[]): RoleNow =>
  (operator, given) => {
    if (names.includes(operator)) return 'admin';
    return given !== undefined && given.workstation !== own ? given.role : undefined;
  };

async function twoStations() {
  const policy = { approvals: twoApprovals };
  const here = install({ workstation: 'here', policy, roleNow: knows('here', 'alice', 'anna') });
  const there = install({ workstation: 'there', policy, roleNow: knows('there', 'alice', 'ben') });
  await here.remediations.start();
  await there.remediations.start();
  const { id, plan, targetName } = await here.remediations.propose(request, alice, never);
  await replicate(here, there, id);
  const approval = { planHash: plan?.hash ?? '', typedName: targetName, run: false };
  return { here, there, id, approval };
}

describe('approvals that were given at different workstations', () => {
  it('count together, are told, and begin nothing where the last one only came', async () => {
    const { here, there, id, approval } = await twoStations();
    await here.remediations.approve(id, approval, { ...bob, operator: 'anna' });
    await there.remediations.approve(id, approval, { ...bob, operator: 'ben' });
    const [first, second] = [(await stored(here, id)).approvals, (await stored(there, id)).approvals];
    const told: string[] = [];
    here.remediations.onChanged(({ state }, where) => told.push(`${state} ${where}`));
    await replicate(there, here, id, { approvals: [...first, ...second] });
    expect(told).toEqual(['awaiting-approval elsewhere', 'approved here']);
    expect((await stored(here, id)).state).toBe('approved');
    await rest(here);
    expect(here.world.arrived).toEqual([]);
    // Somebody has it run, and then it runs.
    await here.remediations.run(id, alice);
    await rest(here);
    expect((await stored(here, id)).state).toBe('succeeded');
  });

  it('are not enough where one of them is not what is asked for', async () => {
    const { here, there, id, approval } = await twoStations();
    await here.remediations.approve(id, approval, { ...bob, operator: 'anna' });
    await there.remediations.approve(id, approval, { ...bob, operator: 'ben' });
    const [first] = (await stored(here, id)).approvals;
    const [second] = (await stored(there, id)).approvals;
    if (!first || !second) throw new Error('both were given');
    await replicate(there, here, id, { approvals: [first, { ...second, role: 'operator' }] });
    expect((await stored(here, id)).state).toBe('awaiting-approval');
    await replicate(there, here, id, { approvals: [first, { ...second, planHash: 'of another plan' }] });
    expect((await stored(here, id)).state).toBe('awaiting-approval');
    await replicate(there, here, id, { approvals: [first, { ...first, workstation: 'there' }] });
    expect((await stored(here, id)).state).toBe('awaiting-approval');
  });
});

describe('a remediation that another workstation executes', () => {
  /** As it is while `there` has sent its first call. */
  async function underWayThere(change: Partial<Remediation> = {}) {
    const action = stepsAction({ steps: 2 });
    const [here, there] = [
      install({ action, workstation: 'here' }),
      install({ action, workstation: 'there' }),
    ];
    await there.remediations.start();
    const { id, plan } = await there.remediations.propose(request, alice, never);
    await there.remediations.approve(id, { planHash: plan?.hash ?? '', run: true }, bob);
    await rest(there);
    const ended = await stored(there, id);
    const at = ended.journal.findIndex(({ is }) => is === 'call-intended');
    const { outcome: _, ...running } = ended;
    const record: Remediation = {
      ...running,
      state: 'executing',
      journal: ended.journal.slice(0, at + 1),
      ...change,
    };
    await here.store.remediations.put([{ ...record }]);
    return { here, there, id, record };
  }

  it('is neither recovered nor looked at here, whatever its journal says', async () => {
    const { here, id, record } = await underWayThere();
    await here.remediations.start();
    await here.remediations.storeChanged([id]);
    for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    expect(await stored(here, id)).toEqual(record);
    expect(here.world.arrived).toEqual([]);
  });

  it('waits in the queue of that workstation, and a start here says nothing of it', async () => {
    const { here, id, record } = await underWayThere();
    const { claim: _, ...unclaimed } = record;
    const held = (workstation: string): Remediation => ({
      ...unclaimed,
      state: 'approved',
      journal: [{ seq: 1, at: record.createdAt, is: 'held', reason: 'its target is busy', workstation }],
    });
    await here.store.remediations.put([{ ...held('there') }, { ...held('here'), id: 'R-own' }]);
    await here.remediations.start();
    expect(await stored(here, id)).toEqual(held('there'));
    expect((await stored(here, 'R-own')).journal).toHaveLength(2);
  });

  it('keeps its target: what is approved here is not begun on it', async () => {
    const { here, id, record } = await underWayThere();
    await here.store.remediations.remove([id]);
    await here.remediations.start();
    const { id: own, plan } = await here.remediations.propose(request, alice, never);
    await here.remediations.approve(own, { planHash: plan?.hash ?? '', run: false }, bob);
    // It comes in the moment before somebody has theirs run.
    await here.store.remediations.put([{ ...record }]);
    await here.remediations.storeChanged([id]);
    await expect(here.remediations.run(own, alice)).rejects.toMatchObject({ code: expect.any(String) });
    expect(here.world.arrived).toEqual([]);
    await expect(here.remediations.propose(request, alice, never)).rejects.toMatchObject({
      code: 'duplicate-remediation',
    });
  });

  it('counts for what may be done in an hour', async () => {
    const rates = { perHour: 1, perAction: 1_000, perTarget: 1_000, perCluster: 1_000 };
    const there = install({ workstation: 'there' });
    await there.remediations.start();
    const { id, plan } = await there.remediations.propose(request, alice, never);
    await there.remediations.approve(id, { planHash: plan?.hash ?? '', run: true }, bob);
    await rest(there);
    const here = install({ workstation: 'here', policy: { rates } });
    await here.remediations.start();
    await replicate(there, here, id);
    const { decision } = await here.remediations.propose(request, alice, never);
    const failed = decision.checks.filter(({ passed }) => !passed).map(({ check }) => check);
    expect(failed).toContain('rate-overall');
  });
});
