import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { buildEntity, buildView, testId, type AnyEntity } from '../../../../test/support/build-view.ts';
import { propertyRuns } from '../../../../test/support/property.ts';
import { documentsBench } from '../../../../test/support/test-documents.ts';
import type { Block } from '../../../shared/model/block.ts';
import type { AttributesOf, EntityKind } from '../../../shared/model/kinds/registry.ts';
import type { Relation } from '../../../shared/model/relation.ts';
import type { DocumentPlan, GeneratorSettings } from '../generator.ts';
import { blockText, contentText } from '../plain-text.ts';
import { kubernetesGenerator } from './generator.ts';
import { allKinds, type KubernetesKind } from './scopes.ts';

const settings: GeneratorSettings = { rowsPerPage: 500, depth: 'standard', changeDays: 7 };
const GiB = 2 ** 30;

/** A kind's entity in namespace `shop` of cluster `c1`, or in the cluster as a whole. */
function entity<K extends KubernetesKind>(
  kind: K,
  name: string,
  attributes: Partial<AttributesOf<K>> = {},
  more: {
    relations?: Relation[];
    cluster?: string;
    namespace?: string;
    unknown?: Record<string, string>;
  } = {},
) {
  const cluster = more.cluster ?? 'c1';
  const wide = [
    'k8s-node',
    'namespace',
    'persistent-volume',
    'storage-class',
    'custom-resource-definition',
  ].includes(kind);
  const namespace = more.namespace ?? 'shop';
  const place = kind === 'k8s-cluster' ? {} : wide ? { cluster } : { cluster, namespace };
  return buildEntity<KubernetesKind>(kind, name, {
    partition: kind === 'k8s-cluster' || wide ? cluster : `${cluster}/${namespace}`,
    nativeId: `${cluster}/${name}`,
    attributes: { ...place, ...attributes } as Partial<AttributesOf<KubernetesKind>>,
    relations: more.relations ?? [],
    ...(more.unknown === undefined ? {} : { unknown: more.unknown }),
  });
}
const id = (kind: EntityKind, name: string) => testId(kind, `c1/${name}`);
const to = (type: Relation['type'], kind: EntityKind, name: string): Relation => ({
  type,
  to: id(kind, name),
});

const cluster = entity('k8s-cluster', 'c1', { version: 'v1.34.2' });
const node = (name: string) =>
  entity(
    'k8s-node',
    name,
    {
      roles: ['worker'],
      ready: true,
      allocatableCpuMillicores: 4_000,
      allocatableMemoryBytes: 8 * GiB,
      allocatablePods: 110,
      systemUuid: 'AB',
    },
    { relations: [to('member-of', 'k8s-cluster', 'c1'), { type: 'runs-on', toKey: `uuid:${name}` }] },
  );
const web = entity('workload', 'web', {
  type: 'Deployment',
  desired: 3,
  ready: 2,
  images: ['web:1.2'],
  containers: [
    {
      name: 'web',
      image: 'web:1.2',
      cpuRequestMillicores: 250,
      memoryLimitBytes: GiB,
      liveness: true,
      readiness: false,
      startup: false,
      privileged: false,
      ports: [],
    },
  ],
});
const pod = (name: string, on = 'n1') =>
  entity(
    'pod',
    name,
    {
      phase: 'Running',
      ready: true,
      cpuRequestMillicores: 1_000,
      memoryRequestBytes: GiB,
      restarts: 0,
      containers: [],
    },
    { relations: [to('owned-by', 'workload', 'web'), to('runs-on', 'k8s-node', on)] },
  );

function sections(documents: readonly DocumentPlan[], page: string, key: string): readonly Block[] {
  const found = documents.find((plan) => plan.id === page)?.sections.find((section) => section.key === key);
  if (!found) throw new Error(`no section ${key} on ${page}`);
  return found.render();
}

const page = 'kubernetes/cluster-c1';

function write(entities: readonly AnyEntity[], changed: Partial<GeneratorSettings> = {}) {
  const documents = Array.from(
    kubernetesGenerator.documents(buildView(entities), { ...settings, ...changed }),
  );
  return { documents, section: (key: string, on = page) => sections(documents, on, key) };
}

/** Cells of a row by column title, of the first table that has a row of that name. */
function row(blocks: readonly Block[], name: string): Record<string, string> {
  for (const block of blocks) {
    if (block.t !== 'table') continue;
    const found = block.rows.find(({ cells }) => cells.some((cell) => contentText(cell) === name));
    if (found)
      return Object.fromEntries(
        block.columns.map(({ title }, i) => [title, contentText(found.cells[i] ?? [])]),
      );
  }
  throw new Error(`no row ${name}`);
}

