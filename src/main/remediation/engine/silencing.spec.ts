import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import {
  alice,
  createProcess,
  createRunningClock,
  createWorld,
  install,
  never,
  request,
  rest,
  stepsAction,
  type Installation,
  type InstallationOptions,
} from '../../../../test/support/remediation-world.ts';
import { createMemoryStore } from '../../../../test/support/memory-store.ts';
import { createAlertmanager } from '../../../../test/support/silenced-alerts.ts';
import { instant } from '../../../shared/model/ids.ts';
import { remediationSchema, type Remediation } from '../../../shared/model/remediation.ts';
import { entriesOf } from './journal.ts';
import { openSilences } from './silencing.ts';

const on = { silences: { enabled: true, minutes: 30 } };

function world(
  behaviour: Parameters<typeof createAlertmanager>[1] = {},
  options: InstallationOptions = {},
): { installation: Installation; am: ReturnType<typeof createAlertmanager> } {
  const store = createMemoryStore();
  const am = createAlertmanager(store, behaviour);
  const installation = install({ store, silencing: am.port, policy: on, ...options });
  am.within(installation.process);
  return { installation, am };
}

async function begin({ remediations }: Installation): Promise<string> {
  await remediations.start();
  const { id, plan } = await remediations.propose(request, alice, never);
  await remediations.approve(id, { planHash: plan?.hash ?? '', run: true }, alice);
  return id;
}
async function run(installation: Installation): Promise<Remediation> {
  const id = await begin(installation);
  await lifted(installation);
  return recordOf(installation, id);
}
/** At rest, and what was silenced for it looked after: that is the last thing that is done. */
async function lifted(installation: Installation): Promise<void> {
  await rest(installation);
  for (let turn = 0; turn < 100; turn += 1) await setImmediate();
}
const recordOf = async ({ store }: Installation, id: string) =>
  remediationSchema.parse(await store.remediations.get(id));
const told = (record: Remediation) =>
  record.journal.flatMap((entry) =>
    entry.is === 'silence-returned' || entry.is === 'silence-noted' ? [entry.text] : [],
  );

describe('alerts about a target', () => {
  it('are silenced before the first call, and told of again after the last', async () => {
    const { installation, am } = world();
    installation.world.onArrival = () => expect(am.held.map(({ lifted }) => lifted)).toEqual([false]);
    const record = await run(installation);
    expect(record.state).toBe('succeeded');
    expect(am.held).toMatchObject([
      {
        labels: [{ name: 'instance', pattern: String.raw`(?i:web-01(?:\.[a-z0-9.-]+)?)(?::[0-9]+)?` }],
        comment: expect.stringMatching(/^vm\.restart on web-01, remediation R-.*\/\d+$/),
        lifted: true,
      },
    ]);
    const kinds = record.journal.map(({ is }) => is);
    expect(kinds.indexOf('silence-intended')).toBeLessThan(kinds.indexOf('call-intended'));
    expect(kinds.slice(-3)).toEqual(['ended', 'silence-lift-intended', 'silence-returned']);
    expect(told(record)).toEqual(['silenced', 'lifted']);
    expect(Date.parse(am.held[0]?.until ?? '') - Date.parse(record.createdAt)).toBeLessThanOrEqual(
      30 * 60_000,
    );
  });

  it('stay as they are unless policy wants it', async () => {
    const { installation, am } = world({}, { policy: {} });
    const record = await run(installation);
    expect(am.held).toEqual([]);
    expect(record.journal.some(({ is }) => is.startsWith('silence'))).toBe(false);
  });

  it('are silenced also while it is taken back, and told of again after that', async () => {
    const { installation, am } = world();
    installation.world.behaviour = ({ tool, step }) => (tool === 'apply' && step === 1 ? 'fails' : 'acts');
    const record = await run(installation);
    expect(record.state).toBe('rolled-back');
    expect(am.held.map(({ lifted }) => lifted)).toEqual([true]);
  });

  it('stand in the audit, each call for itself', async () => {
    const { installation } = world();
    await run(installation);
    const acts = (await installation.store.audit.find({ selector: {} })).filter((one) =>
      JSON.stringify(one).includes('"remediation.silence"'),
    );
    expect(acts.length).toBeGreaterThanOrEqual(2);
  });
});

