import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';

export const labEntry = new URL('../../src/lab/main.ts', import.meta.url).pathname;

/** A lab process with a stock MCP client on it. */
export interface LabUnderTest extends AsyncDisposable {
  readonly client: Client;
  /** Only over HTTP. */
  readonly url?: string;
  call(name: string, args?: Record<string, unknown>): Promise<CallToolResult>;
  /** What the call answered as data. */
  data(name: string, args?: Record<string, unknown>): Promise<Record<string, unknown>>;
}

export const labTransports = ['stdio', 'http'] as const;

export function startLab(
  transport: (typeof labTransports)[number],
  args: readonly string[],
): Promise<LabUnderTest> {
  return transport === 'stdio' ? labOverStdio(args) : labOverHttp(args);
}

async function labOverStdio(args: readonly string[]): Promise<LabUnderTest> {
  const client = new Client({ name: 'lab-test', version: '1.0.0' });
  await client.connect(
    new StdioClientTransport({ command: process.execPath, args: [labEntry, ...args], stderr: 'ignore' }),
  );
  return underTest(client, () => client.close());
}

async function labOverHttp(args: readonly string[]): Promise<LabUnderTest> {
  const { child, url } = await spawnHttpLab(args);
  const client = await connectHttp(url);
  return {
    ...underTest(client, async () => {
      await client.close();
      child.kill();
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    }),
    url,
  };
}

export async function connectHttp(url: string): Promise<Client> {
  const client = new Client({ name: 'lab-test', version: '1.0.0' });
  const transport = new StreamableHTTPClientTransport(new URL(url), {
    reconnectionOptions: {
      maxRetries: 0,
      initialReconnectionDelay: 10,
      maxReconnectionDelay: 10,
      reconnectionDelayGrowFactor: 1,
    },
  });
  await client.connect(transport);
  return client;
}

export async function spawnHttpLab(
  args: readonly string[],
): Promise<{ child: ChildProcess; url: string; announced: Record<string, unknown> }> {
  const child = spawn(process.execPath, [labEntry, '--http', '0', ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  for await (const line of createInterface({ input: child.stdout })) {
    const announced = JSON.parse(line) as Record<string, unknown>;
    return { child, url: String(announced['url']), announced };
  }
  throw new Error('the lab ended without saying where it listens');
}

function underTest(client: Client, close: () => Promise<void>): LabUnderTest {
  const call = async (name: string, args: Record<string, unknown> = {}) =>
    (await client.callTool({ name, arguments: args }, undefined, { timeout: 5_000 })) as CallToolResult;
  return {
    client,
    call,
    data: async (name, args) => {
      const result = await call(name, args);
      if (result.isError === true) throw new Error(JSON.stringify(result.content));
      return result.structuredContent as Record<string, unknown>;
    },
    [Symbol.asyncDispose]: close,
  };
}
