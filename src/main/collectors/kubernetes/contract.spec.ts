import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Recording } from '../../../../test/support/recorded-session.ts';
import { replay } from '../../../../test/support/recorded-session.ts';
import type { ObservedRecord } from '../../../shared/model/entity.ts';
import { kinds, type EntityKind } from '../../../shared/model/kinds/registry.ts';
import type { Adapter, CollectEvent } from '../collector.ts';
import { kubernetesCollector } from './collector.ts';
import { kubernetesMcpServerAdapter } from './kubernetes-mcp-server/adapter.ts';
import { mcpServerKubernetesAdapter } from './mcp-server-kubernetes/adapter.ts';

/*
 * Both servers as they really answered: one cluster, seen by its administrator and by somebody who may list namespaces
 * and look into two of them. `node test/real/systems/kubernetes/record.ts` records them anew.
 */
const recorded = (file: string) =>
  JSON.parse(readFileSync(new URL(file, import.meta.url), 'utf8')) as Recording;

const servers = [
  {
    adapter: kubernetesMcpServerAdapter,
    estate: recorded('./kubernetes-mcp-server/fixtures/estate.json'),
    viewer: recorded('./kubernetes-mcp-server/fixtures/viewer.json'),
    /** With one context, the server does not name it. */
    viewersCluster: 'recorded',
  },
  {
    adapter: mcpServerKubernetesAdapter,
    estate: recorded('./mcp-server-kubernetes/fixtures/estate.json'),
    viewer: recorded('./mcp-server-kubernetes/fixtures/viewer.json'),
    viewersCluster: 'production',
  },
] as const;

async function collect(adapter: Adapter, recording: Recording) {
  const events: CollectEvent[] = [];
  const signal = new AbortController().signal;
  for await (const event of adapter.collect(replay(recording), {
    signal,
    call: { signal },
    startedAt: '2026-11-23T19:00:00.000Z',
  })) {
    events.push(event);
  }
  const records = (kind: EntityKind): readonly ObservedRecord[] =>
    events.flatMap((event) => (event.type === 'records' && event.kind === kind ? event.records : []));
  const one = (kind: EntityKind, name: string) => {
    const found = records(kind).find((record) => record.name === name);
    if (!found) throw new Error(`expected a ${kind} ${name}`);
    return found.attributes;
  };
  const names = (kind: EntityKind) =>
    records(kind)
      .map(({ name }) => name)
      .toSorted();
  const unavailable = events.flatMap((event) => (event.type === 'unavailable' ? [event.what] : []));
  const failed = events.flatMap((event) => (event.type === 'failed' ? [event] : []));
  return { events, records, one, names, unavailable, failed };
}

