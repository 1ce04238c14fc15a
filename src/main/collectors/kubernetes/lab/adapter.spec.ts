import { describe, expect, test } from 'vitest';
import { apiObject } from '../../../../../test/support/kubernetes-objects.ts';
import { McpError } from '../../../mcp/mcp-error.ts';
import type { McpSession } from '../../../mcp/session.ts';
import type { CollectEvent } from '../../collector.ts';
import { labKubernetesAdapter } from './adapter.ts';

type Args = Record<string, unknown>;
type Answer = (args: Args) => unknown;

/** A server that answers by hand: `throw new Error(text)` is a result that says it failed. */
function sessionOf(list: Answer, more: Readonly<Record<string, Answer>> = {}): McpSession {
  const tools: Record<string, Answer> = {
    kubernetes_list_clusters: () => ({ clusters: [{ name: 'c1' }] }),
    kubernetes_cluster_info: () => ({ version: 'v1.34.2' }),
    kubernetes_list_resources: list,
    ...more,
  };
  return {
    source: 'k8s',
    server: {
      name: 'test',
      version: '1',
      tools: Object.keys(tools).map((name) => ({ name, inputSchema: {} })),
    },
    callTool: (name, args) => {
      const tool = tools[name];
      if (!tool) return Promise.reject(new McpError('k8s', 'tool-not-found', `no tool ${name}`));
      try {
        return Promise.resolve({ isError: false, text: '', data: tool(args), form: 'structured' });
      } catch (error) {
        if (error instanceof McpError) return Promise.reject(error);
        const text = error instanceof Error ? error.message : String(error);
        return Promise.resolve({ isError: true, text, data: undefined, form: 'text' });
      }
    },
    readResource: () => Promise.resolve([]),
  };
}

async function collect(session: McpSession, signal = new AbortController().signal) {
  const events: CollectEvent[] = [];
  for await (const event of labKubernetesAdapter.collect(session, {
    signal,
    call: {},
    startedAt: '2026-01-15T08:00:00.000Z',
  })) {
    events.push(event);
  }
  const scopes = (kind: string) =>
    events
      .filter((event) => (event.type === 'complete' || event.type === 'failed') && event.kind === kind)
      .map((event) => ('partition' in event ? `${event.type} ${event.partition}` : event.type));
  const names = (kind: string) =>
    events.flatMap((event) =>
      event.type === 'records' && event.kind === kind ? event.records.map(({ name }) => name) : [],
    );
  const unavailable = events.flatMap((event) => (event.type === 'unavailable' ? [event] : []));
  return { events, scopes, names, unavailable };
}

const objects: Readonly<Record<string, readonly Args[]>> = {
  Namespace: ['shop', 'secret'].map((name) => apiObject('v1', 'Namespace', name)),
  Node: [apiObject('v1', 'Node', 'n1')],
  Pod: ['a', 'b', 'c'].map((name) =>
    apiObject('v1', 'Pod', name, { namespace: name === 'c' ? 'secret' : 'shop' }),
  ),
  Deployment: [apiObject('apps/v1', 'Deployment', 'web', { namespace: 'shop' })],
};

const served: Answer = ({ kind, namespace }) => ({
  items: (objects[String(kind)] ?? []).filter(
    (object) => namespace === undefined || (object['metadata'] as Args)['namespace'] === namespace,
  ),
});

