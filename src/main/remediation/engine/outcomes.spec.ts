import { describe, expect, it } from 'vitest';
import {
  alice,
  carol,
  install,
  never,
  request,
  rest,
  stepsAction,
  stepsAt,
  type Behaviour,
  type Installation,
  type InstallationOptions,
} from '../../../../test/support/remediation-world.ts';
import { remediationSchema, type Remediation } from '../../../shared/model/remediation.ts';
import { entriesOf } from './journal.ts';

/** Proposed and approved, and left alone until it has come to its end. */
async function run(installation: Installation): Promise<Remediation> {
  const { remediations } = installation;
  await remediations.start();
  const { id, plan } = await remediations.propose(request, alice, never);
  await remediations.approve(id, { planHash: plan?.hash ?? '', run: true }, alice);
  await rest(installation);
  return recordOf(installation, id);
}

async function recordOf({ store }: Installation, id: string): Promise<Remediation> {
  return remediationSchema.parse(await store.remediations.get(id));
}

function worldOf(
  taken: { readonly steps?: readonly Behaviour[]; readonly undo?: Behaviour },
  options: InstallationOptions = {},
): Installation {
  const { steps = [], undo = 'acts' } = taken;
  const installation = install(options);
  installation.world.behaviour = ({ tool, step }) => (tool === 'undo' ? undo : (steps[step] ?? 'acts'));
  return installation;
}

const callsOf = (record: Remediation) =>
  entriesOf(record, 'call-intended').map(({ phase, tool, step }) => `${phase} ${tool} ${step}`);

describe('what a remediation comes to, by how its two steps are taken', () => {
  it.each<[Behaviour, Behaviour, Remediation['state'], string]>([
    ['acts', 'acts', 'succeeded', '0,1'],
    ['acts', 'later', 'succeeded', '0,1'],
    ['acts', 'acts-but-fails', 'succeeded', '0,1'],
    ['acts', 'lost', 'succeeded', '0,1'],
    ['acts', 'lies', 'rolled-back', ''],
    ['lies', 'acts', 'rolled-back', ''],
    ['lies', 'lies', 'failed', ''],
    ['acts', 'fails', 'rolled-back', ''],
    ['fails', 'acts', 'failed', ''],
    ['acts-but-fails', 'acts', 'rolled-back', ''],
    ['acts', 'unreachable', 'rolled-back', ''],
    ['unreachable', 'acts', 'failed', ''],
    ['acts', 'dropped', 'outcome-unknown', '0'],
    ['dropped', 'acts', 'outcome-unknown', ''],
    ['lost', 'acts', 'outcome-unknown', '0'],
  ])('%s, %s: %s', async (first, second, state, applied) => {
    const installation = worldOf({ steps: [first, second] });
    const record = await run(installation);
    expect({ state: record.state, applied: stepsAt(installation.world).join(',') }).toEqual({
      state,
      applied,
    });
    expect(record.outcome).not.toBe('');
  });

  it('does nothing after a step of which nobody knows what became of it', async () => {
    const record = await run(worldOf({ steps: ['dropped'] }));
    expect(callsOf(record)).toEqual(['run apply 0']);
    expect(record.outcome).toContain('step 1');
  });

  it('says when a success is only what was read back', async () => {
    expect((await run(worldOf({ steps: ['acts', 'acts-but-fails'] }))).outcome).toContain(
      'the tool said that it failed',
    );
    expect((await run(worldOf({ steps: ['acts', 'lost'] }))).outcome).toContain('no answer came');
  });

  it('is not known when the target cannot be read afterwards, and it is not taken back blindly', async () => {
    const installation = worldOf({});
    installation.world.onArrival = () => (installation.world.readable = false);
    const record = await run(installation);
    expect(record.state).toBe('outcome-unknown');
    expect(callsOf(record)).toEqual(['run apply 0', 'run apply 1']);
  });

  it('is a failure where there is no way back, and nothing else is tried', async () => {
    const record = await run(
      worldOf({ steps: ['acts', 'lies'] }, { action: stepsAction({ steps: 2, rollback: false }) }),
    );
    expect(record.state).toBe('failed');
    // What was seen last reads otherwise as if it were what was wanted.
    expect(record.outcome).toMatch(/^what was wanted did not come about: /);
    expect(record.outcome).toContain('cannot be taken back');
  });
});

