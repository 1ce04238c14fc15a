import { describe, expect, it } from 'vitest';
import {
  alice,
  bob,
  carol,
  createRunningClock,
  install,
  never,
  otherTarget,
  request,
  rest,
  stepsAction,
  stepsAt,
  target,
  type Installation,
} from '../../../test/support/remediation-world.ts';
import { policySchema } from '../../shared/model/policy.ts';
import { remediationSchema, type Remediation } from '../../shared/model/remediation.ts';
import { entriesOf } from './engine/journal.ts';
import type { ScoredProposal } from './engine/ports.ts';
import type { RemediationRequest } from './remediations.ts';

async function proposed(
  installation: Installation,
  more: Partial<RemediationRequest> = {},
  by = alice,
): Promise<Remediation> {
  await installation.remediations.start();
  return installation.remediations.propose({ ...request, ...more }, by, never);
}

const hashOf = ({ plan }: Remediation) => plan?.hash ?? '';
const recordOf = async ({ store }: Installation, id: string) =>
  remediationSchema.parse(await store.remediations.get(id));
const approvals = policySchema.shape.approvals.parse({});

/** A plan that is another one as soon as it is asked to be. */
function changingAction() {
  const steps = stepsAction({ steps: 2 });
  const other = stepsAction({ steps: 1 });
  const state = { changed: false };
  const [adapter] = steps.adapters;
  const [otherAdapter] = other.adapters;
  if (!adapter || !otherAdapter) throw new Error('there is no adapter');
  const plan: typeof adapter.plan = (subject, now) =>
    (state.changed ? otherAdapter : adapter).plan(subject, now);
  return { state, action: { ...steps, adapters: [{ ...adapter, plan }] } };
}

describe('a proposal', () => {
  it('is kept with its plan, score and decision, and changes nothing', async () => {
    const installation = install();
    const record = await proposed(installation);
    expect(record).toMatchObject({
      state: 'awaiting-approval',
      targetName: 'web-01',
      expectedEffect: 'all steps are made at web-01',
      plan: { calls: [{ tool: 'apply' }, { tool: 'apply' }], before: { up: true, steps: '' } },
      decision: { is: 'needs-approvals' },
      score: { value: 90 },
    });
    expect(installation.world.arrived).toEqual([]);
    expect(await recordOf(installation, record.id)).toEqual(record);
  });

  it('is scored by how sure its diagnosis is, and by no such thing where there is none', async () => {
    const scored: ScoredProposal[] = [];
    const installation = install({ scored });
    const confidences: (number | undefined)[] = [];
    const runbook = { run: 'B-1', id: 'restart', step: 0 };
    const others = [{}, { proposedBy: 'operator' as const }, { runbook, confidence: 1 }];
    for (const more of others) {
      const { id } = await proposed(installation, more);
      await installation.remediations.refresh(id, alice, never);
      await installation.remediations.cancel(id, 'enough', alice);
      confidences.push(...scored.splice(0).map(({ confidence }) => confidence));
    }
    expect(confidences).toEqual([0.8, 0.8, undefined, undefined, undefined, undefined]);
  });

  it('is refused with the reason when catalogue or inventory do not bear it out', async () => {
    const installation = install();
    await expect(proposed(installation, { action: 'vm.delete' })).rejects.toMatchObject({
      code: 'proposal-refused',
      message: expect.stringContaining('the catalogue has no such action'),
    });
    await expect(proposed(installation, { parameters: { force: true } })).rejects.toMatchObject({
      code: 'proposal-refused',
    });
    expect(await installation.remediations.count({})).toBe(0);
  });

  it('that is there already is not kept twice, also when both come at once', async () => {
    const installation = install();
    const both = await Promise.allSettled([proposed(installation), proposed(installation)]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(both.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'duplicate-remediation' },
    });
    await proposed(installation, { target: otherTarget.id });
  });

  it('whose target cannot be read waits for a plan, and gets it when it can be', async () => {
    const installation = install();
    installation.world.readable = false;
    const record = await proposed(installation);
    expect(record).toMatchObject({ state: 'proposed', planProblem: expect.stringContaining('not answer') });
    installation.world.readable = true;
    expect(await installation.remediations.refresh(record.id, alice, never)).toMatchObject({
      state: 'awaiting-approval',
      plan: { calls: [{}, {}] },
    });
  });

  it('runs by itself where policy says so, and only there', async () => {
    const policy = {
      automatic: true,
      automaticUpTo: 'medium' as const,
      actions: { 'vm.restart': { automatic: true } },
    };
    const installation = install({ policy });
    const { id, state } = await proposed(installation);
    expect(state).toBe('approved');
    await expect.poll(async () => (await recordOf(installation, id)).state).toBe('succeeded');
    expect(entriesOf(await recordOf(installation, id), 'planned')).toMatchObject([{ by: 'application' }]);

    const byHand = await proposed(installation, { proposedBy: 'operator', target: otherTarget.id });
    expect(byHand.state).toBe('awaiting-approval');
  });
});

