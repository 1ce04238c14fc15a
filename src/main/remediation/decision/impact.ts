import type { Impact } from '../../../shared/model/decision-input.ts';
import type { Entity } from '../../../shared/model/entity.ts';
import type { InventoryView } from '../../inventory/view.ts';
import type { Topology } from '../../topology/topology.ts';
import { lastOfItsKind } from './last-replica.ts';
import { neededForQuorum } from './quorum.ts';
import { standsOn } from './stands-on.ts';

const mostMarks = 400;

/**
 * What hangs on a target, as the inventory has it. Policy has no say in it: the facts are kept with the decision, and
 * weighed again when another policy is tried out.
 */
export function impactOf(
  view: InventoryView,
  topology: Pick<Topology, 'blastRadius'>,
  target: Entity,
): Impact {
  const radius = topology.blastRadius(view, target);
  const dependents = [...radius.affected.values()]
    .filter(({ entity, level }) => level !== 'reduced' && !isPartOf(view, entity, target))
    .map(({ entity }) => entity);
  const lastReplica = lastOfItsKind(view, target, radius);
  const quorum = neededForQuorum(view, target);
  const around = [...standsOn(view, target, 2).values()].filter(({ kind }) => groups.has(kind));
  const [clusters, nearer] = [around.filter(isCluster), around.filter((one) => !isCluster(one))];
  const named = [target, ...nearer].some(saysOtherStage) ? nearer : [...nearer, ...clusters];
  const marks = [...marksOf(target), ...named.flatMap(marksOf), ...dependents.flatMap(marksOf)];
  return {
    dependents: dependents.length,
    marks: [...new Set(marks)].slice(0, mostMarks),
    ...(lastReplica !== undefined && { lastReplica }),
    ...(quorum !== undefined && { quorum }),
  };
}

const otherStages = /^(?:test|testing|dev|devel|development|qa|uat|stage|staging|sandbox)$/i;

/** A test machine, or one in a pool or namespace for tests, may be in a cluster that is called `prod-a`. */
function saysOtherStage({ name, labels }: Entity): boolean {
  const words = [...name.split(/[^A-Za-z]+/), ...Object.entries(labels).flat()];
  return words.some((word) => otherStages.test(word));
}

const isCluster = ({ kind }: Entity): boolean => kind === 'cluster' || kind === 'k8s-cluster';

/** What sites name after what runs in it. */
const groups: ReadonlySet<string> = new Set(['namespace', 'resource-pool', 'cluster', 'k8s-cluster']);

function marksOf(entity: Entity): string[] {
  const folder = entity.kind === 'vm' ? entity.attributes.folder : undefined;
  return [
    entity.name,
    ...(folder === undefined ? [] : [folder]),
    ...Object.entries(entity.labels).map(([name, value]) => (value === '' ? name : `${name}=${value}`)),
  ].map((mark) => mark.slice(0, 200));
}

/** The pods of a workload and the ports of a device are what it is, not what depends on it. */
function isPartOf(view: InventoryView, entity: Entity, whole: Entity): boolean {
  if (entity.kind === 'pod' || entity.kind === 'workload') {
    return view
      .outbound(entity, 'owned-by')
      .some((owner) => owner.id === whole.id || (owner.id !== entity.id && isOwnedBy(view, owner, whole)));
  }
  if (entity.kind === 'interface' || entity.kind === 'device-port' || entity.kind === 'bgp-peer') {
    return view.outbound(entity, 'part-of').some(({ id }) => id === whole.id);
  }
  return false;
}

function isOwnedBy(view: InventoryView, entity: Entity, whole: Entity): boolean {
  return view.outbound(entity, 'owned-by').some(({ id }) => id === whole.id);
}