describe('what the tool says proves nothing', () => {
  it('a silence that is lifted is lifted, although it says that it failed', async () => {
    const { installation } = world({ remove: 'acts-but-fails' });
    const record = await run(installation);
    expect(told(record)).toEqual(['silenced', 'lifted']);
    expect(entriesOf(record, 'silence-returned').map(({ result }) => result)).toEqual([
      'answered',
      'said-failed',
    ]);
  });

  it('one that is not there is none, although it says that it is', async () => {
    const { installation } = world({ create: 'lies' });
    expect(told(await run(installation))).toEqual(['not silenced: it is not in force']);
  });

  it('one that stays is said to stay, and when it ends', async () => {
    const { installation } = world({ remove: 'lies' });
    expect(told(await run(installation))[1]).toMatch(
      /^the silence is not lifted, it ends by itself at 2026-/,
    );
  });
});

it('a silence that could not be lifted is tried again by the process that comes after', async () => {
  const removing: { remove: 'acts' | 'lies' } = { remove: 'lies' };
  const { installation, am } = world(removing);
  const id = await begin(installation);
  await lifted(installation);
  expect(am.held.map(({ lifted }) => lifted)).toEqual([false]);
  removing.remove = 'acts';
  const second = installation.restart();
  am.within(second.process);
  await second.remediations.start();
  await lifted(second);
  expect(am.held.map(({ lifted }) => lifted)).toEqual([true]);
  expect(told(await recordOf(second, id)).at(-1)).toBe('lifted');
});

it('a silence that has ended by itself is none of the open ones', async () => {
  const { installation } = world({ remove: 'lies' });
  const record = await run(installation);
  const [intent] = entriesOf(record, 'silence-intended');
  const until = Date.parse(intent?.until ?? '');
  const openAt = (ms: number) => openSilences(record, instant(until + ms)).length;
  expect([openAt(-1), openAt(0)]).toEqual([1, 0]);
});

describe('a remediation goes on where alerts cannot be silenced, and says so', () => {
  it('nobody tells of alerts', async () => {
    const { installation, am } = world();
    am.state.sources = [];
    const record = await run(installation);
    expect(record.state).toBe('succeeded');
    expect(told(record)).toEqual(['alerts are not silenced: there is no accepted source of alerts']);
  });

  it('whoever tells of them does not answer', async () => {
    const { installation, am } = world({ create: 'unreachable' });
    am.state.readable = false;
    const record = await run(installation);
    expect(record.state).toBe('succeeded');
    expect(told(record)[0]).toContain('whether it is silenced cannot be read: ');
  });
});

it('the global switch stops silences as well, and what is in force ends by itself', async () => {
  const killSwitch = { on: false };
  const { installation, am } = world({}, { killSwitch });
  installation.world.onArrival = () => void (killSwitch.on = true);
  const record = await run(installation);
  expect(am.held.map(({ lifted }) => lifted)).toEqual([false]);
  expect(told(record).at(-1)).toContain('it ends by itself at');
});

describe('a process that ends at any moment', () => {
  /** Effects of one whole run, to end before each of them. */
  async function effectsOf(): Promise<number> {
    const { installation } = world();
    await run(installation);
    return installation.process.effects.length;
  }

  it('leaves no silence behind, makes none twice, and lifts none without an intent', async () => {
    const most = await effectsOf();
    expect(most).toBeGreaterThan(15);
    for (let diesBefore = 0; diesBefore < most; diesBefore += 1) {
      const store = createMemoryStore();
      const am = createAlertmanager(store);
      const process = createProcess(diesBefore);
      const options = {
        store,
        silencing: am.port,
        policy: on,
        world: createWorld(),
        clock: createRunningClock(),
        action: stepsAction({ steps: 2 }),
      };
      const first = install({ ...options, process });
      am.within(process);
      await Promise.race([begin(first), process.died]);
      await Promise.race([rest(first), process.died]);
      process.kill();
      const second = first.restart();
      am.within(second.process);
      await second.remediations.start();
      await lifted(second);
      expect({ diesBefore, inForce: am.held.filter(({ lifted }) => !lifted).length }).toEqual({
        diesBefore,
        inForce: 0,
      });
      expect(am.held.length).toBeLessThanOrEqual(1);
    }
  });
});
