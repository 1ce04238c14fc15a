import type { Entity, EntityOf } from '../../../../src/shared/model/entity.ts';
import { splitEntityId } from '../../../../src/shared/model/ids.ts';
import type { EntityKind } from '../../../../src/shared/model/kinds/registry.ts';
import type { InventoryView } from '../../../../src/main/inventory/view.ts';
import type { Cluster } from '../../../support/kubernetes-cluster.ts';
import type { ActionTrial, RealCheck } from '../../real-system.ts';
import { differences } from './differences.ts';
import { refusePods, resize, setByOthers, takeBackAtOnce, holdFastOnceCordoned } from './hindrances.ts';
import { place, tightPlace } from './trial-stage.ts';

type Json = Readonly<Record<string, unknown>>;
export type ServerUnderTrial = 'kubernetes-mcp-server' | 'mcp-server-kubernetes';

/** Drains and going back to a revision are not to be had of every server. */
const allActions: Readonly<Record<ServerUnderTrial, boolean>> = {
  'kubernetes-mcp-server': false,
  'mcp-server-kubernetes': true,
};

interface Trying {
  readonly cluster: Cluster;
  readonly source: string;
}

export function trialsThrough(
  cluster: Cluster,
  { source, server }: { readonly source: string; readonly server: ServerUnderTrial },
): readonly ActionTrial[] {
  const trying: Trying = { cluster, source };
  return [
    ...workloadTrials(trying, server),
    ...podTrials(trying),
    ...nodeTrials(trying),
    ...(allActions[server] ? [...rollbackTrials(trying), ...drainTrials(trying)] : []),
    growTrial(trying),
  ];
}

function workloadTrials(trying: Trying, server: ServerUnderTrial): readonly ActionTrial[] {
  const { cluster } = trying;
  const oneMore = (target: Entity) => ({ replicas: desiredOf(target) + 1 });
  const scaled = watching(trying, 'deployment', 'scaled', place, []);
  const autoscaler = watching(trying, 'hpa', 'scaled', place, ['/spec/minReplicas', '/spec/maxReplicas']);
  const restarted = (kind: string, name: string) =>
    watching(trying, kind, name, place, [
      '/spec/template/metadata/annotations',
      // Of DaemonSets, with every change of the template.
      '/metadata/annotations/deprecated.daemonset.template.generation',
    ]);
  const restart = (
    title: string,
    kind: 'Deployment' | 'StatefulSet' | 'DaemonSet',
    name: string,
  ): ActionTrial => ({
    title: `restarts ${title}`,
    action: 'workload.rollout-restart',
    target: workloadNamed(trying, name),
    parameters: {},
    ends: 'succeeded',
    ...restarted(kind.toLowerCase(), name),
  });
  return [
    {
      title: 'scales a Deployment up',
      action: 'workload.scale',
      target: workloadNamed(trying, 'web'),
      parameters: oneMore,
      ends: 'succeeded',
      ...watching(trying, 'deployment', 'web', place, ['/spec/replicas']),
    },
    {
      title: 'scales a StatefulSet up',
      action: 'workload.scale',
      target: workloadNamed(trying, 'db'),
      parameters: oneMore,
      ends: 'succeeded',
      ...watching(trying, 'statefulset', 'db', place, ['/spec/replicas']),
    },
    {
      title: 'scales a Deployment that an autoscaler keeps',
      action: 'workload.scale',
      target: workloadNamed(trying, 'scaled'),
      parameters: oneMore,
      ends: 'succeeded',
      async hinder(target) {
        const held = [await scaled.hinder(target), await autoscaler.hinder(target)];
        return { [Symbol.asyncDispose]: async () => void (await Promise.all(held.map(dispose))) };
      },
      confirm: async (target) =>
        (await autoscaler.confirm(target)) ?? without(await scaled.confirm(target), '/spec/replicas'),
    },
    {
      title: 'scales up where a quota stops it, and back',
      action: 'workload.scale',
      target: workloadNamed(trying, 'tight', tightPlace),
      parameters: oneMore,
      ends: 'rolled-back',
      ...watching(trying, 'deployment', 'tight', tightPlace, [], () => refusePods(cluster, tightPlace, 0)),
    },
    restart('a Deployment', 'Deployment', 'web'),
    restart('a StatefulSet', 'StatefulSet', 'db'),
    restart('a DaemonSet', 'DaemonSet', 'agent'),
    {
      title: 'restarts where a quota lets no new pod in: the rollout gets stuck',
      action: 'workload.rollout-restart',
      target: workloadNamed(trying, 'tight', tightPlace),
      parameters: {},
      ends: 'failed',
      ...watching(trying, 'deployment', 'tight', tightPlace, ['/spec/template/metadata/annotations'], () =>
        refusePods(cluster, tightPlace, 0),
      ),
    },
    ...(server === 'kubernetes-mcp-server'
      ? [
          {
            title: 'restarts what the same server has labelled before: that its label goes is noticed',
            action: 'workload.rollout-restart',
            target: workloadNamed(trying, 'guarded'),
            parameters: {},
            ends: 'failed' as const,
            hinder: () => setByOthers(cluster, 'guarded', place),
            confirm: async () => undefined,
          },
        ]
      : []),
  ];
}

