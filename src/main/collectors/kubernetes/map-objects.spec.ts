import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { apiObject, controlledBy, mapRaw } from '../../../../test/support/kubernetes-objects.ts';
import { propertyRuns } from '../../../../test/support/property.ts';
import { validateRecord } from '../../inventory/record.ts';
import { apiKinds } from './api-kinds.ts';

const id = (entityKind: string, kind: string, name: string) => `k8s:${entityKind}:c1/uid-${kind}-${name}`;
const shop = { namespace: 'shop' };
const labels = { app: 'web' };
const template = {
  metadata: { labels },
  spec: {
    containers: [
      {
        name: 'web',
        image: 'web:1.2',
        resources: { requests: { cpu: '100m', memory: '64Mi' }, limits: { memory: '128Mi' } },
        readinessProbe: { httpGet: { path: '/', port: 80 } },
      },
    ],
  },
};
const namespace = apiObject('v1', 'Namespace', 'shop', { metadata: { labels: { team: 'commerce' } } });
const node = apiObject('v1', 'Node', 'n1', {
  metadata: { labels: { 'node-role.kubernetes.io/control-plane': '', 'node-role.kubernetes.io/master': '' } },
  spec: {
    providerID: 'vsphere://4237AB12-0000-4444-8888-ABCDEFABCDEF',
    taints: [{ key: 'dedicated', value: 'db', effect: 'NoSchedule' }],
  },
  status: {
    allocatable: { cpu: '1930m', memory: '8Gi', pods: '110' },
    conditions: [
      { type: 'Ready', status: 'True', lastTransitionTime: '2026-01-02T00:00:00Z', reason: 'KubeletReady' },
      { type: 'DiskPressure', status: 'False', lastTransitionTime: null },
    ],
    nodeInfo: { kubeletVersion: 'v1.34.2', systemUUID: '' },
    addresses: [{ type: 'InternalIP', address: '10.0.0.1' }],
  },
});
const deployment = apiObject('apps/v1', 'Deployment', 'web', {
  ...shop,
  spec: { replicas: 2, selector: { matchLabels: labels }, template },
  status: { readyReplicas: 1 },
});
const replicaSet = apiObject('apps/v1', 'ReplicaSet', 'web-1', {
  ...shop,
  metadata: controlledBy('apps/v1', 'Deployment', 'web'),
  spec: { replicas: 2, template },
});
const pod = apiObject('v1', 'Pod', 'web-1-a', {
  ...shop,
  metadata: { ...controlledBy('apps/v1', 'ReplicaSet', 'web-1'), labels },
  spec: { ...template.spec, nodeName: 'n1' },
  status: {
    phase: 'Running',
    conditions: [{ type: 'Ready', status: 'True' }],
    containerStatuses: [
      {
        name: 'web',
        restartCount: 3,
        ready: true,
        state: { running: { startedAt: '2026-01-03T00:00:00Z' } },
      },
    ],
  },
});

describe('nodes', () => {
  test('say what they are, what they can give and which machine they run on', () => {
    const { attributes, relations } = mapRaw([node]).one('k8s-node');
    expect(attributes).toMatchObject({
      roles: ['control-plane'],
      ready: true,
      allocatableCpuMillicores: 1930,
      allocatableMemoryBytes: 8 * 2 ** 30,
      allocatablePods: 110,
      taints: ['dedicated=db:NoSchedule'],
      conditions: [{ type: 'DiskPressure', status: 'False' }],
    });
    expect(relations).toContainEqual({ type: 'runs-on', toKey: 'uuid:4237ab12000044448888abcdefabcdef' });
  });

  test('have no usage without metrics, and say why', () => {
    const { unknown } = mapRaw([node], {
      missing: [{ group: 'metrics.k8s.io', kind: 'NodeMetrics', reason: 'no metrics-server' }],
    }).one('k8s-node');
    expect(unknown).toMatchObject({ usedCpuMillicores: 'no metrics-server' });
  });
});

