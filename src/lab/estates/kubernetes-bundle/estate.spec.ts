import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createKubernetesBundleEstate } from './estate.ts';

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'bundle-'));
  write('cluster-resources/nodes.json', {
    kind: 'NodeList',
    apiVersion: 'v1',
    items: [{ metadata: { name: 'n1' } }],
  });
});
afterEach(() => rmSync(directory, { recursive: true }));

function write(file: string, content: unknown): void {
  const full = path.join(directory, file);
  mkdirSync(path.dirname(full), { recursive: true });
  writeFileSync(full, typeof content === 'string' ? content : JSON.stringify(content));
}

function open() {
  const estate = createKubernetesBundleEstate(directory);
  const cluster = path.basename(directory);
  const call = (name: string, args: Record<string, unknown> = {}) => {
    const tool = estate.tools.find((one) => one.name === name);
    if (!tool) throw new Error(`no tool ${name}`);
    return tool.run(tool.input.parse(args));
  };
  const list = (kind: string, more: Record<string, unknown> = {}) =>
    call('kubernetes_list_resources', { cluster, apiVersion: 'v1', kind, ...more });
  return { estate, cluster, call, list };
}

describe('a support bundle', () => {
  test('is read-only and carries its directory’s name as its cluster', () => {
    const { estate, cluster, call } = open();
    expect(estate.tools.every((tool) => tool.readOnly)).toBe(true);
    expect(call('kubernetes_list_clusters')).toEqual({ clusters: [{ name: cluster }] });
  });

  test('lists what was collected of every namespace', () => {
    write('cluster-resources/pods/a.json', { items: [{ metadata: { name: 'p1', namespace: 'a' } }] });
    write('cluster-resources/pods/b.json', { items: [{ metadata: { name: 'p2', namespace: 'b' } }] });
    const { list } = open();
    expect(list('Pod')['items']).toHaveLength(2);
    expect(list('Pod', { namespace: 'b' })['items']).toEqual([{ metadata: { name: 'p2', namespace: 'b' } }]);
  });

  test('pages by continue tokens, good for the same list only', () => {
    write('cluster-resources/pods/a.json', {
      items: ['p1', 'p2', 'p3'].map((name) => ({ metadata: { name } })),
    });
    const { list } = open();
    const first = list('Pod', { limit: 2 }) as { metadata: { continue: string; remainingItemCount: number } };
    expect(first.metadata.remainingItemCount).toBe(1);
    expect(list('Pod', { limit: 2, continue: first.metadata.continue })['items']).toEqual([
      { metadata: { name: 'p3' } },
    ]);
    expect(() => list('Node', { continue: first.metadata.continue })).toThrow('too old');
  });

  test.each([
    ['an empty file', ''],
    ['null', 'null'],
    ['items: null', { items: null }],
    ['an empty array', []],
  ])('reads %s as an empty list', (_, content) => {
    write('cluster-resources/services/a.json', content);
    expect(open().list('Service')['items']).toEqual([]);
  });

  test('refuses what the collector could not read with the error that it wrote down', () => {
    write('cluster-resources/pods-errors.json', { secret: 'pods is forbidden' });
    write('cluster-resources/pods/a.json', { items: [] });
    write('cluster-resources/pvs-errors.json', ['persistentvolumes is forbidden']);
    const { list } = open();
    expect(() => list('Pod')).toThrow('secret: pods is forbidden');
    expect(list('Pod', { namespace: 'a' })['items']).toEqual([]);
    expect(() => list('PersistentVolume')).toThrow('persistentvolumes is forbidden');
  });

  test('does not serve what was never collected', () => {
    expect(() => open().list('DaemonSet')).toThrow('could not find the requested resource');
  });

  test('says what is wrong with a file that is no JSON', () => {
    write('cluster-resources/pods/a.json', '{"items": [');
    expect(() => open().list('Pod')).toThrow('cluster-resources/pods/a.json: expected JSON');
  });

  test('serves custom resources by their definitions, namespaced and cluster-wide', () => {
    const definition = (kind: string, plural: string, scope: string) => ({
      metadata: { name: `${plural}.acme.io` },
      spec: { group: 'acme.io', scope, names: { kind, plural }, versions: [{ name: 'v1', storage: true }] },
    });
    write('cluster-resources/custom-resource-definitions.json', {
      items: [definition('Db', 'dbs', 'Namespaced'), definition('Zone', 'zones', 'Cluster')],
    });
    write('cluster-resources/custom-resources/dbs.acme.io/a.yaml', '- kind: Db\n  metadata: {name: d1}\n');
    write('cluster-resources/custom-resources/zones.acme.io.yaml', '- kind: Zone\n  metadata: {name: z1}\n');
    const { list } = open();
    expect(list('Db', { apiVersion: 'acme.io/v1' })['items']).toEqual([
      { kind: 'Db', metadata: { name: 'd1' } },
    ]);
    expect(list('Zone', { apiVersion: 'acme.io/v1' })['items']).toHaveLength(1);
  });

  test('tells versions, the collector and its analysis', () => {
    write('cluster-info/cluster_version.json', { string: 'v1.24.4+k3s1', info: { platform: 'linux/arm64' } });
    write('version.yaml', 'kind: SupportBundle\nspec:\n  versionNumber: v0.50.0\n');
    write('analysis.json', [
      { name: 'check', severity: 'warn', insight: { primary: 'Check', detail: 'It is so.' } },
    ]);
    const { cluster, call } = open();
    expect(call('kubernetes_cluster_info', { cluster })).toMatchObject({
      version: 'v1.24.4+k3s1',
      platform: 'linux/arm64',
      collectedBy: 'troubleshoot v0.50.0',
      checks: [{ name: 'check', severity: 'warn', title: 'Check', detail: 'It is so.' }],
    });
  });

  test('hands out logs and every file, and nothing outside', () => {
    write('cluster-resources/pods/logs/a/p1/web.log', 'one\ntwo\nthree\n');
    write('cluster-resources/pods/logs/a/p1/web-previous.log', 'before\n');
    const { cluster, call } = open();
    const logs = { cluster, namespace: 'a', pod: 'p1' };
    expect(call('kubernetes_pod_logs', { ...logs, tailLines: 2 })).toEqual({
      lines: ['two', 'three'],
      truncated: true,
    });
    expect(call('kubernetes_pod_logs', { ...logs, previous: true, container: 'web' })['lines']).toEqual([
      'before',
    ]);
    const { files } = call('kubernetes_bundle_files') as { files: { path: string }[] };
    expect(files.map((file) => file.path)).toContain('cluster-resources/nodes.json');
    expect(call('kubernetes_bundle_file', { path: './cluster-resources/nodes.json' })['text']).toContain(
      'n1',
    );
    expect(() => call('kubernetes_bundle_file', { path: '../../etc/passwd' })).toThrow('no such file');
  });

  test('refuses a directory that holds none', () => {
    expect(() => createKubernetesBundleEstate(path.join(directory, 'cluster-resources'))).toThrow(
      'expected an unpacked support bundle',
    );
  });
});
