import { spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { builtApplication } from '../support/built.ts';

/** Where the program starts from: its sources, or its build as it is installed. */
export type Launcher = string & { readonly launcher?: never };

export interface Serving extends AsyncDisposable {
  readonly url: string;
  readonly origin: string;
  /** From the start of the process to the line that says it answers. */
  readonly readyMs: number;
}

export type LabSize = 'small' | 'large' | 'huge';

const readiness = z.looseObject({ url: z.string(), origin: z.string() });

export const sources: Launcher = resolve('bin/datacenter-docs.mjs');

/** The built program laid out as an installation is: without sources. */
export async function install(folder: string, build?: string): Promise<Launcher> {
  const built = build ?? (await builtApplication());
  const root = join(folder, 'installation');
  mkdirSync(root, { recursive: true });
  for (const part of ['bin', 'resources', 'package.json'])
    cpSync(part, join(root, part), { recursive: true });
  cpSync(built, join(root, 'out'), { recursive: true });
  symlinkSync(resolve('node_modules'), join(root, 'node_modules'));
  return join(root, 'bin', 'datacenter-docs.mjs');
}

/**
 * A data directory with a simulated datacenter, collected and documented; kept where `parent` is. Nothing is due
 * in it by itself: what is measured is the console, and not a collection beside it.
 */
export function labData(parent: string, size: LabSize): string {
  const dataDir = join(parent, size);
  if (!existsSync(join(dataDir, 'handbook'))) {
    console.error(`collecting the ${size} lab …`);
    rmSync(dataDir, { recursive: true, force: true });
    // Collected twice with trouble in between, so that there are changes to show.
    for (const trouble of size === 'huge' ? [[]] : [[], ['--scenario', 'hung-vm', 'full-datastore']]) {
      const demo = spawnSync(
        process.execPath,
        [sources, '--data-dir', dataDir, '--quiet', 'demo', '--size', size, ...trouble],
        { encoding: 'utf8', maxBuffer: 2 ** 26 },
      );
      if (demo.status !== 0) throw new Error(`the demo ended with ${demo.status}: ${demo.stderr}`);
    }
  }
  const schedule: unknown = JSON.parse(readFileSync('resources/default-schedule.json', 'utf8'));
  const { jobs } = z.looseObject({ jobs: z.record(z.string(), z.unknown()) }).parse(schedule);
  const off = Object.fromEntries(Object.keys(jobs).map((job) => [job, { enabled: false }]));
  writeFileSync(join(dataDir, 'config.yaml'), JSON.stringify({ schedule: { jobs: off } }));
  return dataDir;
}

export interface ServeOptions {
  readonly launcher: Launcher;
  readonly dataDir: string;
  /** Where compiled code is kept for the next start. */
  readonly cache?: string;
  readonly renderer?: string;
}

export async function serve({ launcher, dataDir, cache, renderer }: ServeOptions): Promise<Serving> {
  const began = performance.now();
  const child = spawn(
    process.execPath,
    [
      launcher,
      '--data-dir',
      dataDir,
      '--json',
      'serve',
      '--port',
      '0',
      ...(renderer === undefined ? [] : ['--renderer', renderer]),
    ],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, ...(cache !== undefined && { XDG_CACHE_HOME: cache }) },
    },
  );
  const ended = new Promise<number | null>((done) => child.on('close', (code) => done(code)));
  const line = await firstLine(child.stdout, ended);
  const readyMs = performance.now() - began;
  const { url, origin } = readiness.parse(JSON.parse(line));
  return {
    url,
    origin,
    readyMs,
    async [Symbol.asyncDispose]() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** The bare minimum that says that it answers: a process with an HTTP listener. */
export async function bareServerReadyMs(): Promise<number> {
  const program = `require('node:http').createServer(() => {}).listen(0, '127.0.0.1', () => console.log('{}'))`;
  const began = performance.now();
  const child = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise<number | null>((done) => child.on('close', (code) => done(code)));
  await firstLine(child.stdout, ended);
  const readyMs = performance.now() - began;
  child.kill('SIGTERM');
  await ended;
  return readyMs;
}

function firstLine(stdout: NodeJS.ReadableStream, ended: Promise<number | null>): Promise<string> {
  return new Promise((done, fail) => {
    let text = '';
    stdout.setEncoding('utf8');
    stdout.on('data', (chunk: string) => {
      text += chunk;
      if (text.includes('\n')) done(text);
    });
    void ended.then((code) => fail(new Error(`it ended with ${code} before it answered: ${text}`)));
  });
}
