import type { Entity, EntityOf } from '../../../shared/model/entity.ts';
import type { Verdict } from '../rule.ts';

/** The rule cannot be judged for this entity; the source's own reason where it gave one. */
export function unknownVerdict(entity: Entity, attribute: string, otherwise: string): Verdict {
  return { type: 'unknown', entity, reason: entity.unknown[attribute] ?? otherwise };
}

/** Evidence and start of a breach, left out where the object does not tell. */
export function told(evidence: string | undefined, sinceAt: string | undefined) {
  return {
    ...(evidence ? { evidence } : {}),
    ...(sinceAt ? { sinceAt } : {}),
  };
}

/** Pods that have ended on purpose or are being deleted are no concern of availability. */
export function isOver(pod: EntityOf<'pod'>): boolean {
  return pod.attributes.phase === 'Succeeded' || pod.attributes.deletedAt !== undefined;
}

export function isOfJob(pod: EntityOf<'pod'>): boolean {
  return pod.attributes.owner?.startsWith('Job/') ?? false;
}

export function condition(
  entity: EntityOf<'workload'> | EntityOf<'k8s-node'> | EntityOf<'job-run'> | EntityOf<'autoscaler'>,
  type: string,
) {
  return entity.attributes.conditions?.find((entry) => entry.type === type);
}

/** Where pods run that nobody placed by hand: not cordoned, and without a taint that keeps them out. */
export function isSchedulable(node: EntityOf<'k8s-node'>): boolean {
  return (
    node.attributes.unschedulable !== true &&
    !(node.attributes.taints ?? []).some((taint) => /:No(Schedule|Execute)$/.test(taint))
  );
}
