import { describe, expect, it } from 'vitest';
import type { McpSession, ToolResult } from '../../../mcp/session.ts';
import { readObjects } from './read-objects.ts';

const answer = (data: unknown): ToolResult => ({ isError: false, text: '', data, form: 'structured' });
const vlan = (id: number) => ({ id, vid: id, name: `v${id}`, display: `v${id}` });

function session(pages: (args: Record<string, unknown>) => ToolResult, properties: object = {}) {
  const calls: Record<string, unknown>[] = [];
  const fake: McpSession = {
    source: 'netbox',
    server: {
      name: 'NetBox',
      version: '1',
      tools: [{ name: 'netbox_get_objects', inputSchema: { properties } }],
    },
    callTool: (_name, args) => {
      calls.push(args);
      return Promise.resolve(pages(args));
    },
    readResource: () => Promise.reject(new Error('none')),
  };
  return { fake, calls };
}

const read = (fake: McpSession) => readObjects(fake, 'ipam.vlan', 'vlan', {});

describe('reading all objects of a type', () => {
  it('asks for page after page, a hundred each, until there is no next', async () => {
    const { fake, calls } = session((args) =>
      args['offset'] === 0
        ? answer({ count: 3, next: 'more', results: [vlan(1), vlan(2)] })
        : answer({ count: 3, next: null, results: [vlan(3)] }),
    );
    const result = await read(fake);
    expect(result.ok && result.objects.map((one) => one.vid)).toEqual([1, 2, 3]);
    expect(calls).toEqual([
      { object_type: 'ipam.vlan', filters: {}, limit: 100, offset: 0 },
      { object_type: 'ipam.vlan', filters: {}, limit: 100, offset: 2 },
    ]);
  });

  it('asks for a stable order only where the server takes one', async () => {
    const { fake, calls } = session(() => answer({ count: 0, next: null, results: [] }), { ordering: {} });
    await read(fake);
    expect(calls[0]).toMatchObject({ ordering: 'id' });
  });

  it('writes its filters as a text where the server takes nothing else', async () => {
    const { fake, calls } = session(() => answer({ count: 0, next: null, results: [] }), {
      filters: { type: 'string', default: '' },
      ordering: { type: 'string' },
    });
    await read(fake);
    expect(calls[0]).toEqual({
      object_type: 'ipam.vlan',
      filters: '{}',
      limit: 100,
      offset: 0,
      ordering: 'id',
    });
  });

  it('reports an object that does not fit and keeps the others', async () => {
    const { fake } = session(() =>
      answer({ count: 2, next: null, results: [vlan(1), { id: 2, display: 'odd', vid: 'x', name: 'odd' }] }),
    );
    const result = await read(fake);
    expect(result.ok && result.objects).toHaveLength(1);
    expect(result.ok && result.rejects).toEqual([
      expect.objectContaining({ kind: 'vlan', nativeId: '2', name: 'odd', path: 'ipam.vlan.vid' }),
    ]);
  });

  it.each([
    [
      'refuses',
      () => ({ isError: true, text: '403 Forbidden', data: undefined, form: 'text' as const }),
      /403/,
    ],
    ['garbles', () => answer({ rows: [] }), /expected {count, next, results}/],
    [
      'stops early',
      () => answer({ count: 5, next: null, results: [vlan(1)] }),
      /counts 5 objects but gave 1/,
    ],
    ['repeats itself', () => answer({ count: 500, next: 'x', results: [vlan(1)] }), /repeats earlier ones/],
  ])('fails when the server %s', async (_what, pages, reason) => {
    const result = await read(session(pages).fake);
    expect(result).toMatchObject({ ok: false, reason: expect.stringMatching(reason), unsupported: false });
  });

  it('tells a type that the server does not have from one that it will not give', async () => {
    const { fake } = session(() => ({
      isError: true,
      text: 'Invalid object_type. Must be one of: …',
      data: undefined,
      form: 'text',
    }));
    expect(await read(fake)).toMatchObject({ ok: false, unsupported: true });
  });
});
