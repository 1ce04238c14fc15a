import { describe, expect, test } from 'vitest';
import { labSizes, type LabSize } from '../../src/lab/blueprint.ts';
import { validateRecord } from '../../src/main/inventory/record.ts';
import { createInventory } from '../../src/main/inventory/inventory.ts';
import { evaluateRule } from '../../src/main/findings/evaluate.ts';
import { vmwareRules } from '../../src/main/findings/vmware/rules.ts';
import { virtualizationGenerator } from '../../src/main/documents/virtualization/generator.ts';
import { silentLogger } from '../../src/main/platform/logger.ts';
import type { CollectionRun } from '../../src/shared/model/run.ts';
import { createFakeClock } from '../support/fake-clock.ts';
import { createMemoryStore } from '../support/memory-store.ts';
import { collectVmware, createVmwareLab, labNow, labSession, type VmwareLab } from '../support/vmware-lab.ts';

function setUp(size: LabSize = labSizes.small) {
  const lab = createVmwareLab(size);
  const store = createMemoryStore();
  const clock = createFakeClock(new Date(labNow).toISOString());
  let ids = 0;
  const random = { id: () => `r${ids++}`, unit: () => 0.5 };
  const inventory = createInventory({ store, clock, random, logger: silentLogger });
  return { lab, store, clock, inventory };
}
type Bench = ReturnType<typeof setUp>;

/** One run as the pipeline does it: every record validated, every scope judged. */
async function collect({ lab, inventory }: Bench): Promise<CollectionRun> {
  const { events } = await collectVmware(labSession(lab));
  const run = await inventory.beginRun({ source: 'vcenter-a', domain: 'vmware', simulated: true });
  for (const event of events) {
    if (event.type === 'records') {
      for (const record of event.records) {
        const validation = validateRecord(event.kind, record);
        if (validation.ok) await run.observe(event.kind, [validation.record]);
        else run.reject(validation.reject);
      }
    } else if (event.type === 'complete') run.complete(event.kind, event.partition);
    else if (event.type === 'failed') run.failed(event.kind, event.partition, event.reason);
    else if (event.type === 'reject') run.reject(event.reject);
  }
  return run.finish();
}

async function breaches(bench: Bench): Promise<string[]> {
  const view = await bench.inventory.view();
  return vmwareRules.flatMap((rule) =>
    evaluateRule(rule, view, rule.thresholds.parse({})).records.map(
      ({ attributes }) => `${attributes.rule} ${attributes.severity} ${attributes.object}`,
    ),
  );
}

function anyVm(lab: VmwareLab, wanted: (vm: { runtime: { powerState: string } }) => boolean): string {
  const { items } = lab.call('vmware_list_vms', { limit: 2_000 }) as {
    items: { obj: string; runtime: { powerState: string } }[];
  };
  const vm = items.find(wanted);
  if (vm === undefined) throw new Error('the lab has no such VM');
  return vm.obj;
}

describe.each([
  ['small', labSizes.small],
  ['medium', labSizes.medium],
] as const)('a %s vCenter', (_, size) => {
  test('is collected whole: nothing rejected, as many of each as the blueprint has', async () => {
    const bench = setUp(size);
    const run = await collect(bench);
    expect(run).toMatchObject({ outcome: 'succeeded', rejects: [], counts: { rejected: 0 } });
    const view = await bench.inventory.view();
    const { clusters, kubernetesClusters } = bench.lab.blueprint;
    expect(
      view
        .all('cluster')
        .map(({ name }) => name)
        .toSorted(),
    ).toEqual(clusters.map(({ name }) => name).toSorted());
    expect(view.all('host')).toHaveLength(clusters.reduce((n, cluster) => n + cluster.hosts.length, 0));
    expect(view.all('datastore')).toHaveLength(
      clusters.reduce((n, cluster) => n + cluster.datastores.length, 0),
    );
    for (const cluster of clusters)
      expect(view.inPartition('vm', cluster.name)).toHaveLength(cluster.vmCount);
    for (const node of kubernetesClusters.flatMap((cluster) => cluster.nodes))
      expect(view.byKey(`uuid:${node.uuid.replaceAll('-', '')}`).map(({ name }) => name)).toEqual([
        node.name,
      ]);
  });
});

