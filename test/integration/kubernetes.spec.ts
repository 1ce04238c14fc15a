import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { labKubernetesAdapter } from '../../src/main/collectors/kubernetes/lab/adapter.ts';
import type { App } from '../../src/main/app.ts';
import { createInventory } from '../../src/main/inventory/inventory.ts';
import { silentLogger } from '../../src/main/platform/logger.ts';
import type { CollectionRun } from '../../src/shared/model/run.ts';
import { createFakeClock } from '../support/fake-clock.ts';
import { kubernetesLab, type LabUnderTest } from '../support/kubernetes-objects.ts';
import { openLabApp } from '../support/lab-app.ts';
import { createMemoryStore } from '../support/memory-store.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const directory = new URL('../../../shared/data/k3s-support-bundle', import.meta.url).pathname;
const present = existsSync(directory);
if (!present) console.warn(`skipped: the k3s support bundle is not at ${directory}`);

interface Raw {
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly ownerReferences?: unknown;
  };
}

/** Objects as the bundle's files have them, so that what the mapping loses cannot be lost here as well. */
function recorded(where: string): readonly Raw[] {
  if (!present) return [];
  const full = path.join(directory, 'cluster-resources', where);
  const files = existsSync(`${full}.json`)
    ? [`${full}.json`]
    : readdirSync(full, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && /\.(json|ya?ml)$/.test(entry.name))
        .map((entry) => path.join(entry.parentPath, entry.name));
  return files.flatMap((file) => {
    const text = readFileSync(file, 'utf8');
    const value = (file.endsWith('.json') ? JSON.parse(text) : parseYaml(text)) as
      Raw[] | { items?: Raw[] | null } | null;
    return Array.isArray(value) ? value : (value?.items ?? []);
  });
}

/** Cells of a Markdown table row, as a reader sees them: without links, escapes and code marks. */
function cellsOf(line: string): string[] {
  return line
    .replaceAll(/<a id="[^"]*"><\/a>/g, '')
    .replaceAll(/\[((?:\\.|[^\]\\])*)\]\([^)]*\)/g, '$1')
    .replaceAll(/\\(.)/g, '$1')
    .replaceAll('`', '')
    .split('|')
    .map((cell) => cell.trim());
}

describe.skipIf(!present)('a real k3s cluster, from its support bundle over MCP to the document', () => {
  const folder = temporaryFolder();
  let app: App;
  let runs: readonly CollectionRun[];
  /** Rows of each section's tables, by section title. */
  const rows = new Map<string, string[][]>();

  beforeAll(async () => {
    app = await openLabApp(folder.path, ['--estate', 'k8s-bundle', directory]);
    runs = await app.collection.collect({ source: 'lab' });
    await app.findings.evaluate();
    await app.documents.generate(['kubernetes']);
    for (const { id } of await app.documents.list()) {
      if (!id.startsWith('kubernetes')) continue;
      const { text } = await app.documents.show(id, { format: 'markdown' });
      let section = '';
      for (const line of String(text).split('\n')) {
        const title = /^#{2,3} (.+)$/.exec(line)?.[1];
        if (title) section = title.replaceAll(/<[^>]*>/g, '').trim();
        if (line.startsWith('|')) rows.set(section, [...(rows.get(section) ?? []), cellsOf(line)]);
      }
    }
  }, 120_000);

  afterAll(async () => {
    await app.close();
    folder[Symbol.dispose]();
  });

  it('is read whole: nothing failed, nothing rejected, not marked simulated', () => {
    expect(runs).toMatchObject([
      {
        domain: 'kubernetes',
        adapter: 'lab-kubernetes',
        outcome: 'succeeded',
        simulated: false,
        rejects: [],
      },
    ]);
    expect(runs[0]?.unavailable.map(({ what }) => what)).toContain('DaemonSet objects of k3s-support-bundle');
  });

  it.each([
    ['nodes', 'Nodes'],
    ['namespaces', 'Namespaces'],
    ['deployments', 'Workloads'],
    ['statefulsets', 'Workloads'],
    ['jobs', 'Workloads'],
    ['pods', 'Pods'],
    ['services', 'Services'],
    ['ingress', 'Ingresses'],
    ['network-policy', 'Network policies'],
    ['pvs', 'Persistent volumes'],
    ['pvcs', 'Persistent volume claims'],
    ['storage-classes', 'Storage classes'],
    ['pod-disruption-budgets', 'Disruption budgets'],
    ['resource-quotas', 'Resource quotas'],
    ['limitranges', 'Limit ranges'],
    ['clusterroles', 'Roles'],
    ['roles', 'Roles'],
    ['clusterRoleBindings', 'Access: who may do what'],
    ['rolebindings', 'Access: who may do what'],
    ['custom-resource-definitions', 'Custom resource definitions'],
    ['custom-resources', 'Custom resources'],
    ['events', 'Events'],
  ])('shows every object of cluster-resources/%s under "%s"', (where, section) => {
    const missing = recorded(where).filter(({ metadata: { name, namespace } }) => {
      const found = (rows.get(section) ?? []).some(
        (cells) => cells.includes(name) && (namespace === undefined || cells.includes(namespace)),
      );
      return !found;
    });
    expect(missing.map(({ metadata }) => `${metadata.namespace ?? ''}/${metadata.name}`)).toEqual([]);
  });

  it('has what there is to compare: the files hold these kinds', () => {
    const numbers = [
      'nodes',
      'pods',
      'deployments',
      'jobs',
      'events',
      'pvs',
      'clusterroles',
      'custom-resources',
    ].map((where) => recorded(where).length);
    expect(numbers.every((number) => number > 0)).toBe(true);
  });

  it('finds single replicas and containers without requests, and knows what it cannot judge', async () => {
    const view = await app.inventory.view();
    const found = view.all('finding').map(({ attributes }) => `${attributes.rule} ${attributes.object}`);
    expect(found).toContain('KU15 nginx-deployment');
    expect(found).toContain('KU16 nginx-deployment');
    const findings = view.runs.find(({ last }) => last.source === 'findings')?.last;
    expect(findings?.unavailable.find(({ what }) => what.startsWith('KU09'))?.reason).toContain(
      'no kubelet statistics',
    );
  });

  it('collected again, writes nothing but the run', async () => {
    const [run] = await app.collection.collect({ source: 'lab' });
    expect(run?.counts).toMatchObject({ added: 0, changed: 0, disappeared: 0 });
    const { documents } = await app.documents.generate(['kubernetes']);
    expect(documents.filter(({ outcome }) => outcome === 'versioned' || outcome === 'created')).toEqual([]);
  });
});

