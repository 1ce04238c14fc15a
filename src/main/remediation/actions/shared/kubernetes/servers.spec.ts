import { describe, expect, it } from 'vitest';
import { buildEntity } from '../../../../../../test/support/build-view.ts';
import type { ToolResult } from '../../../../mcp/session.ts';
import type { LiveReader } from '../../../action-adapter.ts';
import { contextOf } from './context.ts';
import { countFields } from './count-fields.ts';
import { kubernetesMcpServer } from './kubernetes-mcp-server.ts';
import { mcpServerKubernetes } from './mcp-server-kubernetes.ts';
import { selects } from './selects.ts';

const answer = (data: unknown, more: Partial<ToolResult> = {}): ToolResult => ({
  isError: false,
  text: '',
  data,
  form: 'structured',
  ...more,
});

/** Answers in turn, and keeps what was asked. */
function reader(...answers: readonly ToolResult[]) {
  const asked: { readonly tool: string; readonly args: Readonly<Record<string, unknown>> }[] = [];
  const live: LiveReader = {
    source: 'k8s-a',
    call(tool, args) {
      const next = answers[asked.length];
      asked.push({ tool, args });
      return next ? Promise.resolve(next) : Promise.reject(new Error(`nobody expected ${tool}`));
    },
  };
  return { live, asked };
}

const web = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'web' };

describe('kubernetes-mcp-server', () => {
  const get = (...answers: readonly ToolResult[]) => {
    const { live, asked } = reader(...answers);
    return { result: kubernetesMcpServer.get(live, 'production', web), asked };
  };

  it('is asked for one object of one cluster', async () => {
    const object = { metadata: { name: 'web', uid: 'u-1' } };
    const { result, asked } = get(answer(object));
    expect(await result).toEqual(object);
    expect(asked).toEqual([{ tool: 'resources_get', args: { ...web, context: 'production' } }]);
  });

  it('says that something is gone in one sentence only; every other failure says nothing about it', async () => {
    const said = (text: string) => get(answer(undefined, { isError: true, text })).result;
    expect(await said('failed to get resource: deployments.apps "web" not found')).toBeUndefined();
    for (const text of [
      'failed to get resource: getting credentials: exec: executable aws not found',
      'target "production": unknown target: context "production" does not exist',
      'failed to get resource: Get "https://10.0.0.1": dial tcp: lookup api: host not found',
    ])
      await expect(said(text)).rejects.toThrow(/cannot be used/);
  });

  it('does not take another object for the one that was asked for', async () => {
    await expect(get(answer({ metadata: { name: 'web-2' } })).result).rejects.toThrow(/cannot be used/);
  });

  it('is asked for each object by itself where it gives the rows of a table', async () => {
    const object = { metadata: { name: 'web', uid: 'u-1' } };
    const { live, asked } = reader(answer({ items: [{ Name: 'web', Namespace: 'shop' }] }), answer(object));
    const kind = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop' };
    expect(await kubernetesMcpServer.list(live, 'production', kind)).toEqual([object]);
    expect(asked[1]?.args).toEqual({ ...web, context: 'production' });
  });

  it('gives nothing as an empty text', async () => {
    const { live } = reader(answer(undefined, { text: '\n' }));
    expect(await kubernetesMcpServer.list(live, 'production', { apiVersion: 'v1', kind: 'Pod' })).toEqual([]);
  });
});

describe('mcp-server-kubernetes', () => {
  const notFound = answer({ error: 'not found', status: 'not_found' }, { isError: true });
  const get = (...answers: readonly ToolResult[]) => {
    const { live, asked } = reader(...answers);
    return { result: mcpServerKubernetes.get(live, 'production', web), asked };
  };

  it('is believed that something is gone when it is not in the list either', async () => {
    const { result, asked } = get(notFound, answer({ items: [] }));
    expect(await result).toBeUndefined();
    expect(asked.map(({ args }) => args)).toEqual([
      {
        resourceType: 'deployments.apps',
        name: 'web',
        namespace: 'shop',
        output: 'json',
        context: 'production',
      },
      {
        resourceType: 'deployments.apps',
        namespace: 'shop',
        output: 'yaml',
        fieldSelector: 'metadata.name=web',
        context: 'production',
      },
    ]);
  });

  it('is not believed where the list fails, or has it: it says "not found" of a missing login program too', async () => {
    await expect(
      get(notFound, answer(undefined, { isError: true, text: 'exec: aws not found' })).result,
    ).rejects.toThrow(/cannot be used/);
    await expect(get(notFound, answer({ items: [{ metadata: { name: 'web' } }] })).result).rejects.toThrow(
      /lists it/,
    );
  });

  it('drains within what one call may take, and loses only what was agreed to', () => {
    const node = buildEntity('k8s-node', 'w-1', { attributes: { cluster: 'production' } });
    const flags = (losing: { unmanaged: boolean; localData: boolean }) =>
      mcpServerKubernetes.drain.arguments(node, losing).flags;
    expect(flags({ unmanaged: false, localData: false })).toEqual({
      'ignore-daemonsets': true,
      timeout: '20s',
    });
    expect(flags({ unmanaged: true, localData: true })).toMatchObject({
      force: true,
      'delete-emptydir-data': true,
    });
  });
});

it('names the cluster in each call, but for a server that knows one only and has no name for it', () => {
  const node = (cluster: string) =>
    buildEntity('k8s-node', 'w-1', { source: 'k8s-a', attributes: { cluster } });
  expect(contextOf(node('production'))).toEqual({ context: 'production' });
  expect(contextOf(node('k8s-a'))).toEqual({});
});

describe('what an object was asked to have', () => {
  const object = {
    metadata: { name: 'w-1', uid: 'u', labels: { a: '1', b: '2' }, annotations: { owner: 'ops' } },
    spec: { taints: [{ key: 'team', value: 'a', effect: 'NoSchedule' }], podCIDR: '10.0.0.0/24' },
    status: { phase: 'Ready' },
  };

  it('is counted by where it stands', () => {
    expect(countFields(object)).toEqual({ labels: 2, annotations: 1, spec: 4 });
    expect(countFields('no object')).toEqual({ labels: 0, annotations: 0, spec: 0 });
  });

  it('is neither what conditions make of a node, nor what actions set', () => {
    const cordoned = {
      ...object,
      spec: {
        ...object.spec,
        unschedulable: true,
        taints: [...object.spec.taints, { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' }],
        template: { metadata: { annotations: { 'datacenter-docs/restarts': '2' } } },
      },
    };
    expect(countFields(cordoned)).toEqual(countFields(object));
  });
});

describe('a label selector', () => {
  const labels = { app: 'web', tier: 'front' };
  it.each([
    [{ matchLabels: { app: 'web' } }, true],
    [{ matchLabels: { app: 'web', tier: 'back' } }, false],
    [{ matchExpressions: [{ key: 'app', operator: 'In', values: ['web', 'api'] }] }, true],
    [{ matchExpressions: [{ key: 'app', operator: 'NotIn', values: ['web'] }] }, false],
    [{ matchExpressions: [{ key: 'zone', operator: 'DoesNotExist' }] }, true],
    [{ matchExpressions: [{ key: 'zone', operator: 'Exists' }] }, false],
    [{ matchExpressions: [{ key: 'app', operator: 'Like', values: ['web'] }] }, false],
    [{}, false],
  ])('%j selects: %s', (selector, expected) => {
    expect(selects(selector, labels)).toBe(expected);
  });
});
