import { takeWebhook } from '../../tickets/intake/webhook.ts';
import type { Handler } from '../handler.ts';

export const webhook: Handler<'tickets.webhook'> = ({ name, payload }, { app, signal }) => {
  const { webhooks } = app.settings.tickets;
  const mapping = Object.hasOwn(webhooks, name) ? webhooks[name] : undefined;
  return takeWebhook(name, payload, { mapping, desk: app.tickets, signal });
};
