import { describe, expect, test } from 'vitest';
import { apiObject } from '../../../../../test/support/kubernetes-objects.ts';
import type { McpSession, ToolResult } from '../../../mcp/session.ts';
import type { CollectEvent } from '../../collector.ts';
import { kubernetesMcpServerAdapter } from './adapter.ts';

type Args = Readonly<Record<string, unknown>>;
type Answer = Pick<ToolResult, 'data' | 'text'> | Error;

const items = (...found: readonly unknown[]): Answer => ({ data: { items: found }, text: '-' });
/** How the server answers an empty list in its table form. */
const emptyTable: Answer = { data: undefined, text: '' };
const forbidden = new Error(
  'failed to list resources: pods is forbidden: User "viewer" cannot list resource "pods" in API group ""',
);

function sessionOf(
  answer: (tool: string, args: Args) => Answer,
  contexts?: Answer,
): McpSession & { readonly asked: Args[] } {
  const asked: Args[] = [];
  return {
    asked,
    source: 'north',
    server: {
      name: 'kubernetes-mcp-server',
      version: '0.0.67',
      tools: [
        'resources_list',
        'resources_get',
        'pods_list_in_namespace',
        ...(contexts ? ['configuration_contexts_list'] : []),
      ].map((name) => ({ name, inputSchema: {} })),
    },
    callTool(tool, args) {
      asked.push({ tool, ...args });
      const given = tool === 'configuration_contexts_list' ? (contexts ?? emptyTable) : answer(tool, args);
      return Promise.resolve(
        given instanceof Error
          ? { isError: true, text: given.message, data: undefined, form: 'text' }
          : { isError: false, form: 'structured', ...given },
      );
    },
    readResource: () => Promise.resolve([]),
  };
}

async function collect(session: McpSession) {
  const events: CollectEvent[] = [];
  for await (const event of kubernetesMcpServerAdapter.collect(session, {
    signal: new AbortController().signal,
    call: {},
    startedAt: '2026-01-15T08:00:00.000Z',
  })) {
    events.push(event);
  }
  return {
    events,
    names: (kind: string) =>
      events.flatMap((event) =>
        event.type === 'records' && event.kind === kind ? event.records.map(({ name }) => name) : [],
      ),
    scopes: (kind: string) =>
      events.flatMap((event) =>
        (event.type === 'complete' || event.type === 'failed') && event.kind === kind
          ? [`${event.type} ${event.partition ?? ''}`.trim()]
          : [],
      ),
  };
}

const namespaces = ['shop', 'payments'].map((name) => apiObject('v1', 'Namespace', name));
const pod = (name: string, namespace: string) => apiObject('v1', 'Pod', name, { namespace });

describe('a list of all namespaces', () => {
  test('that holds several is one', async () => {
    const session = sessionOf((_tool, { kind, namespace }) => {
      if (kind === 'Namespace') return items(...namespaces);
      if (kind !== 'Pod') return items();
      return namespace === undefined ? items(pod('a', 'shop'), pod('b', 'payments')) : forbidden;
    });
    const { names, scopes } = await collect(session);
    expect(names('pod')).toEqual(['a', 'b']);
    expect(scopes('pod')).toEqual(['complete']);
  });

  test('that holds one is one too, when nothing keeps the account from any other', async () => {
    const session = sessionOf((_tool, { kind, namespace }) => {
      if (kind === 'Namespace') return items(...namespaces);
      return kind === 'Pod' && namespace === undefined ? items(pod('a', 'shop')) : items();
    });
    const { names, scopes } = await collect(session);
    expect(names('pod')).toEqual(['a']);
    expect(scopes('pod')).toEqual(['complete']);
    expect(session.asked).toContainEqual({
      tool: 'resources_list',
      apiVersion: 'v1',
      kind: 'Pod',
      namespace: 'datacenter-docs-no-such-namespace',
    });
  });

  test('that holds nothing is one of a kind that lies in no namespace', async () => {
    const session = sessionOf((_tool, { kind, namespace }) =>
      kind === 'PersistentVolume' && namespace !== undefined
        ? new Error('failed to list resources: the server could not find the requested resource')
        : items(),
    );
    const { scopes } = await collect(session);
    expect(scopes('persistent-volume')).toEqual(['complete']);
  });

  test('is not one where the server quietly looked into its own namespace: each is asked for', async () => {
    const session = sessionOf((_tool, { kind, namespace }) => {
      if (kind === 'Namespace') return items(...namespaces);
      if (kind !== 'Pod') return items();
      return namespace === undefined || namespace === 'shop' ? items(pod('a', 'shop')) : forbidden;
    });
    const { names, scopes, events } = await collect(session);
    expect(names('pod')).toEqual(['a']);
    expect(scopes('pod')).toEqual(['complete north', 'complete north/shop']);
    expect(events).toContainEqual({
      type: 'unavailable',
      what: 'Pod objects of north/payments',
      reason: expect.stringContaining('is forbidden') as string,
    });
  });

  test('and where namespaces are hidden as well, gives what it holds and judges nothing', async () => {
    const session = sessionOf((_tool, { kind, namespace }) => {
      if (kind !== 'Pod') return forbidden;
      return namespace === undefined ? items(pod('a', 'shop')) : forbidden;
    });
    const { names, scopes, events } = await collect(session);
    expect(names('pod')).toEqual(['a']);
    expect(scopes('pod')).toEqual([]);
    expect(events).toContainEqual({
      type: 'unavailable',
      what: 'Pod objects of north',
      reason: expect.stringContaining('its own one only') as string,
    });
  });
});

