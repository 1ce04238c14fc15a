import { describe, expect, test } from 'vitest';
import {
  buildEntity,
  buildView,
  testId,
  testNow,
  type AnyEntity,
} from '../../../../test/support/build-view.ts';
import type { AttributesOf } from '../../../shared/model/kinds/registry.ts';
import type { Sample } from '../../../shared/model/entity.ts';
import { evaluateRule } from '../evaluate.ts';
import { kubernetesRules } from './rules.ts';
import { minorOf } from './version.ts';

const ago = (minutes: number) => new Date(Date.parse(testNow) - minutes * 60_000).toISOString();

/** What a rule says of entities: severities and values of breaches, and the reasons of what it could not judge. */
function judge(id: string, entities: readonly AnyEntity[], given: Record<string, unknown> = {}) {
  const rule = kubernetesRules.find((candidate) => candidate.id === id);
  if (!rule) throw new Error(`no rule ${id}`);
  const verdicts = [...rule.evaluate(buildView(entities), rule.thresholds.parse(given))];
  return {
    breaches: verdicts.flatMap((verdict) =>
      verdict.type === 'breach' ? [`${verdict.severity} ${verdict.entity.name}: ${verdict.value}`] : [],
    ),
    unknown: verdicts.flatMap((verdict) => (verdict.type === 'unknown' ? [verdict.reason] : [])),
    first: verdicts[0],
  };
}
const healthy = { breaches: [], unknown: [] };

const part = { cluster: 'c1', namespace: 'shop' };
const at = { partition: 'c1/shop' };
const node = (attributes: Partial<AttributesOf<'k8s-node'>>, name = 'n1') =>
  buildEntity('k8s-node', name, {
    partition: 'c1',
    attributes: { cluster: 'c1', ready: true, conditions: [], ...attributes },
    relations: [{ type: 'member-of', to: testId('k8s-cluster', 'c1') }],
  });
const cluster = (version?: string) =>
  buildEntity('k8s-cluster', 'c1', { partition: 'c1', attributes: version === undefined ? {} : { version } });
const pod = (attributes: Partial<AttributesOf<'pod'>>, name = 'web-1-a') =>
  buildEntity('pod', name, {
    ...at,
    attributes: { ...part, phase: 'Running', ready: true, containers: [], ...attributes },
  });
const container = { name: 'web', ready: false, restarts: 9, state: 'waiting' as const };
const workload = (attributes: Partial<AttributesOf<'workload'>>, name = 'web') =>
  buildEntity('workload', name, {
    ...at,
    attributes: {
      ...part,
      type: 'Deployment',
      desired: 3,
      ready: 3,
      replicas: 3,
      containers: [],
      ...attributes,
    },
  });
const good = {
  name: 'web',
  image: 'web:1.2',
  cpuRequestMillicores: 100,
  memoryRequestBytes: 1,
  liveness: true,
  readiness: true,
  startup: false,
  privileged: false,
  ports: [],
};

describe('KU01 node not ready', () => {
  test('breaks with its reason and since when', () => {
    const { breaches, first } = judge('KU01', [
      node({ ready: false, readyReason: 'KubeletDown', readySinceAt: ago(20) }),
    ]);
    expect(breaches).toEqual(['warning n1: not ready']);
    expect(first).toMatchObject({ evidence: 'KubeletDown', sinceAt: ago(20) });
  });
  test('holds for a ready node, and cannot be judged without the condition', () => {
    expect(judge('KU01', [node({})])).toMatchObject(healthy);
    expect(
      judge('KU01', [buildEntity('k8s-node', 'n1', { attributes: { cluster: 'c1' } })]).unknown,
    ).toHaveLength(1);
  });
  test.each([
    [20, 'sustained'],
    [5, 'observed-once'],
  ])('%i minutes by the node’s own clock are %s at the first reading', (minutes, persistence) => {
    const rule = kubernetesRules.find(({ id }) => id === 'KU01');
    const view = buildView([{ ...node({ ready: false, readySinceAt: ago(minutes) }), observedAt: testNow }]);
    const records = rule ? evaluateRule(rule, view, {}).records : [];
    expect(records.map(({ attributes }) => attributes.persistence)).toEqual([persistence]);
  });
});

