import { documentRoutes } from './documents.ts';
import { healthRoute } from './health.ts';
import { inventoryRoutes } from './inventory.ts';
import { metricsRoute } from './metrics.ts';
import { openApiRoute } from './open-api-route.ts';
import type { ApiRoute } from './route.ts';
import { ticketRoutes } from './tickets.ts';
import { webhookRoutes } from './webhooks.ts';

/** Where the HTTP API is. */
export const apiPrefix = '/api/v1';

/** Every operation of the HTTP API. */
export const apiRoutes: readonly ApiRoute[] = [
  healthRoute,
  metricsRoute,
  ...inventoryRoutes,
  ...documentRoutes,
  ...ticketRoutes,
  ...webhookRoutes,
  openApiRoute,
];