describe('an approval', () => {
  it('is of the very plan that was shown', async () => {
    const installation = install();
    const record = await proposed(installation);
    await expect(
      installation.remediations.approve(record.id, { planHash: 'f'.repeat(64), run: true }, alice),
    ).rejects.toMatchObject({ code: 'plan-changed' });
    expect(await recordOf(installation, record.id)).toMatchObject({
      state: 'awaiting-approval',
      approvals: [],
    });
  });

  it('does not count for a plan that has changed since: what is approved goes back to the queue', async () => {
    const { state, action } = changingAction();
    const installation = install({ action });
    const record = await proposed(installation);
    await installation.remediations.approve(record.id, { planHash: hashOf(record), run: false }, alice);
    state.changed = true;
    await expect(installation.remediations.run(record.id, alice)).rejects.toMatchObject({
      code: 'plan-changed',
    });
    const now = await recordOf(installation, record.id);
    expect(now.state).toBe('awaiting-approval');
    expect(installation.world.arrived).toEqual([]);
    await installation.remediations.approve(now.id, { planHash: hashOf(now), run: true }, alice);
    await rest(installation);
    const made = installation.world.arrived.filter(({ tool }) => tool === 'apply');
    expect(made.map(({ step }) => step)).toEqual([0]);
  });

  it('takes the role that is asked for', async () => {
    const installation = install();
    const record = await proposed(installation);
    const approval = { planHash: hashOf(record), run: false };
    await expect(installation.remediations.approve(record.id, approval, carol)).rejects.toMatchObject({
      code: 'forbidden',
    });
    expect((await installation.remediations.approve(record.id, approval, bob)).state).toBe('approved');
  });

  it('takes the name of the target, typed, where policy says so', async () => {
    const policy = { approvals: { ...approvals, medium: { ...approvals.medium, typedName: true } } };
    const installation = install({ policy });
    const record = await proposed(installation);
    const approval = { planHash: hashOf(record), run: false };
    for (const typedName of [undefined, 'web-02', 'WEB-01', '']) {
      await expect(
        installation.remediations.approve(
          record.id,
          { ...approval, ...(typedName !== undefined && { typedName }) },
          alice,
        ),
      ).rejects.toMatchObject({ code: 'typed-name' });
    }
    const approved = await installation.remediations.approve(
      record.id,
      { ...approval, typedName: 'web-01' },
      alice,
    );
    expect(approved.state).toBe('approved');
  });

  it('of two people is of two, beside whoever wanted it', async () => {
    const policy = { approvals: { ...approvals, medium: { ...approvals.medium, approvals: 2 } } };
    const installation = install({ policy });
    const record = await proposed(installation, { proposedBy: 'operator' }, alice);
    const approval = { planHash: hashOf(record), run: true };
    const approve = (by: typeof alice) => installation.remediations.approve(record.id, approval, by);
    await expect(approve(alice)).rejects.toMatchObject({ code: 'self-approval' });
    expect((await approve(bob)).state).toBe('awaiting-approval');
    await expect(approve(bob)).rejects.toMatchObject({ code: 'already-approved' });
    expect(installation.world.arrived).toEqual([]);
    await approve({ ...bob, operator: 'dora' });
    await rest(installation);
    expect((await recordOf(installation, record.id)).state).toBe('succeeded');
  });

  it('comes too late once it has expired, also when the clock is set back', async () => {
    const clock = createRunningClock();
    const installation = install({ clock });
    const record = await proposed(installation);
    const approve = () =>
      installation.remediations.approve(record.id, { planHash: hashOf(record), run: true }, alice);
    clock.pass(24 * 3_600_000);
    clock.jump('2026-11-23T12:00:00.000Z');
    await expect(approve()).rejects.toMatchObject({ code: 'remediation-expired' });
    expect((await recordOf(installation, record.id)).state).toBe('expired');
    await expect(approve()).rejects.toMatchObject({ code: 'remediation-expired' });
    expect(installation.world.arrived).toEqual([]);
  });

  it('that was given is not run after it has expired', async () => {
    const clock = createRunningClock();
    const installation = install({ clock });
    const record = await proposed(installation);
    await installation.remediations.approve(record.id, { planHash: hashOf(record), run: false }, alice);
    clock.jump('2026-11-25T12:00:00.000Z');
    await expect(installation.remediations.run(record.id, alice)).rejects.toMatchObject({
      code: 'remediation-state',
    });
    expect((await recordOf(installation, record.id)).state).toBe('expired');
  });

  it('is turned down with a reason, and stays so', async () => {
    const installation = install();
    const record = await proposed(installation);
    await expect(installation.remediations.reject(record.id, 'no', carol)).rejects.toMatchObject({
      code: 'forbidden',
    });
    const rejected = await installation.remediations.reject(record.id, 'not at noon', bob);
    expect(rejected).toMatchObject({
      state: 'rejected',
      rejection: { by: 'bob', reason: 'not at noon' },
      outcome: 'rejected by bob: not at noon',
    });
    await expect(
      installation.remediations.approve(record.id, { planHash: hashOf(record), run: true }, alice),
    ).rejects.toMatchObject({ code: 'not-awaiting' });
  });
});