describe('taking back', () => {
  it.each<[Behaviour, Remediation['state']]>([
    ['acts', 'rolled-back'],
    ['later', 'rolled-back'],
    ['acts-but-fails', 'rolled-back'],
    ['lost', 'rolled-back'],
    ['lies', 'rollback-failed'],
    ['fails', 'rollback-failed'],
    ['unreachable', 'rollback-failed'],
    ['dropped', 'outcome-unknown'],
  ])('by calls that are taken as %s: %s', async (undo, state) => {
    expect((await run(worldOf({ steps: ['acts', 'lies'], undo }))).state).toBe(state);
  });

  it('is done of what succeeded when somebody wants it, once', async () => {
    const installation = worldOf({});
    const { id } = await run(installation);
    await installation.remediations.rollback(id, alice);
    await rest(installation);
    const record = await recordOf(installation, id);
    expect(record.state).toBe('rolled-back');
    expect(stepsAt(installation.world)).toEqual([]);
    await expect(installation.remediations.rollback(id, alice)).rejects.toMatchObject({
      code: 'cannot-roll-back',
    });
  });

  it('of which nobody knows what became of it is not tried a second time', async () => {
    const installation = worldOf({ steps: ['acts', 'lies'], undo: 'dropped' });
    const { id, state } = await run(installation);
    expect(state).toBe('outcome-unknown');
    const arrived = installation.world.arrived.length;
    await expect(installation.remediations.rollback(id, alice)).rejects.toMatchObject({
      code: 'cannot-roll-back',
      message: expect.stringContaining('tried already'),
    });
    expect(installation.world.arrived).toHaveLength(arrived);
  });

  it('is refused while the global switch is thrown, and to whoever may not approve', async () => {
    const killSwitch = { on: false };
    const installation = worldOf({}, { killSwitch });
    const { id } = await run(installation);
    await expect(installation.remediations.rollback(id, carol)).rejects.toMatchObject({ code: 'forbidden' });
    killSwitch.on = true;
    await expect(installation.remediations.rollback(id, alice)).rejects.toMatchObject({
      code: 'not-permitted-now',
    });
  });
});

describe('a step that is only there in case the others do not help', () => {
  const action = stepsAction({ steps: 2, unlessMetWithinSeconds: 10 });

  it('is left out when they did', async () => {
    const record = await run(worldOf({}, { action }));
    expect([record.state, callsOf(record)]).toEqual(['succeeded', ['run apply 0']]);
  });

  it.each<Behaviour>(['lies', 'fails', 'later'])('is made when they did not in time: %s', async (first) => {
    const record = await run(worldOf({ steps: [first] }, { action }));
    expect([record.state, callsOf(record)]).toEqual(['succeeded', ['run apply 0', 'run apply 1']]);
    const [asked, inReserve] = entriesOf(record, 'call-intended');
    expect(Date.parse(inReserve?.at ?? '') - Date.parse(asked?.at ?? '')).toBeGreaterThanOrEqual(10_000);
  });

  it('is not made when nobody knows what became of the one before', async () => {
    const record = await run(worldOf({ steps: ['dropped'] }, { action }));
    expect([record.state, callsOf(record)]).toEqual(['outcome-unknown', ['run apply 0']]);
  });
});