function diagramsOf(blocks: readonly Block[]) {
  return blocks.flatMap((block) => (block.t === 'diagram' ? [block.graph] : []));
}

function homesOf(documents: readonly DocumentPlan[]): string[] {
  return documents.flatMap((plan) =>
    plan.sections.flatMap((section) =>
      section
        .render()
        .flatMap((block) =>
          block.t === 'table'
            ? block.rows.flatMap((one) => (one.home && one.entity ? [one.entity] : []))
            : [],
        ),
    ),
  );
}

describe('the Kubernetes document', () => {
  test('is a root that compares clusters, and a page for each', () => {
    const { documents, section } = write([
      cluster,
      node('n1'),
      node('n2'),
      web,
      pod('a'),
      entity('k8s-cluster', 'c2', {}, { cluster: 'c2' }),
    ]);
    expect(documents.map((plan) => plan.id)).toEqual([
      'kubernetes',
      'kubernetes/cluster-c1',
      'kubernetes/cluster-c2',
    ]);
    expect(row(section('summary', 'kubernetes'), 'c1')).toMatchObject({
      Version: 'v1.34.2',
      'Nodes ready': '2 of 2',
      Workloads: '1',
      'CPU requested': '12.5 %',
    });
  });

  test('writes every section that its catalogue names, in its order', () => {
    const order = kubernetesGenerator.catalogue.map(({ key }) => key);
    const everything = [
      cluster,
      ...allKinds.filter((kind) => kind !== 'k8s-cluster').map((kind) => entity(kind, `a ${kind}`)),
    ];
    for (const plan of write(everything).documents) {
      const keys = plan.sections.map(({ key }) => key);
      expect(keys).toEqual(keys.toSorted((a, b) => order.indexOf(a) - order.indexOf(b)));
      expect(keys.filter((key) => !order.includes(key))).toEqual([]);
    }
  });

  test('keeps two clusters of the same name from two sources apart', () => {
    const other = buildEntity('k8s-cluster', 'c1', { source: 'k8s-b', partition: 'c1' });
    const ids = write([cluster, other]).documents.map((plan) => plan.id);
    expect(new Set(ids).size).toBe(3);
  });

  test('says of nodes what they have to give, what is asked of them, and which VM they are', () => {
    const vm = buildEntity('vm', 'vm-n1', { keys: ['uuid:n1'] });
    const { section } = write([cluster, node('n1'), node('n2'), web, pod('a'), pod('b'), vm]);
    expect(row(section('nodes'), 'n1')).toMatchObject({
      'Allocatable CPU': '4',
      'Allocatable memory': '8 GiB',
      'CPU requested': '50 %',
      Pods: '2',
      Machine: 'vm-n1',
    });
    expect(row(section('nodes'), 'n2')['Machine']).toContain('no VM with UUID AB');
  });

  test('says of workloads what they run, ask for and lack', () => {
    const budget = entity(
      'disruption-budget',
      'web-pdb',
      { minAvailable: '2' },
      { relations: [to('selects', 'workload', 'web')] },
    );
    const scaler = entity(
      'autoscaler',
      'web-hpa',
      { minReplicas: 2, maxReplicas: 9 },
      { relations: [to('scales', 'workload', 'web')] },
    );
    expect(row(write([cluster, web, budget, scaler]).section('workloads'), 'web')).toMatchObject({
      Ready: '2 of 3',
      Images: 'web:1.2',
      'Requests (CPU, memory)': '250m, not set',
      'Limits (CPU, memory)': 'not set, 1 GiB',
      Probes: 'liveness',
      'Disruption budget': 'web-pdb',
      Autoscaling: 'web-hpa 2–9',
    });
  });

  test('adds up requests against nodes, with and without the largest', () => {
    const { section } = write([
      cluster,
      node('n1'),
      node('n2'),
      web,
      pod('a'),
      pod('b'),
      pod('c'),
      pod('d'),
      pod('e', 'n2'),
    ]);
    expect(row(section('capacity'), 'CPU')).toMatchObject({
      Allocatable: '8',
      Requested: '5',
      'Requested %': '62.5 %',
      'Usable N−1': '4',
      'Headroom N−1': '−1',
      'Tolerates a node loss': 'no',
    });
  });

  test('never writes zero for what it does not know', () => {
    const blind = entity('k8s-cluster', 'c1', {}, { unknown: { pods: 'pods is forbidden' } });
    const { section } = write([blind, node('n1')]);
    expect(row(section('summary', 'kubernetes'), 'c1')).toMatchObject({
      Pods: 'unknown (pods is forbidden)',
    });
    expect(row(section('nodes'), 'n1')).toMatchObject({ 'CPU requested': 'unknown (pods is forbidden)' });
    expect(JSON.stringify(section('capacity'))).toContain('pods is forbidden');
  });

  test('follows an ingress to its certificate', () => {
    const ingress = entity('ingress', 'front', {
      rules: [],
      tls: [{ hosts: ['a.example'], secret: 'shop-tls' }],
    });
    const certificate = entity('certificate', 'shop', {
      use: 'managed',
      secret: 'shop-tls',
      expiresAt: '2026-12-24T00:00:00.000Z',
    });
    const dark = entity('ingress', 'dark', { rules: [], tls: [{ hosts: ['b.example'] }] });
    const { section } = write([cluster, ingress, dark, certificate]);
    expect(row(section('ingresses'), 'front')['TLS until']).toBe('2026-12-24');
    expect(row(section('ingresses'), 'dark')['TLS until']).toContain('b.example');
  });

  test('draws placement, the path of ingresses and the chain of storage from what is related', () => {
    const service = entity(
      'service',
      'web',
      { type: 'ClusterIP' },
      { relations: [to('selects', 'workload', 'web')] },
    );
    const ingress = entity(
      'ingress',
      'shop',
      { rules: [{ host: 'a.example', path: '/', service: 'web' }] },
      { relations: [to('routes-to', 'service', 'web')] },
    );
    const mounting = { ...web, relations: [to('mounts', 'persistent-volume-claim', 'data')] };
    const claim = entity(
      'persistent-volume-claim',
      'data',
      { phase: 'Bound' },
      { relations: [to('bound-to', 'persistent-volume', 'pv1')] },
    );
    const volume = entity(
      'persistent-volume',
      'pv1',
      {},
      { relations: [{ type: 'backed-by', toKey: 'volume:array/v1' }] },
    );
    const backing = buildEntity('volume', 'v1', { keys: ['volume:array/v1'] });
    const { section } = write([
      cluster,
      node('n1'),
      node('n2'),
      mounting,
      pod('a'),
      pod('b'),
      pod('c', 'n2'),
      service,
      ingress,
      claim,
      volume,
      backing,
    ]);
    const edges = (key: string) =>
      diagramsOf(section(key)).flatMap((graph) =>
        graph
          ? graph.edges.map((edge) => {
              const label = (one: string) => graph.nodes.find((entry) => entry.id === one)?.label;
              return `${label(edge.from)} → ${label(edge.to)} ${edge.links}`;
            })
          : [],
      );
    expect(edges('placement')).toEqual(['web → n1 2', 'web → n2 1']);
    expect(edges('ingress-path')).toEqual(['shop → web 1', 'web → web 1']);
    expect(edges('storage-chain')).toEqual(['web → data 1', 'data → pv1 1', 'pv1 → v1 1']);
  });

  test('draws namespaces instead of workloads where workloads have more than 24 links to nodes', () => {
    const drawn = (many: number) => {
      const workloads = Array.from({ length: many }, (_, i) => ({
        ...entity('workload', `w${i}`, { type: 'Deployment', namespace: 'shop' }),
      }));
      const pods = workloads.map((_, i) =>
        entity(
          'pod',
          `p${i}`,
          { namespace: 'shop' },
          { relations: [to('owned-by', 'workload', `w${i}`), to('runs-on', 'k8s-node', 'n1')] },
        ),
      );
      const [block] = write([cluster, node('n1'), ...workloads, ...pods]).section('placement');
      const graph = block?.t === 'diagram' ? block.graph : undefined;
      return { nodes: graph?.nodes.map(({ label }) => label), edges: graph?.edges };
    };
    expect(drawn(24).nodes).toHaveLength(25);
    expect(drawn(25).nodes).toEqual(['shop', 'n1']);
    expect(drawn(25).edges).toMatchObject([{ links: 25, label: 'pods' }]);
  });

  test('puts the newest events first, linked to what they are about', () => {
    const event = (name: string, lastAt: string) =>
      entity(
        'k8s-event',
        name,
        { reason: 'BackOff', lastAt, object: 'Pod/a' },
        { relations: [to('concerns', 'pod', 'a')] },
      );
    const [table] = write([
      cluster,
      pod('a'),
      event('old', '2026-01-01T00:00:00.000Z'),
      event('new', '2026-01-02T00:00:00.000Z'),
    ]).section('events');
    expect(table?.t === 'table' ? table.rows.map(({ entity: one }) => one) : []).toEqual([
      id('k8s-event', 'new'),
      id('k8s-event', 'old'),
    ]);
  });

  test('keeps sections of what comes and goes, so that the first event is no new version', () => {
    const seen = write([cluster, node('n1')]);
    expect(['job-runs', 'pods', 'events'].map((key) => seen.section(key).map(blockText).join('\n'))).toEqual([
      'No run was seen.',
      'No pod was seen.',
      'No event was seen.',
    ]);
  });

  test('says what was not seen at all', () => {
    expect(JSON.stringify(write([cluster, node('n1')]).section('summary'))).toContain(
      'Nothing was seen of: namespaces, workloads',
    );
  });

  test('shows only figures at the depth of a summary', () => {
    expect(homesOf(write([cluster, node('n1'), web], { depth: 'summary' }).documents)).toEqual([cluster.id]);
  });
});

