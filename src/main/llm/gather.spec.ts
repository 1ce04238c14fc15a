import { expect, it } from 'vitest';
import { createGathering } from './gather.ts';
import { chunkSchema } from './wire.ts';

/** Deltas of tool calls as endpoints send them, and what they mean. */
function gathered(...deltas: object[][]) {
  const gathering = createGathering(() => 'new');
  for (const tool_calls of deltas) {
    gathering.add(chunkSchema.parse({ choices: [{ delta: { tool_calls } }] }));
  }
  return gathering.result().toolCalls.map(({ id, name, arguments: args }) => `${id} ${name} ${args}`);
}

it.each([
  [
    'by index, the id once',
    [
      [{ index: 0, id: 'a', function: { name: 'f', arguments: '' } }],
      [{ index: 0, function: { arguments: '{"x"' } }],
      [{ index: 0, function: { arguments: ':1}' } }],
    ],
    ['a f {"x":1}'],
  ],
  [
    'two by index, in turn',
    [
      [
        { index: 0, id: 'a', function: { name: 'f' } },
        { index: 1, id: 'b', function: { name: 'g' } },
      ],
      [
        { index: 1, function: { arguments: '{"y":2}' } },
        { index: 0, function: { arguments: '{"x":1}' } },
      ],
    ],
    ['a f {"x":1}', 'b g {"y":2}'],
  ],
  [
    'two that share an index and differ in their ids',
    [
      [{ index: 0, id: 'a', function: { name: 'f', arguments: '{}' } }],
      [{ index: 0, id: 'b', function: { name: 'f', arguments: '{}' } }],
    ],
    ['a f {}', 'b f {}'],
  ],
  [
    'without index, whole',
    [
      [
        { id: 'a', function: { name: 'f', arguments: '{}' } },
        { id: 'b', function: { name: 'g', arguments: '{}' } },
      ],
    ],
    ['a f {}', 'b g {}'],
  ],
  [
    'without index and id, whole',
    [
      [{ function: { name: 'f', arguments: '{"x":1}' } }],
      [{ function: { name: 'f', arguments: '{"x":2}' } }],
    ],
    ['call_new f {"x":1}', 'call_new f {"x":2}'],
  ],
  [
    'the name in pieces, the id in every one',
    [
      [{ index: 0, id: 'a', function: { name: 'get_' } }],
      [{ index: 0, id: 'a', function: { name: 'host' } }],
      [{ index: 0, id: 'a', function: { arguments: '{}' } }],
    ],
    ['a get_host {}'],
  ],
  [
    'the name again with every piece',
    [
      [{ index: 0, id: 'a', function: { name: 'f', arguments: '{' } }],
      [{ index: 0, function: { name: 'f', arguments: '}' } }],
    ],
    ['a f {}'],
  ],
  [
    'arguments as an object',
    [[{ index: 0, id: 'a', function: { name: 'f', arguments: { x: 1 } } }]],
    ['a f {"x":1}'],
  ],
  ['without arguments', [[{ index: 0, id: 'a', function: { name: 'f' } }]], ['a f {}']],
])('tool calls come %s', (_, deltas, expected) => {
  expect(gathered(...deltas)).toEqual(expected);
});