describe.each(servers)('$adapter.id', ({ adapter, estate, viewer, viewersCluster }) => {
  test('is recognised, and by no other adapter', () => {
    for (const { server } of [estate, viewer])
      expect(kubernetesCollector.adapters.filter((one) => one.matches(server))).toEqual([adapter]);
  });

  test('vouches for tools that the server has, and lets through what it asks for itself', () => {
    const offered = new Set([...estate.server.tools, ...viewer.server.tools].map(({ name }) => name));
    const unknown = adapter.readOnlyTools.filter((name) => !offered.has(name));
    expect(unknown).toEqual([]);
    for (const { tool, args } of [...estate.calls, ...viewer.calls])
      expect(adapter.guard?.(tool, args)).toBeUndefined();
  });

  test('gives everything there is, completely, and nothing that does not fit its kind', async () => {
    const { events, failed, unavailable, records } = await collect(adapter, estate);
    expect(failed).toEqual([]);
    expect(events.filter(({ type }) => type === 'reject')).toEqual([]);
    expect(unavailable.toSorted()).toEqual([
      'NodeMetrics objects of production',
      'PodMetrics objects of production',
      'usage of volumes of production',
    ]);
    for (const kind of kubernetesCollector.kinds)
      for (const { attributes } of records(kind)) kinds[kind].attributes.parse(attributes);
  });

  test('finds every kind of object', async () => {
    const { names, one } = await collect(adapter, estate);
    expect(names('k8s-cluster')).toEqual(['production']);
    expect(one('k8s-cluster', 'production')).toMatchObject({
      version: 'v1.20.2',
      distribution: 'Kubernetes',
    });
    expect(names('namespace')).toEqual(
      expect.arrayContaining([
        'archive',
        'kube-system',
        'logistics',
        'monitoring',
        'payments',
        'shop',
        'staging',
      ]),
    );
    expect(names('k8s-node')).toEqual(['node-1', 'node-2', 'node-3']);
    expect(one('k8s-node', 'node-3')).toMatchObject({
      ready: true,
      taints: ['dedicated=batch:PreferNoSchedule'],
      zone: 'b',
    });
    expect(names('workload')).toEqual([
      'ancient',
      'api',
      'bad-name',
      'checkout',
      'cleanup',
      'import',
      'ledger',
      'legacy',
      'never-pulled',
      'never-started',
      'nightly',
      'no-claim',
      'no-node',
      'node-agent',
      'web',
    ]);
    expect(one('workload', 'web')).toMatchObject({
      type: 'Deployment',
      images: ['registry.example.org/proxy:1.9', 'registry.example.org/shop/web:2.14.1'],
      desired: 3,
      ready: 3,
    });
    expect(one('workload', 'checkout')).toMatchObject({
      type: 'Deployment',
      strategy: 'Recreate',
      desired: 2,
    });
    expect(one('workload', 'checkout')).not.toHaveProperty('replicas');
    expect(one('workload', 'cleanup')).toMatchObject({ type: 'CronJob', suspended: true });
    expect(names('job-run')).toEqual(['nightly-by-hand']);
    expect(names('service')).toEqual(['api', 'bank', 'checkout', 'kubernetes', 'ledger', 'web']);
    expect(names('ingress')).toEqual(['web']);
    expect(names('network-policy')).toEqual(['default-deny', 'from-shop']);
    expect(names('persistent-volume')).toEqual(['volume-a', 'volume-b', 'volume-spare']);
    expect(names('persistent-volume-claim')).toEqual(['data-ledger-0', 'data-ledger-1', 'waiting']);
    expect(names('storage-class')).toEqual(['fast', 'slow']);
    expect(one('autoscaler', 'checkout')).toMatchObject({ maxReplicas: 6, metrics: ['memory 75 %'] });
    expect(names('disruption-budget')).toEqual(['ledger', 'web']);
    expect(one('resource-quota', 'team')).toMatchObject({ hard: { pods: 40, 'requests.cpu': 8_000 } });
    expect(names('limit-range')).toEqual(['defaults']);
    expect(names('custom-resource-definition')).toEqual([
      'archiva.example.org',
      'gadgets.example.org',
      'regions.example.org',
    ]);
    expect(names('custom-resource')).toEqual(['archive-1', 'gadget-1', 'gadget-2', 'north']);
    expect(names('access-role')).toContain('deployer');
    expect(names('role-binding')).toContain('namespace-lister');
    expect(names('k8s-event')).toContain('web.inspected');
  });

  test('says of pods that do not run why they do not', async () => {
    const { records } = await collect(adapter, estate);
    const reasons = Object.fromEntries(
      records('pod').flatMap(({ name, attributes }) => {
        const { ready, reason, containers } = attributes as {
          ready: boolean;
          reason?: string;
          containers: { reason?: string; ready: boolean }[];
        };
        const waiting = containers.find((container) => !container.ready)?.reason;
        return ready ? [] : [[name.replace(/-[a-z0-9]+-[a-z0-9]+$/, ''), reason ?? waiting]];
      }),
    );
    expect(reasons).toMatchObject({
      'bad-name': 'InvalidImageName',
      'never-pulled': 'ErrImageNeverPull',
      'no-node': 'Unschedulable',
      'no-claim': 'Unschedulable',
    });
    expect(Object.keys(reasons)).toContain('never-started');
  });

  test('asks for no Secret and no ConfigMap, and holds nothing of them', async () => {
    for (const { calls } of [estate, viewer])
      for (const { args } of calls) expect(JSON.stringify(args)).not.toMatch(/secret|configmap/i);
    const { events } = await collect(adapter, estate);
    expect(JSON.stringify(events)).not.toContain('tulip-marmot');
  });

  test('shows somebody with few rights what they may see, and says of the rest that it is hidden', async () => {
    const { names, records, unavailable, events } = await collect(adapter, viewer);
    const inside = ['shop', 'payments'].map((namespace) => `${viewersCluster}/${namespace}`);
    expect(names('namespace')).toEqual(
      expect.arrayContaining(['kube-system', 'payments', 'shop', 'staging']),
    );
    expect(names('workload')).toEqual(['api', 'checkout', 'ledger', 'web']);
    expect(new Set(records('pod').map(({ partition }) => partition))).toEqual(new Set(inside));
    expect(names('k8s-node')).toEqual([]);
    expect(unavailable).toEqual(
      expect.arrayContaining([
        `Node objects of ${viewersCluster}`,
        `PersistentVolume objects of ${viewersCluster}`,
        `CustomResourceDefinition objects of ${viewersCluster}`,
        `Pod objects of ${viewersCluster}/staging`,
      ]),
    );
    const complete = (kind: EntityKind) =>
      events.flatMap((event) =>
        event.type === 'complete' && event.kind === kind ? [event.partition ?? 'everything'] : [],
      );
    expect(complete('pod').toSorted()).toEqual([viewersCluster, ...inside].toSorted());
    expect(complete('workload')).toEqual(expect.arrayContaining(inside));
    expect(complete('workload')).not.toContain(`${viewersCluster}/staging`);
    expect(complete('k8s-node')).toEqual([]);
    expect(complete('namespace')).toEqual(['everything']);
  });
});

test('both servers make the same of one cluster', async () => {
  const [native, kubectl] = await Promise.all(servers.map(({ adapter, estate }) => collect(adapter, estate)));
  for (const kind of kubernetesCollector.kinds) {
    if (kind === 'k8s-event' || kind === 'pod') continue;
    const byName = (collected: typeof native) =>
      Object.fromEntries(
        (collected?.records(kind) ?? []).map(({ nativeId, name, partition, relations }) => [
          nativeId,
          { name, partition, relations },
        ]),
      );
    expect(byName(kubectl)).toEqual(byName(native));
  }
});
