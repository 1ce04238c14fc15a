import type { Entity, EntityOf } from '../../../../src/shared/model/entity.ts';
import { splitEntityId } from '../../../../src/shared/model/ids.ts';
import type { EntityKind } from '../../../../src/shared/model/kinds/registry.ts';
import type { InventoryView } from '../../../../src/main/inventory/view.ts';
import type { Cluster } from '../../../support/kubernetes-cluster.ts';
import { differences } from './differences.ts';
import { place } from './trial-stage.ts';

type Json = Readonly<Record<string, unknown>>;

/** What is tried on: a cluster, and the source that stands before it. */
export interface Trying {
  readonly cluster: Cluster;
  readonly source: string;
}

export type ServerUnderTrial = 'kubernetes-mcp-server' | 'mcp-server-kubernetes';

export const workloadNamed =
  (trying: Trying, wanted: string, namespace = place) =>
  (view: InventoryView): Entity | undefined =>
    ofSource(trying, view, 'workload').find(
      ({ name, attributes }) => name === wanted && attributes.namespace === namespace,
    );

export const nodeNamed =
  (trying: Trying, wanted: string) =>
  (view: InventoryView): Entity | undefined =>
    ofSource(trying, view, 'k8s-node').find(({ name }) => name === wanted);

export const claimNamed =
  (trying: Trying, wanted: string) =>
  (view: InventoryView): Entity | undefined =>
    ofSource(trying, view, 'persistent-volume-claim').find(
      ({ name, attributes }) => name === wanted && attributes.namespace === place,
    );

export const ofSource = <K extends EntityKind>(
  { source }: Pick<Trying, 'source'>,
  view: InventoryView,
  kind: K,
): readonly EntityOf<K>[] =>
  view.all(kind).filter((one) => splitEntityId(one.id).source === source && one.disappearedAt === undefined);

export function desiredOf(target: Entity): number {
  if (target.kind !== 'workload') throw new TypeError(`${target.id} is no workload`);
  return target.attributes.desired ?? 0;
}

/** Looks at an object before and afterwards: nothing of it may be different but what the plan says. */
export function watching(
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
export const without = (said: string | undefined, path: string) =>
  said?.includes(`is different in ${path} as well`) === true ? undefined : said;

export const dispose = (one: AsyncDisposable) => one[Symbol.asyncDispose]();

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

export const isReady = ({ metadata, status }: PodJson): boolean =>
  metadata.deletionTimestamp === undefined &&
  status.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True') === true;

export const podsOf = async (cluster: Cluster, app: string, namespace: string): Promise<readonly PodJson[]> =>
  ((await cluster.json('get', 'pods', '-n', namespace, '-l', `app=${app}`)) as { items: PodJson[] }).items;

export const podsOn = async (cluster: Cluster, node: string): Promise<readonly PodJson[]> =>
  (
    (await cluster.json('get', 'pods', '--all-namespaces', `--field-selector=spec.nodeName=${node}`)) as {
      items: PodJson[];
    }
  ).items;
