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
import {
  endedStates,
  openStates,
  remediationSchema,
  type Remediation,
  type RemediationState,
} from '../../../shared/model/remediation.ts';
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

const atRest = new Set<RemediationState>([...openStates, ...endedStates]);
const untouched = new Set<RemediationState>(['cancelled', 'awaiting-approval', 'approved']);

/** What does not hold although it must, whatever happened and wherever the process ended. */
async function faultsOf(installation: Installation): Promise<string[]> {
  const { world, audit } = installation;
  const intents = world.arrived.map(({ intent }) => intent);
  const faults: string[] = [];
  if (new Set(intents).size < intents.length) faults.push(`a call was made twice: ${intents.join(' ')}`);
  for (const record of await recordsOf(installation)) {
    for (const fault of faultsOfRecord(record, intents, stepsAt(world).join(','))) {
      faults.push(`${record.id} ${record.state} (${record.outcome ?? ''}): ${fault}`);
    }
  }
  const broken = (await audit.verify()).flatMap((chain) => chain.break ?? []);
  return [...faults, ...broken.map(({ reason }) => `the audit: ${reason}`)];
}

function faultsOfRecord(record: Remediation, intents: readonly string[], applied: string): string[] {
  const { id, state, journal } = record;
  const intended = entriesOf(record, 'call-intended');
  const returned = entriesOf(record, 'call-returned');
  const unanswered = intended.filter(
    ({ seq }, at) => !returned.some((one) => one.seq > seq && one.seq < (intended[at + 1]?.seq ?? Infinity)),
  );
  const interrupted = entriesOf(record, 'recovered')[0]?.seq ?? Infinity;
  const isLost = returned.some(({ phase, result }) => phase === 'run' && result === 'lost');
  const holds: Readonly<Record<string, boolean>> = {
    'a call arrived that was not intended': intents.every((intent) =>
      intended.some(({ seq }) => `${id}/${seq}` === intent),
    ),
    'it is forgotten on the way': atRest.has(state),
    'it did not succeed': state !== 'succeeded' || applied === '0,1',
    'it was not taken back': state !== 'rolled-back' || applied === '',
    'something was sent': !untouched.has(state) || intents.length === 0,
    'what has no answer is taken for failed':
      unanswered.length === 0 || ['succeeded', 'rolled-back', 'outcome-unknown'].includes(state),
    'what was lost is taken for failed': !isLost || state === 'succeeded' || state === 'outcome-unknown',
    'more was done than to look': journal.every(
      ({ seq, is }) => seq < interrupted || (is !== 'call-intended' && is !== 'rollback-planned'),
    ),
    'the journal has gaps': journal.every(({ seq }, at) => seq === at + 1),
  };
  return Object.keys(holds).filter((fault) => holds[fault] === false);
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
): Promise<{ readonly faults: readonly string[]; readonly effects: readonly number[] }> {
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
  const faults = await faultsOf(installation);
  return { faults: faults.map((fault) => `dies before ${dies.join(', ')}: ${fault}`), effects };
}

/** Every place at which it may end. */
async function diesEverywhere(of: readonly [Behaviour, Behaviour, Behaviour]): Promise<string[]> {
  const whole = await livesAndDies(of, []);
  const faults = [...whole.faults];
  for (let n = 0; n < (whole.effects[0] ?? 0); n++) faults.push(...(await livesAndDies(of, [n])).faults);
  return faults;
}

/** And every place at which the process after it may end. */
async function diesTwice(of: readonly [Behaviour, Behaviour, Behaviour]): Promise<string[]> {
  const whole = await livesAndDies(of, []);
  const faults: string[] = [];
  for (let n = 0; n < (whole.effects[0] ?? 0); n++) {
    const once = await livesAndDies(of, [n]);
    for (let m = 0; m < (once.effects[1] ?? 0); m++) faults.push(...(await livesAndDies(of, [n, m])).faults);
  }
  return faults;
}

describe('a process that ends between any two effects', () => {
  const all = behaviours.flatMap((first) => behaviours.map((second) => [first, second] as const));
  /** Each behaviour first and last; the long run has every pair. */
  const some = all.filter(([first, second]) => first === 'acts' || second === 'acts');

  it.each(longRun ? all : some)(
    'makes no call twice and forgets nothing where steps are taken as: %s, %s',
    async (first, second) => {
      expect(await diesEverywhere([first, second, 'acts'])).toEqual([]);
    },
  );

  it.each(behaviours)('does so in the middle of a rollback whose calls are taken as: %s', async (undo) => {
    expect(await diesEverywhere(['acts', 'fails', undo])).toEqual([]);
  });

  it.each(
    longRun
      ? all
      : ([
          ['acts', 'later'],
          ['acts', 'fails'],
        ] as const),
  )(
    'does so when it ends again while it looks at what was left behind, steps taken as: %s, %s',
    async (first, second) => {
      expect(await diesTwice([first, second, 'lost'])).toEqual([]);
    },
  );
});
