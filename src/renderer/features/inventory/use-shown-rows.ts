import { useCallback, useEffect, useRef, type RefObject } from 'react';
import type { ContractError } from '../../../shared/contract/errors.ts';
import type { EntityId } from '../../../shared/model/ids.ts';
import { useClient } from '../../app/client-context.tsx';
import { useReturn } from '../../app/use-return.ts';
import type { TableHandle } from './table.tsx';
import { useLiveRows } from './use-live-rows.ts';
import { useRows, type RowsQuestion } from './use-rows.ts';

/** Where each list was left, for whoever comes back to it. */
const leftAt = new Map<string, { readonly scrollTop: number; readonly active: number | undefined }>();
const rowsAtFirst = 40;

/** The rows that are shown, kept as they are now, and where in them one is. */
export function useShownRows(options: {
  readonly question: RowsQuestion;
  /** The fields are known: rows can be asked for. */
  readonly enabled: boolean;
  /** What else could not be read. */
  readonly otherError: ContractError | undefined;
  /** The list that it is, whatever its columns and its moment are. */
  readonly list: string;
  /** Shown beside the list: found in it once. */
  readonly wanted: EntityId | undefined;
  readonly table: RefObject<TableHandle | null>;
  readonly active: number | undefined;
  readonly setActive: (change: (now: number | undefined) => number | undefined) => void;
  readonly onOtherList: () => void;
}) {
  const { question, enabled, otherError, list, wanted, table, active, setActive, onOtherList } = options;
  const client = useClient();
  const { query, at } = question;
  const inSight = useCallback(() => {
    const first = table.current?.firstInSight() ?? 0;
    return { first, last: first + (table.current?.rowsInSight() ?? rowsAtFirst) };
  }, [table]);
  const rows = useRows(question, {
    enabled,
    inSight: () => {
      const { first, last } = inSight();
      return { first, last, anchor: first === 0 ? undefined : rows.pages?.row(first)?.id };
    },
    onShown: ({ sameList, moved }) => {
      live.settle();
      if (sameList) {
        table.current?.shift(moved);
        if (moved !== 0) setActive((now) => (now === undefined ? undefined : now + moved));
        return;
      }
      onOtherList();
      const left = leftAt.get(list);
      leftAt.delete(list);
      setActive(() => left?.active);
      requestAnimationFrame(() => {
        if (left) table.current?.setScrollTop(left.scrollTop);
        else table.current?.toTop();
      });
    },
  });
  const failure = rows.error ?? otherError;
  // Rows of one moment never stand for those of another that could not be read.
  const pages = failure && rows.at !== at ? undefined : rows.pages;
  useReturn(() => {
    if (rows.error) rows.reload();
  });
  const live = useLiveRows({ pages, question, columns: rows.columns, inSight });

  // A link to an entity in a list shows where it stands in it.
  const located = useRef(false);
  useEffect(() => {
    if (located.current || !pages || wanted === undefined) return;
    located.current = true;
    if (active !== undefined) return;
    const locate = async () => {
      const { place } = await client.call('inventory.rows', {
        query: { ...query, offset: 0, limit: 0 },
        locate: wanted,
        ...(at !== undefined && { at }),
      });
      if (place === undefined) return;
      setActive(() => place);
      table.current?.scrollTo(place);
    };
    // The list says for itself what is wrong.
    locate().catch(() => {});
  }, [pages]);
  useEffect(() => {
    if (document.activeElement === document.body) table.current?.focus();
  }, [pages === undefined]);

  return {
    pages,
    total: pages?.total ?? 0,
    /** The columns that the rows have values of. */
    answered: rows.columns,
    isLoading: rows.isLoading,
    error: rows.error,
    failure,
    waiting: live.waiting,
    reload: rows.reload,
    /** Before another page is opened. */
    leave: () => leftAt.set(list, { scrollTop: table.current?.scrollTop() ?? 0, active }),
  };
}