describe('collecting through the lab’s tools', () => {
  test('is for servers that have them', () => {
    expect(labKubernetesAdapter.matches(sessionOf(served).server)).toBe(true);
    expect(
      labKubernetesAdapter.matches({
        name: 'x',
        version: '1',
        tools: [{ name: 'pods_list', inputSchema: {} }],
      }),
    ).toBe(false);
  });

  test('completes every kind as a whole when everything was read', async () => {
    const { scopes, names } = await collect(sessionOf(served));
    expect(names('pod')).toEqual(['a', 'b', 'c']);
    expect(scopes('pod')).toEqual(['complete']);
    expect(scopes('workload')).toEqual(['complete']);
    expect(scopes('k8s-cluster')).toEqual(['complete']);
  });

  test('reports how far it is', async () => {
    const { events } = await collect(sessionOf(served));
    const progress = events.flatMap((event) => (event.type === 'progress' ? [event] : []));
    expect(progress.length).toBeGreaterThan(20);
    expect(progress.every(({ done, total }) => total !== undefined && done <= total)).toBe(true);
  });

  test('asks only for what the cluster serves, in the best version that it does', async () => {
    const asked: string[] = [];
    const session = sessionOf(
      (args) => {
        asked.push(`${String(args['apiVersion'])} ${String(args['kind'])}`);
        return served(args);
      },
      {
        kubernetes_api_resources: () => ({
          resources: [
            { apiVersion: 'v1', kind: 'Pod', namespaced: true },
            { apiVersion: 'batch/v1beta1', kind: 'CronJob', namespaced: true },
          ],
        }),
      },
    );
    const { unavailable } = await collect(session);
    expect(asked).toEqual(['batch/v1beta1 CronJob', 'v1 Pod']);
    expect(unavailable.map(({ what }) => what)).toContain('Job objects of c1');
  });

  test('what discovery leaves out was not asked for, and is not judged', async () => {
    const session = sessionOf(served, {
      kubernetes_api_resources: () => ({
        resources: [{ apiVersion: 'v1', kind: 'Pod', namespaced: true }],
      }),
    });
    const { scopes } = await collect(session);
    expect(scopes('pod')).toEqual(['complete']);
    expect(scopes('workload')).toContain('failed c1');
    for (const kind of ['workload', 'service', 'ingress', 'autoscaler', 'certificate'])
      expect(scopes(kind).filter((scope) => scope.startsWith('complete'))).toEqual([]);
  });

  test.each([{ error: 'etcd leader changed' }, {}, { metadata: {} }])(
    'an answer that holds no list is not an empty list: %j',
    async (answer) => {
      const { scopes } = await collect(sessionOf((args) => (args['kind'] === 'Pod' ? answer : served(args))));
      expect(scopes('pod')).toContain('failed c1');
      expect(scopes('pod').filter((scope) => scope.startsWith('complete'))).toEqual([]);
    },
  );

  test('a definition that does not say what it defines leaves custom resources unjudged', async () => {
    const { scopes } = await collect(
      sessionOf((args) =>
        args['kind'] === 'CustomResourceDefinition'
          ? { items: [apiObject('apiextensions.k8s.io/v1', 'CustomResourceDefinition', 'odd')] }
          : served(args),
      ),
    );
    for (const kind of ['custom-resource', 'certificate'])
      expect(scopes(kind).filter((scope) => scope.startsWith('complete'))).toEqual([]);
  });
});

describe('pages', () => {
  const paged =
    (next: (token: string) => string | undefined): Answer =>
    (args) => {
      if (args['kind'] !== 'Pod') return served(args);
      const token = typeof args['continue'] === 'string' ? args['continue'] : '0';
      return {
        items: [apiObject('v1', 'Pod', `p${token}`, { namespace: 'shop' })],
        metadata: { continue: next(token) },
      };
    };

  test('are followed to the end', async () => {
    const { names } = await collect(
      sessionOf(paged((token) => (token === '2' ? undefined : String(Number(token) + 1)))),
    );
    expect(names('pod')).toEqual(['p0', 'p1', 'p2']);
  });

  test('that repeat themselves end the list as failed, and nothing is judged gone', async () => {
    const { scopes } = await collect(sessionOf(paged(() => 'again')));
    expect(scopes('pod')).not.toContain('complete');
    expect(scopes('pod')).toContain('failed c1/shop');
    expect(scopes('k8s-node')).toEqual(['complete']);
  });

  test('whose token expired are read again from the start, once', async () => {
    let expired = 0;
    const session = sessionOf((args) => {
      if (args['kind'] === 'Pod' && args['continue'] === 'x' && expired++ === 0) {
        throw new Error('The provided continue parameter is too old');
      }
      if (args['kind'] !== 'Pod') return served(args);
      return args['continue'] === undefined
        ? { items: [apiObject('v1', 'Pod', 'p0', { namespace: 'shop' })], metadata: { continue: 'x' } }
        : { items: [apiObject('v1', 'Pod', 'p1', { namespace: 'shop' })], metadata: {} };
    });
    const { names, scopes } = await collect(session);
    expect(names('pod')).toEqual(['p0', 'p1']);
    expect(scopes('pod')).toEqual(['complete']);
  });
});

