import { useQueries } from '@tanstack/react-query';
import { useRef } from 'react';
import type { ContractError } from '../../../shared/contract/errors.ts';

export const pageSize = 100;

interface Places {
  readonly first: number;
  readonly last: number;
}

/** Whether two places in a list are on the same pages: nothing else has to be read. */
export function samePages(a: Places, b: Places): boolean {
  const pageOf = (index: number) => Math.floor(index / pageSize);
  return pageOf(a.first) === pageOf(b.first) && pageOf(a.last) === pageOf(b.last);
}

export interface Pages<Item> {
  /** undefined until the first page is there. */
  readonly total: number | undefined;
  /** What stands at a place; undefined while it is being read. */
  at(index: number): Item | undefined;
  readonly error: ContractError | undefined;
  retry(): void;
}

/**
 * A long list, of which only what is looked at is read. What was read stays shown while it is read again; another
 * `filter` begins anew.
 */
export function usePages<Item>(options: {
  /** The method that reads it, so that `useRefresh` of its name reads it again. */
  readonly name: string;
  readonly filter: Readonly<Record<string, unknown>>;
  /** Keeps places the same while new things come: not part of what is looked for. */
  readonly until: string | undefined;
  readonly visible: { readonly first: number; readonly last: number };
  readonly read: (
    page: { readonly offset: number; readonly limit: number; readonly until?: string },
    signal: AbortSignal,
  ) => Promise<{ readonly items: readonly Item[]; readonly total: number }>;
}): Pages<Item> {
  const { name, filter, until, visible, read } = options;
  const key = JSON.stringify(filter);
  const known = useRef<{ key: string; items: Map<number, Item>; total: number | undefined }>({
    key,
    items: new Map(),
    total: undefined,
  });
  if (known.current.key !== key) known.current = { key, items: new Map(), total: undefined };
  const first = Math.floor(visible.first / pageSize);
  const last = Math.max(first, Math.floor(visible.last / pageSize));
  const numbers = [...new Set([0, ...Array.from({ length: last - first + 1 }, (_, i) => first + i)])];
  const pages = useQueries({
    queries: numbers.map((number) => {
      const page = {
        offset: number * pageSize,
        limit: pageSize,
        ...(until !== undefined && { until }),
      };
      return {
        queryKey: [name, { ...filter, ...page }],
        queryFn: ({ signal }: { signal: AbortSignal }) => read(page, signal),
      };
    }),
  });
  for (const [i, { data }] of pages.entries()) {
    if (!data) continue;
    known.current.total = data.total;
    const offset = (numbers[i] ?? 0) * pageSize;
    data.items.forEach((item, place) => known.current.items.set(offset + place, item));
  }
  const error = pages.find((page) => page.error)?.error as ContractError | undefined;
  return {
    total: known.current.total,
    at: (index) => known.current.items.get(index),
    error,
    retry: () => {
      for (const page of pages) void page.refetch();
    },
  };
}
