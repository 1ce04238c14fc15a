import { describe, expect, test } from 'vitest';
import { naturalKey } from '../../../shared/model/keys.ts';
import type { Entity, Sample } from '../../../shared/model/entity.ts';
import { buildEntity, buildView, testId } from '../../../../test/support/build-view.ts';
import { blockText } from '../plain-text.ts';
import { infrastructureGenerator } from './generator.ts';

const TiB = 2 ** 40;
const naa = 'naa.600a09800000000000000000000000ab';
const uuid = '4c4c4544-0000-1000-8000-000000000001';

const estate = [
  buildEntity('vcenter', 'vc'),
  buildEntity('cluster', 'prod-a'),
  ...['esx-1', 'esx-2'].map((name, i) =>
    buildEntity('host', name, {
      partition: 'prod-a',
      attributes: {
        cluster: 'prod-a',
        connectionState: 'connected',
        cores: 16,
        memoryBytes: (i + 1) * TiB,
        memoryUsageBytes: TiB / 4,
        pnics: [
          {
            name: 'vmnic0',
            linkUp: true,
            speedMbps: 25_000,
            neighbour: { protocol: 'LLDP', device: 'leaf-1.dc', port: `Ethernet${i + 1}` },
          },
        ],
      },
    }),
  ),
  buildEntity('vm', 'node-1', {
    partition: 'prod-a',
    keys: [naturalKey.uuid(uuid)],
    attributes: {
      powerState: 'on',
      cluster: 'prod-a',
      host: 'esx-1',
      vcpus: 48,
      memoryBytes: TiB,
      disks: [{ key: 1, label: 'Hard disk 1', datastore: 'ds-1' }],
    },
    labels: { team: 'platform' },
  }),
  buildEntity('datastore', 'ds-1', {
    attributes: { cluster: 'prod-a', capacityBytes: 10 * TiB, usedBytes: 5 * TiB, vmCount: 1 },
    relations: [{ type: 'backed-by', toKey: naturalKey.naa(naa) }],
    samples: {
      usedBytes: Array.from({ length: 20 }, (_, i): Sample => [20_000 + i, (4.05 + i * 0.05) * TiB]),
    },
  }),
  buildEntity('array', 'array-1', { attributes: { site: 'fra1' } }),
  buildEntity('volume', 'vol-1', {
    partition: 'array-1',
    relations: [{ type: 'part-of', to: testId('array', 'array-1') }],
  }),
  buildEntity('lun', 'lun-1', {
    partition: 'array-1',
    keys: [naturalKey.naa(naa)],
    relations: [{ type: 'stored-on', to: testId('volume', 'vol-1') }],
  }),
  buildEntity('site', 'fra1'),
  buildEntity('rack', 'fra1-r01', { attributes: { site: 'fra1', heightU: 42 } }),
  buildEntity('switch', 'leaf-1', {
    attributes: { site: 'fra1', rack: 'fra1-r01', position: 40, heightU: 1.5 },
  }),
  buildEntity('interface', 'Ethernet1', {
    keys: [naturalKey.port('leaf-1', 'Ethernet1')],
    attributes: { device: 'leaf-1' },
    relations: [{ type: 'part-of', to: testId('switch', 'leaf-1') }],
  }),
  buildEntity('k8s-cluster', 'k8s-1'),
  buildEntity('k8s-node', 'node-1', {
    attributes: { cluster: 'k8s-1' },
    relations: [{ type: 'runs-on', toKey: naturalKey.uuid(uuid) }],
  }),
  buildEntity('finding', 'VS11 ds-1', {
    nativeId: 'VS11:ds-1',
    partition: 'VS11',
    attributes: {
      rule: 'VS11',
      ruleDomain: 'vmware',
      severity: 'critical',
      title: 'Datastore nearly full',
      object: 'ds-1',
      objectId: testId('datastore', 'ds-1'),
      objectKind: 'datastore',
      objectSource: 'vcenter-a',
      value: '91 % used',
      threshold: '< 90 %',
      openedAt: '2026-11-20T08:00:00.000Z',
    },
  }),
];

const settings = { rowsPerPage: 500, depth: 'full', changeDays: 7 } as const;

function sectionText(key: string, entities: readonly Entity[] = estate): string {
  const [overview] = Array.from(infrastructureGenerator.documents(buildView(entities), settings));
  const section = overview?.sections.find((one) => one.key === key);
  return (section?.render() ?? []).map(blockText).join('\n');
}

