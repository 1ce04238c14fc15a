import { useEffect, useState } from 'react';
import { mostLookedAt } from '../../../shared/model/citation.ts';
import type { EntityId } from '../../../shared/model/ids.ts';
import { tellSelected } from '../../app/selected-entities.ts';
import { useClient } from '../../app/client-context.tsx';
import { useText } from '../../i18n/catalogue.tsx';
import { useToast } from '../../ui/toast.tsx';
import type { RowPages } from './row-pages.ts';
import {
  countSelected,
  everythingSelected,
  isSelected,
  nothingSelected,
  select,
  toggleSelected,
  type Selection,
} from './selection.ts';
import { useChosenRows } from './use-chosen-rows.ts';
import type { RowsQuestion } from './use-rows.ts';

const mostRange = 5_000;

export type ListSelection = ReturnType<typeof useListSelection>;

/** Which rows are chosen, and what chooses them. What is beside the list is told of the first of them. */
export function useListSelection(options: {
  readonly selection: Selection;
  readonly setSelection: (change: (now: Selection) => Selection) => void;
  readonly pages: RowPages | undefined;
  readonly total: number;
  readonly question: RowsQuestion;
}) {
  const { selection, setSelection, pages, total, question } = options;
  const { query, at } = question;
  const text = useText();
  const client = useClient();
  const toast = useToast();
  const [anchor, setAnchor] = useState(0);
  const chosen = useChosenRows({ selection, total, query, at });
  const count = countSelected(selection, total);
  const state: 'none' | 'some' | 'all' =
    count === 0 ? 'none' : selection.is === 'all' && count === total ? 'all' : 'some';

  const told = count === 0 ? '' : firstSelected(selection, pages).join('\n');
  useEffect(() => {
    tellSelected({ ids: told === '' ? [] : (told.split('\n') as EntityId[]), total: count });
  }, [told, count]);
  useEffect(() => () => tellSelected({ ids: [], total: 0 }), []);

  const range = async (from: number, to: number) => {
    const [first, last] = from <= to ? [from, to] : [to, from];
    if (last - first > mostRange) {
      toast({ message: text.inventory.rangeTooLong(mostRange), status: 'warning' });
      return;
    }
    const ids: EntityId[] = [];
    for (let place = first; place <= last;) {
      const row = pages?.row(place);
      if (row) {
        ids.push(row.id);
        place += 1;
        continue;
      }
      const { rows: more } = await client.call('inventory.rows', {
        query: { ...query, offset: place, limit: Math.min(500, last - place + 1) },
        ...(at !== undefined && { at }),
      });
      if (more.length === 0) break;
      ids.push(...more.map(({ id }) => id));
      place += more.length;
    }
    setSelection((now) => select(now, ids));
  };

  return {
    selection,
    count,
    state,
    chosen,
    /** Ranges begin here. */
    anchor,
    setAnchor,
    toggle: (id: EntityId, place?: number) => {
      setSelection((now) => toggleSelected(now, id));
      if (place !== undefined) setAnchor(place);
    },
    range: (from: number, to: number) => chosen.attempt(() => range(from, to)),
    all: () => setSelection(() => everythingSelected),
    clear: () => setSelection(() => nothingSelected),
  };
}

/** Of a whole result, those that have been read. */
function firstSelected(selection: Selection, pages: RowPages | undefined): readonly EntityId[] {
  if (selection.is === 'some') return [...selection.ids].slice(0, mostLookedAt);
  const first: EntityId[] = [];
  for (let place = 0; first.length < mostLookedAt; place += 1) {
    const row = pages?.row(place);
    if (!row) break;
    if (isSelected(selection, row.id)) first.push(row.id);
  }
  return first;
}