describe('workloads', () => {
  test('own pods through their ReplicaSets, which are no workloads of their own', () => {
    const mapped = mapRaw([namespace, node, deployment, replicaSet, pod]);
    expect(mapped.of('workload').map(({ name }) => name)).toEqual(['web']);
    expect(mapped.one('workload').attributes).toMatchObject({
      type: 'Deployment',
      replicas: 2,
      desired: 2,
      ready: 1,
      restarts: 3,
      images: ['web:1.2'],
      containers: [
        {
          name: 'web',
          cpuRequestMillicores: 100,
          memoryLimitBytes: 2 ** 27,
          readiness: true,
          liveness: false,
        },
      ],
    });
    expect(mapped.one('pod').relations).toEqual(
      expect.arrayContaining([
        { type: 'owned-by', to: id('workload', 'Deployment', 'web') },
        { type: 'runs-on', to: id('k8s-node', 'Node', 'n1') },
        { type: 'part-of', to: id('namespace', 'Namespace', 'shop') },
      ]),
    );
    expect(mapped.one('pod').partition).toBe('c1/shop');
  });

  test('stand by themselves when nothing owns them', () => {
    const alone = apiObject('apps/v1', 'ReplicaSet', 'alone', { ...shop, spec: { template } });
    expect(mapRaw([alone]).one('workload').attributes).toMatchObject({ type: 'ReplicaSet' });
  });

  test('leave the number of replicas to their autoscaler', () => {
    const scaler = apiObject('autoscaling/v2', 'HorizontalPodAutoscaler', 'web', {
      ...shop,
      spec: { scaleTargetRef: { kind: 'Deployment', name: 'web' }, maxReplicas: 5 },
    });
    const mapped = mapRaw([deployment, scaler]);
    expect(mapped.one('workload').attributes).not.toHaveProperty('replicas');
    expect(mapped.one('workload').unknown).toMatchObject({ replicas: 'set by autoscaler web' });
    expect(mapped.one('autoscaler').relations).toContainEqual({
      type: 'scales',
      to: id('workload', 'Deployment', 'web'),
    });
  });

  test('of a cron job are its runs', () => {
    const cron = apiObject('batch/v1beta1', 'CronJob', 'nightly', {
      ...shop,
      spec: { schedule: '0 2 * * *', jobTemplate: { spec: { template } } },
    });
    const run = apiObject('batch/v1', 'Job', 'nightly-1', {
      ...shop,
      metadata: controlledBy('batch/v1beta1', 'CronJob', 'nightly'),
      status: { succeeded: 1 },
    });
    const mapped = mapRaw([cron, run]);
    expect(mapped.of('workload').map(({ name }) => name)).toEqual(['nightly']);
    expect(mapped.one('job-run')).toMatchObject({
      attributes: { cronJob: 'nightly', succeeded: 1 },
      relations: expect.arrayContaining([
        { type: 'owned-by', to: id('workload', 'CronJob', 'nightly') },
      ]) as unknown,
    });
  });

  test('whose owners point at each other are not followed for ever', () => {
    const a = apiObject('apps/v1', 'ReplicaSet', 'a', {
      ...shop,
      metadata: controlledBy('apps/v1', 'ReplicaSet', 'b'),
    });
    const b = apiObject('apps/v1', 'ReplicaSet', 'b', {
      ...shop,
      metadata: controlledBy('apps/v1', 'ReplicaSet', 'a'),
    });
    expect(() => mapRaw([a, b])).not.toThrow();
  });
});

describe('pods', () => {
  test('ask for the larger of their containers together and of the largest init container', () => {
    const request = (cpu: string) => ({ resources: { requests: { cpu } } });
    const big = apiObject('v1', 'Pod', 'p', {
      ...shop,
      spec: {
        containers: [
          { name: 'a', ...request('100m') },
          { name: 'b', ...request('200m') },
        ],
        initContainers: [{ name: 'i', ...request('1') }],
        overhead: { cpu: '50m' },
      },
    });
    expect(mapRaw([big]).one('pod').attributes).toMatchObject({ cpuRequestMillicores: 1050 });
  });

  test('count sidecars with their containers', () => {
    const request = (cpu: string) => ({ resources: { requests: { cpu } } });
    const meshed = apiObject('v1', 'Pod', 'p', {
      ...shop,
      spec: {
        containers: [{ name: 'a', ...request('100m') }],
        initContainers: [
          { name: 's', restartPolicy: 'Always', ...request('50m') },
          { name: 'i', ...request('80m') },
        ],
      },
    });
    expect(mapRaw([meshed]).one('pod').attributes).toMatchObject({ cpuRequestMillicores: 150 });
  });

  test('say why they wait, and since when they crash', () => {
    const crashing = apiObject('v1', 'Pod', 'p', {
      ...shop,
      status: {
        phase: 'Running',
        containerStatuses: [
          {
            name: 'web',
            restartCount: 7,
            state: { waiting: { reason: 'CrashLoopBackOff' } },
            lastState: { terminated: { exitCode: -1, reason: 'Error', finishedAt: '2026-01-03T00:00:00Z' } },
          },
        ],
      },
    });
    expect(mapRaw([crashing]).one('pod').attributes).toMatchObject({
      restarts: 7,
      containers: [
        {
          state: 'waiting',
          reason: 'CrashLoopBackOff',
          lastExitCode: -1,
          sinceAt: '2026-01-03T00:00:00.000Z',
        },
      ],
    });
  });
});

