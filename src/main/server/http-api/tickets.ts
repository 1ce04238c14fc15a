import { z } from 'zod';
import { contract } from '../../../shared/contract/contract.ts';
import { ticketSorts } from '../../../shared/contract/tickets.ts';
import { entityIdSchema } from '../../../shared/model/ids.ts';
import { ticketPriorities, ticketStates } from '../../../shared/model/ticket.ts';
import { nothing, wholeNumber } from './query-values.ts';
import { apiRoute, type ApiRoute } from './route.ts';

const { add, list, get } = contract.tickets.methods;

const json = 'application/json';

/** `open=true` */
const truth = z.enum(['true', 'false']).transform((text) => text === 'true');

/** `state=new,triaged` */
function several<T extends string>(known: readonly [T, ...T[]]) {
  return z
    .string()
    .max(300)
    .transform((text) => text.split(','))
    .pipe(z.array(z.enum(known)));
}

export const ticketRoutes: readonly ApiRoute[] = [
  apiRoute({
    method: 'GET',
    path: '/tickets',
    id: 'listTickets',
    tag: 'Tickets',
    summary: 'Tickets that match, a page at a time',
    description:
      '`total` and `states` are of all that match, not of the page. With a `cursor` in the answer there are more.',
    access: 'token',
    params: nothing,
    query: z.strictObject({
      state: several(ticketStates).describe('Any of these, parted by commas').optional(),
      open: truth.describe('true: only those that somebody still has to do something about').optional(),
      priority: several(ticketPriorities).describe('Any of these, parted by commas').optional(),
      assignee: z.string().max(200).describe('A name; empty: nobody').optional(),
      overdue: truth.optional(),
      entity: entityIdSchema.optional(),
      group: z.string().max(60).optional(),
      text: z.string().max(300).describe('Words').optional(),
      sort: z.enum(ticketSorts).default('newest'),
      limit: wholeNumber(1_000).pipe(z.number().min(1)).default(100),
      cursor: z.string().max(300).optional(),
    }),
    responses: { 200: { description: 'One page', content: { [json]: list.output } } },
    async handle({ query: { state, priority, ...query }, signal }, { client }) {
      const given = Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined));
      return {
        body: await client.call(
          'tickets.list',
          { ...given, ...(state && { states: state }), ...(priority && { priorities: priority }) },
          { signal },
        ),
      };
    },
  }),
  apiRoute({
    method: 'GET',
    path: '/tickets/{id}',
    id: 'getTicket',
    tag: 'Tickets',
    summary: 'One ticket with its history, diagnosis, group and similar tickets',
    access: 'token',
    params: z.strictObject({ id: z.string().min(1).max(60) }),
    query: nothing,
    responses: {
      200: { description: 'The ticket', content: { [json]: get.output } },
      404: { description: 'There is no such ticket' },
    },
    handle: async ({ params, signal }, { client }) => ({
      body: await client.call('tickets.get', params, { signal }),
    }),
  }),
  apiRoute({
    method: 'POST',
    path: '/tickets',
    id: 'createTicket',
    tag: 'Tickets',
    summary: 'A problem to resolve, from a person or a system',
    description:
      'Category, priority and entities are worked out where they are not given. With a `reference` it may be sent again: the same reference is the same ticket.',
    access: 'token',
    params: nothing,
    query: nothing,
    body: add.input.omit({ conversation: true }),
    responses: {
      200: { description: 'It was there already; what is new was noted', content: { [json]: add.output } },
      201: { description: 'The ticket as it is kept', content: { [json]: add.output } },
    },
    async handle({ body, signal }, { client }) {
      const taken = await client.call('tickets.add', body, { signal });
      return {
        status: taken.created ? 201 : 200,
        headers: { location: `/api/v1/tickets/${taken.ticket.id}` },
        body: taken,
      };
    },
  }),
];
