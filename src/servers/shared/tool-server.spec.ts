import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { ToolFailure } from './tool-failure.ts';
import { defineTool } from './tool.ts';
import { createToolServer } from './tool-server.ts';

const ran: string[] = [];
const tools = [
  defineTool({
    name: 'look',
    title: 'Look',
    description: 'Looks.',
    input: z.object({ at: z.string(), often: z.int().default(1) }),
    output: z.object({ seen: z.array(z.string()) }),
    access: 'read',
    run: ({ at, often }, { progress }) => {
      progress(1, 2, 'half');
      if (at === 'nothing') throw new ToolFailure('expected something to look at');
      if (at === 'bug') throw new TypeError('undefined is not a function');
      return Promise.resolve({ seen: Array.from({ length: often }, () => at) });
    },
  }),
  defineTool({
    name: 'change',
    title: 'Change',
    description: 'Changes.',
    input: z.object({}),
    output: z.object({}),
    access: 'write',
    destructive: true,
    run: () => {
      ran.push('change');
      return Promise.resolve({});
    },
  }),
];

async function connect(allowWrites: boolean) {
  const log: string[] = [];
  const server = createToolServer({
    name: 's',
    title: 'S',
    version: '1',
    instructions: '',
    tools,
    allowWrites,
    log: (line) => log.push(line),
  });
  const [here, there] = InMemoryTransport.createLinkedPair();
  const client = new Client({ name: 't', version: '1' });
  await Promise.all([server.connect(there), client.connect(here)]);
  return { client, log };
}

test('read-only: what changes something is neither listed nor run', async () => {
  const { client } = await connect(false);
  expect((await client.listTools()).tools.map(({ name }) => name)).toEqual(['look']);
  const refused = await client.callTool({ name: 'change', arguments: {} });
  expect(refused).toMatchObject({
    isError: true,
    content: [{ text: expect.stringContaining('--allow-writes') }],
  });
  expect(ran).toEqual([]);
});

test('with writes allowed, tools say by annotations what they do', async () => {
  const { client } = await connect(true);
  const { tools } = await client.listTools();
  expect(tools.map(({ annotations }) => annotations)).toMatchObject([
    { readOnlyHint: true, destructiveHint: false, idempotentHint: true },
    { readOnlyHint: false, destructiveHint: true, idempotentHint: false },
  ]);
  expect(tools.every(({ inputSchema, outputSchema }) => inputSchema && outputSchema)).toBe(true);
  await client.callTool({ name: 'change', arguments: {} });
  expect(ran).toEqual(['change']);
});

test('an answer comes as data and as text, with progress on the way', async () => {
  const { client } = await connect(false);
  const heard: unknown[] = [];
  const answer = await client.callTool({ name: 'look', arguments: { at: 'sea', often: 2 } }, undefined, {
    onprogress: (progress) => heard.push(progress),
  });
  expect(answer).toMatchObject({
    structuredContent: { seen: ['sea', 'sea'] },
    content: [{ text: '{"seen":["sea","sea"]}' }],
  });
  expect(heard).toMatchObject([{ progress: 1, total: 2, message: 'half' }]);
});

test('a long answer is given once, and the text says where', async () => {
  const { client } = await connect(false);
  const answer = await client.callTool({ name: 'look', arguments: { at: 'x'.repeat(1_000), often: 100 } });
  expect(answer).toMatchObject({
    content: [{ text: expect.stringContaining('100 in structuredContent.seen') }],
  });
});

test.each([
  ['arguments that do not fit', { at: 7 }, 'at'],
  ['what cannot be done', { at: 'nothing' }, 'expected something to look at'],
])('%s are an error in words', async (_, args, words) => {
  const { client, log } = await connect(false);
  expect(await client.callTool({ name: 'look', arguments: args })).toMatchObject({
    isError: true,
    content: [{ text: expect.stringContaining(words) }],
  });
  expect(log).toEqual([]);
});

test('a bug is answered, and its stack goes to whoever runs the server', async () => {
  const { client, log } = await connect(false);
  expect(await client.callTool({ name: 'look', arguments: { at: 'bug' } })).toMatchObject({ isError: true });
  expect(log[0]).toContain('TypeError');
});

test('a tool that there is not is an error of the protocol', async () => {
  const { client } = await connect(false);
  await expect(client.callTool({ name: 'dig', arguments: {} })).rejects.toThrow('no tool "dig"');
});