describe('a list as a table', () => {
  test('names the objects, which are read one by one', async () => {
    const session = sessionOf((tool, { kind, namespace, name }) => {
      if (tool === 'resources_get') {
        if (name === 'gone') return new Error('failed to get resource: pods "gone" not found');
        return { data: kind === 'Pod' ? pod(String(name), String(namespace)) : namespaces[0], text: '-' };
      }
      if (kind === 'Namespace') return items({ Name: 'shop', apiVersion: 'v1', kind: 'Namespace' });
      if (kind !== 'Pod') return emptyTable;
      return items({ Name: 'a', Namespace: 'shop' }, { Name: 'gone', Namespace: 'payments' });
    });
    const { names, scopes } = await collect(session);
    expect(names('pod')).toEqual(['a']);
    expect(scopes('pod')).toEqual(['complete']);
    expect(names('namespace')).toEqual(['shop']);
  });

  test('marks the default storage class in its name, which is no part of it', async () => {
    const session = sessionOf((tool, { kind, name }) => {
      if (tool === 'resources_get')
        return { data: apiObject('storage.k8s.io/v1', 'StorageClass', String(name)), text: '-' };
      return kind === 'StorageClass' ? items({ Name: 'fast (default)' }, { Name: 'slow' }) : emptyTable;
    });
    const { names } = await collect(session);
    expect(names('storage-class')).toEqual(['fast', 'slow']);
  });

  test('with rows that name nothing fails, and nothing is taken for gone', async () => {
    const session = sessionOf((_tool, { kind }) => (kind === 'Pod' ? items({ Ready: '1/1' }) : items()));
    const { scopes, events } = await collect(session);
    expect(scopes('pod')).not.toContain('complete');
    expect(events).toContainEqual(
      expect.objectContaining({
        type: 'failed',
        kind: 'pod',
        reason: expect.stringContaining('Name') as string,
      }),
    );
  });
});

describe('clusters', () => {
  test('are the contexts, one for each API server and the default one first', async () => {
    const contexts: Answer = {
      text: '-',
      data: {
        defaultContext: 'production',
        contexts: [
          { name: 'another-user', server: 'https://north.example.org', default: false },
          { name: 'production', server: 'https://north.example.org', default: true },
          { name: 'south', server: 'https://south.example.org', default: false },
        ],
      },
    };
    const session = sessionOf(() => items(), contexts);
    const { names, events } = await collect(session);
    expect(names('k8s-cluster')).toEqual(['production', 'south']);
    expect(events.flatMap((event) => (event.type === 'records' ? event.records : []))).toContainEqual(
      expect.objectContaining({
        name: 'south',
        attributes: expect.objectContaining({ endpoint: 'https://south.example.org' }) as unknown,
      }),
    );
    expect(new Set(session.asked.slice(1).map((args) => args['context']))).toEqual(
      new Set(['production', 'south']),
    );
  });

  test('of a single context is called as the source, and calls name none', async () => {
    const session = sessionOf(() => items());
    const { names } = await collect(session);
    expect(names('k8s-cluster')).toEqual(['north']);
    expect(session.asked.some((args) => 'context' in args)).toBe(false);
  });
});

test('versions are tried until one is served; what every cluster serves is never taken for not there', async () => {
  const session = sessionOf((_tool, { apiVersion, kind }) => {
    if (kind === 'CronJob' && apiVersion === 'batch/v1beta1') {
      return items(apiObject('batch/v1beta1', 'CronJob', 'nightly', { namespace: 'shop' }));
    }
    if (kind === 'CronJob' || kind === 'Deployment') {
      return new Error(`failed to list resources: no matches for kind "${kind}"`);
    }
    return items();
  });
  const { names, scopes } = await collect(session);
  expect(names('workload')).toEqual(['nightly']);
  expect(scopes('workload')).not.toContain('complete');
});
