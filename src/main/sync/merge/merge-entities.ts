import type { Entity, Sample } from '../../../shared/model/entity.ts';
import { entityHashes } from '../../inventory/diff.ts';
import { equalValue } from '../../inventory/digest.ts';
import { sampleDays } from '../../inventory/samples.ts';
import { compareText, greater, newest, present } from './join.ts';

type Samples = NonNullable<Entity['samples']>;

/**
 * The latest observation: of the newer leader of its source, and of one leader the newer by its clock. Days of history
 * that only one of them has are kept, and so is when it was first seen.
 */
export function mergeEntities(one: Entity, other: Entity): Entity {
  const seen = latest(one, other);
  const samples = present(one.samples, other.samples, mergeSamples);
  const firstSeenAt = one.firstSeenAt < other.firstSeenAt ? one.firstSeenAt : other.firstSeenAt;
  if (samples === undefined || equalValue(samples, seen.samples)) return { ...seen, firstSeenAt };
  const merged: Entity = { ...seen, firstSeenAt, samples };
  return { ...merged, ...entityHashes(merged) };
}

function latest(one: Entity, other: Entity): Entity {
  const fence = (one.fence ?? 0) - (other.fence ?? 0);
  if (fence !== 0) return fence > 0 ? one : other;
  const moved = compareText(movedAt(one), movedAt(other));
  if (moved !== 0) return moved > 0 ? one : other;
  const observed = observedOf(one);
  return greater(observed, observedOf(other)) === observed ? one : other;
}

const movedAt = ({ observedAt, changedAt, volatileAt, disappearedAt }: Entity) =>
  newest(observedAt, changedAt, volatileAt, disappearedAt);

/** What is merged by itself says nothing of which observation it is. */
function observedOf({ firstSeenAt, samples, contentHash, ...observed }: Entity) {
  void [firstSeenAt, samples, contentHash];
  return observed;
}

function mergeSamples(one: Samples, other: Samples): Samples {
  const names = [...new Set([...Object.keys(one), ...Object.keys(other)])].toSorted(compareText);
  return Object.fromEntries(names.map((name) => [name, days(one[name] ?? [], other[name] ?? [])]));
}

function days(one: readonly Sample[], other: readonly Sample[]): readonly Sample[] {
  const byDay = new Map<number, number>();
  for (const [day, value] of [...one, ...other]) {
    const before = byDay.get(day);
    byDay.set(day, before === undefined ? value : Math.max(before, value));
  }
  return [...byDay].toSorted(([a], [b]) => a - b).slice(-sampleDays);
}
