import type { EntityOf } from '../../shared/model/entity.ts';

export interface PoolSpace {
  readonly sizeBytes: number | undefined;
  readonly usedBytes: number | undefined;
}

/**
 * Pools as they can be added up. Those that share the room of their array have it once: what all of them have taken,
 * and the most that one of them could still take.
 */
export function addablePools(pools: readonly EntityOf<'pool'>[]): readonly PoolSpace[] {
  const apart: PoolSpace[] = [];
  const sharing = new Map<string, PoolSpace[]>();
  for (const { source, partition, attributes } of pools) {
    const { sizeBytes, usedBytes, sharesRoom } = attributes;
    const space = { sizeBytes, usedBytes };
    const key = JSON.stringify([source, partition ?? '']);
    if (sharesRoom === true) sharing.set(key, [...(sharing.get(key) ?? []), space]);
    else apart.push(space);
  }
  return [...apart, ...[...sharing.values()].map(together)];
}

function together(pools: readonly PoolSpace[]): PoolSpace {
  let [used, free] = [0, 0];
  for (const { sizeBytes, usedBytes } of pools) {
    if (sizeBytes === undefined || usedBytes === undefined)
      return { sizeBytes: undefined, usedBytes: undefined };
    used += usedBytes;
    free = Math.max(free, sizeBytes - usedBytes);
  }
  return { sizeBytes: used + free, usedBytes: used };
}
