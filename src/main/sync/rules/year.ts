import type { Given } from './given.ts';
import { refuse } from './refuse.ts';

/** Each year has a database of its own: what belongs to another is not to be found there when that one is taken away. */
export function requireYear({ year }: Given, at: unknown): void {
  if (year !== undefined && String(at).slice(0, 4) !== year)
    refuse('shape', `at: expected an instant of ${year}, got ${String(at).slice(0, 24)}`);
}
