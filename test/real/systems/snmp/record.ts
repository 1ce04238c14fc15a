import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { snmpAdapter } from '../../../../src/main/collectors/network/snmp/adapter.ts';
import { spawnSession } from '../../../support/mcp-session.ts';
import { recording, type RecordedCall, type Recording } from '../../../support/recorded-session.ts';
import { secrets, startSnmpdNetwork } from '../../../support/snmpd.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { serverOf } from './serve.ts';

/** Records anew what the adapter's specs replay: `node test/real/systems/snmp/record.ts`. */
const target = resolve(
  import.meta.dirname,
  '../../../../src/main/collectors/network/snmp/fixtures/network.json',
);

await using began = new AsyncDisposableStack();
const network = began.use(await startSnmpdNetwork(began.use(temporaryFolder()).path));
const { command, args } = serverOf(network);
const session = await spawnSession(command, args, { env: secrets });
began.defer(() => session.close());
const calls: RecordedCall[] = [];
const signal = new AbortController().signal;
const context = { signal, call: { signal }, startedAt: new Date().toISOString() };
for await (const event of snmpAdapter.collect(recording(session, calls), context))
  if (event.type === 'failed' || event.type === 'reject')
    throw new Error(`nothing was recorded: ${JSON.stringify(event)}`);
const recorded: Recording = {
  of: `net-snmp ${network.version}, lldpd and Linux bridges, through our server`,
  server: session.server,
  // This machine's kernel and file systems are nobody's concern.
  calls: JSON.parse(
    JSON.stringify(calls)
      .replaceAll(/Linux (\S+) \d[^"\\]*x86_64/g, 'Linux $1 6.1.0 x86_64')
      .replaceAll(/\(bookworm\) Linux \d[^"\\]*x86_64/g, '(bookworm) Linux 6.1.0 x86_64')
      .replaceAll(/(\\?"descr\\?":\\?")\/(?!\\?")[^"\\]*/g, '$1/data'),
  ) as RecordedCall[],
};
writeFileSync(
  target,
  await format(JSON.stringify(recorded), { ...(await resolveConfig(target)), filepath: target }),
);
