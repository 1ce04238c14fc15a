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
  handle: (_request, { describe }) => ({ body: describe() }),
});
