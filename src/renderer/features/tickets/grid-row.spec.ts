import { describe, expect, it } from 'vitest';
import type { TicketSummary } from '../../../shared/contract/tickets.ts';
import { causeRows, type TicketGroup } from './grid-row.ts';

const ticket = (id: string) => ({ id }) as TicketSummary;
const group = (id: string, tickets: number) => ({ id, tickets, lead: ticket(`T-${id}`) }) as TicketGroup;
const groups = [group('host-down', 412), group('alone', 1)];
const keys = (unfolded: readonly string[], members?: readonly TicketSummary[]) =>
  causeRows(
    3,
    (place) => groups[place],
    new Set(unfolded),
    () => members,
  ).map(({ row, place }) => `${place} ${row.key}`);

describe('causes as lines', () => {
  it('are one line each: folded, a ticket that stands alone as itself, what is not read yet as a place', () => {
    expect(keys([])).toEqual(['0 group host-down', '1 T-alone', '2 waiting 2']);
  });

  it('show their tickets below when unfolded, and say that there are more', () => {
    expect(keys(['host-down'], [ticket('T-1'), ticket('T-2')])).toEqual([
      '0 group host-down',
      '0 T-1',
      '0 T-2',
      '0 rest host-down',
      '1 T-alone',
      '2 waiting 2',
    ]);
  });

  it('keep a place for tickets that are still being read', () => {
    expect(keys(['host-down'])).toContain('0 members host-down');
  });
});
