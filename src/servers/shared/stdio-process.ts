import type { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { StartFailure } from './tool-failure.ts';

export interface ServedProgram {
  readonly server: Server;
  /** Gives back what the program holds elsewhere: sessions, sockets. */
  close(): Promise<void>;
}

/** Longest wait for `close`: a system that no longer answers must not keep the program. */
const closeLimitMs = 3_000;

/**
 * Serves one client over this process' stdin and stdout until it is told to end: SIGINT, SIGTERM, or its stdin
 * closing. stdout belongs to the protocol; whatever is said to people goes to stderr.
 * @returns the exit code: 0, 2 for what is wrong with the start, 1 for the rest.
 */
export async function runOverStdio(name: string, start: () => Promise<ServedProgram>): Promise<number> {
  const ended = untilEnded();
  try {
    const program = await start();
    await program.server.connect(new StdioServerTransport());
    await ended;
    await withinLimit(program.close());
    return 0;
  } catch (error) {
    const expected = error instanceof StartFailure;
    const text =
      error instanceof Error ? (expected ? error.message : (error.stack ?? error.message)) : String(error);
    process.stderr.write(`${name}: ${text}\n`);
    return expected ? 2 : 1;
  }
}

function untilEnded(): Promise<void> {
  return new Promise((resolve) => {
    const end = () => resolve();
    process.once('SIGINT', end);
    process.once('SIGTERM', end);
    process.stdout.once('error', end);
    process.stdin.once('end', end);
    process.stdin.once('close', end);
  });
}

async function withinLimit(work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, closeLimitMs);
  });
  await Promise.race([work.catch(() => undefined), limit]);
  clearTimeout(timer);
}
