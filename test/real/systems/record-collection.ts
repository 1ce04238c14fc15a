import { release } from 'node:os';
import type { Adapter } from '../../../src/main/collectors/collector.ts';
import { recording, type RecordedCall, type Recording } from '../../support/recorded-session.ts';
import { spawnSession } from '../../support/mcp-session.ts';

interface Recorded {
  readonly adapter: Adapter;
  readonly entry: { readonly command: string; readonly args: readonly string[] };
  readonly of: string;
}

/** What is of the machine that it was recorded on, and of nothing that was brought up there. */
const neutral = (text: string): string =>
  text
    .replaceAll(/"container_name":"[^"]*",?/g, '')
    .replaceAll(/"cpu":"[^"]*"/g, '"cpu":"x86-64"')
    .replaceAll(/"mem_total_kb":"\d+"/g, '"mem_total_kb":"16777216"')
    .replaceAll(release(), '6.1.0-amd64');

/** Collects once. @returns every call with its answer, as a fixture keeps them */
export async function recordCollection({ adapter, entry, of }: Recorded): Promise<string> {
  const session = await spawnSession(entry.command, entry.args);
  const calls: RecordedCall[] = [];
  try {
    const { signal } = new AbortController();
    const context = { signal, call: { signal }, startedAt: new Date().toISOString() };
    for await (const event of adapter.collect(recording(session, calls), context))
      if (event.type === 'failed') throw new Error(`${event.kind}: ${event.reason}`);
  } finally {
    await session.close();
  }
  const { name, version, tools } = session.server;
  const recorded: Recording = {
    of,
    // Adapters recognise a server by the names of its tools.
    server: { name, version, tools: tools.map((tool) => ({ name: tool.name, inputSchema: {} })) },
    calls: calls.map((call) => ({
      ...call,
      // Adapters of commands read the text; data would be the same once more.
      result: {
        isError: call.result.isError,
        text: neutral(call.result.text),
        data: undefined,
        form: 'text',
      },
    })),
  };
  return `${JSON.stringify(recorded, undefined, 1)}\n`;
}