function setUp() {
  const lab = kubernetesLab();
  const clock = createFakeClock('2026-01-15T08:00:00.000Z');
  const store = createMemoryStore();
  let ids = 0;
  const random = { id: () => `r${ids++}`, unit: () => 0.5 };
  return { lab, clock, inventory: createInventory({ store, clock, random, logger: silentLogger }) };
}

async function collect(
  bench: ReturnType<typeof setUp>,
  lab: LabUnderTest = bench.lab,
): Promise<CollectionRun> {
  const run = await bench.inventory.beginRun({ source: 'lab', domain: 'kubernetes', simulated: true });
  const session = lab.session('lab');
  const context = { signal: new AbortController().signal, call: {}, startedAt: run.startedAt };
  for await (const event of labKubernetesAdapter.collect(session, context)) {
    if (event.type === 'records') await run.observeInput(event.kind, event.records);
    else if (event.type === 'complete') run.complete(event.kind, event.partition);
    else if (event.type === 'failed') run.failed(event.kind, event.partition, event.reason);
    else if (event.type === 'reject') run.reject(event.reject);
  }
  return run.finish();
}

describe('the simulated clusters in the inventory', () => {
  it('are related from the ingress to the volume', async () => {
    const bench = setUp();
    expect(await collect(bench)).toMatchObject({ outcome: 'succeeded', rejects: [] });
    const view = await bench.inventory.view();
    const ingress = view.inPartition('ingress', 'k8s-a/shop').find(({ name }) => name === 'shop');
    const services = ingress ? view.outbound(ingress, 'routes-to') : [];
    expect(services.map(({ name }) => name)).toEqual(['checkout', 'storefront']);
    expect(
      services.flatMap((service) => view.outbound(service, 'selects')).map(({ kind, name }) => [kind, name]),
    ).toEqual([
      ['workload', 'checkout'],
      ['workload', 'storefront'],
    ]);
    const postgres = view
      .inPartition('workload', 'k8s-a/payments')
      .find(({ name }) => name === 'ledger-postgres');
    const claims = postgres ? view.outbound(postgres, 'mounts') : [];
    expect(claims.map(({ name }) => name)).toEqual(['data-ledger-postgres-0', 'data-ledger-postgres-1']);
    const volumes = claims.flatMap((claim) => view.outbound(claim, 'bound-to'));
    expect(volumes.flatMap(({ relations }) => relations.map(({ type }) => type))).toContain('backed-by');
    expect(volumes).toHaveLength(2);
  });

  it('changed by a release, show the change and not the pods that came with it', async () => {
    const bench = setUp();
    await collect(bench);
    const since = bench.clock.now();
    bench.lab.call('kubernetes_set_image', {
      cluster: 'k8s-a',
      namespace: 'shop',
      name: 'catalog',
      container: 'catalog',
      image: 'registry.lab.example/shop/catalog:2.32.0',
    });
    bench.lab.pass(300);
    await bench.clock.advance(300_000);
    await collect(bench);
    const changes = (await bench.inventory.view()).changesSince(since);
    expect(
      changes
        .filter(({ entityName }) => entityName === 'catalog')
        .map(({ path: where }) => where)
        .toSorted(),
    ).toEqual(['attributes.containers', 'attributes.images']);
    const configuration = changes.filter(({ class: of }) => of === 'configuration');
    expect(
      configuration.filter(({ kind }) => kind === 'pod' || kind === 'k8s-event' || kind === 'job-run'),
    ).toEqual([]);
  });

  it('left alone for a quarter of an hour, change no configuration', async () => {
    const bench = setUp();
    await collect(bench);
    const since = bench.clock.now();
    bench.lab.pass(900);
    await bench.clock.advance(900_000);
    await collect(bench);
    const changes = (await bench.inventory.view()).changesSince(since);
    expect(changes.filter(({ class: of }) => of === 'configuration')).toEqual([]);
  });
});
