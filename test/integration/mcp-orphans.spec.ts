import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { eventually, faultServer, isAlive } from '../support/mcp-fault-harness.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const owner = fileURLToPath(new URL('../support/mcp-owner.ts', import.meta.url));

/** An application with one server that ignores the end of its input and SIGTERM. */
async function startOwner(starts: string) {
  const child = spawn(process.execPath, [owner, faultServer, starts], { stdio: ['pipe', 'pipe', 'inherit'] });
  await new Promise<void>((resolve) =>
    createInterface({ input: child.stdout }).once('line', () => resolve()),
  );
  const server = Number(readFileSync(starts, 'utf8').trim().split('\n').at(-1));
  expect(isAlive(server)).toBe(true);
  return { child, server };
}

it('a server that hangs does not outlive an application that was killed', async () => {
  using folder = temporaryFolder();
  const { child, server } = await startOwner(join(folder.path, 'starts'));
  child.kill('SIGKILL');
  await expect(eventually(() => !isAlive(server), 15_000)).resolves.toBeUndefined();
});

it('a server that hangs does not outlive an application that ends without closing', async () => {
  using folder = temporaryFolder();
  const { child, server } = await startOwner(join(folder.path, 'starts'));
  child.stdin.end();
  await expect(eventually(() => !isAlive(server), 15_000)).resolves.toBeUndefined();
});
