import { describe, expect, it } from 'vitest';
import { buildEntity } from '../../../../test/support/build-view.ts';
import {
  alice,
  createProcess,
  install,
  never,
  request,
  rest,
  stepsAction,
  stepsAt,
  type Installation,
  type InstallationOptions,
} from '../../../../test/support/remediation-world.ts';
import { holds, readMetricCondition } from '../../../shared/model/metric-condition.ts';
import { policySchema } from '../../../shared/model/policy.ts';
import { remediationSchema, type Remediation } from '../../../shared/model/remediation.ts';
import { DomainError } from '../../platform/errors.ts';
import { entriesOf } from './journal.ts';
import { conditionsOf, type MetricsPort } from './metric-conditions.ts';

/** Values by what has been done so far; undefined: it does not answer. */
function metricsOf(values: (steps: string) => readonly number[] | undefined) {
  const asked: { query: string; steps: string }[] = [];
  let world: Installation['world'] | undefined;
  const port: MetricsPort = {
    sources: async () => ['prom-a'],
    async ask(source, query) {
      const steps = world ? stepsAt(world).join(',') : '';
      asked.push({ query, steps });
      const found = values(steps);
      if (!found) throw new DomainError('unreadable', `${source}: fetch failed`);
      return { samples: found.map((value) => ({ value })) };
    },
  };
  return { port, asked, over: (one: Installation['world']) => void (world = one) };
}

const verify = (metric = 'up{{target}} == 1', more = {}) =>
  policySchema.parse({ actions: { 'vm.restart': { verify: [{ metric, ...more }] } } }).actions;

async function play(
  metrics: ReturnType<typeof metricsOf> | undefined,
  options: InstallationOptions = {},
): Promise<{ installation: Installation; record: Remediation }> {
  const installation = install({
    policy: { actions: verify() },
    ...(metrics && { metrics: metrics.port }),
    ...options,
  });
  metrics?.over(installation.world);
  const { remediations, store } = installation;
  await remediations.start();
  const { id, plan } = await remediations.propose(request, alice, never);
  await remediations.approve(id, { planHash: plan?.hash ?? '', run: true }, alice);
  await rest(installation);
  return { installation, record: remediationSchema.parse(await store.remediations.get(id)) };
}

