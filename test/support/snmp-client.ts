import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';
import type { CallToolResult, Progress } from '@modelcontextprotocol/sdk/types.js';
import { createSnmpServer } from '../../src/servers/snmp/create-snmp-server.ts';
import type { SnmpDevice } from '../../src/servers/snmp/device.ts';

/** What a device of a spec is but for its name and where it listens. */
export function snmpDevice(name: string, port: number, more: Partial<SnmpDevice> = {}): SnmpDevice {
  return {
    name,
    address: '127.0.0.1',
    port,
    timeoutMs: 300,
    retries: 0,
    protectedInterfaces: [],
    credentials: { version: '2c', community: 'public' },
    ...more,
  };
}

/** Our server on a stock MCP client, which holds every answer against the tool's output schema. */
export interface SnmpUnderTest extends AsyncDisposable {
  readonly client: Client;
  readonly log: readonly string[];
  /** @throws what was refused */
  data(name: string, args?: Record<string, unknown>, options?: CallSettings): Promise<Record<string, never>>;
  /** Items by device. */
  items<T = Record<string, never>>(name: string, args?: Record<string, unknown>): Promise<Record<string, T>>;
  refusal(name: string, args?: Record<string, unknown>): Promise<string>;
}

interface CallSettings {
  readonly signal?: AbortSignal;
  readonly onprogress?: (progress: Progress) => void;
}

export async function connectSnmp(
  devices: readonly SnmpDevice[],
  more: {
    readonly allowWrites?: boolean;
    readonly concurrency?: number;
    readonly deviceLimitMs?: number;
  } = {},
): Promise<SnmpUnderTest> {
  const log: string[] = [];
  const program = createSnmpServer(
    {
      devices,
      concurrency: more.concurrency ?? 32,
      deviceLimitMs: more.deviceLimitMs ?? 20_000,
      allowWrites: more.allowWrites ?? false,
    },
    (line) => log.push(line),
  );
  const [here, there] = InMemoryTransport.createLinkedPair();
  const client = new Client({ name: 'snmp-test', version: '1.0.0' });
  await Promise.all([program.server.connect(there), client.connect(here)]);
  // The client checks structured content only of tools it has seen.
  await client.listTools();
  const call = async (name: string, given: Record<string, unknown> = {}, options: CallSettings = {}) =>
    (await client.callTool({ name, arguments: given }, undefined, options)) as CallToolResult;
  const data = async (name: string, given?: Record<string, unknown>, options?: CallSettings) => {
    const result = await call(name, given, options);
    if (result.isError === true) throw new Error(wordsOf(result));
    return result.structuredContent as Record<string, never>;
  };
  return {
    client,
    log,
    data,
    async items<T>(name: string, given?: Record<string, unknown>) {
      const { items } = (await data(name, given)) as unknown as { items: (T & { device: string })[] };
      return Object.fromEntries(items.map((item) => [item.device, item])) as Record<string, T>;
    },
    async refusal(name, given) {
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
