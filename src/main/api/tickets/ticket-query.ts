import type { z } from 'zod';
import type { tickets } from '../../../shared/contract/tickets.ts';
import type { TicketQuery } from '../../tickets/desk.ts';

type Filter = Omit<z.output<typeof tickets.methods.groups.input>, 'offset' | 'limit'>;

/** As it is asked for: `watching` is whoever asks. */
export function ticketQuery(
  { watching, ...filter }: Filter,
  operator: string,
): Omit<TicketQuery, 'limit' | 'cursor'> {
  return { ...filter, ...(watching === true && { watcher: operator }) };
}