describe('a cluster too large for one page', () => {
  const namespaces = ['shop', 'pay'].flatMap((namespace) => [
    entity('namespace', namespace),
    ...Array.from({ length: 3 }, (_, n) =>
      entity('workload', `${namespace}-${n}`, { type: 'Deployment' }, { namespace }),
    ),
  ]);
  const { documents, section } = write([cluster, node('n1'), ...namespaces], { rowsPerPage: 4 });

  test('has a page for each namespace, under its own', () => {
    expect(documents.map(({ id: one, parent }) => [one, parent])).toEqual([
      ['kubernetes', undefined],
      [page, 'kubernetes'],
      [`${page}/namespace-pay`, page],
      [`${page}/namespace-shop`, page],
    ]);
    expect(row(section('namespace-pages'), 'pay')).toMatchObject({ Workloads: '3' });
    expect(row(section('workloads', `${page}/namespace-pay`), 'pay-1')).toMatchObject({ Kind: 'Deployment' });
  });

  test('reads no other namespace than it shows', () => {
    const plan = documents.find((one) => one.id === `${page}/namespace-pay`);
    const workloads = plan?.sections.find((one) => one.key === 'workloads');
    expect(workloads?.reads).toEqual([{ kind: 'workload', partition: 'c1/pay' }]);
  });
});

