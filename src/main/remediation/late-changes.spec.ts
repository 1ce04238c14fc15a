import { describe, expect, it } from 'vitest';
import {
  alice,
  bob,
  createProcess,
  install,
  never,
  request,
  rest,
  stepsAction,
  stepsAt,
  type Installation,
} from '../../../test/support/remediation-world.ts';
import { policySchema } from '../../shared/model/policy.ts';
import { remediationSchema, type Remediation } from '../../shared/model/remediation.ts';
import type { RemediationAction } from './action.ts';
import { entriesOf } from './engine/journal.ts';

const approvals = policySchema.shape.approvals.parse({});
const recordOf = async ({ store }: Installation, id: string) =>
  remediationSchema.parse(await store.remediations.get(id));
const hashOf = ({ plan }: Remediation) => plan?.hash ?? '';

async function approved(installation: Installation, parameters: Record<string, unknown> = {}) {
  const { remediations } = installation;
  await remediations.start();
  const record = await remediations.propose({ ...request, parameters }, alice, never);
  return remediations.approve(record.id, { planHash: hashOf(record), run: false }, bob);
}

/** Something happens as soon as the intent of a call is on disk, and before the call. */
function onIntent({ remediations }: Installation, then: (id: string) => unknown): void {
  const stop = remediations.onChanged(({ id, journal }) => {
    if (journal.at(-1)?.is !== 'call-intended') return;
    stop();
    void then(id);
  });
}

describe('a policy that asks for more after an approval', () => {
  it.each([
    ['an admin', { role: 'admin' as const }],
    ['the name of the target', { typedName: true }],
    ['a second person', { approvals: 2 }],
  ])('such as %s is not satisfied with what was given before', async (_, more) => {
    const installation = install();
    const { id } = await approved(installation);
    installation.policy.approvals = { ...approvals, medium: { ...approvals.medium, ...more } };
    await expect(installation.remediations.run(id, alice)).rejects.toMatchObject({
      code: 'remediation-state',
    });
    const now = await recordOf(installation, id);
    expect(now.state).toBe('awaiting-approval');
    expect(installation.world.arrived).toEqual([]);

    await installation.remediations.approve(
      id,
      { planHash: hashOf(now), typedName: now.targetName, run: true },
      alice,
    );
    await rest(installation);
    expect((await recordOf(installation, id)).state).toBe('succeeded');
  });
});

describe('between the intent and the call', () => {
  const killSwitch = { on: false };

  it.each<[string, (installation: Installation, id: string) => unknown]>([
    ['the kill switch', () => (killSwitch.on = true)],
    ['whoever cancels', ({ remediations }, id) => remediations.cancel(id, 'stop', alice)],
  ])('%s still stops it', async (_, stop) => {
    killSwitch.on = false;
    const installation = install({ killSwitch });
    const { id } = await approved(installation);
    onIntent(installation, () => stop(installation, id));
    await installation.remediations.run(id, bob);
    await rest(installation);
    expect(installation.world.arrived).toEqual([]);
    const record = await recordOf(installation, id);
    expect(record).toMatchObject({ state: 'failed', outcome: expect.stringContaining('nothing was sent') });
    expect(entriesOf(record, 'call-returned')).toMatchObject([{ result: 'not-sent' }]);
  });
});

describe('what was taken up and stands still before its first call', () => {
  it.each<[string, (installation: Installation) => void]>([
    ['its action is switched off', ({ policy }) => (policy.actions = { 'vm.restart': { enabled: false } })],
    [
      'a freeze begins',
      ({ policy }) =>
        (policy.freezes = [
          { reason: 'end of year', from: '2026-11-01T00:00:00Z', to: '2026-12-31T00:00:00Z' },
        ]),
    ],
  ])('is not begun when %s meanwhile', async (_, change) => {
    const installation = install();
    const { id } = await approved(installation);
    const checked = Promise.withResolvers<void>();
    const stop = installation.remediations.onChanged(({ journal }) => {
      if (journal.at(-1)?.is === 'planned') void installation.remediations.pause('wait', alice);
      if (journal.at(-1)?.is === 'held') checked.resolve();
    });
    await installation.remediations.run(id, bob);
    await checked.promise;
    stop();
    change(installation);
    await installation.remediations.resume(alice);
    await rest(installation);
    expect(installation.world.arrived).toEqual([]);
    expect(await recordOf(installation, id)).toMatchObject({
      state: 'cancelled',
      outcome: expect.stringContaining('nothing was sent'),
    });
  });
});