test('collected again without changes, only the run is written', async () => {
  const bench = setUp();
  await collect(bench);
  bench.store.writes.length = 0;
  const run = await collect(bench);
  expect(run.counts).toMatchObject({ changed: 0, added: 0, disappeared: 0 });
  expect(run.counts.unchanged).toBe(run.counts.seen);
  expect(bench.store.writes.map(({ collection }) => collection).filter((name) => name !== 'runs')).toEqual(
    [],
  );
});

test('an hour later measures have moved, and no history is written for them', async () => {
  const bench = setUp();
  await collect(bench);
  bench.lab.advance(1_800);
  await bench.clock.advance(1_800_000);
  const run = await collect(bench);
  expect(run.counts.changed).toBe(0);
  expect(await bench.store.changes.count({ selector: {} })).toBe(0);
});

test('a VM that is powered off is one change, and keeps what its guest said last', async () => {
  const bench = setUp();
  await collect(bench);
  const moref = anyVm(bench.lab, (vm) => vm.runtime.powerState === 'poweredOn');
  bench.lab.call('vmware_power_off_vm', { vm: moref });
  await bench.clock.advance(3_600_000);
  await collect(bench);
  const changes = await bench.store.changes.find({ selector: {} });
  expect(changes.map(({ path }) => path)).toEqual(['attributes.powerState']);
  const entity = await bench.inventory.get(`vcenter-a:vm:${moref}` as never);
  expect(entity?.attributes).toHaveProperty('ips');
  expect(entity?.unknown['ips']).toMatch(/^the VM is not powered on \(last known /);
});

describe('scenarios become findings', () => {
  const during = async (scenario: string) => {
    const bench = setUp();
    await collect(bench);
    const before = new Set(await breaches(bench));
    bench.lab.domain.scenarios[scenario]?.enable();
    await bench.clock.advance(3_600_000);
    await collect(bench);
    return (await breaches(bench)).filter((breach) => !before.has(breach));
  };

  test('the estate itself is mostly healthy, with a few things of many kinds to find', async () => {
    const bench = setUp();
    await collect(bench);
    const found = await breaches(bench);
    expect(found.length).toBeLessThan(40);
    expect(new Set(found.map((breach) => breach.slice(0, 4))).size).toBeGreaterThanOrEqual(14);
    expect(found.filter((breach) => breach.includes('critical')).length).toBeLessThan(4);
  });

  test('hung-vm: VS20 and VS18', async () => {
    const found = await during('hung-vm');
    expect(found.map((breach) => breach.slice(0, 13)).toSorted()).toEqual(['VS18 warning ', 'VS20 critical']);
  });

  test('full-datastore: VS11', async () => {
    expect(await during('full-datastore')).toContainEqual(expect.stringMatching(/^VS11 critical ds-a-02/));
  });

  test('host-down: VS01', async () => {
    expect(await during('host-down')).toContainEqual(expect.stringMatching(/^VS01 critical esx-a04/));
  });

  test('old-snapshots: VS15, three times', async () => {
    expect(
      (await during('old-snapshots')).filter((breach) => breach.startsWith('VS15 critical')),
    ).toHaveLength(3);
  });
});

test('10,000 VMs: a VM that changes makes the page of its cluster stale, and the root', async () => {
  const bench = setUp(labSizes.large);
  await collect(bench);
  const settings = { rowsPerPage: 200, depth: 'standard', changeDays: 7 } as const;
  const before = Array.from(virtualizationGenerator.documents(await bench.inventory.view(), settings));
  const digests = async () => {
    const view = await bench.inventory.view();
    return new Map(
      before.flatMap(({ id, sections }) =>
        sections
          .filter((section) => section.live !== true)
          .map((section) => [
            `${id} ${section.key}`,
            section.reads.map(({ kind, partition }) => view.digest(kind, partition).content).join(),
          ]),
      ),
    );
  };
  const first = await digests();
  const moref = anyVm(bench.lab, (vm) => vm.runtime.powerState === 'poweredOff');
  bench.lab.call('vmware_reconfigure_vm', { vm: moref, vcpus: 24 });
  await collect(bench);
  const second = await digests();
  const stale = [...second]
    .filter(([key, digest]) => first.get(key) !== digest)
    .map(([key]) => key.split(' ')[0]);
  expect(new Set(stale)).toEqual(new Set(['virtualization', 'virtualization/cluster-prod-a']));
});
