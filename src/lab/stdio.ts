import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { serializeMessage } from '@modelcontextprotocol/sdk/shared/stdio.js';
import type { JSONRPCMessage, RequestId } from '@modelcontextprotocol/sdk/types.js';
import type { LabServer, WireFault } from './server.ts';

/**
 * Serves one client over this process' stdin and stdout; `exit` ends the process.
 * @returns resolves when the client has connected: a large estate is built after that, so as not to let it wait.
 */
export async function serveStdio(
  lab: LabServer,
  exit: (code: number) => void,
): Promise<{ readonly connected: Promise<void> }> {
  const session = lab.openSession(() => exit(70));
  const transport = new StdioServerTransport();
  damageAnswers(transport, session.wire);
  const connected = new Promise<void>((resolve) => {
    session.server.oninitialized = resolve;
  });
  await session.server.connect(transport);
  // In an object, because a promise that resolves to a promise would wait for it.
  return { connected };
}

function damageAnswers(transport: StdioServerTransport, wire: Map<RequestId, WireFault>): void {
  const send = transport.send.bind(transport);
  transport.send = (message: JSONRPCMessage) => {
    const id = answeredRequest(message);
    const fault = id === undefined ? undefined : wire.get(id);
    if (id === undefined || fault === undefined) return send(message);
    wire.delete(id);
    return new Promise((resolve, reject) => {
      process.stdout.write(damagedText(serializeMessage(message), id, fault), (error) =>
        error ? reject(error) : resolve(),
      );
    });
  };
}

export function answeredRequest(message: JSONRPCMessage): RequestId | undefined {
  return 'id' in message && !('method' in message) ? message.id : undefined;
}

/** `line` is one message as it goes over the wire, with its newline. */
export function damagedText(line: string, id: RequestId, fault: WireFault): string {
  switch (fault.type) {
    case 'truncated':
      return `${line.slice(0, Math.floor(line.length / 2))}\n`;
    case 'garbage':
      return `Traceback (most recent call last):\n{"level":"warn","msg":"not a message"}\n\u0000\u0007\n${line}`;
    case 'wrong-shape':
      return `${JSON.stringify({ jsonrpc: '2.0', id, result: { content: 'none', rows: 3 } })}\n`;
  }
}
