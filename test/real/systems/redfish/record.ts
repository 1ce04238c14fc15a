import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { format, resolveConfig } from 'prettier';
import type { Adapter } from '../../../../src/main/collectors/collector.ts';
import { redfishHardwareAdapter } from '../../../../src/main/collectors/network/redfish/adapter.ts';
import { redfishStorageAdapter } from '../../../../src/main/collectors/storage/redfish/adapter.ts';
import { createRedfishServer } from '../../../../src/servers/redfish/create-redfish-server.ts';
import type { RedfishDevice } from '../../../../src/servers/redfish/device.ts';
import { sessionTo } from '../../../support/mcp-session.ts';
import { recording, type RecordedCall, type Recording } from '../../../support/recorded-session.ts';
import { redfishDevice } from '../../../support/redfish-client.ts';
import { startRedfishEndpoint } from '../../../support/redfish-endpoint.ts';
import { arrayTree, serverTree } from '../../../support/redfish-tree.ts';

/**
 * Records anew what the adapters' specs replay: `node test/real/systems/redfish/record.ts`. The services behind it give
 * resources written after the schemas.
 */
const collectors = resolve(import.meta.dirname, '../../../../src/main/collectors');
await using began = new AsyncDisposableStack();
const trees = {
  'srv-1': serverTree({ name: 'srv-1', serial: 'SN1', generation: 'thermal' }),
  'srv-2': serverTree({ name: 'srv-2', serial: 'SN2', generation: 'subsystems' }),
  'array-1': arrayTree({ name: 'array-1', serial: 'SA1' }),
};
const addresses = new Map<string, string>();
const devices: RedfishDevice[] = [];
for (const [place, [name, tree]] of Object.entries(trees).entries()) {
  const endpoint = began.use(await startRedfishEndpoint(tree));
  addresses.set(endpoint.address, `192.0.2.${11 + place}`);
  devices.push(redfishDevice(name, endpoint, { site: 'lab' }));
}

await record(redfishHardwareAdapter, 'network/redfish/fixtures/hardware.json');
await record(redfishStorageAdapter, 'storage/redfish/fixtures/storage.json');

async function record(adapter: Adapter, file: string): Promise<void> {
  const program = createRedfishServer(
    { devices, concurrency: 8, deviceLimitMs: 20_000, allowWrites: true },
    () => undefined,
  );
  const session = await sessionTo(program.server);
  const calls: RecordedCall[] = [];
  const { signal } = new AbortController();
  const context = { signal, call: { signal }, startedAt: new Date().toISOString() };
  for await (const event of adapter.collect(recording(session, calls), context))
    if (event.type === 'failed' || event.type === 'reject')
      throw new Error(`nothing was recorded: ${JSON.stringify(event)}`);
  await session.close();
  await program.close();
  const told: Recording = {
    of: "resources written after DMTF's Redfish and SNIA's Swordfish schemas, through our server; no manufacturer's service",
    server: {
      ...session.server,
      tools: session.server.tools.map((tool) => ({
        name: tool.name,
        inputSchema: {},
        ...(tool.annotations && { annotations: tool.annotations }),
      })),
    },
    // Texts say the same once more.
    calls: calls.map((call) => ({ ...call, result: { ...call.result, text: '' } })),
  };
  let text = JSON.stringify(told);
  for (const [before, after] of addresses) text = text.replaceAll(before, after);
  const target = resolve(collectors, file);
  writeFileSync(target, await format(text, { ...(await resolveConfig(target)), filepath: target }));
}
