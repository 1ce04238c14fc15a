import { nothing } from './query-values.ts';
import { apiRoute } from './route.ts';
import { exposition, expositionType } from '../metrics/exposition.ts';

export const metricsRoute = apiRoute({
  method: 'GET',
  path: '/metrics',
  id: 'metrics',
  tag: 'Operation',
  summary: 'Figures in the text form of Prometheus',
  access: 'token',
  params: nothing,
  query: nothing,
  responses: { 200: { description: 'Figures', content: { 'text/plain': 'text' } } },
  handle: async (_request, { metrics }) => ({
    mediaType: expositionType,
    headers: { 'cache-control': 'no-store' },
    body: exposition(await metrics.read()),
  }),
});
