import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const results = ['main/index.js', 'preload/index.cjs', 'renderer/index.html'];
const lock = resolve('node_modules/.cache/datacenter-docs-build');

/** The folder with the built application, built now when a source is newer. One build at a time on a machine. */
export async function builtApplication(): Promise<string> {
  const folder = resolve('out');
  while (!isNewerThanSources(folder)) {
    if (!takeLock()) {
      await new Promise((done) => setTimeout(done, 200));
      continue;
    }
    try {
      await promisify(execFile)('node_modules/.bin/electron-vite', ['build', '--logLevel', 'error']);
    } finally {
      rmSync(lock, { recursive: true, force: true });
    }
  }
  return folder;
}

function isNewerThanSources(folder: string): boolean {
  const built = Math.min(...results.map((file) => changedAt(join(folder, file))));
  if (built === 0) return false;
  const sources = readdirSync('src', { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.spec\.tsx?$/.test(entry.name))
    .map((entry) => changedAt(join(entry.parentPath, entry.name)));
  return Math.max(changedAt('electron.vite.config.ts'), ...sources) < built;
}

function changedAt(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

/** One that a killed build left behind is taken over. */
function takeLock(): boolean {
  const abandonedMs = 120_000;
  const since = changedAt(lock);
  if (since !== 0 && Date.now() - since > abandonedMs) rmSync(lock, { recursive: true, force: true });
  mkdirSync(resolve(lock, '..'), { recursive: true });
  try {
    mkdirSync(lock);
    return true;
  } catch {
    return false;
  }
}