function podTrials(trying: Trying): readonly ActionTrial[] {
  const { cluster } = trying;
  const podOf = (app: string, namespace: string) => (view: InventoryView) =>
    ofSource(trying, view, 'pod').find(
      ({ name, attributes }) => attributes.namespace === namespace && name.startsWith(`${app}-`),
    );
  const replaced = (app: string, namespace: string, replicas?: number) => async (target: Entity) => {
    const pods = await podsOf(cluster, app, namespace);
    if (pods.some(({ metadata }) => target.nativeId.endsWith(`/${metadata.uid}`)))
      return 'the pod is still there';
    const ready = pods.filter(isReady).length;
    const wanted =
      replicas ??
      Number(await cluster.kubectl('get', 'deploy', app, '-n', namespace, '-o', 'jsonpath={.spec.replicas}'));
    return ready === wanted ? undefined : `${ready} of ${wanted} pods are ready`;
  };
  return [
    {
      title: 'deletes a pod of a Deployment, and another takes its place',
      action: 'pod.delete',
      target: podOf('web', place),
      parameters: {},
      ends: 'succeeded',
      confirm: replaced('web', place),
    },
    {
      title: 'deletes a pod whose place a quota keeps free',
      action: 'pod.delete',
      target: podOf('tight', tightPlace),
      parameters: {},
      ends: 'failed',
      hinder: () => refusePods(cluster, tightPlace, -1),
      confirm: replaced('tight', tightPlace, 1),
    },
  ];
}

function nodeTrials(trying: Trying): readonly ActionTrial[] {
  const { cluster } = trying;
  const cordoned = (name: string, wanted: boolean, hold?: () => Promise<AsyncDisposable>) => {
    // Who sets it back leaves nothing behind.
    const changed = hold ? [] : ['/spec/unschedulable'];
    const watched = watching(trying, 'node', name, undefined, changed, hold);
    return {
      ...watched,
      confirm: async (target: Entity) => {
        const is =
          (await cluster.kubectl('get', 'node', name, '-o', 'jsonpath={.spec.unschedulable}')) === 'true';
        return is === wanted ? watched.confirm(target) : `${name} ${is ? 'takes no pods' : 'takes pods'}`;
      },
    };
  };
  const trial = (title: string, action: string, name: string, wanted: boolean): ActionTrial => ({
    title,
    action,
    target: nodeNamed(trying, name),
    parameters: {},
    ends: 'succeeded',
    ...cordoned(name, wanted),
  });
  return [
    trial('cordons a node', 'node.cordon', 'trial-1', true),
    trial('uncordons it again', 'node.uncordon', 'trial-1', false),
    {
      ...trial('cordons a node that somebody uncordons at once', 'node.cordon', 'trial-2', false),
      ends: 'failed',
      ...cordoned('trial-2', false, () => takeBackAtOnce(cluster, 'trial-2')),
    },
  ];
}

