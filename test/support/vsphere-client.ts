import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';
import type { CallToolResult, Progress } from '@modelcontextprotocol/sdk/types.js';
import { createVsphereServer } from '../../src/servers/vsphere/create-vsphere-server.ts';
import { parseVsphereOptions } from '../../src/servers/vsphere/options.ts';

/** Our server on a stock MCP client, which holds every answer against the tool's output schema. */
export interface VsphereUnderTest extends AsyncDisposable {
  readonly client: Client;
  /** What the server told whoever runs it. */
  readonly log: string[];
  call(name: string, args?: Record<string, unknown>, options?: CallSettings): Promise<CallToolResult>;
  /** What the call answered as data. @throws what it refused */
  data(name: string, args?: Record<string, unknown>, options?: CallSettings): Promise<Record<string, never>>;
  /** Every item of a list, page by page. */
  list<T = Record<string, never>>(name: string, args?: Record<string, unknown>): Promise<T[]>;
  /** The words of a refusal. */
  refusal(name: string, args?: Record<string, unknown>): Promise<string>;
}

interface CallSettings {
  readonly signal?: AbortSignal;
  readonly onprogress?: (progress: Progress) => void;
}

export async function connectVsphere(
  endpoint: { readonly url: string; readonly fingerprint: string },
  args: readonly string[] = [],
  credentials: { readonly user: string; readonly password: string } = { user: 'reader', password: 'secret' },
): Promise<VsphereUnderTest> {
  const log: string[] = [];
  const trust = args.some((arg) => arg.startsWith('--ca-file') || arg.startsWith('--fingerprint'))
    ? []
    : [`--fingerprint=${endpoint.fingerprint}`];
  const program = createVsphereServer(
    parseVsphereOptions([`--url=${endpoint.url}`, ...trust, ...args], {
      VSPHERE_USER: credentials.user,
      VSPHERE_PASSWORD: credentials.password,
    }),
    (line) => log.push(line),
  );
  const [here, there] = InMemoryTransport.createLinkedPair();
  const client = new Client({ name: 'vsphere-test', version: '1.0.0' });
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
    call,
    data,
    async list<T>(name: string, given: Record<string, unknown> = {}) {
      const items: T[] = [];
      for (let cursor: string | undefined; ;) {
        const page = (await data(name, cursor === undefined ? given : { ...given, cursor })) as unknown as {
          items: T[];
          nextCursor?: string;
        };
        items.push(...page.items);
        cursor = page.nextCursor;
        if (cursor === undefined) return items;
      }
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
