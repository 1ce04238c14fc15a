import { useCallback } from 'react';
import { useRouter, useSearchParams } from 'wouter';
import { usePathname, useSearch as useBrowserSearch } from 'wouter/use-browser-location';
import type { LinkStateNavigation } from './carry-as-of.ts';

/**
 * State that stands in the address, so that a copied link brings it back: texts by name, absent when they are the
 * default. Changes replace the entry of the browser's history unless they are asked to add one.
 */
export function useLinkState<const Names extends readonly string[]>(
  names: Names,
): [
  Readonly<Partial<Record<Names[number], string>>>,
  (
    change: Readonly<Partial<Record<Names[number], string | undefined>>>,
    options?: { push?: boolean },
  ) => void,
] {
  const [search, setSearch] = useSearchParams();
  const inBrowser = useRouter().searchHook === useBrowserSearch;
  const place = usePathname();
  const state: Partial<Record<string, string>> = {};
  for (const name of names) {
    const value = search.get(name);
    if (value !== null) state[name] = value;
  }
  const change = useCallback(
    (changes: Readonly<Partial<Record<string, string | undefined>>>, { push = false } = {}) => {
      // A screen that was left, and waits for the next one to load, has no say in the address.
      if (inBrowser && location.pathname !== place) return;
      const exactly: LinkStateNavigation = { replace: !push, exact: true };
      setSearch((before) => {
        // Two parts of a screen may change theirs before either is drawn again.
        const after = new URLSearchParams(inBrowser ? location.search : before);
        for (const [name, value] of Object.entries(changes)) {
          if (value === undefined || value === '') after.delete(name);
          else after.set(name, value);
        }
        return after;
      }, exactly);
    },
    [setSearch, inBrowser, place],
  );
  return [state as never, change];
}
