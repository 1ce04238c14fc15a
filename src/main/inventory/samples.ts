import type { Sample } from '../../shared/model/entity.ts';
import type { Instant } from '../../shared/model/ids.ts';

/** Days of history that a sampled attribute keeps. */
export const sampleDays = 90;

type Samples = Readonly<Record<string, readonly Sample[]>>;

export function dayOf(at: Instant): number {
  return Math.floor(Date.parse(at) / 86_400_000);
}

/**
 * Keeps one point a day of each sampled attribute: the last value of the day. Gives back the same object when there
 * is nothing to add, so that a run that sees what stood writes nothing.
 */
export function addSamples(
  standing: Samples | undefined,
  names: readonly string[] | undefined,
  attributes: Readonly<Record<string, unknown>>,
  at: Instant,
): Samples | undefined {
  if (!names) return standing;
  const day = dayOf(at);
  let next: Record<string, readonly Sample[]> | undefined;
  for (const name of names) {
    const value = attributes[name];
    if (typeof value !== 'number' || !Number.isFinite(value)) continue;
    const before = standing?.[name] ?? [];
    const last = before.at(-1);
    if (last && (last[0] > day || (last[0] === day && last[1] === value))) continue;
    next ??= { ...standing };
    const earlier = last?.[0] === day ? before.slice(0, -1) : before;
    next[name] = [...earlier, [day, value] as const].slice(-sampleDays);
  }
  return next ?? standing;
}
