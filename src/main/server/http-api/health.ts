import { z } from 'zod';
import { instantSchema } from '../../../shared/model/ids.ts';
import { contract } from '../../../shared/contract/contract.ts';
import { version } from '../../platform/version.ts';
import { nothing } from './query-values.ts';
import { apiRoute } from './route.ts';

const healthSchema = z.strictObject({
  /** ending: it finishes what runs and takes nothing new. */
  status: z.enum(['ok', 'ending']),
  version: z.string().exactOptional(),
  instance: z.string().exactOptional(),
  host: z.enum(['window', 'server', 'worker']).exactOptional(),
  startedAt: instantSchema.exactOptional(),
  now: instantSchema.exactOptional(),
  memoryBytes: z.number().int().exactOptional(),
  connections: z.record(z.string(), z.number().int()).exactOptional(),
  sources: contract.inventory.methods.freshness.output.shape.sources.exactOptional(),
});

export const healthRoute = apiRoute({
  method: 'GET',
  path: '/health',
  id: 'health',
  tag: 'Operation',
  summary: 'Whether the application answers, and with a token how it is',
  description:
    'Without a token the status alone. A source that could not be collected does not make the application unhealthy: what was collected stays readable. Ages of sources are among the details, and in the metrics.',
  access: 'open',
  params: nothing,
  query: nothing,
  responses: {
    200: { description: 'It answers', content: { 'application/json': healthSchema } },
    503: { description: 'It is ending', content: { 'application/json': healthSchema } },
  },
  async handle({ isAuthorized, signal }, ports) {
    const { app, host, instance, connections, isEnding } = ports;
    const is = isEnding() ? 'ending' : 'ok';
    const status = is === 'ok' ? 200 : 503;
    const headers = { 'cache-control': 'no-store' };
    if (!isAuthorized) return { status, headers, body: { status: is } };
    const { sources } = await ports.client.call('inventory.freshness', {}, { signal });
    return {
      status,
      headers,
      body: {
        status: is,
        version,
        instance,
        host: host.kind,
        startedAt: host.startedAt,
        now: app.clock.now(),
        memoryBytes: process.memoryUsage.rss(),
        connections: connections(),
        sources,
      },
    };
  },
});
