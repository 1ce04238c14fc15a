import { describe, expect, test } from 'vitest';
import { apiObject } from '../../../../../test/support/kubernetes-objects.ts';
import { McpError } from '../../../mcp/mcp-error.ts';
import type { McpSession } from '../../../mcp/session.ts';
import type { CollectEvent } from '../../collector.ts';
import { mcpServerKubernetesAdapter } from './adapter.ts';

type Args = Readonly<Record<string, unknown>>;

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** As the server hands on what kubectl complains of. */
const complaint = (words: string) =>
  new McpError(
    'north',
    'protocol',
    `kubectl_get: MCP error -32603: Failed to execute kubectl get command: MCP error -32603: Failed to get resource: ${words}\n (-32603)`,
  );
const refused = (type: unknown) =>
  complaint(
    `Command failed: kubectl get ${text(type)} -o yaml\nError from server (Forbidden): ${text(type)} is forbidden: User "viewer" cannot list resource "${text(type)}"`,
  );
const tooLong = complaint('spawnSync kubectl ENOBUFS');

const contexts = [
  { name: 'another-user', cluster: 'north', user: 'a', namespace: 'default', isCurrent: false },
  { name: 'north-admin', cluster: 'north', user: 'b', namespace: 'shop', isCurrent: true },
];
const resources = [
  { NAME: 'namespaces', SHORTNAMES: 'ns', APIVERSION: 'v1', NAMESPACED: 'false', KIND: 'Namespace' },
  { NAME: 'nodes', SHORTNAMES: 'no', APIVERSION: 'v1', NAMESPACED: 'false', KIND: 'Node' },
  { NAME: 'pods', SHORTNAMES: 'po', APIVERSION: 'v1', NAMESPACED: 'true', KIND: 'Pod' },
];

/** Answers of `kubectl_get`: objects, or text for names, or an error that is thrown. */
function sessionOf(get: (args: Args) => readonly unknown[] | object | string | Error) {
  const asked: Args[] = [];
  const session: McpSession = {
    source: 'north',
    server: {
      name: 'kubernetes',
      version: '4.1.7',
      tools: ['kubectl_get', 'kubectl_context', 'list_api_resources'].map((name) => ({
        name,
        inputSchema: {},
      })),
    },
    callTool(tool, args) {
      if (tool === 'kubectl_context')
        return Promise.resolve({ isError: false, text: '-', data: { contexts }, form: 'json' });
      if (tool === 'list_api_resources')
        return Promise.resolve({ isError: false, text: '-', data: resources, form: 'table' });
      asked.push(args);
      const answer = get(args);
      if (answer instanceof Error) return Promise.reject(answer);
      if (typeof answer === 'string')
        return Promise.resolve({ isError: false, text: answer, data: undefined, form: 'text' });
      const list = Array.isArray(answer);
      return Promise.resolve({
        isError: false,
        text: '-',
        data: list ? { apiVersion: 'v1', kind: 'List', items: answer } : answer,
        form: list ? 'yaml' : 'json',
      });
    },
    readResource: () => Promise.resolve([]),
  };
  return { session, asked };
}

async function collect(session: McpSession) {
  const events: CollectEvent[] = [];
  for await (const event of mcpServerKubernetesAdapter.collect(session, {
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

test('a cluster is the current context of it, and resources are called as the cluster calls them', async () => {
  const { session, asked } = sessionOf(() => []);
  const { names } = await collect(session);
  expect(names('k8s-cluster')).toEqual(['north-admin']);
  expect(new Set(asked.map((args) => args['context']))).toEqual(new Set(['north-admin']));
  expect(asked).toContainEqual({
    resourceType: 'pods.v1.',
    allNamespaces: true,
    context: 'north-admin',
    output: 'yaml',
  });
  // Not among the resources that were told: the kind in lower case is what nearly always does.
  expect(asked.map((args) => args['resourceType'])).toContain('deployment.v1.apps');
});

describe('a list that is too long for the server’s buffer', () => {
  test('is read by namespace, and there object by object where it still is', async () => {
    const { session } = sessionOf(({ resourceType, namespace, output, name }) => {
      if (resourceType === 'namespaces.v1.') return namespaces;
      if (resourceType !== 'pods.v1.') return [];
      if (output === 'name') return 'pod/a\npod/gone\npod/b\n';
      if (name === 'gone') return complaint('Command failed: kubectl get\nError from server: timed out');
      if (name !== undefined) return pod(text(name), text(namespace));
      return namespace === 'payments' ? [pod('c', 'payments')] : tooLong;
    });
    const { names, scopes } = await collect(session);
    expect(names('pod')).toEqual(['c']);
    expect(scopes('pod')).toEqual([
      'complete north-admin',
      'complete north-admin/payments',
      'failed north-admin/shop',
    ]);
  });

  test('leaves out what has gone since its name was read', async () => {
    const { session } = sessionOf(({ resourceType, output, name }) => {
      if (resourceType !== 'nodes.v1.') return [];
      if (output === 'name') return 'node/a\nnode/gone\n';
      if (name === 'gone') return new NotFound();
      return name === undefined ? tooLong : apiObject('v1', 'Node', text(name));
    });
    const { names, scopes } = await collect({
      ...session,
      callTool: (tool, args, call) =>
        session.callTool(tool, args, call).catch((error: unknown) => {
          if (!(error instanceof NotFound)) throw error;
          const words = '{\n  "error": "Resource node/gone not found",\n  "status": "not_found"\n}';
          return { isError: true, text: words, data: undefined, form: 'text' as const };
        }),
    });
    expect(names('k8s-node')).toEqual(['a']);
    expect(scopes('k8s-node')).toEqual(['complete']);
  });
});

class NotFound extends Error {}

describe('what kubectl complains of', () => {
  test('is an answer: the server is not given up for it', async () => {
    const { session } = sessionOf(({ resourceType, namespace }) => {
      if (resourceType === 'namespaces.v1.') return namespaces;
      if (resourceType === 'pods.v1.' && namespace === 'shop') return [pod('a', 'shop')];
      return refused(resourceType);
    });
    const { names, events } = await collect(session);
    expect(names('pod')).toEqual(['a']);
    expect(events).toContainEqual({
      type: 'unavailable',
      what: 'Pod objects of north-admin/payments',
      reason:
        'Error from server (Forbidden): pods.v1. is forbidden: User "viewer" cannot list resource "pods.v1."',
    });
  });

  test('of namespaces leaves the one of the context', async () => {
    const { session } = sessionOf(({ resourceType, namespace }) =>
      resourceType === 'pods.v1.' && namespace === 'shop' ? [pod('a', 'shop')] : refused(resourceType),
    );
    const { names } = await collect(session);
    expect(names('pod')).toEqual(['a']);
  });

  test('another error of the protocol is none of it, and three in a row end the run', async () => {
    const { session } = sessionOf(() => new McpError('north', 'protocol', 'Method not found (-32601)'));
    await expect(collect(session)).rejects.toMatchObject({ code: 'protocol' });
  });
});
