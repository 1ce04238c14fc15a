import type { Handler } from '../handler.ts';
import { requireRole } from '../require-role.ts';

export const change: Handler<'tickets.change'> = async ({ id, ...wanted }, { app, peer }) => {
  if (wanted.automation === true)
    requireRole(peer, 'approver', `letting remediations of ${id} run by themselves`);
  return { ticket: await app.tickets.change(id, wanted, peer.operator) };
};
