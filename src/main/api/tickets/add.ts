import type { TicketOrigin } from '../../../shared/model/ticket.ts';
import { derivedTicketId } from '../../tickets/ticket-id.ts';
import type { Handler, Peer } from '../handler.ts';
import { requireRole } from '../require-role.ts';

export const add: Handler<'tickets.add'> = async ({ reference, conversation, ...intake }, { app, peer }) => {
  if (intake.automation === true) {
    requireRole(peer, 'approver', 'a ticket whose remediations may run by themselves');
  }
  return app.tickets.add(
    {
      ...intake,
      ...(reference !== undefined && { id: derivedTicketId('reference', reference) }),
      origin: originOf(peer, reference, conversation),
    },
    peer.operator,
  );
};

function originOf(
  { via, operator }: Peer,
  reference: string | undefined,
  conversation: string | undefined,
): TicketOrigin {
  if (conversation !== undefined) return { is: 'assistant', operator, conversation };
  if (via !== 'http' && reference === undefined) return { is: 'person', operator };
  return { is: 'api', operator, ...(reference !== undefined && { reference }) };
}
