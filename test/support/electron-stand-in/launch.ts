import { fork } from 'node:child_process';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { toWeb } from './browser.ts';
import type { standIn } from './control.ts';
import type * as electron from './electron.ts';

export interface Parts {
  readonly standIn: typeof standIn;
  readonly electron: typeof electron;
}

export interface Desktop {
  /** Runs a function in the application's process; nothing from around it is known there. */
  evaluate<T, A = undefined>(run: (parts: Parts, argument: A) => T | Promise<T>, argument?: A): Promise<T>;
  /** The console's page, once it shows itself. */
  page(): Promise<Page>;
  readonly ended: Promise<{ readonly code: number | null; readonly stderr: string }>;
  /** Quits as a person does. */
  quit(): Promise<{ readonly code: number | null; readonly stderr: string }>;
  /** Ends it without anything that quitting does. */
  kill(): Promise<void>;
}

export interface LaunchOptions {
  /** The folder with `main`, `preload` and `renderer`. */
  readonly built: string;
  readonly dataDir: string;
  /** Another main module than the application's. */
  readonly main?: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** Starts the built desktop, unmodified, on the stand-in. */
export async function launchDesktop({
  built,
  dataDir,
  main = join(built, 'main/index.js'),
  args = [],
  env = {},
}: LaunchOptions): Promise<Desktop> {
  const port = await freePort();
  const here = import.meta.dirname;
  const child = fork(join(here, 'run.ts'), [main, `--data-dir=${dataDir}`, ...args], {
    execArgv: ['--disable-warning=ExperimentalWarning', '--import', join(here, 'register.ts')],
    env: { ...process.env, ...env, STAND_IN_DEBUGGING_PORT: String(port) },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let stderr = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const ended = new Promise<{ code: number | null; stderr: string }>((resolve) => {
    child.on('close', (code) => resolve({ code, stderr }));
  });
  const pending = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  child.on('message', (answer: { id: number; value?: unknown; error?: string }) => {
    const asked = pending.get(answer.id);
    pending.delete(answer.id);
    if (answer.error === undefined) asked?.resolve(answer.value);
    else asked?.reject(new Error(answer.error));
  });
  void ended.then(({ code }) => {
    for (const asked of pending.values()) {
      asked.reject(new Error(`the application ended with ${String(code)}: ${stderr}`));
    }
    return browser?.close();
  });
  let next = 0;
  let browser: Browser | undefined;

  function evaluate<T, A>(run: (parts: Parts, argument: A) => T | Promise<T>, argument?: A): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const id = next++;
      pending.set(id, { resolve: (value) => resolve(value as T), reject });
      child.send({ id, source: run.toString(), argument: argument ?? null });
    });
  }

  return {
    evaluate,
    ended,
    async page() {
      await evaluate(({ standIn }) =>
        standIn.until(
          () => standIn.windows.find((window) => window.isVisible() && !window.isDestroyed()) && true,
        ),
      );
      browser ??= await chromium.connectOverCDP(`http://127.0.0.1:${port}`);
      const own = toWeb('app://console/');
      const page = browser
        .contexts()[0]
        ?.pages()
        .find((one) => one.url().startsWith(own));
      if (page === undefined) throw new Error('the window shows no page of the console');
      return page;
    },
    async quit() {
      child.send({
        id: next++,
        source: '({ electron }) => electron.app.quit()',
        argument: null,
      });
      return ended;
    },
    async kill() {
      const stuck = setTimeout(() => child.kill('SIGKILL'), 5_000);
      // Its browser is closed first, so that nothing writes into the data directory any more.
      if (child.connected) {
        child.send(
          { id: next++, source: '({ electron }) => electron.app.exit(9)', argument: null },
          () => {},
        );
      }
      await ended;
      clearTimeout(stuck);
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return port;
}
