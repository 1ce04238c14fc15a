import type { EntityId, Instant } from '../../../shared/model/ids.ts';
import { useClient } from '../../app/client-context.tsx';
import { useToast } from '../../ui/toast.tsx';
import type { Selection } from './selection.ts';
import type { RowsQuestion } from './use-rows.ts';

export interface ChosenRow {
  readonly id: EntityId;
  readonly name: string;
}

/** As many as the application gives at once. */
const pieceSize = 500;

/** The rows that are chosen, wherever they stand in the list: those of which ids are known are not looked for. */
export function useChosenRows(options: {
  readonly selection: Selection;
  readonly total: number;
  readonly query: RowsQuestion['query'];
  readonly at: Instant | undefined;
}): {
  readonly ids: (most: number) => Promise<readonly EntityId[]>;
  readonly rows: (most: number) => Promise<readonly ChosenRow[]>;
  /** Does something with rows; what prevents it is told. */
  readonly attempt: (work: () => Promise<void>) => void;
} {
  const { selection, total, query, at } = options;
  const client = useClient();
  const toast = useToast();
  const moment = at !== undefined && { at };

  async function allBut(except: ReadonlySet<EntityId>, most: number): Promise<readonly ChosenRow[]> {
    const found: ChosenRow[] = [];
    for (let offset = 0; offset < total && found.length < most; offset += pieceSize) {
      const { rows } = await client.call('inventory.rows', {
        query: { ...query, offset, limit: pieceSize },
        ...moment,
      });
      if (rows.length === 0) break;
      found.push(...rows.filter(({ id }) => !except.has(id)));
    }
    return found.slice(0, most);
  }

  async function named(ids: readonly EntityId[]): Promise<readonly ChosenRow[]> {
    const found: ChosenRow[] = [];
    for (let from = 0; from < ids.length; from += pieceSize) {
      const piece = ids.slice(from, from + pieceSize);
      const { rows } = await client.call('inventory.rowsOf', { ids: piece, ...moment });
      found.push(...rows);
    }
    return found;
  }

  return {
    rows: (most) =>
      selection.is === 'all' ? allBut(selection.except, most) : named([...selection.ids].slice(0, most)),
    ids: async (most) =>
      selection.is === 'all'
        ? (await allBut(selection.except, most)).map(({ id }) => id)
        : [...selection.ids].slice(0, most),
    attempt: (work) => {
      work().catch((error: unknown) =>
        toast({
          message: error instanceof Error ? error.message : String(error),
          status: 'critical',
          stays: true,
        }),
      );
    },
  };
}
