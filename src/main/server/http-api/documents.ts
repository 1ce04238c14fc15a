import { z } from 'zod';
import { contract } from '../../../shared/contract/contract.ts';
import { ContractError } from '../../../shared/contract/errors.ts';
import { documentPolicy } from '../security-headers.ts';
import { preferredType } from './accept.ts';
import { nothing, wholeNumber } from './query-values.ts';
import { apiRoute, type ApiRoute } from './route.ts';

const { tree, show } = contract.documents.methods;

const types = { json: 'application/json', markdown: 'text/markdown', html: 'text/html' } as const;

export const documentRoutes: readonly ApiRoute[] = [
  apiRoute({
    method: 'GET',
    path: '/documents',
    id: 'listDocuments',
    tag: 'Documents',
    summary: 'Every document, each before its pages',
    access: 'token',
    tagged: true,
    params: nothing,
    query: nothing,
    responses: { 200: { description: 'Documents', content: { [types.json]: tree.output } } },
    handle: async ({ signal }, { client }) => ({
      body: await client.call('documents.tree', {}, { signal }),
    }),
  }),
  apiRoute({
    method: 'GET',
    path: '/documents/{id}',
    id: 'getDocument',
    tag: 'Documents',
    summary: 'One document as blocks, as Markdown or as a page',
    description:
      'The form is chosen by `Accept`, or by `format` where that cannot be set. Slashes in an id may be written as they are, or as %2F.',
    access: 'token',
    tagged: true,
    params: z.strictObject({ id: z.string().min(1).max(300) }),
    query: z.strictObject({
      format: z.enum(['json', 'markdown', 'html']).optional(),
      version: wholeNumber(1_000_000_000).optional(),
    }),
    responses: {
      200: {
        description: 'The document',
        content: { [types.json]: show.output, [types.markdown]: 'text', [types.html]: 'text' },
      },
      404: { description: 'There is no such document, or no such version of it' },
      406: { description: 'It can be had in none of the forms that are accepted' },
    },
    async handle({ params: { id }, query: { format, version }, accept, signal }, { client }) {
      const wanted = { id, ...(version !== undefined && { version }) };
      const type = format === undefined ? preferredType(accept, Object.values(types)) : types[format];
      const headers = { vary: 'accept' };
      switch (type) {
        case types.json:
          return { headers, body: await client.call('documents.show', wanted, { signal }) };
        case types.markdown: {
          const { text } = await client.call('documents.source', wanted, { signal });
          return { headers, mediaType: 'text/markdown; charset=utf-8', body: text };
        }
        case types.html: {
          const { text } = await client.call('documents.html', wanted, { signal });
          return {
            headers: { ...headers, 'content-security-policy': documentPolicy },
            mediaType: 'text/html; charset=utf-8',
            body: text,
          };
        }
        case undefined:
          throw new ContractError({
            code: 'not-acceptable',
            message: `A document can be had as ${Object.values(types).join(', ')}; asked was for ${accept}.`,
          });
      }
    },
  }),
];
