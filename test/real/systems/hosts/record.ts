import { realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sshNetworkAdapter } from '../../../../src/main/collectors/network/ssh/adapter.ts';
import { spawnSession } from '../../../support/mcp-session.ts';
import { recording, type RecordedCall } from '../../../support/recorded-session.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { startEstate } from './estate.ts';

/** Records anew what the adapter's contract is tested with: `node test/real/systems/hosts/record.ts`. */
const root = join(import.meta.dirname, '../../../..');
const fixture = join(root, 'src/main/collectors/network/ssh/fixtures/hosts.json');
using folder = temporaryFolder();
await using estate = await startEstate(folder.path, (line) => console.log(line));
const program = realpathSync(join(root, 'test/real/node_modules/.bin/ssh-mcp'));
const { command, args } = estate.site.server(program, estate.profiles, estate.policy);
const session = await spawnSession(command, args, { source: 'hosts' });
const calls: RecordedCall[] = [];
const signal = new AbortController().signal;
const context = { signal, call: { signal }, startedAt: new Date().toISOString() };
for await (const event of sshNetworkAdapter.collect(recording(session, calls), context))
  if (event.type !== 'records') console.log(JSON.stringify(event));
  else console.log(event.kind, event.records.map(({ name }) => name).join(' '));
await session.close();
const { name, version, tools } = session.server;
const of = `Linux 6, Open vSwitch 3.1, FRRouting 8.4 and lldpd 1.0 through ssh-mcp ${version}`;
// The kernel is this machine's; every other name is the estate's.
const kernel = (await estate.hosts.edge1.run('uname', '-r')).trim();
const text = JSON.stringify({ of, server: { name, version, tools }, calls }).replaceAll(
  kernel,
  '6.1.0-amd64',
);
writeFileSync(fixture, `${text}\n`);
console.log(`${calls.length} calls in ${fixture}`);
