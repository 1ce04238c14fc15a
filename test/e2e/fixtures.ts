import { spawn, type ChildProcess } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { test as base, type Page } from '@playwright/test';
import { z } from 'zod';
import { runCli } from '../support/cli.ts';

const readiness = z.looseObject({ url: z.string(), port: z.number() });

export interface RunningServer {
  readonly dataDir: string;
  /** With the token in its fragment. */
  readonly url: string;
  readonly port: number;
  /** Ends the process and waits until it has. */
  stop(signal?: NodeJS.Signals): Promise<void>;
  /** Starts it again on the same data directory and port, with the same token. */
  restart(): Promise<void>;
}

interface Fixtures {
  /** A data directory into which the small lab has been collected and documented. */
  readonly collected: string;
  /** A server over a copy of it. */
  readonly server: RunningServer;
  /** A server over an empty data directory. */
  readonly emptyServer: RunningServer;
  /** A page of `server` that has loaded; it fails the test when the page complained. */
  readonly app: Page;
}

export const test = base.extend<Omit<Fixtures, 'collected'>, Pick<Fixtures, 'collected'>>({
  collected: [
    async ({ browserName: _ }, use) => {
      const folder = mkdtempSync(join(tmpdir(), 'datacenter-docs-e2e-'));
      const demo = await runCli(['--data-dir', folder, '--quiet', 'demo']);
      if (demo.code !== 0) throw new Error(`the demo ended with ${demo.code}: ${demo.stderr}`);
      await use(folder);
      rmSync(folder, { recursive: true, force: true });
    },
    { scope: 'worker' },
  ],

  server: async ({ collected }, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'datacenter-docs-e2e-'));
    cpSync(collected, folder, { recursive: true });
    const server = await startServer(folder);
    await use(server);
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  },

  emptyServer: async ({ browserName: _ }, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'datacenter-docs-e2e-'));
    const server = await startServer(folder);
    await use(server);
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  },

  app: async ({ server, page }, use) => {
    const complaints = watchComplaints(page);
    await page.goto(server.url);
    await page.getByRole('navigation').first().waitFor();
    await use(page);
    if (complaints.length > 0) throw new Error(`the page complained:\n${complaints.join('\n')}`);
  },
});

export { expect } from '@playwright/test';

/** What the browser's console says that no healthy page says: errors, warnings, CSP violations. */
export function watchComplaints(page: Page): string[] {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    // A server that is away is what some tests are about.
    if (/net::ERR_|WebSocket connection to/.test(message.text())) return;
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  return complaints;
}

export async function startServer(dataDir: string): Promise<RunningServer> {
  let running = await launch(dataDir, 0);
  return {
    dataDir,
    get url() {
      return running.url;
    },
    get port() {
      return running.port;
    },
    stop: (signal = 'SIGTERM') => running.stop(signal),
    async restart() {
      running = await launch(dataDir, running.port);
    },
  };
}

async function launch(dataDir: string, port: number) {
  const child = spawn(
    process.execPath,
    [resolve('bin/datacenter-docs.mjs'), '--data-dir', dataDir, '--json', 'serve', '--port', String(port)],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const closed = new Promise<void>((done) => child.on('close', () => done()));
  const { url, port: chosen } = await ready(child);
  return {
    url,
    port: chosen,
    async stop(signal: NodeJS.Signals) {
      if (child.exitCode === null && child.signalCode === null) child.kill(signal);
      await closed;
    },
  };
}

function ready(child: ChildProcess): Promise<z.output<typeof readiness>> {
  return new Promise((done, fail) => {
    let stdout = '';
    let stderr = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
      const end = stdout.indexOf('\n');
      if (end === -1) return;
      try {
        done(readiness.parse(JSON.parse(stdout.slice(0, end))));
      } catch (error) {
        fail(new Error(`expected one line of JSON at readiness, got ${stdout}`, { cause: error }));
      }
    });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.on('close', (code) => fail(new Error(`serve ended with ${code} before it was ready: ${stderr}`)));
  });
}
