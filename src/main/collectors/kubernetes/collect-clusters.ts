import type { EntityKind } from '../../../shared/model/kinds/registry.ts';
import { kubernetesKinds } from '../../../shared/model/kinds/kubernetes.ts';
import type { CollectContext, CollectEvent } from '../collector.ts';
import { DomainError } from '../../platform/errors.ts';
import { ApiRefusal, type ClusterApi } from './cluster-api.ts';
import { gatherCluster, type Gap, type GatheredCluster } from './gather-cluster.ts';
import { mapObjects, type MappedObjects } from './map-objects.ts';
import { partitionOf } from './mapping.ts';

export const entityKindsOfKubernetes = Object.keys(kubernetesKinds) as (keyof typeof kubernetesKinds)[];

/** Kinds whose entities lie in namespaces; the others in the cluster as a whole. Roles and such lie in both. */
const namespaced: ReadonlySet<EntityKind> = new Set<EntityKind>([
  'workload',
  'job-run',
  'pod',
  'service',
  'ingress',
  'persistent-volume-claim',
  'autoscaler',
  'disruption-budget',
  'resource-quota',
  'limit-range',
  'network-policy',
  'access-role',
  'role-binding',
  'custom-resource',
  'certificate',
  'k8s-event',
  'addon',
]);

const batchSize = 500;

/** Verdict on one partition of one kind, before scopes are made of it. */
type Verdict =
  { readonly outcome: 'complete' } | { readonly outcome: 'failed' | 'hidden'; readonly reason: string };

/**
 * Collects all clusters behind one server. A scope is the whole kind when every cluster gave all of it, else each
 * namespace (or cluster) by itself, so that what could not be read is never taken for gone.
 */
export async function* collectClusters(
  api: ClusterApi,
  source: string,
  context: CollectContext,
): AsyncIterable<CollectEvent> {
  const clusters = await api.clusters().catch((error: unknown) => {
    if (!(error instanceof ApiRefusal)) throw error;
    throw new DomainError('clusters-not-listed', `expected a list of clusters: ${error.message}`, {
      cause: error,
    });
  });
  const verdicts = new Map<EntityKind, Map<string, Verdict>>();
  const judge = (kind: EntityKind, partition: string, verdict: Verdict) => {
    const partitions = verdicts.get(kind) ?? new Map<string, Verdict>();
    partitions.set(partition, verdict);
    verdicts.set(kind, partitions);
  };
  for (const [position, cluster] of clusters.entries()) {
    let gathered: GatheredCluster | undefined;
    try {
      for await (const event of gatherCluster(api, cluster, context)) {
        if (event.type === 'gathered') gathered = event.gathered;
        else {
          yield {
            type: 'progress',
            done: position * event.total + event.done,
            total: clusters.length * event.total,
            message: event.message,
          };
        }
      }
    } catch (error) {
      if (!(error instanceof ApiRefusal)) throw error;
      for (const kind of entityKindsOfKubernetes) {
        judge(kind, cluster, { outcome: 'failed', reason: `${cluster}: ${error.message}` });
      }
    }
    if (!gathered) continue;
    const mapped = mapObjects({
      source,
      cluster,
      objects: gathered.objects,
      info: gathered.info,
      summaries: gathered.summaries,
      missing: gathered.gaps,
      ...(gathered.noVolumeUsage === undefined ? {} : { noVolumeUsage: gathered.noVolumeUsage }),
    });
    yield* recordsOf(mapped);
    yield* limitsOf(gathered);
    for (const [kind, partition, verdict] of verdictsOf(gathered, mapped.namespaces)) {
      judge(kind, partition, verdict);
    }
  }
  if (clusters.length === 0) {
    yield { type: 'failed', kind: 'k8s-cluster', reason: 'the server names no cluster' };
    return;
  }
  yield* scopes(verdicts);
}

function* recordsOf({ records, rejects }: MappedObjects): Iterable<CollectEvent> {
  for (const reject of rejects) yield { type: 'reject', reject };
  for (const [kind, all] of records) {
    for (let start = 0; start < all.length; start += batchSize) {
      yield { type: 'records', kind, records: all.slice(start, start + batchSize) };
    }
  }
}

/** What the source cannot give at all, for the documents' coverage. */
function* limitsOf({ cluster, gaps, noVolumeUsage }: GatheredCluster): Iterable<CollectEvent> {
  for (const gap of gaps) {
    if (gap.cause === 'failed') continue;
    const where = gap.namespace === undefined ? cluster : `${cluster}/${gap.namespace}`;
    yield { type: 'unavailable', what: `${gap.kind} objects of ${where}`, reason: gap.reason };
  }
  if (noVolumeUsage !== undefined) {
    yield { type: 'unavailable', what: `usage of volumes of ${cluster}`, reason: noVolumeUsage };
  }
}

function* verdictsOf(
  { cluster, gaps }: GatheredCluster,
  namespaces: readonly string[],
): Iterable<[EntityKind, string, Verdict]> {
  for (const kind of entityKindsOfKubernetes) {
    const concerning = gaps.filter((gap) => gap.feeds.includes(kind) && !isOptional(gap, kind));
    const partitions = [
      cluster,
      ...(namespaced.has(kind) ? namespaces.map((name) => partitionOf({ cluster }, name)) : []),
    ];
    for (const partition of partitions) {
      const found = concerning.find(
        (gap) => gap.namespace === undefined || partition === partitionOf({ cluster }, gap.namespace),
      );
      yield [
        kind,
        partition,
        found
          ? {
              outcome: judgedAs(found, kind),
              reason: `${found.kind}: ${found.reason}`,
            }
          : { outcome: 'complete' },
      ];
    }
  }
}

/**
 * What the cluster does not serve was not asked for: a kind that only it would make up is not judged. Where others
 * make up the kind too, those are judged.
 */
function isOptional(gap: Gap, kind: EntityKind): boolean {
  return gap.cause === 'not-served' && composite.has(kind);
}

function judgedAs({ cause }: Gap, kind: EntityKind): 'hidden' | 'failed' {
  if (cause === 'not-served') return 'hidden';
  return cause === 'hidden' && !composite.has(kind) ? 'hidden' : 'failed';
}

/**
 * Kinds that several kinds of API object make up together: where one of those is hidden, the others must not pass
 * for the whole. A kind whose only API kind is hidden is simply not judged.
 */
const composite: ReadonlySet<EntityKind> = new Set<EntityKind>([
  'workload',
  'addon',
  'access-role',
  'role-binding',
  'custom-resource',
]);

function* scopes(verdicts: ReadonlyMap<EntityKind, ReadonlyMap<string, Verdict>>): Iterable<CollectEvent> {
  for (const [kind, partitions] of verdicts) {
    const all = [...partitions];
    if (all.every(([, verdict]) => verdict.outcome === 'complete')) {
      yield { type: 'complete', kind };
      continue;
    }
    for (const [partition, verdict] of all) {
      switch (verdict.outcome) {
        case 'complete':
          yield { type: 'complete', kind, partition };
          break;
        case 'failed':
          yield { type: 'failed', kind, partition, reason: verdict.reason };
          break;
        case 'hidden':
          break;
        default:
          verdict satisfies never;
      }
    }
  }
}
