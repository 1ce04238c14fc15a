import type { Entity } from '../../../../shared/model/entity.ts';

export const asVolume = (target: Entity) => (target.kind === 'volume' ? target : undefined);

/** A copy is what its source is: it is changed there. */
export function refuseReplica({ target }: { readonly target: Entity }): string | undefined {
  return asVolume(target)?.attributes.access === 'replica'
    ? 'it is a replica: what is done to its source comes to it by itself'
    : undefined;
}
