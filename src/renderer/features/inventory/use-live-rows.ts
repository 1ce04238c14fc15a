import { useCallback, useEffect, useEffectEvent, useRef, useState } from 'react';
import { useClient } from '../../app/client-context.tsx';
import { useEvent } from '../../app/use-call.ts';
import { useReturn } from '../../app/use-return.ts';
import type { RowPages } from './row-pages.ts';
import type { RowsQuestion } from './use-rows.ts';

/** What came and went since the list was read. */
export interface Waiting {
  readonly came: number;
  readonly went: number;
}

const nothing: Waiting = { came: 0, went: 0 };
/** A collection writes many times in a row: read once it pauses, and at least this often. */
const pauseMs = 400;
const mostMs = 3_000;
/** Rows that are read again in place; more are not in sight. */
const mostRows = 300;

/**
 * Keeps the rows in sight as they are now, without moving them: values change in place, and what came or went is
 * counted until somebody asks to see it.
 */
export function useLiveRows(options: {
  readonly pages: RowPages | undefined;
  readonly question: RowsQuestion;
  readonly columns: readonly string[];
  readonly inSight: () => { readonly first: number; readonly last: number };
}): { readonly waiting: Waiting; readonly settle: () => void } {
  const { pages, question, columns, inSight } = options;
  const client = useClient();
  const [waiting, setWaiting] = useState<{ readonly of: RowPages | undefined; readonly counts: Waiting }>({
    of: undefined,
    counts: nothing,
  });
  const timer = useRef<{ readonly handle: number; readonly since: number } | undefined>(undefined);

  const look = useEffectEvent(async () => {
    timer.current = undefined;
    if (!pages || question.at !== undefined || pages.total === undefined) return;
    const { first, last } = inSight();
    const ids = [];
    for (let i = Math.max(0, first - 20); i <= last + 20 && ids.length < mostRows; i++) {
      const row = pages.row(i);
      if (row) ids.push(row.id);
    }
    const before = pages.total;
    const readAt = pages.at ?? '';
    try {
      const [again, now, fresh] = await Promise.all([
        client.call('inventory.rowsOf', { ids, columns: [...columns] }),
        client.call('inventory.rows', { query: { ...question.query, offset: 0, limit: 0 } }),
        client.call('inventory.rows', {
          query: {
            ...question.query,
            filters: [...(question.query.filters ?? []), { path: 'firstSeenAt', op: 'gt', value: readAt }],
            offset: 0,
            limit: 0,
          },
        }),
      ]);
      pages.replace(again.rows);
      const came = Math.max(fresh.total, now.total - before, 0);
      setWaiting({ of: pages, counts: { came, went: Math.max(0, before + came - now.total) } });
    } catch {
      // The application is away, or busy: the next event asks again, and the shell says that it is away.
    }
  });

  useEvent('inventory.changed', {}, ({ kinds }) => {
    const shown = question.query.kinds;
    // Findings mark rows of any kind.
    if (shown && !kinds.some((kind) => kind === 'finding' || shown.includes(kind))) return;
    const now = performance.now();
    const since = timer.current?.since ?? now;
    if (timer.current) clearTimeout(timer.current.handle);
    const wait = Math.max(0, Math.min(pauseMs, mostMs - (now - since)));
    timer.current = { handle: window.setTimeout(() => void look(), wait), since };
  });
  // What happened meanwhile was told to nobody.
  useReturn(() => void look());
  useEffect(() => () => clearTimeout(timer.current?.handle), []);

  return {
    waiting: waiting.of === pages ? waiting.counts : nothing,
    settle: useCallback(() => setWaiting({ of: undefined, counts: nothing }), []),
  };
}