describe('services', () => {
  const service = apiObject('v1', 'Service', 'web', {
    ...shop,
    spec: { selector: labels, ports: [{ port: 80, targetPort: 'http' }] },
  });

  test('select workloads and count their backends from endpoint slices', () => {
    const slice = apiObject('discovery.k8s.io/v1', 'EndpointSlice', 'web-x', {
      ...shop,
      metadata: { labels: { 'kubernetes.io/service-name': 'web' } },
      endpoints: [
        { addresses: ['10.1.0.1'], conditions: { ready: true } },
        { addresses: ['10.1.0.2'], conditions: { ready: false } },
      ],
    });
    const { attributes, relations } = mapRaw([service, slice, deployment]).one('service');
    expect(attributes).toMatchObject({
      type: 'ClusterIP',
      backends: 2,
      backendsReady: 1,
      backendsFrom: 'endpoints',
    });
    expect(relations).toContainEqual({ type: 'selects', to: id('workload', 'Deployment', 'web') });
  });

  test('count pods where endpoint slices are not served', () => {
    const gap = { group: 'discovery.k8s.io', kind: 'EndpointSlice', reason: 'not served' };
    expect(mapRaw([service, pod], { missing: [gap] }).one('service').attributes).toMatchObject({
      backends: 1,
      backendsReady: 1,
      backendsFrom: 'pods',
    });
  });

  test('know nothing of backends where neither can be read', () => {
    const missing = [
      { group: 'discovery.k8s.io', kind: 'EndpointSlice', reason: 'not served' },
      { group: '', kind: 'Pod', namespace: 'shop', reason: 'pods is forbidden' },
    ];
    const { attributes, unknown } = mapRaw([service], { missing }).one('service');
    expect(attributes).not.toHaveProperty('backendsReady');
    expect(unknown).toMatchObject({ backendsReady: 'pods is forbidden' });
  });
});

describe('storage', () => {
  const storageClass = apiObject('storage.k8s.io/v1', 'StorageClass', 'gold', { allowVolumeExpansion: true });
  const claim = apiObject('v1', 'PersistentVolumeClaim', 'data', {
    ...shop,
    spec: { storageClassName: 'gold', volumeName: 'pv1', resources: { requests: { storage: '8Gi' } } },
    status: { phase: 'Bound', capacity: { storage: '8Gi' } },
  });
  const volume = (source: Record<string, unknown>) =>
    apiObject('v1', 'PersistentVolume', 'pv1', {
      spec: { capacity: { storage: '8Gi' }, ...source },
      status: { phase: 'Bound' },
    });

  test('binds claims to volumes, knows what may grow and how full a kubelet says it is', () => {
    const summary = {
      pods: [
        {
          volume: [
            { name: 'tmp', usedBytes: 1 },
            {
              name: 'd',
              pvcRef: { name: 'data', namespace: 'shop' },
              usedBytes: 600,
              capacityBytes: 800,
              inodes: 10,
              inodesUsed: 1,
            },
          ],
        },
      ],
    };
    const { attributes, relations } = mapRaw([storageClass, claim, volume({})], { summaries: [summary] }).one(
      'persistent-volume-claim',
    );
    expect(attributes).toMatchObject({
      expandable: true,
      usedBytes: 600,
      filesystemBytes: 800,
      usedPercent: 75,
      inodesUsedPercent: 10,
    });
    expect(relations).toContainEqual({
      type: 'bound-to',
      to: id('persistent-volume', 'PersistentVolume', 'pv1'),
    });
  });

  test('says why usage is unknown', () => {
    expect(
      mapRaw([claim], { noVolumeUsage: 'no kubelet answers' }).one('persistent-volume-claim').unknown,
    ).toMatchObject({
      usedPercent: 'no kubelet answers',
    });
  });

  test.each([
    [{ nfs: { server: 'Filer1', path: '/vol/a' } }, 'nfs:filer1:/vol/a'],
    [{ fc: { wwids: ['600A0980123456789012345678901234'] } }, 'naa:600a0980123456789012345678901234'],
    [
      { csi: { driver: 'd', volumeHandle: 'h', volumeAttributes: { server: 'filer1', share: '/a' } } },
      'nfs:filer1:/a',
    ],
    [
      { csi: { driver: 'd', volumeHandle: 'h', volumeAttributes: { array: 'array-1', volume: 'V1' } } },
      'volume:array-1/v1',
    ],
    [
      {
        csi: {
          driver: 'rbd.csi.ceph.com',
          volumeHandle: 'h',
          volumeAttributes: { clusterID: '7c9e6679-7425', pool: 'k8s', imageName: 'csi-vol-1' },
        },
      },
      'volume:7c9e6679-7425/csi-vol-1',
    ],
  ])('finds what holds %j', (source, toKey) => {
    expect(mapRaw([volume(source)]).one('persistent-volume').relations).toContainEqual({
      type: 'backed-by',
      toKey,
    });
  });
});