describe('what is approved', () => {
  const approved = async (installation: Installation, more: Partial<RemediationRequest> = {}) => {
    const record = await proposed(installation, more);
    await installation.remediations.approve(record.id, { planHash: hashOf(record), run: false }, alice);
    return record;
  };

  it('is judged by how things are when it runs', async () => {
    const killSwitch = { on: false };
    const installation = install({ killSwitch });
    const { id } = await approved(installation);
    killSwitch.on = true;
    await expect(installation.remediations.run(id, alice)).rejects.toMatchObject({
      code: 'not-permitted-now',
    });
    expect((await recordOf(installation, id)).state).toBe('refused');
    killSwitch.on = false;
    expect((await installation.remediations.refresh(id, alice, never)).state).toBe('approved');
    await installation.remediations.run(id, alice);
    await rest(installation);
    expect((await recordOf(installation, id)).state).toBe('succeeded');
  });

  it('and could not be taken up with that stays approved, and whoever approved is told so', async () => {
    const installation = install();
    const { remediations } = installation;
    const record = await proposed(installation);
    await remediations.pause('looking at the array', bob);
    await expect(
      remediations.approve(record.id, { planHash: hashOf(record), run: true }, alice),
    ).rejects.toMatchObject({
      code: 'paused',
      message: expect.stringMatching(/is approved, and was not begun\. Everything is paused by bob/),
      hint: expect.stringMatching(/The approval stands/),
    });
    expect((await recordOf(installation, record.id)).state).toBe('approved');
  });

  it('runs once, however often and by how many engines it is taken up', async () => {
    const one = install({ workstation: 'one' });
    const two = install({
      workstation: 'two',
      world: one.world,
      store: one.store,
      clock: one.clock,
    });
    await two.remediations.start();
    const { id } = await approved(one);
    const tried = await Promise.allSettled([
      one.remediations.run(id, alice),
      two.remediations.run(id, bob),
      one.remediations.run(id, alice),
      two.remediations.run(id, alice),
    ]);
    expect(tried.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await rest(one);
    expect(one.world.arrived.map(({ step }) => step)).toEqual([0, 1]);
    const record = await recordOf(one, id);
    expect(record.state).toBe('succeeded');
    expect(entriesOf(record, 'planned')).toHaveLength(1);
  });

  it('keeps everything else from its target while it runs', async () => {
    const installation = install();
    installation.world.behaviour = () => 'later';
    const first = await approved(installation);
    const second = await approved(installation, { parameters: { note: 'again' } }).catch(
      (error: unknown) => error,
    );
    // The same deed is not even proposed twice.
    expect(second).toMatchObject({ code: 'duplicate-remediation' });
    await installation.remediations.run(first.id, alice);
    await rest(installation);
    expect(installation.world.arrived).toHaveLength(2);
  });

  it('waits for its turn where so many of a domain are under way, and then runs', async () => {
    const installation = install({ perDomain: 1 });
    const first = await approved(installation);
    const second = await approved(installation, { target: otherTarget.id });
    await installation.remediations.run(first.id, alice);
    const waiting = await installation.remediations.run(second.id, alice);
    expect(waiting.state).toBe('approved');
    expect(entriesOf(waiting, 'held')).toMatchObject([{ reason: expect.stringContaining('its turn') }]);
    await expect.poll(async () => (await recordOf(installation, second.id)).state).toBe('succeeded');
    const ends = await Promise.all(
      [first, second].map(async ({ id }) => entriesOf(await recordOf(installation, id), 'ended')[0]?.at),
    );
    const begun = entriesOf(await recordOf(installation, second.id), 'planned')[0]?.at ?? '';
    expect(begun >= (ends[0] ?? '')).toBe(true);
  });

  it('and waited when the application ended does not begin by itself', async () => {
    const installation = install({ perDomain: 1 });
    const first = await approved(installation);
    const second = await approved(installation, { target: otherTarget.id });
    installation.world.onArrival = () => installation.process.kill();
    await installation.remediations.run(first.id, alice);
    await installation.remediations.run(second.id, alice);
    await installation.process.died;
    const next = installation.restart();
    await next.remediations.start();
    await rest(next);
    const record = await recordOf(next, second.id);
    expect(record.state).toBe('approved');
    expect(record.journal.at(-1)).toMatchObject({ is: 'held', reason: expect.stringContaining('run again') });
    expect(stepsAt(next.world, otherTarget)).toEqual([]);
  });

  it('is tried out without a write, and without counting as a run', async () => {
    const installation = install();
    const { id } = await approved(installation);
    const tried = await installation.remediations.dryRun(id, alice, never);
    expect(tried.state).toBe('approved');
    expect(tried.journal).toMatchObject([
      { is: 'planned', dryRun: true, by: 'alice' },
      { is: 'pre-checked', ok: true, facts: { up: true } },
    ]);
    expect(installation.world.arrived).toEqual([]);
    await installation.remediations.run(id, alice);
    await rest(installation);
    expect((await recordOf(installation, id)).state).toBe('succeeded');
  });
});

describe('the audit', () => {
  it('has every decision, approval, call and end', async () => {
    const installation = install();
    const record = await proposed(installation);
    await installation.remediations.approve(record.id, { planHash: hashOf(record), run: true }, alice);
    await rest(installation);
    const entries = await installation.audit.find({});
    const acts = entries.toReversed().map(({ action, result }) => `${action} ${result}`);
    expect(acts).toEqual([
      'remediation.decided done',
      'remediation.approved done',
      'remediation.decided done',
      'remediation.taken-up done',
      'remediation.call done',
      'remediation.call done',
      'remediation.ended done',
    ]);
    const [call] = entries.filter(({ action }) => action === 'remediation.call');
    expect(call).toMatchObject({
      subject: `${record.id} vcenter-a apply`,
      details: { arguments: { target: 'web-01', step: 1 }, does: 'makes step 1 at web-01' },
      outcome: { result: 'answered', digest: expect.stringMatching(/^[0-9a-f]{64}$/) },
    });
    const [decided] = entries.filter(({ action }) => action === 'remediation.decided');
    expect(decided?.details).toMatchObject({
      planHash: hashOf(record),
      score: 90,
      parts: { confidence: { value: 90 } },
    });
  });

  it('shows when any of that is altered or taken out', async () => {
    const installation = install();
    const record = await proposed(installation);
    await installation.remediations.approve(record.id, { planHash: hashOf(record), run: true }, alice);
    await rest(installation);
    expect((await installation.audit.verify()).map((chain) => chain.break)).toEqual([undefined]);
    const all = await installation.store.audit.find({ selector: {} });
    for (const stored of all) {
      await installation.store.audit.put([{ ...stored, subject: 'something else' }]);
      expect((await installation.audit.verify())[0]?.break).toMatchObject({ kind: 'altered' });
      await installation.store.audit.remove([stored.id]);
      expect((await installation.audit.verify())[0]?.break).toBeDefined();
      await installation.store.audit.put([stored]);
    }
    expect((await installation.audit.verify()).map((chain) => chain.break)).toEqual([undefined]);
  });

  it('that cannot be written keeps everything from being done', async () => {
    const installation = install();
    const record = await proposed(installation);
    installation.store.beforeWrite = (collection) => {
      if (collection === 'audit') throw new Error('the disk is full');
    };
    await expect(
      installation.remediations.approve(record.id, { planHash: hashOf(record), run: true }, alice),
    ).rejects.toMatchObject({ code: 'audit-failed' });
    expect(installation.world.arrived).toEqual([]);
    expect((await recordOf(installation, record.id)).approvals).toEqual([]);
  });
});

describe('a disk that is full', () => {
  /** From the n-th write on there is no room. */
  const fullAfter = (installation: Installation, writes: number) => {
    let left = writes;
    installation.store.beforeWrite = () => {
      if (left <= 0) throw new Error('database or disk is full');
      left -= 1;
    };
  };

  it.each(Array.from({ length: 16 }, (_, at) => at))(
    'after %i writes: no call is made without an intent, and none twice when there is room again',
    async (writes) => {
      const installation = install();
      const record = await proposed(installation);
      fullAfter(installation, writes);
      await installation.remediations
        .approve(record.id, { planHash: hashOf(record), run: true }, alice)
        .catch(() => {});
      await rest(installation);
      const intended = entriesOf(await recordOf(installation, record.id), 'call-intended');
      expect(installation.world.arrived.length).toBeLessThanOrEqual(intended.length);
      installation.store.beforeWrite = undefined;
      const next = installation.restart();
      await next.remediations.start();
      await rest(next);
      const now = await recordOf(next, record.id);
      expect([
        'awaiting-approval',
        'approved',
        'cancelled',
        'succeeded',
        'outcome-unknown',
        'failed',
      ]).toContain(now.state);
      const made = next.world.arrived.map(({ intent }) => intent);
      expect(new Set(made).size).toBe(made.length);
      expect(stepsAt(next.world, target)).toEqual(
        now.state === 'succeeded' ? [0, 1] : [0, 1].slice(0, made.length),
      );
    },
  );

  it('in the middle of a run: it is looked at again as soon as there is room, and nothing more is sent', async () => {
    const clock = createRunningClock({ patienceMs: 120_000 });
    const installation = install({ clock });
    const record = await proposed(installation);
    installation.world.onArrival = () => fullAfter(installation, 0);
    await installation.remediations.approve(record.id, { planHash: hashOf(record), run: true }, alice);
    await expect.poll(() => installation.remediations.stalled).toMatchObject([{ id: record.id }]);
    installation.store.beforeWrite = undefined;
    await expect.poll(async () => (await recordOf(installation, record.id)).state).toBe('outcome-unknown');
    expect(installation.remediations.stalled).toEqual([]);
    expect(installation.world.arrived).toHaveLength(1);
    await installation.remediations.close();
  });
});
