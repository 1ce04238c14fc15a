import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { createMemoryStore } from '../../../test/support/memory-store.ts';
import { propertyRuns } from '../../../test/support/property.ts';
import {
  alice,
  behaviours,
  bob,
  carol,
  createProcess,
  install,
  never,
  otherTarget,
  request,
  rest,
  target,
  type Installation,
} from '../../../test/support/remediation-world.ts';
import { createAlertmanager } from '../../../test/support/silenced-alerts.ts';
import { policySchema } from '../../shared/model/policy.ts';
import {
  activeStates,
  openStates,
  remediationRank,
  remediationSchema,
  type Remediation,
} from '../../shared/model/remediation.ts';
import { DomainError } from '../platform/errors.ts';
import { entriesOf } from './engine/journal.ts';

/** What is remembered of each remediation between two commands: it may only ever get further. */
interface Model {
  readonly seen: Map<string, Remediation>;
}

/** The one real thing, which a command may replace by the process after it. */
interface Real {
  installation: Installation;
  readonly killSwitch: { on: boolean };
  /** What watches, where the policy wants it. */
  readonly watch?: Watch;
}

interface Watch {
  readonly alertmanager: ReturnType<typeof createAlertmanager>;
  /** What metrics say; undefined: they do not answer. */
  readonly measured: { values: readonly number[] | undefined };
}

const people = [alice, bob, carol, { ...bob, operator: 'dora' }];

async function allOf({ installation }: Real): Promise<Remediation[]> {
  const stored = await installation.store.remediations.find({ selector: {} });
  return stored.map((one) => remediationSchema.parse(one));
}

/** Does it, and lets some time pass; whatever is refused is refused with a reason. */
abstract class Step implements fc.AsyncCommand<Model, Real> {
  readonly turns: number;
  constructor(turns: number) {
    this.turns = turns;
  }
  check(): boolean {
    return true;
  }
  abstract does(real: Real, record: Remediation | undefined): Promise<unknown>;
  abstract toString(): string;

  async run(model: Model, real: Real): Promise<void> {
    const all = await allOf(real);
    const { process } = real.installation;
    const work = this.does(real, all[this.turns % Math.max(1, all.length)]).catch((error: unknown) => {
      if (!(error instanceof DomainError)) throw error;
    });
    await Promise.race([work, process.died]);
    for (let turn = 0; turn < this.turns; turn++) {
      await new Promise<void>((resolve) => {
        setImmediate(resolve);
      });
    }
    const found = await faults(model, real);
    if (found.length > 0) throw new Error(found.join('; '));
  }
}

async function faults({ seen }: Model, real: Real): Promise<string[]> {
  const { world } = real.installation;
  const found: string[] = [];
  const records = await allOf(real);
  const intents = world.arrived.map(({ intent }) => intent);
  if (new Set(intents).size < intents.length) found.push('a call arrived twice');
  for (const record of records) {
    const { id, journal, approvals } = record;
    const before = seen.get(id);
    if (before && remediationRank(record) < remediationRank(before)) {
      found.push(`${id} went back from ${before.state} to ${record.state}`);
    }
    if (
      before &&
      JSON.stringify(before.journal) !== JSON.stringify(journal.slice(0, before.journal.length))
    ) {
      found.push(`${id}: what was written down is another`);
    }
    if (before && approvals.length < before.approvals.length) found.push(`${id}: an approval is gone`);
    const begun = entriesOf(record, 'planned').find(({ dryRun }) => !dryRun);
    if (begun && !approvals.some(({ planHash }) => planHash === begun.planHash)) {
      found.push(`${id} was begun without an approval of its plan`);
    }
    if (entriesOf(record, 'planned').filter(({ dryRun }) => !dryRun).length > 1)
      found.push(`${id} was begun twice`);
    seen.set(id, record);
  }
  const intended = new Set(
    records.flatMap((record) => entriesOf(record, 'call-intended').map(({ seq }) => `${record.id}/${seq}`)),
  );
  for (const intent of intents)
    if (!intended.has(intent)) found.push(`${intent} arrived and was not intended`);
  for (const one of [target, otherTarget]) {
    const active = records.filter((record) => record.target === one.id && activeStates.has(record.state));
    if (active.length > 1)
      found.push(`${active.map(({ id }) => id).join(' and ')} are at work on ${one.name}`);
  }
  return found;
}

