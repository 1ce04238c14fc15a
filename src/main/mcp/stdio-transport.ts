import type { JSONRPCMessage } from '@modelcontextprotocol/sdk/types.js';
import spawn from 'cross-spawn';
import type { ChildProcess } from 'node:child_process';
import type { Clock } from '../platform/clock.ts';
import { createInbox, idInFragment } from './inbox.ts';
import { createLineReader } from './line-reader.ts';
import type { LogTail } from './log-tail.ts';
import { TransportFailure } from './mcp-error.ts';
import { guardGroup, signalGroup } from './process-group.ts';
import type { ServerTransport } from './server-transport.ts';

export interface StdioOptions {
  readonly command: string;
  readonly args: readonly string[];
  /** The whole environment of the child. */
  readonly env: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly maxMessageBytes: number;
  readonly log: LogTail;
  readonly clock: Clock;
}

/** How long a server may take to leave: after its input ended, and after SIGTERM. Milliseconds. */
const leaveMs = 1_000;
const terminateMs = 2_000;
/** A server that does not read its input may keep so much of it waiting. */
const maxUnreadBytes = 16 * 1024 * 1024;

/**
 * Own transport instead of the SDK's: whole process groups are ended, memory stays bounded whatever comes, one long
 * line is read in linear time, and one bad line does not cost the connection.
 */
export function createStdioTransport(options: StdioOptions): ServerTransport {
  const { log, clock } = options;
  let child: ChildProcess | undefined;
  let exited: Promise<void> = Promise.resolve();
  let closing: Promise<void> | undefined;
  let failure: TransportFailure | undefined;

  const end = (reason: TransportFailure) => {
    failure ??= reason;
    void transport.close();
  };

  const inbox = createInbox({
    deliver: (message) => transport.onmessage?.(message),
    report: (problem) => log.add(`[stdout] ${problem}`),
  });

  const reader = createLineReader({
    maxBytes: options.maxMessageBytes,
    onLine: (line) => {
      if (line.trim() !== '') inbox.receive(line);
    },
    onSkipped: (head, tail, bytes) => {
      const reason = `answered ${mebibytes(bytes)}, more than the limit of ${mebibytes(options.maxMessageBytes)}`;
      log.add(`[stdout] a message of ${bytes} bytes was skipped`);
      const id = idInFragment(head, tail);
      if (id !== undefined && inbox.fail(id, 'too-large', reason, tooLargeHint)) return;
      // Whose answer it was cannot be told: leaving all that wait to time out would hide the reason.
      for (const waiting of inbox.waiting) inbox.fail(waiting, 'too-large', reason, tooLargeHint);
    },
    onEndless: () =>
      end(
        new TransportFailure(
          'too-large',
          `sends without end: ${mebibytes(options.maxMessageBytes * 4)} without a line break`,
        ),
      ),
  });

  /** The server has gone; what it started had SIGTERM, and gets no long time for it. */
  const clearAway = async (pid: number | undefined, watched: { release(): void } | undefined) => {
    await clock.sleep(closing ? 0 : 100).catch(() => {});
    if (pid !== undefined) signalGroup(pid, 'SIGKILL');
    watched?.release();
  };

  const transport: ServerTransport = {
    get failure() {
      return failure;
    },
    get pid() {
      return child?.pid;
    },

    start() {
      return new Promise((resolve, reject) => {
        const started = spawn(options.command, [...options.args], {
          env: { ...options.env },
          stdio: ['pipe', 'pipe', 'pipe'],
          shell: false,
          detached: process.platform !== 'win32',
          windowsHide: true,
          ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
        });
        child = started;
        started.once('error', (error) => {
          failure ??= startFailure(options, error);
          reject(failure);
          transport.onclose?.();
        });
        started.once('spawn', () => {
          const { pid } = started;
          const watched = pid === undefined ? undefined : guardGroup(pid);
          exited = new Promise((gone) => {
            started.once('exit', (code, signal) => {
              // What the server itself started may still be there.
              if (pid !== undefined) signalGroup(pid, 'SIGTERM');
              failure ??= new TransportFailure('disconnected', exitReason(code, signal));
              void clearAway(pid, watched);
              gone();
            });
          });
          // After the last output has been read, so that an answer given just before the end still counts.
          started.once('close', () => transport.onclose?.());
          resolve();
        });
        started.stdout?.on('data', (chunk: Buffer) => reader.push(chunk));
        started.stderr?.on('data', (chunk: Buffer) => log.write(chunk));
        started.stdout?.on('error', () => {});
        started.stderr?.on('error', () => {});
        // EPIPE: the exit that follows says more.
        started.stdin?.on('error', () => {});
      });
    },

    send(message: JSONRPCMessage) {
      const input = child?.stdin;
      if (!input || input.destroyed || !input.writable) {
        return Promise.reject(failure ?? new TransportFailure('disconnected', 'the process has ended'));
      }
      inbox.sent(message);
      input.write(`${JSON.stringify(message)}\n`);
      if (input.writableLength > maxUnreadBytes) {
        end(new TransportFailure('disconnected', 'does not read its input any more'));
      }
      return Promise.resolve();
    },

    close() {
      closing ??= (async () => {
        const leaving = child;
        const pid = leaving?.pid;
        if (!leaving || pid === undefined) return;
        const gone = async (ms: number): Promise<boolean> => {
          const enough = new AbortController();
          const late = clock.sleep(ms, enough.signal).then(
            () => false,
            () => false,
          );
          const result = await Promise.race([exited.then(() => true), late]);
          enough.abort(new Error('no longer waited for'));
          return result;
        };
        leaving.stdin?.end();
        if (!(await gone(leaveMs))) {
          signalGroup(pid, 'SIGTERM');
          if (!(await gone(terminateMs))) signalGroup(pid, 'SIGKILL');
        }
        await exited;
        // Grandchildren that hold the pipes open would keep `close` from coming.
        leaving.stdout?.destroy();
        leaving.stderr?.destroy();
      })();
      return closing;
    },
  };
  return transport;
}

const tooLargeHint =
  'Ask for less at once (paging, a namespace, a filter), or raise datacenterDocs.maxMessageBytes for this server.';

function mebibytes(bytes: number): string {
  return bytes < 1024 * 1024 ? `${bytes} bytes` : `${Math.round(bytes / 1024 / 1024)} MiB`;
}

function exitReason(code: number | null, signal: NodeJS.Signals | null): string {
  return signal === null
    ? `the process ended with exit code ${code ?? 'unknown'}`
    : `the process was ended by ${signal}`;
}

function startFailure({ command, cwd }: StdioOptions, error: NodeJS.ErrnoException): TransportFailure {
  const where = cwd === undefined ? '' : ` in ${cwd}`;
  switch (error.code) {
    case 'ENOENT':
      return new TransportFailure(
        'disconnected',
        `cannot start "${command}"${where}: there is no such program or folder`,
        {
          cause: error,
          hint: 'Install it, or write the full path into "command".',
        },
      );
    case 'EACCES':
      return new TransportFailure(
        'disconnected',
        `cannot start "${command}"${where}: it may not be executed`,
        {
          cause: error,
          hint: 'Check the file’s permissions.',
        },
      );
    case undefined:
    default:
      return new TransportFailure('disconnected', `cannot start "${command}"${where}: ${error.message}`, {
        cause: error,
      });
  }
}