describe('a condition on metrics', () => {
  it('stands in the plan that is approved, with the target in it, and in its hash', async () => {
    const { record } = await play(metricsOf(() => [1]));
    expect(record.plan).toMatchObject({
      verification: String.raw`the steps are 0,1 and up{instance=~"(?i:web-01(?:\\.[a-z0-9.-]+)?)(?::[0-9]+)?"} == 1`,
      conditions: [{ comparison: '==', value: 1 }],
      verifyWithinSeconds: 180,
    });
    const { record: without } = await play(undefined, { policy: {} });
    expect(without.plan).not.toHaveProperty('conditions');
    expect(without.plan?.hash).not.toBe(record.plan?.hash);
  });

  it('that is met is said beside what was read of the target', async () => {
    const { record } = await play(metricsOf(() => [1, 1]));
    expect(record).toMatchObject({ state: 'succeeded' });
    expect(record.outcome).toMatch(/^the steps are "0,1"; up\{.*\} is 1$/);
  });

  it('that is met later is waited for', async () => {
    let looks = 0;
    const metrics = metricsOf((steps) => [steps === '0,1' && (looks += 1) > 4 ? 1 : 0]);
    expect((await play(metrics)).record).toMatchObject({ state: 'succeeded' });
  });

  it('that is not met in time is taken back, though the target says that all is well', async () => {
    const { record, installation } = await play(metricsOf((steps) => [steps === '0,1' ? 0 : 1]));
    expect(record).toMatchObject({ state: 'rolled-back' });
    expect(stepsAt(installation.world)).toEqual([]);
    const verdicts = entriesOf(record, 'read-back').map(({ verdict }) => verdict.text);
    expect(verdicts.join('\n')).toMatch(/the steps are "0,1"; but up\{.*\} is 0, wanted up\{.*\} == 1/);
  });

  it('never replaces what is read of the target', async () => {
    const installation = install({
      policy: { actions: verify() },
      metrics: metricsOf(() => [1]).port,
    });
    installation.world.behaviour = () => 'lies';
    await installation.remediations.start();
    const { id, plan } = await installation.remediations.propose(request, alice, never);
    await installation.remediations.approve(id, { planHash: plan?.hash ?? '', run: true }, alice);
    await rest(installation);
    expect(await installation.store.remediations.get(id)).toMatchObject({ state: 'failed' });
  });

  it('without data says nothing: what became of it is not known, and nothing is taken back', async () => {
    const { record, installation } = await play(metricsOf((steps) => (steps === '0,1' ? [] : [1])));
    expect(record).toMatchObject({ state: 'outcome-unknown' });
    expect(record.outcome).toContain('there is no data to tell up{');
    expect(stepsAt(installation.world)).toEqual([0, 1]);
  });

  it('whose source is lost on the way says nothing either', async () => {
    const { record } = await play(metricsOf((steps) => (steps === '0,1' ? undefined : [1])));
    expect(record).toMatchObject({ state: 'outcome-unknown' });
    expect(record.outcome).toContain('prom-a: fetch failed');
  });

  it.each([
    ['0 / 0', [Number.NaN, 1]],
    ['1 / 0', [Number.POSITIVE_INFINITY]],
  ])('of which a value is %s says nothing', async (_, after) => {
    const metrics = metricsOf((steps) => (steps === '0,1' ? after : [1]));
    const { record, installation } = await play(metrics, {
      policy: { actions: verify('up{{target}} >= 1') },
    });
    expect(record).toMatchObject({ state: 'outcome-unknown' });
    expect(stepsAt(installation.world)).toEqual([0, 1]);
  });

  it('is not met by one source while another does not answer', async () => {
    const metrics = metricsOf(() => [1]);
    let isSilent = false;
    const port: MetricsPort = {
      sources: async () => ['prom-a', 'prom-b'],
      async ask(source, ...rest) {
        if (source === 'prom-b' && isSilent) throw new DomainError('unreadable', 'prom-b: fetch failed');
        const { samples } = await metrics.port.ask(source, ...rest);
        isSilent = metrics.asked.at(-1)?.steps !== '';
        return { samples };
      },
    };
    const { record } = await play({ ...metrics, port });
    expect(record).toMatchObject({ state: 'outcome-unknown' });
    expect(record.outcome).toContain('prom-b: fetch failed');
  });

  it.each([
    ['there is nobody to ask', undefined, 'there is no accepted source of metrics'],
    ['nobody answers', metricsOf(() => undefined), 'prom-a: fetch failed'],
  ] as const)('is a reason to begin nothing where %s', async (_, metrics, why) => {
    const { record, installation } = await play(metrics);
    expect(record).toMatchObject({ state: 'cancelled' });
    expect(record.outcome).toContain(why);
    expect(installation.world.arrived).toEqual([]);
  });

  it('does not make a step that is there in case the others do not help', async () => {
    const action = stepsAction({ steps: 2, unlessMetWithinSeconds: 10 });
    const metrics = metricsOf(() => [0]);
    const { record } = await play(metrics, { action });
    expect(record).toMatchObject({ state: 'rolled-back' });
    expect(entriesOf(record, 'call-intended').map(({ tool, step }) => `${tool} ${step}`)).toEqual([
      'apply 0',
      'undo 0',
    ]);
  });

  it('is looked at as well by a process that comes after one that ended', async () => {
    const metrics = metricsOf((steps) => [steps === '0,1' ? 0 : 1]);
    const options = { policy: { actions: verify() }, metrics: metrics.port };
    const first = install({ ...options, process: createProcess() });
    metrics.over(first.world);
    first.world.onArrival = ({ step }) => {
      if (step === 1) queueMicrotask(() => first.process.kill());
    };
    await first.remediations.start();
    const { id, plan } = await first.remediations.propose(request, alice, never);
    await first.remediations.approve(id, { planHash: plan?.hash ?? '', run: true }, alice);
    await first.process.died;
    const second = first.restart();
    await second.remediations.start();
    await rest(second);
    const record = remediationSchema.parse(await second.store.remediations.get(id));
    expect(record.state).not.toBe('succeeded');
    expect(entriesOf(record, 'read-back').some(({ verdict }) => verdict.text.includes('; but up{'))).toBe(
      true,
    );
  });
});