describe('a person who intervenes', () => {
  const untilArrival = (installation: Installation, step: number) =>
    new Promise<void>((resolve) => {
      installation.world.onArrival = (call) => {
        if (call.step === step) resolve();
      };
    });

  async function begun(installation: Installation, step: number): Promise<string> {
    const { remediations } = installation;
    await remediations.start();
    const { id, plan } = await remediations.propose(request, alice, never);
    const arrived = untilArrival(installation, step);
    await remediations.approve(id, { planHash: plan?.hash ?? '', run: true }, alice);
    await arrived;
    return id;
  }

  it('cancels: no further step is begun, and nothing is taken back behind their back', async () => {
    const installation = worldOf({});
    const id = await begun(installation, 0);
    await installation.remediations.cancel(id, 'wrong machine', carol);
    await rest(installation);
    const record = await recordOf(installation, id);
    expect([record.state, stepsAt(installation.world)]).toEqual(['failed', [0]]);
    expect(record.outcome).toContain('cancelled by carol: wrong machine');
    expect(installation.remediations.rollbackProblem(record)).toBeUndefined();
  });

  it('does not want to wait any longer: what became of it is for them to say', async () => {
    const installation = worldOf({ steps: ['acts', 'later'] });
    const id = await begun(installation, 1);
    await installation.remediations.cancel(id, 'going home', carol);
    await rest(installation);
    expect((await recordOf(installation, id)).state).toBe('outcome-unknown');
    await installation.remediations.settle(id, 'succeeded', 'it is there, I looked', alice);
    const settled = await recordOf(installation, id);
    expect([settled.state, settled.outcome]).toEqual([
      'succeeded',
      'alice says that it succeeded: it is there, I looked',
    ]);
  });

  it('throws the global switch: it works before each step, and what was done is still looked at', async () => {
    const killSwitch = { on: false };
    const installation = worldOf({}, { killSwitch });
    const { world } = installation;
    world.onArrival = () => (killSwitch.on = true);
    const record = await run(installation);
    expect([record.state, callsOf(record)]).toEqual(['failed', ['run apply 0']]);
    expect(entriesOf(record, 'read-back').length).toBeGreaterThan(0);
    expect(record.outcome).toContain('stopped by the global switch');
  });

  it('throws it in the middle of taking back', async () => {
    const killSwitch = { on: false };
    const installation = worldOf(
      { steps: ['acts', 'acts', 'fails'] },
      { killSwitch, action: stepsAction({ steps: 3 }) },
    );
    installation.world.onArrival = ({ tool }) => (killSwitch.on = tool === 'undo');
    const record = await run(installation);
    expect(callsOf(record).filter((call) => call.startsWith('rollback'))).toEqual(['rollback undo 0']);
    expect([record.state, stepsAt(installation.world)]).toEqual(['rollback-failed', [1]]);
  });

  it('pauses everything: it stands still before its next step, and goes on when they resume', async () => {
    const installation = worldOf({});
    const { world, remediations } = installation;
    const paused = Promise.withResolvers<void>();
    world.onArrival = ({ step }) => {
      if (step === 0) void remediations.pause('storage works', carol).then(() => paused.resolve());
    };
    await remediations.start();
    const { id, plan } = await remediations.propose(request, alice, never);
    await remediations.approve(id, { planHash: plan?.hash ?? '', run: true }, alice);
    await paused.promise;
    await expect.poll(() => remediations.waitsFor(id)).toBe('paused by carol: storage works');
    expect(stepsAt(world)).toEqual([0]);
    await expect(remediations.resume(carol)).rejects.toMatchObject({ code: 'forbidden' });
    await remediations.resume(alice);
    await rest(installation);
    expect((await recordOf(installation, id)).state).toBe('succeeded');
  });

  it('pauses, and the next process is paused as well', async () => {
    const first = install();
    await first.remediations.start();
    await first.remediations.pause('moving', alice);
    const second = first.restart();
    await second.remediations.start();
    expect(second.remediations.paused).toMatchObject({ reason: 'moving', by: 'alice' });
    const { id, plan } = await second.remediations.propose(request, alice, never);
    await expect(
      second.remediations.approve(id, { planHash: plan?.hash ?? '', run: true }, alice),
    ).rejects.toMatchObject({ code: 'paused' });
    expect((await recordOf(second, id)).state).toBe('approved');
  });
});
