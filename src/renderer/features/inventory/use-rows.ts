import { useCallback, useEffect, useEffectEvent, useRef, useState, useSyncExternalStore } from 'react';
import type { Client } from '../../../shared/contract/client.ts';
import { ContractError } from '../../../shared/contract/errors.ts';
import type { EntityId, Instant } from '../../../shared/model/ids.ts';
import type { InventoryQueryInput } from '../../../shared/model/inventory-query.ts';
import { useClient } from '../../app/client-context.tsx';
import { RowPages } from './row-pages.ts';

export interface RowsQuestion {
  readonly query: InventoryQueryInput;
  readonly columns: readonly string[];
  readonly at: Instant | undefined;
}

export interface Rows {
  /** What is shown: the last result that is here, while the next one is on its way. */
  readonly pages: RowPages | undefined;
  /** The moment of which they are: undefined is now. */
  readonly at: Instant | undefined;
  /** Which columns those rows have values of. */
  readonly columns: readonly string[];
  readonly isLoading: boolean;
  readonly error: ContractError | undefined;
  /** Reads it again; the row at the top stays at the top. */
  readonly reload: () => void;
}

interface Shown {
  /** Of which kinds they are. */
  readonly kinds: string;
  readonly pages: RowPages;
  readonly at: Instant | undefined;
  readonly columns: readonly string[];
}

/** Lists that were shown last, for whoever comes back to one: at once, and while the application is away too. */
const mostRemembered = 8;
const remembered = new WeakMap<Client, Map<string, Shown>>();

const kindsOf = ({ kinds = [] }: InventoryQueryInput): string => kinds.join(',');

function recall(client: Client, list: string, columns: readonly string[]): Shown | undefined {
  return remembered.get(client)?.get(JSON.stringify([list, columns]));
}

function remember(client: Client, list: string, shown: Shown): void {
  const lists = remembered.get(client) ?? new Map<string, Shown>();
  remembered.set(client, lists);
  const name = JSON.stringify([list, shown.columns]);
  lists.delete(name);
  lists.set(name, shown);
  for (const oldest of lists.keys()) {
    if (lists.size <= mostRemembered) break;
    lists.delete(oldest);
  }
}

/**
 * Rows of a result, read as they come into sight. A new question shows the old answer until its own is there, so that
 * typing never empties the table.
 * @param inSight The rows that are looked at.
 * @param onShown Told when another result takes the place, and whether it is the same list (other columns, a later
 * state) or another one that begins at its top.
 */
export function useRows(
  question: RowsQuestion,
  options: {
    readonly enabled: boolean;
    readonly inSight: () => {
      readonly first: number;
      readonly last: number;
      readonly anchor: EntityId | undefined;
    };
    readonly onShown: (change: { readonly sameList: boolean; readonly moved: number }) => void;
  },
): Rows {
  const client = useClient();
  const [isLoading, setLoading] = useState(true);
  const [error, setError] = useState<ContractError>();
  const [turn, setTurn] = useState(0);
  const listKey = JSON.stringify([question.query, question.at]);
  const [shown, setShown] = useState(() => recall(client, listKey, question.columns));
  const key = JSON.stringify([listKey, question.columns, turn]);
  const shownList = useRef<string | undefined>(undefined);
  const shownPages = useRef<RowPages | undefined>(undefined);
  const inSight = useEffectEvent(options.inSight);
  const onShown = useEffectEvent(options.onShown);

  useEffect(() => {
    if (!options.enabled) return;
    const [list, columns] = JSON.parse(key) as [string, string[], number];
    const [query, at] = JSON.parse(list) as [InventoryQueryInput, Instant | null];
    const sameList = shownList.current === list;
    const { first, last, anchor } = inSight();
    const from = sameList ? first : 0;
    const until = sameList ? last : last - first;
    let moved = 0;
    let current = true;
    const abort = new AbortController();
    const failed = (cause: unknown) => {
      if (!current) return;
      setLoading(false);
      // What was seen of this list before is better than what is shown of another.
      const known = sameList ? undefined : recall(client, list, columns);
      if (known) {
        shownList.current = list;
        shownPages.current = known.pages;
        setShown(known);
        onShown({ sameList: false, moved: 0 });
      }
      setError(
        cause instanceof ContractError
          ? cause
          : new ContractError({
              code: 'internal',
              message: cause instanceof Error ? cause.message : String(cause),
            }),
      );
    };
    const ask = { query, columns, ...(at !== null && { at }) };
    const pages = new RowPages({
      onError: failed,
      onDrift: () => setTurn((now) => now + 1),
      load: (offset, limit, signal) =>
        client.call('inventory.rows', { ...ask, query: { ...query, offset, limit } }, { signal }),
    });
    const begin = async () => {
      // Where the row at the top stands by now.
      if (!sameList || anchor === undefined) return;
      const { place } = await client.call(
        'inventory.rows',
        { ...ask, columns: [], query: { ...query, offset: 0, limit: 0 }, locate: anchor },
        { signal: abort.signal },
      );
      if (place !== undefined) moved = place - first;
    };
    setLoading(true);
    const show = () => {
      if (!current || !pages.hasAll(from + moved, until + moved)) return;
      unsubscribe();
      shownList.current = list;
      shownPages.current = pages;
      setError(undefined);
      setLoading(false);
      const next = { pages, at: at ?? undefined, columns, kinds: kindsOf(query) };
      setShown(next);
      remember(client, list, next);
      onShown({ sameList, moved });
    };
    const unsubscribe = pages.subscribe(show);
    void begin().then(
      () => current && pages.want(Math.max(0, from + moved), Math.max(0, until + moved)),
      failed,
    );
    return () => {
      current = false;
      unsubscribe();
      abort.abort();
      // What is shown stays until the next one is here.
      if (shownPages.current !== pages) pages.end();
    };
  }, [client, key, options.enabled]);

  // Rows of one kind are no answer to a question about another: not for longer than it takes to be answered.
  const isOther = error !== undefined && shown?.kinds !== kindsOf(question.query);
  const pages = isOther ? undefined : shown?.pages;
  useSyncExternalStore(
    useCallback((changed) => pages?.subscribe(changed) ?? (() => {}), [pages]),
    () => pages?.version ?? -1,
  );
  const shownNow = shown?.pages;
  useEffect(() => () => shownNow?.end(), [shownNow]);

  return {
    pages,
    at: shown?.at,
    columns: shown?.columns ?? [],
    isLoading,
    error,
    reload: useCallback(() => setTurn((now) => now + 1), []),
  };
}
