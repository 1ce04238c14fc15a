import { describe, expect, it } from 'vitest';
import type { Instant } from './ids.ts';
import type { TicketEvent } from './ticket.ts';
import { writtenApart } from './written-apart.ts';

const at = '2026-11-23T12:00:00.000Z' as Instant;
const said = (id: string, after?: string): TicketEvent => ({
  is: 'comment',
  id,
  at,
  by: 'alice',
  text: id,
  ...(after !== undefined && { after }),
});

describe('events that were written at the same time at two workstations', () => {
  it('are those that did not know of the one before them', () => {
    const merged = [said('a'), said('b', 'a'), said('c', 'a'), said('d', 'b'), said('e', 'd')];
    expect([...writtenApart(merged)]).toEqual(['c', 'd']);
  });

  it('are none where one followed the other, nor where what one followed was given up, nor of before they were noted', () => {
    expect(writtenApart([said('a'), said('b', 'a'), said('c', 'b')]).size).toBe(0);
    expect(writtenApart([said('a'), said('c', 'b')]).size).toBe(0);
    expect(writtenApart([said('a'), said('b'), said('c')]).size).toBe(0);
  });
});