describe('KU02 node under pressure', () => {
  test('breaks for each pressure that holds', () => {
    const conditions = [
      { type: 'DiskPressure', status: 'True', sinceAt: ago(30) },
      { type: 'MemoryPressure', status: 'False' },
      { type: 'PIDPressure', status: 'Unknown' },
    ];
    expect(judge('KU02', [node({ conditions })]).breaches).toEqual(['info n1: DiskPressure true']);
  });
  test('holds without one, and cannot be judged without conditions', () => {
    expect(judge('KU02', [node({})])).toMatchObject(healthy);
    expect(
      judge('KU02', [buildEntity('k8s-node', 'n1', { attributes: { cluster: 'c1' } })]).unknown,
    ).toHaveLength(1);
  });
});

describe('KU03 crash loop', () => {
  test('breaks for each container that is in back-off', () => {
    const containers = [{ ...container, reason: 'CrashLoopBackOff', lastExitCode: 1, lastReason: 'Error' }];
    const { breaches, first } = judge('KU03', [pod({ ready: false, readySinceAt: ago(30), containers })]);
    expect(breaches).toEqual(['warning web-1-a: CrashLoopBackOff, 9 restarts']);
    expect(first).toMatchObject({
      evidence: 'Error, last exit code 1',
      discriminator: 'web',
      sinceAt: ago(30),
    });
  });
  test('holds for running containers and finished pods, and cannot be judged without states', () => {
    const containers = [{ ...container, reason: 'CrashLoopBackOff' }];
    expect(judge('KU03', [pod({}), pod({ phase: 'Succeeded', containers }, 'b')])).toMatchObject(healthy);
    expect(judge('KU03', [buildEntity('pod', 'p', { attributes: part })]).unknown).toHaveLength(1);
  });
});

describe('KU04 pod not ready', () => {
  test('breaks and says what it waits for', () => {
    const containers = [{ ...container, reason: 'ImagePullBackOff', message: 'no such image' }];
    const { breaches, first } = judge('KU04', [
      pod({ phase: 'Pending', ready: false, readySinceAt: ago(90), containers }),
    ]);
    expect(breaches).toEqual(['warning web-1-a: Pending, not ready, container web waiting for over 1 h']);
    expect(first).toMatchObject({ evidence: 'web: ImagePullBackOff; no such image' });
  });
  test('holds for pods that are ready, done, of a job, being deleted or crashing', () => {
    const crashing = { ready: false, containers: [{ ...container, reason: 'CrashLoopBackOff' }] };
    const fine = [
      pod({}),
      pod({ phase: 'Succeeded', ready: false }, 'b'),
      pod({ owner: 'Job/x', ready: false }, 'c'),
      pod({ deletedAt: ago(1), ready: false }, 'd'),
      pod(crashing, 'e'),
    ];
    expect(judge('KU04', fine)).toMatchObject(healthy);
  });
  test('cannot be judged without the condition', () => {
    expect(judge('KU04', [buildEntity('pod', 'p', { attributes: part })]).unknown).toHaveLength(1);
  });
});

describe('KU05 workload degraded', () => {
  test('breaks below its replicas, and when a rollout is stuck though enough are ready', () => {
    const conditions = [
      { type: 'Progressing', status: 'False', reason: 'ProgressDeadlineExceeded', sinceAt: ago(60) },
    ];
    expect(judge('KU05', [workload({ ready: 1 })]).breaches).toEqual(['warning web: 1 of 3 ready']);
    expect(judge('KU05', [workload({ conditions })]).breaches).toEqual([
      'warning web: 3 of 3 ready, rollout stuck',
    ]);
  });
  test('holds when all are ready, and is not for jobs', () => {
    expect(judge('KU05', [workload({}), workload({ type: 'Job', ready: 0 }, 'job')])).toMatchObject(healthy);
  });
  test('cannot be judged without a status', () => {
    const bare = buildEntity('workload', 'w', { attributes: { ...part, type: 'Deployment' } });
    expect(judge('KU05', [bare]).unknown).toHaveLength(1);
  });
});