describe('rules of the road', () => {
  test('old API groups are the same things', () => {
    const old = apiObject('extensions/v1beta1', 'Ingress', 'shop', {
      ...shop,
      spec: {
        rules: [
          {
            host: 'a.example',
            http: { paths: [{ path: '/', backend: { serviceName: 'web', servicePort: 80 } }] },
          },
        ],
      },
    });
    expect(mapRaw([old]).one('ingress').attributes).toMatchObject({
      rules: [{ host: 'a.example', path: '/', service: 'web', port: '80' }],
    });
    const legacy = apiObject('extensions/v1beta1', 'Deployment', 'old', { ...shop, spec: { template } });
    expect(mapRaw([legacy]).one('workload').attributes).toMatchObject({ type: 'Deployment' });
  });

  test('an empty budget selector meant nothing before it meant everything', () => {
    const budget = (version: string) =>
      apiObject(version, 'PodDisruptionBudget', 'b', {
        ...shop,
        spec: { maxUnavailable: '25%', selector: {} },
      });
    expect(mapRaw([budget('policy/v1beta1'), deployment]).one('disruption-budget').relations).toHaveLength(1);
    expect(mapRaw([budget('policy/v1'), deployment]).one('disruption-budget').relations).toHaveLength(2);
  });

  test('roles that allow everything are told from those that do not', () => {
    const role = apiObject('rbac.authorization.k8s.io/v1', 'ClusterRole', 'root', {
      rules: [
        { verbs: ['*'], apiGroups: ['*'], resources: ['*'] },
        { verbs: ['get'], nonResourceURLs: ['/healthz'] },
      ],
    });
    const binding = apiObject('rbac.authorization.k8s.io/v1', 'RoleBinding', 'b', {
      ...shop,
      roleRef: { kind: 'ClusterRole', name: 'root' },
      subjects: [
        { kind: 'ServiceAccount', name: 'sa' },
        { kind: 'User', name: 'eve' },
      ],
    });
    const mapped = mapRaw([role, binding]);
    expect(mapped.one('access-role').attributes).toMatchObject({
      unrestricted: true,
      rules: ['*: * in *', 'get: /healthz'],
    });
    expect(mapped.one('role-binding')).toMatchObject({
      attributes: { role: 'ClusterRole/root', subjects: ['ServiceAccount shop/sa', 'User eve'] },
      relations: expect.arrayContaining([
        { type: 'grants', to: id('access-role', 'ClusterRole', 'root') },
      ]) as unknown,
    });
  });

  test('custom resources keep the names of their fields, never the values', () => {
    const definition = apiObject('apiextensions.k8s.io/v1', 'CustomResourceDefinition', 'dbs.acme.io', {
      spec: {
        group: 'acme.io',
        scope: 'Namespaced',
        names: { kind: 'Db', plural: 'dbs' },
        versions: [{ name: 'v1', served: true, storage: true }],
      },
    });
    const custom = apiObject('acme.io/v1', 'Db', 'main', { ...shop, spec: { password: 'hunter2', size: 3 } });
    const mapped = mapRaw([definition, custom]);
    expect(mapped.one('custom-resource').attributes).toMatchObject({ specFields: ['password', 'size'] });
    expect(JSON.stringify([...mapped.records])).not.toContain('hunter2');
  });

  test('events of both APIs concern what they name, through its owners', () => {
    const old = apiObject('v1', 'Event', 'e1', {
      ...shop,
      involvedObject: { kind: 'ReplicaSet', apiVersion: 'apps/v1', namespace: 'shop', name: 'web-1' },
      reason: 'FailedCreate',
      firstTimestamp: null,
      lastTimestamp: null,
      eventTime: '2026-01-05T00:00:00.123456Z',
    });
    const event = mapRaw([deployment, replicaSet, old]).one('k8s-event');
    expect(event.attributes).toMatchObject({
      lastAt: '2026-01-05T00:00:00.123Z',
      count: 1,
      object: 'ReplicaSet/web-1',
    });
    expect(event.relations).toContainEqual({ type: 'concerns', to: id('workload', 'Deployment', 'web') });
  });

  test('what is no object is rejected with the place that is wrong', () => {
    const { rejects } = mapRaw([{ apiVersion: 'v1', kind: 'Pod', metadata: {} }, null, 'text']);
    expect(rejects.map(({ kind, path }) => [kind, path])).toEqual([
      ['pod', 'metadata.name'],
      ['custom-resource', ''],
      ['custom-resource', ''],
    ]);
  });

  test('an object that paging gave twice is one', () => {
    expect(
      mapRaw([node, { ...node, metadata: { ...(node['metadata'] as object), labels: {} } }]).one('k8s-node')
        .labels,
    ).toEqual({});
  });
});

