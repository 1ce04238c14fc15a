import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../support/temporary-folder.ts';

const olderNode = ['/usr/bin/node', '/usr/local/bin/node'].find((node) => {
  const { stdout } = spawnSync(node, ['--version'], { encoding: 'utf8' });
  return stdout !== null && Number(/^v(\d+)/.exec(stdout)?.[1]) < 24;
});

describe.skipIf(olderNode === undefined)('started by a Node that is too old', () => {
  const start = (...args: string[]) =>
    spawn(olderNode ?? '', [resolve('bin/datacenter-docs.mjs'), ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });

  it('runs on the one that came with it', async () => {
    const child = start('--version');
    let stdout = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    expect(await new Promise((done) => child.on('close', done))).toBe(0);
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it('stops the program when the launcher is killed', async () => {
    using home = temporaryFolder();
    const launcher = start('--data-dir', home.path, 'worker');
    const lock = join(home.path, 'attach.json');
    await expect.poll(() => existsSync(lock), { timeout: 20_000 }).toBe(true);
    launcher.kill('SIGKILL');
    await expect.poll(() => existsSync(lock), { timeout: 20_000 }).toBe(false);
  });
});