function rollbackTrials(trying: Trying): readonly ActionTrial[] {
  const { cluster } = trying;
  const runs = (name: string, image: string) => async () => {
    const pods = (await podsOf(cluster, name, place)).filter(isReady);
    const images = pods.map(({ spec }) => spec.containers[0]?.image);
    return images.length === 2 && images.every((one) => one?.endsWith(image) === true)
      ? undefined
      : `${name} runs ${images.join(', ') || 'nothing'}`;
  };
  return [
    {
      title: 'rolls a release back that cannot be scheduled',
      action: 'workload.rollback',
      target: workloadNamed(trying, 'release'),
      parameters: {},
      ends: 'succeeded',
      confirm: runs('release', ':1'),
    },
    {
      title: 'rolls back to a release that cannot be scheduled, and forward again',
      action: 'workload.rollback',
      target: workloadNamed(trying, 'young'),
      parameters: { toRevision: 1 },
      ends: 'rolled-back',
      confirm: runs('young', ':2'),
    },
  ];
}

function drainTrials(trying: Trying): readonly ActionTrial[] {
  const { cluster } = trying;
  const parameters = { deleteUnmanaged: true };
  const cordonedNow = (name: string) =>
    cluster.kubectl('get', 'node', name, '-o', 'jsonpath={.spec.unschedulable}');
  return [
    {
      title: 'drains a node as its disruption budget allows',
      action: 'node.drain',
      target: nodeNamed(trying, 'trial-1'),
      parameters,
      ends: 'succeeded',
      async confirm() {
        if ((await cordonedNow('trial-1')) !== 'true') return 'it takes pods';
        const left = (await podsOn(cluster, 'trial-1')).filter(
          ({ metadata }) => metadata.ownerReferences?.[0]?.kind !== 'DaemonSet',
        );
        return left.length === 0
          ? undefined
          : `there are still ${left.map(({ metadata }) => metadata.name).join(', ')}`;
      },
    },
    {
      title: 'uncordons what was drained',
      action: 'node.uncordon',
      target: nodeNamed(trying, 'trial-1'),
      parameters: {},
      ends: 'succeeded',
      confirm: async () => ((await cordonedNow('trial-1')) === 'true' ? 'it takes no pods' : undefined),
    },
    {
      title: 'drains a node whose disruption budget lets nothing go, and uncordons it',
      action: 'node.drain',
      target: nodeNamed(trying, 'trial-2'),
      parameters,
      ends: 'rolled-back',
      hinder: () => holdFastOnceCordoned(cluster, { node: 'trial-2', app: 'apart', namespace: place }),
      confirm: async () => ((await cordonedNow('trial-2')) === 'true' ? 'it takes no pods' : undefined),
    },
  ];
}

function growTrial(trying: Trying): ActionTrial {
  const { cluster } = trying;
  return {
    title: 'grows a claim',
    action: 'volume.grow',
    target: claimNamed(trying, 'growing'),
    parameters: (target) => {
      if (target.kind !== 'persistent-volume-claim') throw new TypeError(`${target.id} is no claim`);
      return { newSizeGib: (target.attributes.capacityBytes ?? 0) / 1024 ** 3 + 1 };
    },
    ends: 'succeeded',
    ...watching(trying, 'pvc', 'growing', place, ['/spec/resources/requests/storage'], () =>
      resize(cluster, 'growing', place),
    ),
  };
}