describe('what was done before', () => {
  it('is not taken back over the head of something newer on its target', async () => {
    const installation = install();
    const { remediations, clock } = installation;
    const run = async (note: string) => {
      const { id } = await approved(installation, { note });
      await remediations.run(id, bob);
      await rest(installation);
      clock.pass(60_000);
      return id;
    };
    const first = await run('first');
    const second = await run('second');
    await expect(remediations.rollback(first, alice)).rejects.toMatchObject({
      code: 'cannot-roll-back',
      message: expect.stringContaining(second),
    });
    expect(stepsAt(installation.world)).toEqual([0, 1]);
    await remediations.rollback(second, alice);
    await rest(installation);
    expect(stepsAt(installation.world)).toEqual([]);
  });
});

describe('what was claimed and not begun', () => {
  it('when a process ends in that very moment is withdrawn, and can be proposed again', async () => {
    const installation = install();
    const { id } = await approved(installation);
    const { workstation } = (await recordOf(installation, id)).approvals[0] ?? { workstation: '' };
    await installation.store.remediations.update(id, (now) => ({
      ...now,
      claim: { workstation, at: installation.clock.now() },
    }));
    installation.process.kill();
    const next = installation.restart(createProcess());
    await next.remediations.start();
    expect(await recordOf(next, id)).toMatchObject({
      state: 'cancelled',
      outcome: expect.stringContaining('proposed again'),
    });
    expect(next.world.arrived).toEqual([]);
    expect((await next.remediations.propose(request, alice, never)).state).toBe('awaiting-approval');
  });

  it('because it changed while it was taken up is withdrawn as well', async () => {
    const installation = install();
    const { id } = await approved(installation);
    const kept = installation.store.remediations;
    const update = kept.update.bind(kept);
    kept.update = async (one, change) => {
      const changed = await update(one, change);
      if (changed?.['claim'] === undefined) return changed;
      kept.update = update;
      await update(one, (now) => ({
        ...now,
        plan: { ...(now['plan'] as object), hash: 'f'.repeat(64) },
      }));
      return changed;
    };
    await expect(installation.remediations.run(id, bob)).rejects.toMatchObject({ code: 'plan-changed' });
    expect(installation.world.arrived).toEqual([]);
    expect((await recordOf(installation, id)).state).toBe('cancelled');
  });
});

describe('what a server says of a target', () => {
  const talking = (): { length: number; action: RemediationAction } => {
    const steps = stepsAction({ steps: 1 });
    const [adapter] = steps.adapters;
    if (!adapter) throw new Error('there is no adapter');
    const state = { length: 0, action: steps };
    const read: typeof adapter.read = async (subject, reader) => {
      const live = await adapter.read(subject, reader);
      return live.is === 'there'
        ? { ...live, facts: { ...live.facts, said: 'x'.repeat(state.length) } }
        : live;
    };
    state.action = { ...steps, adapters: [{ ...adapter, read }] };
    return state;
  };

  it('is no fact when it is endless: nothing is planned from it, and none of it is kept', async () => {
    const state = talking();
    state.length = 5_000_000;
    const installation = install({ action: state.action });
    await installation.remediations.start();
    const record = await installation.remediations.propose(request, alice, never);
    expect(record).toMatchObject({
      state: 'proposed',
      planProblem: expect.stringContaining('5000000 characters'),
    });
    expect(JSON.stringify(await recordOf(installation, record.id)).length).toBeLessThan(20_000);
  });

  it('after the call proves nothing when it is endless', async () => {
    const state = talking();
    const installation = install({ action: state.action });
    const { id } = await approved(installation);
    installation.world.onArrival = () => (state.length = 5_000_000);
    await installation.remediations.run(id, bob);
    await rest(installation);
    const record = await recordOf(installation, id);
    expect(record.state).toBe('outcome-unknown');
    expect(JSON.stringify(record).length).toBeLessThan(20_000);
  });
});

it('of approvals at the same moment the audit names as many as there are', async () => {
  const installation = install();
  await installation.remediations.start();
  const record = await installation.remediations.propose(request, alice, never);
  const tried = await Promise.allSettled(
    Array.from({ length: 5 }, () =>
      installation.remediations.approve(record.id, { planHash: hashOf(record), run: false }, bob),
    ),
  );
  expect(tried.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  const told = await installation.audit.find({ action: 'remediation.approved' });
  expect(told.filter(({ result }) => result === 'done')).toHaveLength(1);
});
