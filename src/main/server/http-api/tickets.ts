import { z } from 'zod';
import { ContractError } from '../../../shared/contract/errors.ts';
import { nothing } from './query-values.ts';
import { apiRoute, type ApiPorts, type ApiRoute } from './route.ts';

/** Takes and gives tickets; what handles them is plugged in here. */
export interface TicketDesk {
  list(signal: AbortSignal): Promise<unknown>;
  /** @returns the ticket as it is kept */
  create(ticket: Readonly<Record<string, unknown>>, signal: AbortSignal): Promise<unknown>;
}

const notYet = 'This version handles no tickets; nothing was stored.';

function deskOf({ tickets }: ApiPorts): TicketDesk {
  if (tickets) return tickets;
  throw new ContractError({
    code: 'not-implemented',
    message: notYet,
    hint: 'Keep sending tickets to where they go now.',
  });
}

const missing = { 501: { description: notYet } };

export const ticketRoutes: readonly ApiRoute[] = [
  apiRoute({
    method: 'GET',
    path: '/tickets',
    id: 'listTickets',
    tag: 'Tickets',
    summary: 'Tickets, newest first',
    access: 'token',
    params: nothing,
    query: nothing,
    responses: { 200: { description: 'Tickets', content: { 'application/json': z.unknown() } }, ...missing },
    handle: async ({ signal }, ports) => ({ body: await deskOf(ports).list(signal) }),
  }),
  apiRoute({
    method: 'POST',
    path: '/tickets',
    id: 'createTicket',
    tag: 'Tickets',
    summary: 'A problem to resolve, from a person or a system',
    access: 'token',
    params: nothing,
    query: nothing,
    body: z.record(z.string(), z.unknown()),
    responses: {
      201: { description: 'The ticket as it is kept', content: { 'application/json': z.unknown() } },
      ...missing,
    },
    handle: async ({ body, signal }, ports) => ({
      status: 201,
      body: await deskOf(ports).create(body, signal),
    }),
  }),
];
