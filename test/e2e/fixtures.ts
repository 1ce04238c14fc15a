import { spawn, type ChildProcess } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { test as base, type Page } from '@playwright/test';
import { z } from 'zod';
import { chromiumMissing, findChromium } from '../support/chromium.ts';
import type { LabUnderTest } from '../support/lab-client.ts';
import { startScriptedLlm, type ScriptedLlm } from '../support/scripted-llm.ts';
import { addEstate, addTickets, changeVm, collectAndWrite, startEstate } from './lab-estate.ts';
import { rendererFolder } from './renderer-folder.ts';

const readiness = z.looseObject({ url: z.string(), origin: z.string(), token: z.string(), port: z.number() });

export interface RunningServer {
  readonly dataDir: string;
  /** With the token in its fragment. */
  readonly url: string;
  /** Without the token: for pages that were let in before. */
  readonly origin: string;
  readonly token: string;
  readonly port: number;
  /** Ends the process and waits until it has. */
  stop(signal?: NodeJS.Signals): Promise<void>;
  /** Starts it again on the same data directory and port, with the same token. */
  restart(): Promise<void>;
}

interface WorkerFixtures {
  /**
   * A data directory in which a simulated datacenter was collected and documented twice: between, a VM moved and grew,
   * another hung, and a datastore filled up. What changed has a history, and documents have two versions.
   */
  readonly collected: string;
  /** A server over a copy of it with some tickets, for tests that change nothing. */
  readonly reading: RunningServer;
}

/** A small estate that a test may change, the data directory into which it was collected, and a server over it. */
interface Live {
  readonly estate: LabUnderTest;
  readonly server: RunningServer;
}

/** A language model that answers as a test says, and a server over a copy of `collected` that asks it. */
interface Modelled {
  readonly llm: ScriptedLlm;
  readonly server: RunningServer;
}

interface Fixtures {
  readonly chromium: undefined;
  /** A server over a copy of `collected`. */
  readonly server: RunningServer;
  /** A server over an empty data directory. */
  readonly emptyServer: RunningServer;
  readonly live: Live;
  readonly modelled: Modelled;
  /** The page, failing the test when it complained. */
  readonly watched: Page;
  /** `watched`, which has loaded the overview of `server`. */
  readonly app: Page;
  /** `watched`, which has loaded the overview of `reading`. */
  readonly reader: Page;
}

export const test = base.extend<Fixtures, WorkerFixtures>({
  chromium: [
    async ({ baseURL: _ }, use, testInfo) => {
      testInfo.skip(findChromium() === undefined, chromiumMissing);
      await use(undefined);
    },
    { auto: true },
  ],

  collected: [
    async ({ browserName: _ }, use) => {
      await using estate = await startEstate();
      const folder = temporaryFolder();
      await addEstate(folder, estate);
      await collectAndWrite(folder);
      await changeVm(estate);
      await estate.data('lab_scenario', { name: 'hung-vm', on: true });
      await estate.data('lab_scenario', { name: 'full-datastore', on: true });
      await collectAndWrite(folder);
      await use(folder);
      remove(folder);
    },
    { scope: 'worker', timeout: 90_000 },
  ],

  reading: [
    async ({ collected }, use) => {
      const folder = copyOf(collected);
      await addTickets(folder);
      await serveIn(folder, use);
    },
    { scope: 'worker', timeout: 90_000 },
  ],

  server: async ({ collected }, use) => serveIn(copyOf(collected), use),
  emptyServer: async ({ chromium: _ }, use) => serveIn(temporaryFolder(), use),

  live: async ({ chromium: _ }, use) => {
    await using estate = await startEstate('--domains', 'vmware');
    const folder = temporaryFolder();
    await addEstate(folder, estate);
    await collectAndWrite(folder);
    await serveIn(folder, (server) => use({ estate, server }));
  },

  modelled: async ({ collected }, use) => {
    const llm = await startScriptedLlm();
    await serveIn(copyOf(collected), (server) => use({ llm, server }), {
      LLM_BASE_URL: llm.url,
      LLM_MODEL: 'scripted',
    });
    await llm.close();
  },

  watched: async ({ page }, use) => {
    const complaints = watchComplaints(page);
    await use(page);
    if (complaints.length > 0) throw new Error(`the page complained:\n${complaints.join('\n')}`);
  },

  app: async ({ server, watched }, use) => {
    await enter(watched, server);
    await use(watched);
  },

  reader: async ({ reading, watched }, use) => {
    await enter(watched, reading);
    await use(watched);
  },
});

export { expect } from '@playwright/test';

/** Opens a place of the console as somebody who was let in before. */
export async function enter(page: Page, { origin, token }: RunningServer, place = '/'): Promise<void> {
  const session = await page.request.post(`${origin}/session`, {
    headers: { authorization: `Bearer ${token}`, origin },
  });
  if (session.status() !== 204) throw new Error(`expected a session, got ${session.status()}`);
  await page.goto(origin + place);
  await page.getByRole('navigation').first().waitFor();
}

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

export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), 'datacenter-docs-e2e-'));
}

function copyOf(folder: string): string {
  const copy = temporaryFolder();
  cpSync(folder, copy, { recursive: true });
  return copy;
}

function remove(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}

async function serveIn(
  folder: string,
  use: (server: RunningServer) => Promise<void>,
  environment: Readonly<Record<string, string>> = {},
): Promise<void> {
  const server = await startServer(folder, environment);
  await use(server);
  await server.stop();
  remove(folder);
}

/** @param environment added to that of this process */
export async function startServer(
  dataDir: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<RunningServer> {
  let running = await launch(dataDir, 0, environment);
  return {
    dataDir,
    get url() {
      return running.url;
    },
    get origin() {
      return running.origin;
    },
    get token() {
      return running.token;
    },
    get port() {
      return running.port;
    },
    stop: (signal = 'SIGTERM') => running.stop(signal),
    async restart() {
      running = await launch(dataDir, running.port, environment);
    },
  };
}

async function launch(dataDir: string, port: number, environment: Readonly<Record<string, string>>) {
  const child = spawn(
    process.execPath,
    [
      resolve('bin/datacenter-docs.mjs'),
      '--data-dir',
      dataDir,
      '--json',
      'serve',
      '--port',
      String(port),
      '--renderer',
      rendererFolder(),
    ],
    { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...environment } },
  );
  const closed = new Promise<void>((done) => child.on('close', () => done()));
  const { url, origin, token, port: chosen } = await ready(child);
  return {
    url,
    origin,
    token,
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
