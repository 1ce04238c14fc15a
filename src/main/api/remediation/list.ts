import type { Handler } from '../handler.ts';
import { summary } from './shown.ts';

export const list: Handler<'remediation.list'> = async ({ offset, limit, ticket, ...rest }, { app }) => {
  await app.remediations.start();
  const filter = { ...rest, ...(ticket !== undefined && { ticketId: ticket }) };
  const [items, total] = await Promise.all([
    app.remediations.list({ ...filter, offset, limit }),
    app.remediations.count(filter),
  ]);
  return { items: items.map((record) => summary(record, app)), total };
};
