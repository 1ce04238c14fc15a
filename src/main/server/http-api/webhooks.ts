import { z } from 'zod';
import { contract } from '../../../shared/contract/contract.ts';
import { alertmanagerPayloadSchema } from '../../../shared/model/alertmanager.ts';
import { nothing } from './query-values.ts';
import { apiRoute, type ApiRoute } from './route.ts';

const { alerts, webhook } = contract.tickets.methods;

const json = 'application/json';
/** Alertmanager sends a group as one: a thousand alerts are a megabyte or two. */
const mostBodyBytes = 16 * 1024 * 1024;

/** What other systems post. Nothing of it is believed but that it is a problem: a ticket is made of it. */
export const webhookRoutes: readonly ApiRoute[] = [
  apiRoute({
    method: 'POST',
    path: '/webhooks/alertmanager',
    id: 'receiveAlerts',
    tag: 'Webhooks',
    summary: 'What Alertmanager posts to a webhook receiver, version 4',
    description:
      'One alert is one ticket, by its fingerprint and when it began: sent again, also to another workstation, it is the same one. A resolved alert closes its ticket where nobody works on it, and is noted otherwise.',
    access: 'token',
    basic: true,
    mostBodyBytes,
    params: nothing,
    query: nothing,
    body: alertmanagerPayloadSchema,
    responses: { 200: { description: 'What became of it', content: { [json]: alerts.output } } },
    handle: async ({ body, signal }, { client }) => ({
      body: await client.call('tickets.alerts', { payload: body }, { signal }),
    }),
  }),
  apiRoute({
    method: 'POST',
    path: '/webhooks/{name}',
    id: 'receiveWebhook',
    tag: 'Webhooks',
    summary: 'What another system posts, read as the settings declare',
    description:
      'The mapping stands in the settings under `tickets.webhooks`. All of what is sent is taken, or nothing.',
    access: 'token',
    basic: true,
    mostBodyBytes,
    params: z.strictObject({ name: z.string().min(1).max(60) }),
    query: nothing,
    body: z.union([z.record(z.string(), z.unknown()), z.array(z.unknown())]),
    responses: {
      200: { description: 'What became of it', content: { [json]: webhook.output } },
      404: { description: 'No webhook of that name is declared' },
    },
    handle: async ({ params: { name }, body, signal }, { client }) => ({
      body: await client.call('tickets.webhook', { name, payload: body }, { signal }),
    }),
  }),
];