describe('what may not be read', () => {
  const forbidden = (kind: string) =>
    new Error(`${kind.toLowerCase()}s is forbidden: User "reader" cannot list resource`);

  test('that hold something of another kind judge nothing gone, and the rest is read', async () => {
    const list: Answer = (args) =>
      args['kind'] === 'Pod'
        ? {
            items: [
              ...(objects['Pod'] ?? []).slice(1),
              apiObject('v1', 'Gadget', 'a', { namespace: 'shop' }),
            ],
          }
        : served(args);
    const { scopes, names, events } = await collect(sessionOf(list));
    expect(names('pod')).toEqual(['b', 'c']);
    expect(scopes('pod').filter((scope) => !scope.startsWith('failed'))).toEqual([]);
    expect(scopes('namespace')).toEqual(['complete']);
    expect(events).toContainEqual(
      expect.objectContaining({
        type: 'failed',
        kind: 'pod',
        reason: expect.stringContaining('Gadget') as string,
      }),
    );
  });

  test('in one namespace fails that namespace only', async () => {
    const session = sessionOf((args) => {
      const refused = args['namespace'] === undefined || args['namespace'] === 'secret';
      if (args['kind'] === 'Pod' && refused) throw new Error('etcdserver: request timed out');
      return served(args);
    });
    const { scopes, names } = await collect(session);
    expect(names('pod')).toEqual(['a', 'b']);
    expect(scopes('pod')).toEqual(['complete c1', 'failed c1/secret', 'complete c1/shop']);
  });

  test('at all is unavailable with its reason, and not judged', async () => {
    const session = sessionOf((args) => {
      if (args['kind'] === 'Pod') throw forbidden('Pod');
      return served(args);
    });
    const { scopes, unavailable } = await collect(session);
    expect(scopes('pod')).toEqual([]);
    expect(unavailable).toContainEqual({
      type: 'unavailable',
      what: 'Pod objects of c1',
      reason: expect.stringContaining('is forbidden') as unknown,
    });
  });

  test('of a kind that is made of several must not let the rest pass for all of it', async () => {
    const session = sessionOf((args) => {
      if (args['kind'] === 'DaemonSet') throw forbidden('DaemonSet');
      return served(args);
    });
    const { scopes, names } = await collect(session);
    expect(names('workload')).toEqual(['web']);
    expect(scopes('workload')).toEqual(['failed c1', 'failed c1/secret', 'failed c1/shop']);
  });
});

describe('a server in trouble', () => {
  test('costs a kind when one call times out', async () => {
    const session = sessionOf((args) => {
      if (args['kind'] === 'Node') throw new McpError('k8s', 'timeout', 'no answer in 30 s');
      return served(args);
    });
    const { scopes } = await collect(session);
    expect(scopes('k8s-node')).toEqual(['failed c1']);
    expect(scopes('namespace')).toEqual(['complete']);
  });

  test('ends the run when nothing answers any more', async () => {
    const session = sessionOf(() => {
      throw new McpError('k8s', 'disconnected', 'the process ended');
    });
    await expect(collect(session)).rejects.toMatchObject({ code: 'disconnected' });
  });

  test('that answers something else says which tool did', async () => {
    const session = sessionOf((args) => (args['kind'] === 'Node' ? { items: 'none' } : served(args)));
    const { events } = await collect(session);
    expect(events).toContainEqual({
      type: 'failed',
      kind: 'k8s-node',
      partition: 'c1',
      reason: expect.stringContaining('kubernetes_list_resources') as unknown,
    });
  });

  test('that names no cluster judges nothing', async () => {
    const { events } = await collect(
      sessionOf(served, { kubernetes_list_clusters: () => ({ clusters: [] }) }),
    );
    expect(events).toEqual([{ type: 'failed', kind: 'k8s-cluster', reason: 'the server names no cluster' }]);
  });

  test('is left at once when the run is cancelled', async () => {
    const controller = new AbortController();
    const session = sessionOf((args) => {
      if (args['kind'] === 'Node') controller.abort(new Error('cancelled'));
      return served(args);
    });
    await expect(collect(session, controller.signal)).rejects.toThrow('cancelled');
  });
});
