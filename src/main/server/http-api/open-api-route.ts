import { z } from 'zod';
import { nothing } from './query-values.ts';
import { apiRoute } from './route.ts';

export const openApiRoute = apiRoute({
  method: 'GET',
  path: '/openapi.json',
  id: 'describeApi',
  tag: 'Operation',
  summary: 'This description',
  access: 'token',
  tagged: true,
  params: nothing,
  query: nothing,
  responses: {
    200: {
      description: 'OpenAPI 3.1',
      content: { 'application/json': z.record(z.string(), z.unknown()) },
    },
  },
  async handle() {
    // The registry lists this route, too.
    const [{ apiRoutes, apiPrefix }, { describeApi }, { version }] = await Promise.all([
      import('./registry.ts'),
      import('./open-api.ts'),
      import('../../platform/version.ts'),
    ]);
    return { body: describeApi(apiRoutes, apiPrefix, version) };
  },
});
