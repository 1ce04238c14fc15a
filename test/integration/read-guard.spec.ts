import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { collectors } from '../../src/main/collectors/registry.ts';
import { acceptBuiltIn } from '../../src/main/mcp/open-mcp.ts';
import { parseServer } from '../../src/main/mcp/server-config.ts';
import { createLiveTools } from '../../src/main/live-tools.ts';
import { createSiteTools } from '../../src/main/site-tools.ts';
import { openAppClient, type AppClient } from '../support/app-client.ts';
import { faultServer } from '../support/mcp-fault-harness.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/* The whole application in front of a server with the tools of a Kubernetes server that writes down what reaches it. */

let folder: ReturnType<typeof temporaryFolder>;
let opened: AppClient;

const tools = [
  'resources_list',
  'resources_get',
  'pods_list_in_namespace',
  'configuration_view',
  'resources_delete',
];

beforeEach(async () => {
  folder = temporaryFolder();
  const at = (name: string) => join(folder.path, name);
  writeFileSync(
    at('tools.json'),
    JSON.stringify(tools.map((name) => ({ name, description: name, inputSchema: { type: 'object' } }))),
  );
  opened = await openAppClient(at('data'));
  const { mcp } = opened.app;
  const parsed = parseServer('cluster', {
    command: process.execPath,
    args: [faultServer, '--tools', at('tools.json'), '--calls', at('calls')],
    datacenterDocs: { readOnlyTools: ['configuration_view'] },
  });
  if (!parsed.ok) throw new Error('the entry cannot be read');
  await mcp.servers.put([parsed.config]);
  await acceptBuiltIn(mcp.pool, 'cluster');
  await mcp.pool.session('cluster');
});

afterEach(async () => {
  await opened.close();
  folder[Symbol.dispose]();
});

const arrived = (): unknown[] =>
  existsSync(join(folder.path, 'calls'))
    ? readFileSync(join(folder.path, 'calls'), 'utf8')
        .split('\n')
        .filter((line) => line !== '')
        .map((line): unknown => JSON.parse(line))
    : [];

/** Everybody who reads: an operator, the assistant, a diagnosis. */
function readers(): readonly ((tool: string, args: Record<string, unknown>) => Promise<unknown>)[] {
  const signal = new AbortController().signal;
  const { mcp } = opened.app;
  return [
    (tool, args) => opened.client.sources.callTool({ name: 'cluster', tool, arguments: args }),
    (tool, args) =>
      createSiteTools(mcp, collectors).call('cluster', tool, args, { signal, timeoutMs: 5_000 }),
    (tool, args) =>
      createLiveTools(mcp, collectors).call('cluster', tool, args, { signal, timeoutMs: 5_000 }),
  ];
}

it('sends nobody’s read of a Secret, and everybody’s of a pod', async () => {
  const pod = { apiVersion: 'v1', kind: 'Pod', name: 'web', namespace: 'shop' };
  for (const read of readers()) {
    for (const kind of ['Secret', 'secret', 'ConfigMap']) {
      await expect(read('resources_get', { ...pod, kind })).rejects.toMatchObject({
        code: 'argument-refused',
      });
    }
    await expect(read('resources_get', { ...pod, name: '../secrets/web' })).rejects.toMatchObject({
      code: 'argument-refused',
    });
  }
  expect(arrived()).toEqual([]);
  // What it answers is beside the point.
  for (const read of readers()) await read('resources_get', pod).catch(() => undefined);
  expect(arrived()).toEqual(readers().map(() => ({ tool: 'resources_get', args: pod })));
});

it('does not show the kubeconfig file, though the site calls that tool read-only', async () => {
  for (const read of readers()) {
    await expect(read('configuration_view', {})).rejects.toMatchObject({ code: 'argument-refused' });
    await expect(read('resources_delete', {})).rejects.toMatchObject({ code: 'not-read-only' });
  }
  expect(arrived()).toEqual([]);
});
