import { writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { Adapter } from '../../../../src/main/collectors/collector.ts';
import { kubernetesMcpServerAdapter } from '../../../../src/main/collectors/kubernetes/kubernetes-mcp-server/adapter.ts';
import { mcpServerKubernetesAdapter } from '../../../../src/main/collectors/kubernetes/mcp-server-kubernetes/adapter.ts';
import { spawnSession } from '../../../support/mcp-session.ts';
import { recording, type RecordedCall } from '../../../support/recorded-session.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { startEstate } from './bring-up.ts';
import { recordedEstate } from './estate.ts';
import { kubectlEntry, nativeEntry, twoUsers } from './sources.ts';

/** Records anew what the adapters' contracts are tested with: `node test/real/systems/kubernetes/record.ts`. */
const root = join(import.meta.dirname, '../../../..');
const program = (name: string) => join(root, 'test/real/node_modules/.bin', name);
using folder = temporaryFolder();
await using cluster = await startEstate({
  folder: folder.path,
  size: recordedEstate,
  say: (line) => console.log(line),
});
const contexts = twoUsers(cluster);
const viewer = cluster.kubeconfigOf('viewer');
const native = program('kubernetes-mcp-server');
const kubectl = program('mcp-server-kubernetes');

const onlyReads = { ALLOW_ONLY_READONLY_TOOLS: 'true' };
await record(
  kubernetesMcpServerAdapter,
  'estate',
  nativeEntry(native, contexts, ['--read-only', '--list-output', 'yaml']),
);
// Lists are tables unless the server is told.
await record(kubernetesMcpServerAdapter, 'viewer', nativeEntry(native, viewer, ['--read-only']));
await record(mcpServerKubernetesAdapter, 'estate', kubectlEntry(kubectl, cluster, contexts, onlyReads));
await record(mcpServerKubernetesAdapter, 'viewer', kubectlEntry(kubectl, cluster, viewer, onlyReads));

async function record(adapter: Adapter, name: string, entry: ReturnType<typeof nativeEntry>): Promise<void> {
  const session = await spawnSession(entry.command, entry.args, {
    source: 'recorded',
    env: entry.env ?? {},
  });
  const calls: RecordedCall[] = [];
  const signal = new AbortController().signal;
  try {
    const events = adapter.collect(recording(session, calls), {
      signal,
      call: { signal },
      startedAt: new Date().toISOString(),
    });
    for await (const event of events) {
      if (event.type === 'failed' || event.type === 'reject') console.log(JSON.stringify(event));
    }
  } finally {
    await session.close();
  }
  const { version, tools } = session.server;
  const of = `Kubernetes ${cluster.version} through ${adapter.title} ${version}`;
  const file = join(root, `src/main/collectors/kubernetes/${adapter.id}/fixtures/${name}.json`);
  const parts = [
    ['of', of],
    ['server', { name: session.server.name, version, tools }],
  ].map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)},`);
  const lines = calls.map((call) => JSON.stringify(short(call), neutral));
  const text = `{\n${parts.join('\n')}\n"calls": [\n${lines.join(',\n')}\n]}`;
  writeFileSync(file, `${text}\n`);
  console.log(`${calls.length} calls, ${Math.round(text.length / 1024)} KiB in ${file}`);
}

/** The same twice, as text and as data, is kept once. */
function short({ result, ...call }: RecordedCall): RecordedCall {
  return { ...call, result: { ...result, text: result.data === undefined ? result.text : '' } };
}

/** Who wrote which field is not read and is half of an answer; schedulers are called after their machine. */
function neutral(key: string, value: unknown): unknown {
  if (key === 'managedFields') return undefined;
  return typeof value === 'string' ? value.replaceAll(`-${hostname()}`, '-control-1') : value;
}
