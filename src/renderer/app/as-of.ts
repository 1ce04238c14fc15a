import type { Instant } from '../../shared/model/ids.ts';
import { useLinkState } from './use-link-state.ts';

/**
 * The moment that the whole console shows: undefined is now. It stands in the address as `at`, so a copied link shows
 * the same moment. Screens pass it on to every method that takes `at`.
 */
export function useAsOf(): [Instant | undefined, (at: Instant | undefined) => void] {
  const [{ at }, change] = useLinkState(['at']);
  const valid = at !== undefined && !Number.isNaN(Date.parse(at));
  return [
    valid ? (new Date(at).toISOString() as Instant) : undefined,
    (next) => change({ at: next }, { push: true }),
  ];
}