/** What the catalogue refuses of this estate, before a server is asked. */
export function refusalsOn(source: string): readonly RealCheck[] {
  return [
    {
      title: 'a pod that nothing owns is not deleted',
      async run({ view, client }) {
        const pod = ofSource({ source }, view, 'pod').find(
          ({ name, attributes }) => name === 'alone' && attributes.namespace === place,
        );
        // Drained away by an earlier trial: then there is none to refuse.
        if (!pod) return undefined;
        try {
          await client.remediation.propose({ action: 'pod.delete', target: pod.id, parameters: {} });
        } catch (error) {
          return error instanceof Error && error.message.includes('no workload owns it')
            ? undefined
            : String(error);
        }
        return 'it was accepted';
      },
    },
  ];
}

const workloadNamed =
  (trying: Trying, wanted: string, namespace = place) =>
  (view: InventoryView): Entity | undefined =>
    ofSource(trying, view, 'workload').find(
      ({ name, attributes }) => name === wanted && attributes.namespace === namespace,
    );

const nodeNamed =
  (trying: Trying, wanted: string) =>
  (view: InventoryView): Entity | undefined =>
    ofSource(trying, view, 'k8s-node').find(({ name }) => name === wanted);

const claimNamed =
  (trying: Trying, wanted: string) =>
  (view: InventoryView): Entity | undefined =>
    ofSource(trying, view, 'persistent-volume-claim').find(
      ({ name, attributes }) => name === wanted && attributes.namespace === place,
    );

const ofSource = <K extends EntityKind>(
  { source }: Pick<Trying, 'source'>,
  view: InventoryView,
  kind: K,
): readonly EntityOf<K>[] =>
  view.all(kind).filter((one) => splitEntityId(one.id).source === source && one.disappearedAt === undefined);

function desiredOf(target: Entity): number {
  if (target.kind !== 'workload') throw new TypeError(`${target.id} is no workload`);
  return target.attributes.desired ?? 0;
}

/** Looks at an object before and afterwards: nothing of it may be different but what the plan says. */
function watching(
  { cluster }: Trying,
  kind: string,
  name: string,
  namespace: string | undefined,
  changed: readonly string[],
  hold?: () => Promise<AsyncDisposable>,
) {
  const read = (): Promise<Json> =>
    cluster.json('get', kind, name, ...(namespace === undefined ? [] : ['-n', namespace]));
  let before: Json = {};
  return {
    async hinder(_: Entity): Promise<AsyncDisposable> {
      before = await read();
      return (await hold?.()) ?? { [Symbol.asyncDispose]: () => Promise.resolve() };
    },
    async confirm(_: Entity): Promise<string | undefined> {
      const found = differences(before, await read());
      const surplus = found.filter((path) => !changed.some((one) => `${path}/`.startsWith(`${one}/`)));
      if (surplus.length > 0) return `${kind} ${name} is different in ${surplus.join(', ')} as well`;
      return changed.length === 0 || found.length > 0 ? undefined : `${kind} ${name} is as before`;
    },
  };
}

/** A difference that is somebody else's doing. */
const without = (said: string | undefined, path: string) =>
  said?.includes(`is different in ${path} as well`) === true ? undefined : said;

const dispose = (one: AsyncDisposable) => one[Symbol.asyncDispose]();

interface PodJson {
  readonly metadata: {
    readonly name: string;
    readonly uid: string;
    readonly deletionTimestamp?: string;
    readonly ownerReferences?: readonly { readonly kind: string }[];
  };
  readonly spec: { readonly containers: readonly { readonly image: string }[] };
  readonly status: { readonly conditions?: readonly { readonly type: string; readonly status: string }[] };
}

const isReady = ({ metadata, status }: PodJson): boolean =>
  metadata.deletionTimestamp === undefined &&
  status.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True') === true;

const podsOf = async (cluster: Cluster, app: string, namespace: string): Promise<readonly PodJson[]> =>
  ((await cluster.json('get', 'pods', '-n', namespace, '-l', `app=${app}`)) as { items: PodJson[] }).items;

const podsOn = async (cluster: Cluster, node: string): Promise<readonly PodJson[]> =>
  (
    (await cluster.json('get', 'pods', '--all-namespaces', `--field-selector=spec.nodeName=${node}`)) as {
      items: PodJson[];
    }
  ).items;