const command = (
  name: string,
  arbitrary: fc.Arbitrary<readonly [number, number]>,
  does: (real: Real, record: Remediation | undefined, which: number) => Promise<unknown>,
): fc.Arbitrary<fc.AsyncCommand<Model, Real>> =>
  arbitrary.map(
    ([turns, which]) =>
      new (class extends Step {
        does(real: Real, record: Remediation | undefined) {
          return does(real, record, which);
        }
        toString() {
          return `${name}(${turns}, ${which})`;
        }
      })(turns),
  );

const some = fc.tuple(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 0, max: 40 }));
const byWhom = (which: number) => people[which % people.length] ?? alice;

const proposing = [0, 1, 2].map(() =>
  command('propose', some, async ({ installation }, _, which) =>
    installation.remediations.propose(
      { ...request, target: which % 2 === 0 ? target.id : otherTarget.id },
      alice,
      never,
    ),
  ),
);

/** What leads to something being done comes often, so that the rest has something to interfere with. */
const commands = [
  ...proposing,
  ...[false, true, true, true].map((run) =>
    command(run ? 'approve-and-run' : 'approve', some, async ({ installation }, record, which) =>
      installation.remediations.approve(
        record?.id ?? '',
        { planHash: record?.plan?.hash ?? '', run },
        byWhom(which),
      ),
    ),
  ),
  command('run', some, async ({ installation }, record, which) =>
    installation.remediations.run(record?.id ?? '', byWhom(which)),
  ),
  command('reject', some, async ({ installation }, record, which) =>
    installation.remediations.reject(record?.id ?? '', 'no', byWhom(which)),
  ),
  command('cancel', some, async ({ installation }, record) =>
    installation.remediations.cancel(record?.id ?? '', 'stop', carol),
  ),
  command('refresh', some, async ({ installation }, record) =>
    installation.remediations.refresh(record?.id ?? '', alice, never),
  ),
  command('dry-run', some, async ({ installation }, record) =>
    installation.remediations.dryRun(record?.id ?? '', alice, never),
  ),
  command('rollback', some, async ({ installation }, record) =>
    installation.remediations.rollback(record?.id ?? '', bob),
  ),
  command('settle', some, async ({ installation }, record, which) =>
    installation.remediations.settle(
      record?.id ?? '',
      which % 2 === 0 ? 'succeeded' : 'failed',
      'I looked',
      bob,
    ),
  ),
  command('pause', some, async ({ installation }, _, which) =>
    which % 3 === 0
      ? installation.remediations.pause('works', carol)
      : installation.remediations.resume(alice),
  ),
  command('kill-switch', some, async ({ installation, killSwitch }, _, which) => {
    killSwitch.on = which % 3 === 0;
    installation.remediations.policyChanged();
  }),
  command('behave', some, async ({ installation }, _, which) => {
    const behaviour = behaviours[which % behaviours.length] ?? 'acts';
    installation.world.behaviour = ({ step }) => (step === which % 2 ? behaviour : 'acts');
  }),
  command('clock', some, async ({ installation }, _, which) => {
    installation.clock.jump(Date.parse(installation.clock.now()) + (which - 20) * 3_600_000);
  }),
  command('die', some, async (real, _, which) => {
    // The next one ends some effects later, in the middle of whatever goes on then.
    await startAnew(real, createProcess(which));
  }),
  command('restart', some, async (real) => {
    await startAnew(real);
  }),
];

/** What watches changes its mind. */
const watching = [
  ...commands,
  command('measure', some, async ({ watch }, _, which) => {
    if (watch) watch.measured.values = [[1], [1], [0], [], undefined][which % 5];
  }),
  command('alerts', some, async ({ watch }, _, which) => {
    if (watch) watch.alertmanager.state.readable = which % 3 !== 0;
  }),
];

async function startAnew(real: Real, process = createProcess()): Promise<void> {
  real.installation.process.kill();
  real.installation = real.installation.restart(process);
  real.watch?.alertmanager.within(process);
  await real.installation.remediations.start();
}

