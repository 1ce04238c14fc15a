import type { Handler } from '../handler.ts';
import { summary } from './shown.ts';
import type { App } from '../../app.ts';
import type { Remediation } from '../../../shared/model/remediation.ts';
import type { Ticket } from '../../../shared/model/ticket.ts';

export const list: Handler<'remediation.list'> = async ({ offset, limit, ticket, ...rest }, { app }) => {
  await app.remediations.start();
  const filter = { ...rest, ...(ticket !== undefined && { ticketId: ticket }) };
  const [items, total] = await Promise.all([
    app.remediations.list({ ...filter, offset, limit }),
    app.remediations.count(filter),
  ]);
  const tickets = await ticketsOf(items, app);
  return {
    items: items.map((record) => {
      const about = tickets.get(record.ticketId ?? '');
      return {
        ...summary(record, app),
        ...(about && { ticket: { title: about.title, priority: about.priority } }),
      };
    }),
    total,
  };
};

async function ticketsOf(
  records: readonly Remediation[],
  app: App,
): Promise<ReadonlyMap<string, Pick<Ticket, 'title' | 'priority'>>> {
  const ids = new Set(records.flatMap(({ ticketId }) => ticketId ?? []));
  const tickets = await Promise.all([...ids].map((id) => app.tickets.get(id)));
  return new Map(tickets.flatMap((ticket) => (ticket ? [[ticket.id, ticket] as const] : [])));
}
