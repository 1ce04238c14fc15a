#!/usr/bin/env node
// Starts the headless program on Node 24 or newer, whatever Node started this file: the npm package `node`, a
// dependency, brings one along. From a checkout the TypeScript sources run as they are; an installation runs `out`.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { keepCompiledCode } from './compiled-code.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const source = join(root, 'src', 'main', 'cli.ts');
const entry = existsSync(source) ? source : join(root, 'out', 'main', 'cli.js');
/** Set for a process that was started by the branch below. */
const launched = 'DATACENTER_DOCS_LAUNCHED';
const major = Number(process.versions.node.split('.')[0]);

if (major >= 24) {
  process.removeAllListeners('warning');
  process.on('warning', (warning) => {
    if (warning.name !== 'ExperimentalWarning') process.stderr.write(`${warning.name}: ${warning.message}\n`);
  });
  endWithLauncher();
  keepCompiledCode();
  const { main } = await import(pathToFileURL(entry).href);
  await main(process.argv.slice(2));
} else {
  const node = join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  if (!existsSync(node)) {
    process.stderr.write(
      `datacenter-docs needs Node 24 or newer; this is Node ${process.versions.node}, and the one that npm installs ` +
        `with it is missing.\nRun \`npm ci\` without --ignore-scripts, or start it with a newer Node.\n`,
    );
    process.exit(1);
  }
  const child = spawn(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, [launched]: '1' },
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => process.exit(code ?? 128 + (signal === 'SIGINT' ? 2 : 15)));
}

/**
 * A launcher that is killed cannot tell its child to stop; the channel between them closes all the same, and then the
 * program stops as if it had been asked to. The channel keeps nothing running.
 */
function endWithLauncher() {
  const isChild = process.env[launched] === '1' && process.channel !== undefined;
  delete process.env[launched];
  if (!isChild) return;
  process.channel.unref();
  process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
}