describe('versions', () => {
  test('do not come of pods that come and go, nor of replicas that are ready or not', async () => {
    const bench = documentsBench([kubernetesGenerator]);
    bench.see([cluster, node('n1'), node('n2'), web, pod('a')]);
    await bench.documents.generate();
    await bench.clock.advance(3_600_000);
    const readier = { ...web, attributes: { ...web.attributes, ready: 3 }, contentHash: 'ffffffffffffffff' };
    bench.see([cluster, node('n1'), node('n2'), readier, pod('b', 'n2')]);
    await bench.documents.generate();
    const shown = await bench.documents.show(page, { format: 'markdown' });
    expect(shown).toMatchObject({ version: 1 });
    expect(JSON.stringify(shown)).toContain('3 of 3');
  });

  test('come of a new image', async () => {
    const bench = documentsBench([kubernetesGenerator]);
    bench.see([cluster, web]);
    await bench.documents.generate();
    await bench.clock.advance(3_600_000);
    const released = {
      ...web,
      attributes: { ...web.attributes, images: ['web:1.3'] },
      configHash: 'eeeeeeeeeeeeeeee',
      contentHash: 'eeeeeeeeeeeeeeee',
    };
    bench.see([cluster, released]);
    await bench.documents.generate();
    expect(await bench.documents.show(page, { format: 'markdown' })).toMatchObject({ version: 2 });
  });
});

test('every entity has exactly one home, however many there are and wherever they lie', () => {
  const anEntity = fc
    .record({
      kind: fc.constantFrom(...allKinds),
      name: fc.constantFrom('a', 'b', 'web', 'A b|c', 'x'.repeat(80)),
      cluster: fc.constantFrom('c1', 'c2', 'arn:aws:eks/prod'),
      namespace: fc.constantFrom('shop', 'kube-system', 'pay'),
    })
    .map(({ kind, name, cluster: of, namespace }) => {
      const attributes = kind === 'workload' ? { type: 'Deployment' as const } : {};
      const made = entity(kind, kind === 'k8s-cluster' ? of : name, attributes, { cluster: of, namespace });
      return { ...made, id: testId(kind, `${of}/${kind === 'k8s-cluster' ? '' : namespace}/${name}`) };
    });
  fc.assert(
    fc.property(
      fc.uniqueArray(anEntity, { selector: (one) => one.id, maxLength: 60 }),
      fc.constantFrom(1, 3, 500),
      (entities, rowsPerPage) => {
        const { documents } = write(entities, { rowsPerPage, depth: 'full' });
        expect(homesOf(documents).toSorted()).toEqual(entities.map((one) => one.id).toSorted());
        const ids = documents.map((plan) => plan.id);
        expect(new Set(ids).size).toBe(ids.length);
        for (const plan of documents) {
          const keys = plan.sections.map(({ key }) => key);
          expect(new Set(keys).size).toBe(keys.length);
        }
      },
    ),
    { numRuns: propertyRuns(60, 2_000) },
  );
});