describe('KU06 job', () => {
  const job = (attributes: Partial<AttributesOf<'workload'>>) =>
    workload({ type: 'Job', ...attributes }, 'job');
  test('breaks when it failed, and when it runs for more than twelve hours', () => {
    const conditions = [{ type: 'Failed', status: 'True', message: 'BackoffLimitExceeded' }];
    expect(judge('KU06', [job({ conditions, failed: 7 })]).breaches).toEqual([
      'warning job: failed after 7 pods',
    ]);
    expect(judge('KU06', [job({ active: 1, startedAt: ago(13 * 60) })]).breaches).toEqual([
      'warning job: active for 13 h',
    ]);
  });
  test('is for runs of cron jobs as well', () => {
    const run = buildEntity('job-run', 'nightly-1', {
      ...at,
      attributes: { ...part, cronJob: 'nightly', conditions: [{ type: 'Failed', status: 'True' }] },
    });
    expect(judge('KU06', [run]).breaches).toEqual(['warning nightly-1: failed']);
  });
  test('holds while it runs, and when it is done', () => {
    expect(judge('KU06', [job({ active: 1, startedAt: ago(60) })])).toMatchObject(healthy);
    expect(
      judge('KU06', [job({ succeeded: 1, conditions: [{ type: 'Complete', status: 'True' }] })]),
    ).toMatchObject(healthy);
  });
});

describe('KU07 autoscaler', () => {
  const scaler = (attributes: Partial<AttributesOf<'autoscaler'>>) =>
    buildEntity('autoscaler', 'web', {
      ...at,
      attributes: { ...part, minReplicas: 2, maxReplicas: 5, ...attributes },
    });
  test('breaks at its maximum', () => {
    expect(judge('KU07', [scaler({ currentReplicas: 5 })]).breaches).toEqual(['warning web: 5 replicas']);
  });
  test('holds below, and when minimum and maximum are one by decision', () => {
    expect(judge('KU07', [scaler({ currentReplicas: 4 })])).toMatchObject(healthy);
    expect(judge('KU07', [scaler({ currentReplicas: 5, minReplicas: 5 })])).toMatchObject(healthy);
  });
  test('cannot be judged before it reports', () => {
    expect(judge('KU07', [scaler({})]).unknown).toHaveLength(1);
  });
});

describe('KU08 disruption budget', () => {
  const budget = (attributes: Partial<AttributesOf<'disruption-budget'>>) =>
    buildEntity('disruption-budget', 'web', { ...at, attributes: { ...part, ...attributes } });
  test('breaks with fewer healthy pods than it needs', () => {
    expect(judge('KU08', [budget({ currentHealthy: 1, desiredHealthy: 2 })]).breaches).toEqual([
      'warning web: 1 healthy',
    ]);
  });
  test('holds with enough, and cannot be judged uncounted', () => {
    expect(judge('KU08', [budget({ currentHealthy: 2, desiredHealthy: 2 })])).toMatchObject(healthy);
    expect(judge('KU08', [budget({})]).unknown).toHaveLength(1);
  });
});

describe('KU09 volume filling up', () => {
  const growing = (perDay: number): Sample[] =>
    Array.from({ length: 20 }, (_, day) => [day, 1_000 - (19 - day) * perDay - 100]);
  const claim = (attributes: Partial<AttributesOf<'persistent-volume-claim'>>, samples?: Sample[]) =>
    buildEntity('persistent-volume-claim', 'data', {
      ...at,
      attributes: { ...part, phase: 'Bound', filesystemBytes: 1_000, ...attributes },
      ...(samples === undefined ? {} : { samples: { usedBytes: samples } }),
    });
  test('is critical when next to nothing is free', () => {
    expect(judge('KU09', [claim({ usedPercent: 98 })]).breaches).toEqual(['critical data: 2.0 % free']);
  });
  test('warns when little is free and it will be full within four days', () => {
    expect(judge('KU09', [claim({ usedPercent: 90 }, growing(30))]).breaches).toEqual([
      'warning data: 10.0 % free, full in 3.3 d',
    ]);
  });
  test('holds when much is free, or when it grows too slowly to matter', () => {
    expect(judge('KU09', [claim({ usedPercent: 80 })])).toMatchObject(healthy);
    expect(judge('KU09', [claim({ usedPercent: 90 }, growing(5))])).toMatchObject(healthy);
    expect(judge('KU09', [claim({ phase: 'Pending' })])).toMatchObject(healthy);
  });
  test('cannot be judged without usage, nor nearly full without a trend', () => {
    expect(judge('KU09', [claim({})]).unknown).toHaveLength(1);
    expect(judge('KU09', [claim({ usedPercent: 90 })]).unknown[0]).toContain('daily points');
  });
});