describe('the overview', () => {
  test('opens with what there is, what is wrong and what is left of each domain', () => {
    const text = sectionText('summary');
    expect(text).toContain('Open findings: 1 critical');
    expect(text).toMatch(
      /Virtualization \| 1 vCenter, 1 cluster, 2 hosts, 1 VM, 1 datastore \| critical 1 \| 50 % memory at N−1/,
    );
    expect(text).toMatch(/\| 99 d \(9\d–1?\d\d\): ds-1 \| vcenter-a/);
    expect(text).toMatch(/Network .*\| 96.4 % of rack units/);
  });

  test('says of Kubernetes when the first claim is full', () => {
    const claim = buildEntity('persistent-volume-claim', 'data', {
      attributes: {
        cluster: 'k8s-1',
        namespace: 'shop',
        capacityBytes: 1_000,
        filesystemBytes: 900,
        usedBytes: 690,
      },
      samples: { usedBytes: Array.from({ length: 20 }, (_, i): Sample => [20_000 + i, 500 + i * 10]) },
    });
    expect(sectionText('summary', [...estate, claim])).toMatch(/Kubernetes .*\| 21 d [^|]*: data \|/);
  });

  test('lists every critical finding with object, value, threshold, first seen and source', () => {
    expect(sectionText('critical-findings')).toContain(
      'critical | VS11 | Datastore nearly full | ds-1 |  | 91 % used | < 90 % | 2026-11-20 08:00 UTC | vcenter-a',
    );
  });

  test('works capacity out without the largest host', () => {
    expect(sectionText('capacity')).toContain(
      'prod-a | 2 of 2 | 3 TiB | 1 TiB | 512 GiB | 512 GiB (50 %) | 1.50:1 | 0.33:1',
    );
  });

  test('says of a cluster what the virtualization document says of it', () => {
    const cluster = buildEntity('cluster', 'prod-a', {
      partition: 'prod-a',
      attributes: { effectiveMemoryBytes: 2.5 * TiB, memoryUsageBytes: 0.25 * TiB },
    });
    const text = sectionText('capacity', [
      ...estate.filter((entity) => entity.kind !== 'cluster'),
      buildEntity('host', 'esx-3', {
        partition: 'prod-a',
        attributes: { connectionState: 'connected', maintenanceMode: true, memoryBytes: 9 * TiB, cores: 16 },
      }),
      cluster,
    ]);
    expect(text).toContain('prod-a | 2 of 3 | 2.50 TiB | 853.33 GiB | 256 GiB | 597.33 GiB (70 %)');
  });

  test('counts only nodes that take ordinary pods, cluster by cluster', () => {
    const kubernetes = ['k8s-1', 'k8s-2'].flatMap((name) => {
      const cluster = buildEntity('k8s-cluster', name);
      const nodes = [2, 4, 8].map((cores, i) =>
        buildEntity('k8s-node', `${name}-${cores}`, {
          attributes: {
            cluster: name,
            allocatableCpuMillicores: cores * 1_000,
            allocatableMemoryBytes: cores * TiB,
            allocatablePods: 110,
            taints: i === 0 ? ['node-role.kubernetes.io/control-plane:NoSchedule'] : [],
          },
          relations: [{ type: 'member-of', to: cluster.id }],
        }),
      );
      const pods = nodes.map((node) =>
        buildEntity('pod', `on-${node.name}`, {
          attributes: {
            cluster: name,
            namespace: 'default',
            phase: 'Running',
            cpuRequestMillicores: 1_000,
            memoryRequestBytes: TiB,
          },
          relations: [{ type: 'runs-on', to: node.id }],
        }),
      );
      return [cluster, ...nodes, ...pods];
    });
    expect(sectionText('capacity', kubernetes)).toContain(
      'k8s-1 | 2 | 4.00 cores | 2.00 cores | yes | 4 TiB | 2 TiB | yes',
    );
    expect(sectionText('summary', kubernetes)).toContain('50 % memory requests at N−1');
  });

  test('follows dependencies across sources', () => {
    const text = sectionText('dependencies');
    expect(text).toContain('node-1 | k8s-1 | node-1 | esx-1 | prod-a | k8s-a, vcenter-a');
    expect(text).toContain('ds-1 | prod-a | 1 | lun-1 | vol-1 | array-1 | vcenter-a, array-a');
    expect(text).toContain('esx-1 | vmnic0 | 25 Gbit/s | up | leaf-1 | Ethernet1 | vcenter-a, net-a');
    expect(text).toContain('unknown ("leaf-1.dc Ethernet2" is not among the collected ports)');
    expect(text).toContain(
      'k8s-1 leads to prod-a (nodes). prod-a leads to array-1 (datastores), leaf-1 (ports).',
    );
  });

  test('counts rack units once, halves too', () => {
    expect(sectionText('places')).toContain('fra1-r01 | fra1 | 42 U | 1.5 U (3.6 %) | 1 | net-a');
  });

  test('says who is responsible, and says so when nobody is', () => {
    expect(sectionText('owners')).toContain('platform | 1 VM | vcenter-a');
    expect(sectionText('owners', [])).toContain('unknown (no label, tenant or namespace');
  });

  test('of an empty inventory is all unknown, never zero', () => {
    const [overview] = Array.from(infrastructureGenerator.documents(buildView([]), settings));
    for (const section of overview?.sections.filter(({ key }) => key !== 'glossary') ?? []) {
      const text = section.render().map(blockText).join('\n');
      expect(text).not.toMatch(/\b0\b/);
      expect(text).not.toBe('');
    }
  });
});

test('every section that is written is in the catalogue', () => {
  const known = infrastructureGenerator.catalogue.map(({ key }) => key);
  const [overview] = Array.from(infrastructureGenerator.documents(buildView(estate), settings));
  expect(overview?.sections.map(({ key }) => key)).toEqual(known);
});
