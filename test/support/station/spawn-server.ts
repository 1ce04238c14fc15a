import { fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { CouchSnapshot } from '../couchdb/server.ts';

export type ServerCall =
  | { readonly call: number; readonly command: 'backup' }
  | { readonly call: number; readonly command: 'report' }
  | { readonly call: number; readonly command: 'restore'; readonly backup: CouchSnapshot };
type Bare<T> = T extends unknown ? Omit<T, 'call'> : never;
export interface ServerAnswer {
  readonly call: number;
  readonly output: unknown;
}

export interface ServerReport {
  readonly requests: number;
  readonly received: number;
  readonly sent: number;
  readonly cpuMs: number;
  readonly residentBytes: number;
}

export interface ServerProcess extends AsyncDisposable {
  readonly url: string;
  readonly admin: { readonly name: string; readonly password: string };
  backup(): Promise<CouchSnapshot>;
  restore(backup: CouchSnapshot): Promise<void>;
  report(): Promise<ServerReport>;
  /** As a power cut would; what it kept in memory is gone. */
  kill(): Promise<void>;
}

/** @param before one that was killed: its address and its administrator are taken over */
export async function spawnServer(before?: Pick<ServerProcess, 'url' | 'admin'>): Promise<ServerProcess> {
  const admin = before?.admin ?? { name: 'admin', password: randomUUID() };
  const port = before === undefined ? '0' : new URL(before.url).port;
  const child = fork(fileURLToPath(new URL('couch-server.ts', import.meta.url)), [port, admin.password], {
    execArgv: ['--disable-warning=ExperimentalWarning'],
    serialization: 'advanced',
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const ended = once(child, 'exit');
  const waiting = new Map<number, (output: unknown) => void>();
  let calls = 0;
  const ready = new Promise<string>((resolve) => waiting.set(0, (url) => resolve(url as string)));
  child.on('message', ({ call, output }: ServerAnswer) => {
    waiting.get(call)?.(output);
    waiting.delete(call);
  });
  const ask = (message: Bare<ServerCall>) => {
    calls += 1;
    const call = calls;
    return new Promise<unknown>((resolve, reject) => {
      waiting.set(call, resolve);
      child.send({ ...message, call }, (error) => {
        if (error) reject(error);
      });
    });
  };
  const url = await Promise.race([
    ready,
    ended.then(() => {
      throw new Error(`the server ended before it was ready, on port ${port}`);
    }),
  ]);
  const kill = async () => {
    child.kill('SIGKILL');
    await ended;
  };
  return {
    url,
    admin,
    backup: async () => (await ask({ command: 'backup' })) as CouchSnapshot,
    restore: async (backup) => void (await ask({ command: 'restore', backup })),
    report: async () => (await ask({ command: 'report' })) as ServerReport,
    kill,
    [Symbol.asyncDispose]: kill,
  };
}