describe('KU10 volume failed or pending', () => {
  const volume = (attributes: Partial<AttributesOf<'persistent-volume'>>) =>
    buildEntity('persistent-volume', 'pv1', { attributes: { cluster: 'c1', ...attributes } });
  const claim = (phase: string) =>
    buildEntity('persistent-volume-claim', 'data', {
      ...at,
      attributes: { ...part, phase, createdAt: ago(60) },
      relations: [{ type: 'member-of', to: testId('storage-class', 'late') }],
    });
  const late = buildEntity('storage-class', 'late', {
    attributes: { cluster: 'c1', bindingMode: 'WaitForFirstConsumer' },
  });
  const user = buildEntity('workload', 'db', {
    ...at,
    attributes: { ...part, type: 'StatefulSet' },
    relations: [{ type: 'mounts', to: testId('persistent-volume-claim', 'data') }],
  });
  test('breaks for volumes and for claims that something waits for', () => {
    expect(judge('KU10', [volume({ phase: 'Failed', reason: 'gone' })]).breaches).toEqual([
      'critical pv1: Failed',
    ]);
    expect(judge('KU10', [claim('Lost'), late]).breaches).toEqual(['critical data: claim Lost']);
    expect(judge('KU10', [claim('Pending'), late, user]).breaches).toEqual(['critical data: claim Pending']);
  });
  test('holds when bound, and for a claim that waits for its first pod', () => {
    expect(judge('KU10', [volume({ phase: 'Bound' }), claim('Bound'), late])).toMatchObject(healthy);
    expect(judge('KU10', [claim('Pending'), late])).toMatchObject(healthy);
  });
  test('cannot be judged without a phase', () => {
    expect(judge('KU10', [volume({})]).unknown).toHaveLength(1);
  });
});

describe('KU11 quota', () => {
  const quota = (used?: Record<string, number>) =>
    buildEntity('resource-quota', 'team', {
      ...at,
      attributes: { ...part, hard: { pods: 10, 'limits.cpu': 0 }, ...(used ? { used } : {}) },
    });
  test('informs above 90 % and warns above 100 %', () => {
    expect(judge('KU11', [quota({ pods: 9.5 })]).breaches).toEqual(['info team: pods 95.0 % used']);
    expect(judge('KU11', [quota({ pods: 11 })]).breaches).toEqual(['warning team: pods 110.0 % used']);
  });
  test('holds at 90 %, and cannot be judged uncounted', () => {
    expect(judge('KU11', [quota({ pods: 9, 'limits.cpu': 5 })])).toMatchObject(healthy);
    expect(judge('KU11', [quota()]).unknown).toHaveLength(1);
  });
});

describe('KU12 node tolerance', () => {
  const big = { allocatableCpuMillicores: 4_000, allocatableMemoryBytes: 100, allocatablePods: 10 };
  const workers = (count: number) => Array.from({ length: count }, (_, n) => node(big, `w${n}`));
  const planes = (count: number) =>
    Array.from({ length: count }, (_, n) =>
      node({ ...big, roles: ['control-plane'], taints: ['x:NoSchedule'] }, `cp${n}`),
    );
  const asking = (millicores: number, on = 'w0') =>
    buildEntity('pod', `p${millicores}`, {
      ...at,
      attributes: { ...part, phase: 'Running', cpuRequestMillicores: millicores, memoryRequestBytes: 0 },
      relations: [{ type: 'runs-on', to: testId('k8s-node', on) }],
    });
  test('breaks when three control planes promise what two workers of three cannot keep', () => {
    const { breaches } = judge('KU12', [cluster(), ...planes(3), ...workers(3), asking(8_100)]);
    expect(breaches).toEqual(['warning c1: CPU: 8.10 cores requested']);
  });
  test('holds while it fits, counts all nodes of a cluster with one control plane, and no finished pods', () => {
    expect(judge('KU12', [cluster(), ...planes(3), ...workers(3), asking(8_000)])).toMatchObject(healthy);
    expect(judge('KU12', [cluster(), ...planes(1), ...workers(3), asking(8_100)])).toMatchObject(healthy);
    const done = { ...asking(9_000), attributes: { ...asking(9_000).attributes, phase: 'Succeeded' } };
    expect(judge('KU12', [cluster(), ...planes(3), ...workers(3), done])).toMatchObject(healthy);
  });
  test('counts what pods ask for that no node has room for', () => {
    const waiting = pod({ phase: 'Pending', cpuRequestMillicores: 200, memoryRequestBytes: 0 });
    expect(judge('KU12', [cluster(), ...planes(3), ...workers(3), asking(7_900), waiting]).breaches).toEqual([
      'warning c1: CPU: 8.10 cores requested',
    ]);
  });
  test('cannot be judged when nodes or pods say nothing', () => {
    expect(judge('KU12', [cluster(), node({})]).unknown).toHaveLength(1);
    const blind = buildEntity('k8s-cluster', 'c1', {
      partition: 'c1',
      unknown: { pods: 'pods is forbidden' },
    });
    expect(judge('KU12', [blind, ...workers(3)]).unknown).toEqual(['pods is forbidden']);
  });
});

