import { z } from 'zod';
import { contract } from '../../../shared/contract/contract.ts';
import { ContractError } from '../../../shared/contract/errors.ts';
import { pathsOf, unknownPath } from '../../../shared/model/filter-paths.ts';
import { parseFilterTokens } from '../../../shared/model/filter-tokens.ts';
import { entityIdSchema, instantSchema, sourceName } from '../../../shared/model/ids.ts';
import { entityKinds, type EntityKind } from '../../../shared/model/kinds/registry.ts';
import { wholeNumber } from './query-values.ts';
import { apiRoute, type ApiRoute } from './route.ts';

const { query, entity, timeline } = contract.inventory.methods;

const entityParams = z.strictObject({ id: entityIdSchema });
const entityMissing = { 404: { description: 'There is no such entity' } };

export const inventoryRoutes: readonly ApiRoute[] = [
  apiRoute({
    method: 'GET',
    path: '/inventory',
    id: 'queryInventory',
    tag: 'Inventory',
    summary: 'Entities that match',
    description:
      'By name in natural order unless the filter sorts. `facets` and `total` are of all that match, not of the page.',
    access: 'token',
    params: z.strictObject({}),
    query: z.strictObject({
      filter: z
        .string()
        .max(2_000)
        .describe(
          'As in the console: `kind:vm cluster:prod-a powerState:off usedBytes>10GiB words sort:-name`',
        )
        .optional(),
      kind: z.enum(entityKinds as [EntityKind]).optional(),
      source: sourceName.optional(),
      limit: wholeNumber(10_000).describe('Entities of the page').default(100),
      offset: wholeNumber(10_000_000).default(0),
      at: instantSchema.describe('The inventory as it was then').optional(),
    }),
    responses: {
      200: { description: 'One page', content: { 'application/json': query.output } },
    },
    async handle({ query: { filter, kind, source, limit, offset, at }, signal }, { client }) {
      const parsed = parseFilterTokens(filter ?? '');
      const kinds = kind === undefined ? parsed.query.kinds : [kind];
      const problems = [
        ...parsed.problems,
        ...pathsOf(parsed.query).flatMap((path) => {
          const reason = unknownPath(path, kinds);
          return reason === undefined ? [] : [{ token: path, reason }];
        }),
      ];
      if (problems.length > 0) {
        // A console shows what is wrong beside the box; a program must not take the rest for the answer.
        throw new ContractError({
          code: 'invalid-input',
          message: `The filter has parts that mean nothing: ${problems[0]?.token ?? ''}`,
          details: problems.map(({ token, reason }) => ({
            path: 'filter',
            message: `${token}: ${reason}`,
          })),
        });
      }
      return {
        body: await client.call(
          'inventory.query',
          {
            ...parsed.query,
            ...(kind !== undefined && { kinds: [kind] }),
            ...(source !== undefined && { sources: [source] }),
            ...(at !== undefined && { at }),
            limit,
            offset,
          },
          { signal },
        ),
      };
    },
  }),
  apiRoute({
    method: 'GET',
    path: '/inventory/{id}',
    id: 'getEntity',
    tag: 'Inventory',
    summary: 'One entity with its relations and findings',
    access: 'token',
    params: entityParams,
    query: z.strictObject({ at: instantSchema.optional() }),
    responses: {
      200: { description: 'The entity', content: { 'application/json': entity.output } },
      ...entityMissing,
    },
    handle: async ({ params, query: { at }, signal }, { client }) => ({
      body: await client.call('inventory.entity', { ...params, ...(at !== undefined && { at }) }, { signal }),
    }),
  }),
  apiRoute({
    method: 'GET',
    path: '/inventory/{id}/timeline',
    id: 'getEntityTimeline',
    tag: 'Inventory',
    summary: 'What happened to an entity, newest first',
    access: 'token',
    params: entityParams,
    query: z.strictObject({
      limit: wholeNumber(1_000).default(100),
      offset: wholeNumber(10_000_000).default(0),
    }),
    responses: {
      200: { description: 'One page', content: { 'application/json': timeline.output } },
      ...entityMissing,
    },
    handle: async ({ params, query: page, signal }, { client }) => ({
      body: await client.call('inventory.timeline', { ...params, ...page }, { signal }),
    }),
  }),
];