describe('a condition as a policy writes it', () => {
  it.each([
    ['up{instance="web-01"} == 1', { expression: 'up{instance="web-01"}', comparison: '==', value: 1 }],
    ['sum(rate(errors[5m])) < 0.5', { expression: 'sum(rate(errors[5m]))', comparison: '<', value: 0.5 }],
    ['up{name=~"a|b >= 2"} >= 1e3', { expression: 'up{name=~"a|b >= 2"}', comparison: '>=', value: 1000 }],
    ['(up == 1 and x > 2) != -1', { expression: '(up == 1 and x > 2)', comparison: '!=', value: -1 }],
  ])('%s is read', (text, condition) => {
    expect(readMetricCondition(text)).toEqual(condition);
  });

  it.each(['up', '== 1', 'up == ', 'up == down', 'up and x == 1', 'up == 1 == 1', 'up > 0 or x == 1'])(
    '%s is refused',
    (text) => {
      expect(readMetricCondition(text)).toBeTypeOf('string');
      const policy = { actions: { 'vm.restart': { verify: [{ metric: text }] } } };
      expect(policySchema.safeParse(policy).success).toBe(false);
    },
  );

  it('is compared as it says', () => {
    const is = { '==': [2], '!=': [1, 3], '>=': [2, 3], '<=': [1, 2], '>': [3], '<': [1] } as const;
    for (const [comparison, good] of Object.entries(is)) {
      const held = [1, 2, 3].filter((one) =>
        holds({ comparison: comparison as keyof typeof is, value: 2 }, one),
      );
      expect(held).toEqual(good);
    }
  });

  it('has the target’s name in it, as text or within a regular expression', () => {
    const target = buildEntity('datastore', 'ds.1"x');
    const [one] = conditionsOf(
      verify('x{a="{{target.name}}",b=~"{{ target.name }}:.*"} > 0')['vm.restart']?.verify ?? [],
      target,
    );
    expect(one?.expression).toBe(String.raw`x{a="ds.1\"x",b=~"ds\\.1\"x:.*"}`);
  });

  it('keeps a name a name, however it is quoted and whatever the target is called', () => {
    const target = buildEntity('vm', String.raw`x'} or vector(1) \ #`);
    const [one] = conditionsOf(
      verify("up{instance='{{target.name}}',job=~'{{target.name}}'} == 1")['vm.restart']?.verify ?? [],
      target,
    );
    expect(one?.expression).toBe(
      String.raw`up{instance='x\'} or vector(1) \\ #',job=~'x\'\\} or vector\\(1\\) \\\\ #'}`,
    );
  });

  it.each([
    ['between backticks, where nothing can be escaped', 'up{instance=`{{target.name}}`} == 1'],
    ['the same behind a backslash', 'up{a=`\\`,instance=`{{target.name}}`} == 1'],
    ['without quotes', 'up{instance={{target.name}}} == 1'],
    ['without quotes, behind quotes that hold a mark of a comment', 'up{a="#"} * {{target.name}} == 1'],
    ['behind a comment that holds a quote', 'up # "\n{instance={{target.name}}} == 1'],
    ['as a selector within quotes', 'up{instance="{{target}}"} == 1'],
  ])('takes no name of a target %s', (_, metric) => {
    expect(readMetricCondition(metric)).toBeTypeOf('string');
    const policy = { actions: { 'vm.restart': { verify: [{ metric }] } } };
    expect(policySchema.safeParse(policy).success).toBe(false);
  });

  it('cannot be made for what monitoring has no labels for, and says so', async () => {
    const wishes = verify()['vm.restart']?.verify ?? [];
    expect(() => conditionsOf(wishes, buildEntity('datastore', 'ds-1'))).toThrow(
      'nothing says how monitoring labels a datastore',
    );
    expect(readMetricCondition('x{{pod}} > 0')).toContain('it names {{pod}}, expected {{target}}');
  });
});
