import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import { createRedfishServer } from '../../src/servers/redfish/create-redfish-server.ts';
import type { RedfishDevice } from '../../src/servers/redfish/device.ts';
import { bmcPassword, bmcUser } from './redfish-endpoint.ts';

/** What a device of a spec is but for its name and where it listens. */
export function redfishDevice(
  name: string,
  endpoint: { readonly address: string; readonly cert: string },
  more: Partial<RedfishDevice> = {},
): RedfishDevice {
  const credentials = { user: bmcUser, password: bmcPassword };
  return {
    name,
    origin: new URL(`https://${endpoint.address}/`),
    trust: { kind: 'authority', pem: endpoint.cert },
    timeoutMs: 1_000,
    connections: 4,
    credentials,
    writeCredentials: credentials,
    ...more,
  };
}

/** Our server on a stock MCP client, which holds every answer against the tool's output schema. */
export async function connectRedfish(
  devices: readonly RedfishDevice[],
  more: {
    readonly allowWrites?: boolean;
    readonly concurrency?: number;
    readonly deviceLimitMs?: number;
  } = {},
) {
  const log: string[] = [];
  const program = createRedfishServer(
    {
      devices,
      concurrency: more.concurrency ?? 16,
      deviceLimitMs: more.deviceLimitMs ?? 20_000,
      allowWrites: more.allowWrites ?? false,
    },
    (line) => log.push(line),
  );
  const [here, there] = InMemoryTransport.createLinkedPair();
  const client = new Client({ name: 'redfish-test', version: '1.0.0' });
  await Promise.all([program.server.connect(there), client.connect(here)]);
  // The client checks structured content only of tools it has seen.
  await client.listTools();
  const call = async (name: string, given: Record<string, unknown> = {}) =>
    (await client.callTool({ name, arguments: given })) as CallToolResult;
  const data = async (name: string, given?: Record<string, unknown>) => {
    const result = await call(name, given);
    if (result.isError === true) throw new Error(wordsOf(result));
    return result.structuredContent as Record<string, never>;
  };
  return {
    client,
    log,
    data,
    /** Items by device. */
    async items<T = Record<string, never>>(name: string, given?: Record<string, unknown>) {
      const { items } = (await data(name, given)) as unknown as { items: (T & { device: string })[] };
      return Object.fromEntries(items.map((item) => [item.device, item])) as Record<string, T>;
    },
    async refusal(name: string, given?: Record<string, unknown>) {
      const result = await call(name, given);
      if (result.isError !== true) throw new Error(`${name} was not refused`);
      return wordsOf(result);
    },
    async [Symbol.asyncDispose]() {
      await client.close();
      await program.close();
    },
  };
}

function wordsOf(result: CallToolResult): string {
  return result.content.map((part) => (part.type === 'text' ? part.text : '')).join('\n');
}