/** In the end somebody starts it once more and lets it come to rest. @returns what is not as it has to be */
async function restFaults(model: Model, real: Real): Promise<string[]> {
  real.killSwitch.on = false;
  await startAnew(real);
  await real.installation.remediations.resume(alice);
  await rest(real.installation);
  const found = await faults(model, real);
  for (const { id, state, journal } of await allOf(real)) {
    if (activeStates.has(state)) found.push(`${id} is ${state} still`);
    if (openStates.has(state) && journal.some(({ is }) => is === 'call-intended'))
      found.push(`${id} is ${state}, and something was sent`);
  }
  const chains = await real.installation.audit.verify();
  if (chains.some((chain) => chain.break !== undefined)) found.push('the audit does not prove itself');
  return found;
}

it('whatever is done to remediations, in whatever order, and wherever the application ends', async () => {
  await fc.assert(
    fc.asyncProperty(fc.commands(commands, { maxCommands: 60, size: 'max' }), async (list) => {
      const killSwitch = { on: false };
      const real: Real = { installation: install({ killSwitch }), killSwitch };
      const model: Model = { seen: new Map() };
      await real.installation.remediations.start();
      await fc.asyncModelRun(() => ({ model, real }), list);
      expect(await restFaults(model, real)).toEqual([]);
    }),
    { numRuns: propertyRuns(100, 5_000) },
  );
});

it('the same where policy wants metrics to bear it out, and silence meanwhile', async () => {
  await fc.assert(
    fc.asyncProperty(fc.commands(watching, { maxCommands: 50, size: 'max' }), async (list) => {
      const store = createMemoryStore();
      const alertmanager = createAlertmanager(store);
      const watch: Watch = { alertmanager, measured: { values: [1] } };
      const killSwitch = { on: false };
      const installation = install({
        store,
        killSwitch,
        silencing: alertmanager.port,
        metrics: {
          sources: async () => ['prom-a'],
          async ask() {
            const { values } = watch.measured;
            if (!values) throw new DomainError('unreadable', 'prom-a: fetch failed');
            return { samples: values.map((value) => ({ value })) };
          },
        },
        policy: policySchema.pick({ actions: true, silences: true }).parse({
          actions: { 'vm.restart': { verify: [{ metric: 'up{{target}} == 1', withinSeconds: 60 }] } },
          silences: { enabled: true, minutes: 30 },
        }),
      });
      alertmanager.within(installation.process);
      const real: Real = { installation, killSwitch, watch };
      const model: Model = { seen: new Map() };
      await installation.remediations.start();
      await fc.asyncModelRun(() => ({ model, real }), list);
      alertmanager.state.readable = true;
      expect(await restFaults(model, real)).toEqual([]);
      await startAnew(real);
      expect(watchFaults(watch, await allOf(real), real.installation.clock.now())).toEqual([]);
    }),
    { numRuns: propertyRuns(60, 3_000) },
  );
});

function watchFaults({ alertmanager }: Watch, records: readonly Remediation[], now: string): string[] {
  const { arrived, held } = alertmanager;
  const found: string[] = [];
  if (new Set(arrived).size < arrived.length) found.push('a call about a silence arrived twice');
  const intended = new Set(
    records.flatMap((record) =>
      record.journal.flatMap(({ is, seq }) =>
        is === 'silence-intended' || is === 'silence-lift-intended' ? [`${record.id}/${seq}`] : [],
      ),
    ),
  );
  for (const intent of arrived) if (!intended.has(intent)) found.push(`${intent} was not intended`);
  for (const { comment, until, lifted } of held)
    if (!lifted && until > now) found.push(`a silence is left behind: ${comment}`);
  for (const record of records) {
    const seen = entriesOf(record, 'read-back').findLast(({ phase }) => phase === 'run');
    const settled = entriesOf(record, 'settled').length > 0;
    if (record.state === 'succeeded' && !settled && !/; up\{.*\} is 1$/.test(seen?.verdict.text ?? ''))
      found.push(`${record.id} succeeded, and no metric said so`);
  }
  return found;
}
