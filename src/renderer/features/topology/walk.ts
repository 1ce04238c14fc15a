import type { TopologyEdge } from '../../../shared/contract/topology.ts';
import type { Layout, Place } from './layout.ts';

export type Direction = 'left' | 'right' | 'up' | 'down';

/**
 * Where an arrow key leads from a node: onward (right, or down in a picture from top to bottom) along what it depends
 * on, back along what depends on it, across to what stands beside it. Where no dependency leads that way, to the nearest thing that stands there.
 */
export function walk(
  from: string,
  direction: Direction,
  edges: readonly TopologyEdge[],
  layout: Layout,
): string | undefined {
  const here = layout.places.get(from);
  if (!here) return undefined;
  const [onward, back]: readonly [Direction, Direction] =
    layout.direction === 'RIGHT' ? ['right', 'left'] : ['down', 'up'];
  if (direction === onward || direction === back) {
    const ends =
      direction === onward
        ? edges.filter((edge) => edge.from === from).map((edge) => edge.to)
        : edges.filter((edge) => edge.to === from).map((edge) => edge.from);
    const nearest = best(ends, layout, (place) =>
      Math.hypot(middle(place).y - middle(here).y, middle(place).x - middle(here).x),
    );
    if (nearest !== undefined) return nearest;
  }
  return best([...layout.places.keys()], layout, (place, id) => {
    if (id === from || contains(place, here) || contains(here, place)) return undefined;
    const dx = middle(place).x - middle(here).x;
    const dy = middle(place).y - middle(here).y;
    const along = { left: -dx, right: dx, up: -dy, down: dy }[direction];
    if (along <= 4) return undefined;
    const across = direction === 'left' || direction === 'right' ? Math.abs(dy) : Math.abs(dx);
    return along + 3 * across;
  });
}

function best(
  ids: readonly string[],
  layout: Layout,
  cost: (place: Place, id: string) => number | undefined,
): string | undefined {
  let found: string | undefined;
  let lowest = Number.POSITIVE_INFINITY;
  for (const id of ids) {
    const place = layout.places.get(id);
    const value = place && cost(place, id);
    if (value !== undefined && value < lowest) {
      found = id;
      lowest = value;
    }
  }
  return found;
}

function middle({ left, top, width, height }: Place): { x: number; y: number } {
  return { x: left + width / 2, y: top + Math.min(height, 44) / 2 };
}

function contains(outer: Place, inner: Place): boolean {
  return (
    outer.left <= inner.left &&
    outer.top <= inner.top &&
    outer.left + outer.width >= inner.left + inner.width &&
    outer.top + outer.height >= inner.top + inner.height
  );
}
