import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { propertyRuns } from '../../../../test/support/property.ts';
import { instant } from '../../../shared/model/ids.ts';
import type { TicketEvent } from '../../../shared/model/ticket.ts';
import { boundedTicketEvents } from '../../tickets/bounded-ticket-events.ts';
import { union } from './join.ts';

const most = 6;
const kinds = fc.constantFrom('alert', 'comment', 'state', 'priority', 'assignee');
/** A fixed history, of which each workstation knows some: what one event is, is the same everywhere. */
const histories = fc.array(kinds, { minLength: 1, maxLength: 24 });

function eventOf(kind: string, place: number): TicketEvent {
  const head = { id: `e${String(place).padStart(2, '0')}`, at: instant(place) };
  if (kind === 'alert') return { ...head, is: 'alert', text: String(place) };
  if (kind === 'comment') return { ...head, is: 'comment', by: 'alice', text: String(place) };
  return { ...head, is: 'changed', by: 'alice', field: kind, from: '', to: String(place) };
}

const known = (history: readonly string[], bits: number): TicketEvent[] =>
  history.map(eventOf).filter((_, place) => ((bits >> place) & 1) === 1);
const merged = (...copies: readonly (readonly TicketEvent[])[]): TicketEvent[] =>
  copies.reduce<TicketEvent[]>(
    (before, copy) =>
      boundedTicketEvents(
        union(before, copy, ({ at }) => at),
        most,
      ),
    [],
  );

describe('what a full ticket gives up', () => {
  it('is the same wherever and in whatever order events of other workstations arrive', () => {
    const bits = fc.integer({ min: 0, max: 2 ** 24 - 1 });
    fc.assert(
      fc.property(histories, bits, bits, bits, (history, ...chosen) => {
        const [a = [], b = [], c = []] = chosen.map((one) => boundedTicketEvents(known(history, one), most));
        const all = merged(a, b, c);
        expect(merged(c, b, a)).toEqual(all);
        expect(merged(a, merged(b, c))).toEqual(all);
        expect(merged(all, a, b)).toEqual(all);
      }),
      { numRuns: propertyRuns(500, 20_000) },
    );
  });

  it('is what systems noted, then what was changed again, and never what somebody wrote or how it stands', () => {
    const history = ['comment', 'state', 'alert', 'priority', 'alert', 'priority', 'comment', 'alert'];
    const kept = boundedTicketEvents(history.map(eventOf), 5);
    expect(kept.map(({ id }) => id)).toEqual(['e00', 'e01', 'e05', 'e06', 'e07']);
    const written = Array.from({ length: 9 }, () => 'comment').map(eventOf);
    expect(boundedTicketEvents(written, 5)).toEqual(written);
  });
});
