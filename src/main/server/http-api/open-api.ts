import { z } from 'zod';
import { problemType } from '../problem.ts';
import type { ApiResponse, ApiRoute } from './route.ts';

type Json = Readonly<Record<string, unknown>>;

const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  detail: z.string().describe('What was expected and what came'),
  code: z.string().describe('Stable; programs go by it'),
  hint: z.string().describe('What to do about it').optional(),
  faults: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
});

/** The HTTP API as OpenAPI 3.1, out of the schemas that requests are checked with. */
export function describeApi(routes: readonly ApiRoute[], prefix: string, version: string): Json {
  const paths: Record<string, Record<string, Json>> = {};
  for (const route of routes) {
    const path = `${prefix}${route.path}`;
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: describeRoute(route) };
  }
  return {
    openapi: '3.1.1',
    info: {
      title: 'Datacenter Docs',
      version,
      summary: 'What the inventory and the documents of this datacenter say, for programs.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/' }],
    security: [{ token: [] }, { session: [] }],
    tags: [...new Set(routes.map(({ tag }) => tag))].map((name) => ({ name })),
    paths,
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer' },
        password: { type: 'http', scheme: 'basic', description: 'The token as the password of any user' },
        session: { type: 'apiKey', in: 'cookie', name: 'datacenter-docs-PORT' },
      },
      schemas: { Problem: jsonSchema(problemSchema) },
      responses: {
        Problem: {
          description: 'What went wrong',
          content: { [problemType]: { schema: { $ref: '#/components/schemas/Problem' } } },
        },
      },
    },
  };
}

function describeRoute(route: ApiRoute): Json {
  const { id, tag, summary, description, access, basic, body, responses } = route;
  return {
    operationId: id,
    tags: [tag],
    summary,
    ...(description === undefined ? {} : { description }),
    ...(basic === true && { security: [{ token: [] }, { password: [] }, { session: [] }] }),
    ...(access === 'open' && { security: [{}, { token: [] }, { session: [] }] }),
    parameters: [...parameters(route.params, 'path'), ...parameters(route.query, 'query')],
    ...(body && {
      requestBody: { required: true, content: { 'application/json': { schema: jsonSchema(body, 'input') } } },
    }),
    responses: {
      ...Object.fromEntries(
        Object.entries(responses).map(([status, response]) => [status, describeResponse(response)]),
      ),
      default: { $ref: '#/components/responses/Problem' },
    },
  };
}

function describeResponse({ description, content }: ApiResponse): Json {
  if (content === undefined) {
    return {
      description,
      content: { [problemType]: { schema: { $ref: '#/components/schemas/Problem' } } },
    };
  }
  return {
    description,
    content: Object.fromEntries(
      Object.entries(content).map(([type, schema]) => [
        type,
        { schema: schema === 'text' ? { type: 'string' } : jsonSchema(schema) },
      ]),
    ),
  };
}

function parameters(schema: z.ZodObject, place: 'path' | 'query'): Json[] {
  return Object.entries(schema.shape).map(([name, member]) => {
    const { description, ...described } = jsonSchema(member as z.ZodType) as Json & { description?: string };
    return {
      name,
      in: place,
      required: place === 'path' || !(member as z.ZodType).safeParse(undefined).success,
      ...(description === undefined ? {} : { description }),
      schema: described,
    };
  });
}

/** As it is sent: what is read out of the text of an address is described as what it becomes. */
function jsonSchema(schema: z.ZodType, io: 'input' | 'output' = 'output'): Json {
  const { $schema: _, ...described } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return described;
}
