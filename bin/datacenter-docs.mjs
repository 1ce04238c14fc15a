#!/usr/bin/env node
// Starts the headless program on Node 24 or newer, whatever Node started this file: the npm package `node`, a
// dependency, brings one along. From a checkout the TypeScript sources run as they are; an installation runs `out`.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const source = join(root, 'src', 'main', 'cli.ts');
const entry = existsSync(source) ? source : join(root, 'out', 'main', 'cli.js');
const major = Number(process.versions.node.split('.')[0]);

if (major >= 24) {
  process.removeAllListeners('warning');
  process.on('warning', (warning) => {
    if (warning.name !== 'ExperimentalWarning') process.stderr.write(`${warning.name}: ${warning.message}\n`);
  });
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
  const child = spawn(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => process.exit(code ?? 128 + (signal === 'SIGINT' ? 2 : 15)));
}
