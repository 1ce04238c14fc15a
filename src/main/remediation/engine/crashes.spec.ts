import { describe, expect, it } from 'vitest';
import {
  alice,
  behaviours,
  createProcess,
  install,
  never,
  orDeath,
  request,
  rest,
  stepsAction,
  stepsAt,
  type Behaviour,
  type Installation,
} from '../../../../test/support/remediation-world.ts';
import { longRun } from '../../../../test/support/property.ts';
import { remediationSchema, type Remediation } from '../../../shared/model/remediation.ts';
import { entriesOf } from './journal.ts';

/** A whole life: proposed, approved, run to its end or to the end of the process. */
async function live(installation: Installation): Promise<void> {
  const { remediations } = installation;
  const whole = async () => {
    await remediations.start();
    const { id, plan } = await remediations.propose(request, alice, never);
    if (!plan) throw new Error('there is no plan');
    await remediations.approve(id, { planHash: plan.hash, run: true }, alice);
  };
  await orDeath(installation, whole());
  await rest(installation);
}

async function recordsOf({ store }: Installation): Promise<Remediation[]> {
  return (await store.remediations.find({ selector: {} })).map((one) => remediationSchema.parse(one));
}

/** What holds whatever happened, wherever the process ended. */
async function check(installation: Installation, how: string): Promise<void> {
  const { world } = installation;
  const intents = world.arrived.map(({ intent }) => intent);
  expect(new Set(intents).size, `${how}: no call is made twice`).toBe(intents.length);
  for (const record of await recordsOf(installation)) {
    const { id, state, journal } = record;
    const where = `${how}: ${id} is ${state}: ${record.outcome ?? ''}`;
    const intended = entriesOf(record, 'call-intended').map(({ seq }) => `${id}/${seq}`);
    expect(
      intents.filter((one) => !intended.includes(one)),
      `${where}: each call was intended`,
    ).toEqual([]);
    const applied = stepsAt(world);
    const isAtRest = [
      'awaiting-approval',
      'approved',
      'cancelled',
      'succeeded',
      'failed',
      'rolled-back',
      'rollback-failed',
      'outcome-unknown',
    ].includes(state);
    expect(isAtRest, `${where}: it is not forgotten on the way`).toBe(true);
    if (state === 'succeeded') expect(applied, where).toEqual([0, 1]);
    if (state === 'rolled-back') expect(applied, where).toEqual([]);
    if (['cancelled', 'awaiting-approval', 'approved'].includes(state)) expect(intents, where).toEqual([]);
    const unanswered = entriesOf(record, 'call-intended').filter(
      ({ seq }) => !entriesOf(record, 'call-returned').some((returned) => returned.seq > seq),
    );
    if (unanswered.length > 0) {
      expect(['succeeded', 'rolled-back', 'outcome-unknown'], where).toContain(state);
    }
    const interrupted = entriesOf(record, 'recovered')[0]?.seq ?? Infinity;
    const later = journal.filter(({ seq }) => seq > interrupted).map(({ is }) => is);
    expect(later, `${where}: what was interrupted is only looked at`).not.toContain('call-intended');
    expect(later, `${where}: what was interrupted is only looked at`).not.toContain('rollback-planned');
    const isLost = entriesOf(record, 'call-returned').some(
      ({ phase, result }) => phase === 'run' && result === 'lost',
    );
    if (isLost) expect(['succeeded', 'outcome-unknown'], where).toContain(state);
    expect(
      journal.map(({ seq }) => seq),
      where,
    ).toEqual(journal.map((_, at) => at + 1));
  }
  const chains = await installation.audit.verify();
  expect(
    chains.filter((chain) => chain.break),
    `${how}: the audit is whole`,
  ).toEqual([]);
}

const worldOf = (first: Behaviour, second: Behaviour, undo: Behaviour) => {
  const installation = install({ action: stepsAction({ steps: 2 }) });
  installation.world.behaviour = ({ tool, step }) => (tool === 'undo' ? undo : step === 0 ? first : second);
  return installation;
};

/** Lives once, ends before the n-th effect, starts again; and once more in the middle of that. */
async function livesAndDies(
  of: readonly [Behaviour, Behaviour, Behaviour],
  dies: readonly number[],
): Promise<{ installation: Installation; effects: readonly number[] }> {
  const effects: number[] = [];
  let installation = worldOf(...of).restart(createProcess(dies[0]));
  await live(installation);
  effects.push(installation.process.effects.length);
  for (const at of [...dies.slice(1), Infinity]) {
    installation = installation.restart(createProcess(at));
    await orDeath(installation, installation.remediations.start());
    await rest(installation);
    effects.push(installation.process.effects.length);
  }
  await check(installation, `${of.join(', ')}, dies before ${dies.join(' and ')}`);
  return { installation, effects };
}

describe('a process that ends between any two effects', () => {
  const all = behaviours.flatMap((first) => behaviours.map((second) => [first, second] as const));
  /** Each behaviour first and last; the long run has every pair. */
  const some = all.filter(([first, second]) => first === 'acts' || second === 'acts');

  it.each(longRun ? all : some)(
    'makes no call twice and forgets nothing where steps are taken as: %s, %s',
    async (first, second) => {
      const whole = await livesAndDies([first, second, 'acts'], []);
      for (let n = 0; n < (whole.effects[0] ?? 0); n++) await livesAndDies([first, second, 'acts'], [n]);
    },
  );

  it.each(behaviours)('does so in the middle of a rollback whose calls are taken as: %s', async (undo) => {
    const whole = await livesAndDies(['acts', 'fails', undo], []);
    for (let n = 0; n < (whole.effects[0] ?? 0); n++) await livesAndDies(['acts', 'fails', undo], [n]);
  });

  it('does so when it ends again while it looks at what was left behind', async () => {
    const worlds: readonly (readonly [Behaviour, Behaviour, Behaviour])[] = longRun
      ? behaviours.flatMap((one) => behaviours.map((two) => [one, two, 'acts'] as const))
      : [
          ['acts', 'later', 'acts'],
          ['acts', 'fails', 'lost'],
        ];
    for (const of of worlds) {
      const whole = await livesAndDies(of, []);
      for (let n = 0; n < (whole.effects[0] ?? 0); n++) {
        const once = await livesAndDies(of, [n]);
        for (let m = 0; m < (once.effects[1] ?? 0); m++) await livesAndDies(of, [n, m]);
      }
    }
  });
});
