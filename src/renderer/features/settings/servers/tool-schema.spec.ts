import { expect, test } from 'vitest';
import { argumentNames, exampleArguments, toolArguments } from './tool-schema.ts';

const schema = {
  type: 'object',
  properties: {
    limit: { type: 'integer', description: 'at most' },
    cluster: { type: 'string' },
    mode: { enum: ['a', 'b'] },
    tags: { type: 'array', items: { type: 'string' } },
  },
  required: ['cluster', 'mode', 'tags'],
};

test('arguments are named with their types, those that are needed first', () => {
  expect(argumentNames(schema)).toBe('cluster, mode, tags, [limit]');
  expect(toolArguments(schema).map(({ type }) => type)).toEqual([
    'string',
    '"a" | "b"',
    'string[]',
    'integer',
  ]);
});

test('a call begins with what is needed', () => {
  expect(JSON.parse(exampleArguments(schema))).toEqual({ cluster: '', mode: 'a', tags: [] });
});

test.each([undefined, null, 'text', {}, { properties: 3 }, { properties: { a: null } }])(
  'whatever a server says is its schema, nothing breaks: %j',
  (odd) => {
    expect(() => [argumentNames(odd), exampleArguments(odd)]).not.toThrow();
  },
);
