import { z } from 'zod';
import { ToolFailure } from '../../shared/tool-failure.ts';
import type { ManagedRef } from '../connection/managed-ref.ts';

export const pageInput = z.object({
  cursor: z.string().max(500).optional().describe('nextCursor of the page before'),
  limit: z.int().min(1).max(1_000).default(200).describe('objects on one page'),
});

export function pageOutput<T extends z.ZodType>(item: T) {
  return z.object({
    items: z.array(item),
    total: z.number().describe('objects in all'),
    nextCursor: z.string().optional().describe('absent on the last page'),
  });
}

const natural = new Intl.Collator('en', { numeric: true });

/** vm-9 before vm-10. */
function compare(one: string, other: string): number {
  return natural.compare(one, other) || (one < other ? -1 : one > other ? 1 : 0);
}

export interface Slice<T> {
  readonly shown: readonly T[];
  readonly total: number;
  readonly nextCursor?: string;
}

/**
 * One page of a list that may change between two of them: it starts after the key that the page before ended with, so
 * that what comes or goes meanwhile neither repeats nor hides anything else.
 */
export function sliceAfter<T>(
  list: readonly T[],
  keyOf: (item: T) => string,
  page: { readonly cursor?: string | undefined; readonly limit: number },
): Slice<T> {
  const sorted = list.toSorted((a, b) => compare(keyOf(a), keyOf(b)));
  const after = page.cursor === undefined ? undefined : decode(page.cursor);
  const start = after === undefined ? 0 : sorted.findIndex((item) => compare(keyOf(item), after) > 0);
  const shown = start < 0 ? [] : sorted.slice(start, start + page.limit);
  const last = shown.at(-1);
  const more = start >= 0 && start + shown.length < sorted.length;
  return {
    shown,
    total: list.length,
    ...(more && last !== undefined ? { nextCursor: encode(keyOf(last)) } : {}),
  };
}

export function sliceRefs(
  refs: readonly ManagedRef[],
  page: { readonly cursor?: string | undefined; readonly limit: number },
): Slice<ManagedRef> {
  return sliceAfter(refs, ({ value }) => value, page);
}

function encode(key: string): string {
  return `after:${key}`;
}

function decode(cursor: string): string {
  if (!cursor.startsWith('after:'))
    throw new ToolFailure(`cursor: expected the nextCursor of a page before, got "${cursor.slice(0, 60)}"`);
  return cursor.slice('after:'.length);
}
