import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { ToolResult } from '../../../mcp/session.ts';
import type { LiveReader } from '../../action-adapter.ts';
import { ask, askAll } from './answer.ts';

const result = (data: unknown, isError = false): ToolResult => ({
  isError,
  data,
  text: typeof data === 'string' ? data : JSON.stringify(data),
  form: 'structured',
});

/** A server that gives one answer after the other, and then the last one again and again. */
function saying(...answers: readonly ToolResult[]): LiveReader & { readonly asked: unknown[] } {
  const asked: unknown[] = [];
  return {
    source: 'lab',
    asked,
    call: async (_, args) => {
      asked.push(args);
      return answers[Math.min(asked.length, answers.length) - 1] ?? result('nothing', true);
    },
  };
}

const question = { tool: 'get', arguments: {}, schema: z.object({ size: z.number() }), gone: /NotFound/ };

describe('what a server says of a thing', () => {
  it('is a fact where it fits, and gone only where the server says so in its own words', async () => {
    expect(await ask(saying(result({ size: 3 })), question)).toEqual({ size: 3 });
    expect(await ask(saying(result('NotFound: it', true)), question)).toBeUndefined();
  });

  it.each([
    ['fails for another reason', result('connection refused', true)],
    ['has values of another type', result({ size: 'large' })],
    ['is only prose', result('it has size 3')],
  ])('is nothing that anything follows from when it %s', async (_, answer) => {
    await expect(ask(saying(answer), question)).rejects.toMatchObject({ code: 'unreadable' });
  });
});

describe('a whole list', () => {
  const page = z.object({ items: z.array(z.unknown()), next: z.string().optional() });
  const list = (reader: LiveReader) =>
    askAll(reader, {
      tool: 'list',
      arguments: { limit: 2 },
      argument: 'cursor',
      page: (data) => {
        const { items, next } = page.parse(data);
        return { items, next };
      },
      item: z.object({ id: z.string() }),
      key: ({ id }) => id,
    });

  it('is read page by page to its end, each thing once', async () => {
    const reader = saying(
      result({ items: [{ id: 'a' }, { id: 'b' }], next: 'p2' }),
      result({ items: [{ id: 'b' }, { id: 'c' }] }),
    );
    expect((await list(reader)).map(({ id }) => id)).toEqual(['a', 'b', 'c']);
    expect(reader.asked).toEqual([{ limit: 2 }, { limit: 2, cursor: 'p2' }]);
  });

  it.each([
    ['turns in circles', result({ items: [{ id: 'a' }], next: 'again' })],
    ['has something in it that cannot be read', result({ items: [{ id: 'a' }, { id: 7 }] })],
    ['breaks off', result('timeout', true)],
  ])('is none when it %s', async (_, answer) => {
    await expect(list(saying(answer))).rejects.toMatchObject({ code: 'unreadable' });
  });
});