describe('KU13 certificate', () => {
  const certificate = (days?: number) =>
    buildEntity('certificate', 'api', {
      attributes: {
        cluster: 'c1',
        use: 'control-plane',
        ...(days === undefined ? {} : { expiresAt: ago(-days * 1_440) }),
      },
    });
  test('warns below a week and is critical below a day', () => {
    expect(judge('KU13', [certificate(6)]).breaches).toEqual(['warning api: expires in 6.0 d']);
    expect(judge('KU13', [certificate(0.5)]).breaches).toEqual(['critical api: expires in 0.5 d']);
    expect(judge('KU13', [certificate(-2)]).breaches).toEqual(['critical api: expired 2.0 d ago']);
  });
  test('holds beyond, and cannot be judged without an end', () => {
    expect(judge('KU13', [certificate(7)])).toMatchObject(healthy);
    expect(judge('KU13', [certificate()]).unknown).toHaveLength(1);
  });
});

describe('KU14 version skew', () => {
  const kubelet = (kubeletVersion: string) => node({ kubeletVersion });
  test.each([
    ['v1.30.1', '4 minor versions behind'],
    ['v1.35.0', '1 minor version newer'],
  ])('breaks for %s under 1.34', (version, value) => {
    expect(judge('KU14', [cluster('v1.34.2'), kubelet(version)]).breaches).toEqual([`warning n1: ${value}`]);
  });
  test('holds within three minors, and cannot be judged without versions', () => {
    expect(judge('KU14', [cluster('v1.34.2'), kubelet('v1.31.0+k3s1')])).toMatchObject(healthy);
    expect(judge('KU14', [cluster(), kubelet('v1.31.0')]).unknown).toHaveLength(1);
  });
  test('reads versions as distributions write them', () => {
    expect([
      minorOf('v1.24.4+k3s1'),
      minorOf('1.30'),
      minorOf('v1.29-eks-abc'),
      minorOf('v2.1'),
      minorOf(undefined),
    ]).toEqual([24, 30, 29, undefined, undefined]);
  });
});

describe('KU15 single replica', () => {
  test('breaks for one', () => {
    expect(judge('KU15', [workload({ replicas: 1 })]).breaches).toEqual(['warning web: 1 replica']);
  });
  test('holds for two, for none at all, for other kinds, and for what an autoscaler runs', () => {
    expect(judge('KU15', [workload({ replicas: 2 })])).toMatchObject(healthy);
    expect(judge('KU15', [workload({ replicas: 0 })])).toMatchObject(healthy);
    expect(judge('KU15', [workload({ type: 'StatefulSet', replicas: 1 })])).toMatchObject(healthy);
  });
  test('cannot be judged without a number', () => {
    const bare = buildEntity('workload', 'w', { attributes: { ...part, type: 'Deployment' } });
    expect(judge('KU15', [bare]).unknown).toHaveLength(1);
  });
});