describe('whatever a server answers', () => {
  const leaf = fc.oneof(
    fc.constantFrom(
      null,
      '',
      '100m',
      '1Gi',
      'True',
      'Running',
      'web',
      '2026-01-01T00:00:00Z',
      '0001-01-01T00:00:00Z',
    ),
    fc.integer(),
    fc.double(),
    fc.boolean(),
    fc.string(),
  );
  const member = fc.constantFrom(
    'spec',
    'status',
    'containers',
    'resources',
    'requests',
    'limits',
    'template',
    'metadata',
    'labels',
    'conditions',
    'type',
    'name',
    'selector',
    'matchLabels',
    'ports',
    'port',
    'rules',
    'http',
    'paths',
    'backend',
    'volumes',
    'replicas',
    'cpu',
    'memory',
    'storage',
    'hard',
    'used',
    'containerStatuses',
    'state',
    'waiting',
    'reason',
    'involvedObject',
    'subjects',
    'roleRef',
  );
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof(
      { maxDepth: 5 },
      leaf,
      fc.array(tie('tree'), { maxLength: 3 }),
      fc.dictionary(member, tie('tree'), { maxKeys: 6 }),
    ),
  }));
  const object = fc
    .record({
      known: fc.constantFrom(...apiKinds),
      name: fc.constantFrom('a', 'b', 'web'),
      namespace: fc.option(fc.constantFrom('shop', 'kube-system'), { nil: undefined }),
      uid: fc.option(fc.constantFrom('u1', 'u2', 'u3', 'u4'), { nil: undefined }),
      body: fc.dictionary(member, tree, { maxKeys: 6 }),
      metadata: fc.dictionary(
        fc.constantFrom('labels', 'annotations', 'ownerReferences', 'generation'),
        tree,
        { maxKeys: 3 },
      ),
    })
    .map(({ known, name, namespace, uid, body, metadata }) => ({
      ...body,
      apiVersion: known.group === '' ? known.versions[0] : `${known.group}/${known.versions[0]}`,
      kind: known.kind,
      metadata: {
        ...metadata,
        name,
        ...(namespace ? { namespace } : {}),
        ...(uid ? { uid: `${known.kind}-${name}-${uid}` } : {}),
      },
    }));

  test('mapping does not throw, and every record fits its kind', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(object, tree), { maxLength: 12 }), (objects) => {
        for (const [kind, records] of mapRaw(objects).records) {
          for (const record of records) {
            const checked = validateRecord(kind, record);
            expect(checked.ok ? undefined : checked.reject).toBeUndefined();
          }
        }
      }),
      { numRuns: propertyRuns(150, 5_000) },
    );
  });
});
