import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mcpServerKubernetesAdapter } from './mcp-server-kubernetes/adapter.ts';
import { kubernetesMcpServerAdapter } from './kubernetes-mcp-server/adapter.ts';

const native = (tool: string, args: Record<string, unknown>) =>
  kubernetesMcpServerAdapter.guard?.(tool, args);
const kubectl = (tool: string, args: Record<string, unknown>) =>
  mcpServerKubernetesAdapter.guard?.(tool, args);

describe('reads of kubernetes-mcp-server', () => {
  test.each([
    [
      'resources_list',
      { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', context: 'production' },
    ],
    [
      'resources_list',
      { apiVersion: 'example.org/v1alpha1', kind: 'Gadget', labelSelector: 'a in (b, c),d!=e' },
    ],
    ['resources_get', { apiVersion: 'v1', kind: 'Pod', name: 'web-1', namespace: 'shop' }],
    [
      'resources_get',
      { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', name: 'system:node' },
    ],
    [
      'resources_get',
      { apiVersion: 'bitnami.com/v1alpha1', kind: 'SealedSecret', name: 'a', namespace: 'b' },
    ],
    ['pods_log', { name: 'web-1', namespace: 'shop', container: 'web', previous: true, tail: 50 }],
    ['nodes_stats_summary', { name: 'node-1.example.org' }],
    ['configuration_contexts_list', {}],
    ['a_tool_of_a_site', { anything: true }],
  ])('%s %j is sent', (tool, args) => {
    expect(native(tool, args)).toBeUndefined();
  });

  test.each([
    ['a Secret', 'resources_get', { apiVersion: 'v1', kind: 'Secret', name: 'a' }],
    ['however it is written', 'resources_get', { apiVersion: 'v1', kind: 'secret', name: 'a' }],
    ['as a plural', 'resources_list', { apiVersion: 'v1', kind: 'Secrets' }],
    ['as a list', 'resources_list', { apiVersion: 'v1', kind: 'SecretList' }],
    ['of any group', 'resources_list', { apiVersion: 'example.org/v1', kind: 'Secret' }],
    ['a ConfigMap', 'resources_list', { apiVersion: 'v1', kind: 'ConfigMap' }],
    ['a way out of the path', 'resources_get', { apiVersion: 'v1', kind: 'Pod', name: '../secrets/a' }],
    ['the same, encoded', 'resources_get', { apiVersion: 'v1', kind: 'Pod', name: '..%2Fsecrets%2Fa' }],
    ['a path as namespace', 'resources_list', { apiVersion: 'v1', kind: 'Pod', namespace: 'a/secrets' }],
    ['a path as version', 'resources_list', { apiVersion: 'v1/namespaces/a/secrets', kind: 'Pod' }],
    ['a path as kind', 'resources_list', { apiVersion: 'v1', kind: 'Pod/../Secret' }],
    ['a list of kinds', 'resources_list', { apiVersion: 'v1', kind: ['Secret'] }],
    ['a path behind a node', 'nodes_stats_summary', { name: 'node-1/proxy/logs' }],
    ['arguments that are not known', 'resources_list', { apiVersion: 'v1', kind: 'Pod', Kind: 'Secret' }],
    ['the kubeconfig file with its tokens', 'configuration_view', {}],
    ['commands in containers', 'pods_exec', { name: 'a', command: ['env'] }],
  ])('%s is refused', (_what, tool, args) => {
    expect(native(tool, args)).toEqual(expect.any(String));
  });
});

describe('reads of mcp-server-kubernetes', () => {
  test.each([
    ['kubectl_get', { resourceType: 'pods', output: 'yaml', allNamespaces: true, context: 'production' }],
    [
      'kubectl_get',
      { resourceType: 'event.v1.', namespace: 'shop', output: 'yaml', sortBy: 'lastTimestamp' },
    ],
    ['kubectl_get', { resourceType: 'deployments.v1.apps', name: 'web', namespace: 'shop', output: 'json' }],
    ['kubectl_get', { resourceType: 'sealedsecrets.v1alpha1.bitnami.com', allNamespaces: true }],
    ['kubectl_describe', { resourceType: 'node', name: 'node-1' }],
    ['kubectl_logs', { resourceType: 'pod', name: 'web-1', namespace: 'shop', tail: 50, follow: false }],
    ['kubectl_context', { operation: 'list' }],
    ['list_api_resources', {}],
    ['explain_resource', { resource: 'pods.spec.containers' }],
    ['ping', {}],
    ['a_tool_of_a_site', { anything: true }],
  ])('%s %j is sent', (tool, args) => {
    expect(kubectl(tool, args)).toBeUndefined();
  });

  test.each([
    ['secrets', 'kubectl_get', { resourceType: 'secrets', output: 'yaml' }],
    ['a Secret of a version', 'kubectl_get', { resourceType: 'Secret.v1.', name: 'a', output: 'json' }],
    ['secrets among others', 'kubectl_get', { resourceType: 'pods,secrets', output: 'yaml' }],
    ['a Secret by type/name', 'kubectl_get', { resourceType: 'secret/a', output: 'yaml' }],
    ['a Secret in the place of a name', 'kubectl_get', { resourceType: 'pods', name: 'secret/a' }],
    ['ConfigMaps by their short name', 'kubectl_describe', { resourceType: 'cm', name: 'a' }],
    ['a flag as type', 'kubectl_get', { resourceType: '--raw=/api/v1/secrets' }],
    ['a flag as name', 'kubectl_logs', { resourceType: 'pod', name: '--follow', namespace: 'a' }],
    ['a flag as selector', 'kubectl_get', { resourceType: 'pods', labelSelector: '-oyaml' }],
    ['a file as output', 'kubectl_get', { resourceType: 'pods', output: 'go-template-file=/etc/passwd' }],
    ['logs without end', 'kubectl_logs', { resourceType: 'pod', name: 'a', namespace: 'b', follow: true }],
    ['another context for everybody', 'kubectl_context', { operation: 'set', name: 'production' }],
    ['arguments that are not known', 'kubectl_get', { resourceType: 'pods', filename: '/etc/passwd' }],
    ['any command', 'kubectl_generic', { command: 'get', resourceType: 'pods' }],
    ['commands in containers', 'exec_in_pod', { name: 'a', command: ['env'] }],
  ])('%s: refused', (_what, tool, args) => {
    expect(kubectl(tool, args)).toEqual(expect.any(String));
  });

  test('whatever surrounds the word, no type that kubectl takes for Secrets passes', () => {
    const secret = fc.constantFrom('secret', 'secrets', 'SECRET', 'Secrets');
    const part = fc.stringMatching(/^[a-z0-9.,/ -]{0,12}$/);
    fc.assert(
      fc.property(
        secret,
        fc.constantFrom('', '.', '/', ',', '.v1', '.v1.', ' '),
        part,
        (word, mark, rest) => {
          const behind = mark === '' ? '' : `${mark}${rest}`;
          expect(kubectl('kubectl_get', { resourceType: `${word}${behind}` })).toBeDefined();
          expect(kubectl('kubectl_get', { resourceType: `pods,${word}${behind}` })).toBeDefined();
        },
      ),
    );
  });
});

test('every tool that is vouched for is guarded', () => {
  for (const { readOnlyTools, guard } of [kubernetesMcpServerAdapter, mcpServerKubernetesAdapter])
    for (const tool of readOnlyTools) expect(guard?.(tool, { unheardOf: 1 })).toEqual(expect.any(String));
});