describe('KU16 unpredictable containers', () => {
  const bad = {
    name: 'web',
    image: 'web',
    liveness: false,
    readiness: false,
    startup: false,
    privileged: false,
    ports: [],
  };
  test('names what each container lacks', () => {
    expect(judge('KU16', [workload({ containers: [bad, { ...good, name: 'ok' }] })]).breaches).toEqual([
      'warning web: web: no CPU and memory request, no liveness and readiness probe, image web',
    ]);
  });
  test.each(['web:latest', 'registry:5000/web', 'web'])('%s may be anything tomorrow', (image) => {
    expect(judge('KU16', [workload({ containers: [{ ...good, image }] })]).breaches).toHaveLength(1);
  });
  test.each(['web:1.2', 'registry:5000/web:1.2', 'web@sha256:abc', 'web:latest@sha256:abc'])(
    '%s is fixed',
    (image) => {
      expect(judge('KU16', [workload({ containers: [{ ...good, image }] })])).toMatchObject(healthy);
    },
  );
  test('asks no probes of jobs and init containers, and what settings switch off of nobody', () => {
    expect(
      judge('KU16', [
        workload({ type: 'Job', containers: [{ ...good, liveness: false, readiness: false }] }),
      ]),
    ).toMatchObject(healthy);
    expect(
      judge('KU16', [workload({ containers: [good, { ...bad, init: true, image: 'i:1' }] })]),
    ).toMatchObject(healthy);
    expect(
      judge('KU16', [workload({ containers: [bad] })], {
        requestsRequired: false,
        probesRequired: false,
        fixedTagRequired: false,
      }),
    ).toMatchObject(healthy);
  });
  test('cannot be judged without a template', () => {
    expect(
      judge('KU16', [buildEntity('workload', 'w', { attributes: { ...part, type: 'Deployment' } })]).unknown,
    ).toHaveLength(1);
  });
});

describe('KU17 privileges', () => {
  test('breaks for privileged containers and the host’s network or processes', () => {
    const containers = [{ ...good, privileged: true }];
    expect(judge('KU17', [workload({ containers, hostNetwork: true, hostPid: true })]).breaches).toEqual([
      'critical web: privileged: web; host network; host process namespace',
    ]);
  });
  test('is for pods that nothing seen owns, once', () => {
    const owned = buildEntity('pod', 'owned', {
      ...at,
      attributes: { ...part, hostNetwork: true },
      relations: [{ type: 'owned-by', to: testId('workload', 'web') }],
    });
    expect(judge('KU17', [workload({}), owned, pod({ hostNetwork: true }, 'alone')]).breaches).toEqual([
      'critical alone: host network',
    ]);
  });
  test('leaves exempt namespaces alone', () => {
    const system = workload({ namespace: 'kube-system', hostNetwork: true });
    expect(judge('KU17', [system])).toMatchObject(healthy);
    expect(judge('KU17', [system], { exemptNamespaces: [] }).breaches).toHaveLength(1);
  });
  test('cannot be judged without a template', () => {
    expect(
      judge('KU17', [buildEntity('workload', 'w', { attributes: { ...part, type: 'Deployment' } })]).unknown,
    ).toHaveLength(1);
  });
});

describe('KU18 service without endpoints', () => {
  const service = (attributes: Partial<AttributesOf<'service'>>) =>
    buildEntity('service', 'web', {
      ...at,
      attributes: { ...part, type: 'ClusterIP', selector: 'app=web', ...attributes },
    });
  test('breaks when nothing backs it, or nothing that is ready', () => {
    expect(judge('KU18', [service({ backends: 0, backendsReady: 0 })]).breaches).toEqual([
      'critical web: no backends',
    ]);
    expect(judge('KU18', [service({ backends: 2, backendsReady: 0 })]).breaches).toEqual([
      'critical web: 0 of 2 backends ready',
    ]);
  });
  test('holds with one, for external names and for endpoints kept by something else', () => {
    expect(judge('KU18', [service({ backends: 2, backendsReady: 1 })])).toMatchObject(healthy);
    expect(judge('KU18', [service({ type: 'ExternalName' })])).toMatchObject(healthy);
    const kept = buildEntity('service', 'kubernetes', { ...at, attributes: { ...part, type: 'ClusterIP' } });
    expect(judge('KU18', [kept])).toMatchObject(healthy);
  });
  test('cannot be judged when neither endpoints nor pods are known', () => {
    expect(judge('KU18', [service({})]).unknown).toHaveLength(1);
  });
});

test('there are eighteen of them, in order', () => {
  expect(kubernetesRules.map(({ id }) => id)).toEqual(
    Array.from({ length: 18 }, (_, n) => `KU${String(n + 1).padStart(2, '0')}`),
  );
});
