import { spawn } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';

/**
 * `npm start`: the desktop window where there is an Electron runtime and a display, else the same application in a
 * browser. Builds first when what was built is missing or older than its sources.
 */
const { values } = parseArgs({
  options: {
    /** A browser even where a window could be. */
    browser: { type: 'boolean', default: false },
    /** Prints the address and opens nothing. */
    'no-open': { type: 'boolean', default: false },
    'data-dir': { type: 'string' },
    port: { type: 'string' },
  },
});
const { env, platform } = process;
const root = join(import.meta.dirname, '..');

const runtime = findRuntime();
const hasDisplay =
  platform === 'linux'
    ? (env['DISPLAY'] ?? env['WAYLAND_DISPLAY'] ?? '') !== ''
    : env['SSH_CONNECTION'] === undefined;
const whyNoWindow = values.browser
  ? 'A browser was asked for.'
  : runtime === undefined
    ? `There is no Electron runtime ${env['ELECTRON_EXEC_PATH'] ?? 'here'} (\`npx install-electron\` fetches one, ELECTRON_EXEC_PATH names another).`
    : hasDisplay
      ? undefined
      : 'There is no display for a window.';

if (isBuildOld()) {
  console.error('Building what has changed …');
  const builder = join(root, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js');
  await run(process.execPath, [builder, 'build', '--logLevel', 'error'], 'The build failed.');
}

if (whyNoWindow === undefined && runtime !== undefined) {
  if (values['data-dir'] !== undefined) env['DATACENTER_DOCS_HOME'] = values['data-dir'];
  await run(runtime, ['.'], 'The window ended.');
} else {
  const opens = !values['no-open'] && hasDisplay && env['CI'] === undefined;
  console.error(`${whyNoWindow ?? ''} The application is served to a browser instead:`);
  const dataDir = values['data-dir'];
  // What was built starts in two thirds of the time that its sources take.
  const { keepCompiledCode } = await load<{ keepCompiledCode: () => void }>('bin/compiled-code.mjs');
  keepCompiledCode();
  const { main } = await load<{ main: (argv: readonly string[]) => Promise<void> }>('out/main/cli.js');
  await main([
    ...(dataDir === undefined ? [] : ['--data-dir', dataDir]),
    'serve',
    ...(values.port === undefined ? [] : ['--port', values.port]),
    ...(opens ? ['--open'] : []),
  ]);
}

/** A runtime that is there; none is fetched unasked. */
function findRuntime(): string | undefined {
  const named = env['ELECTRON_EXEC_PATH'];
  if (named !== undefined && named !== '') return existsSync(named) ? named : undefined;
  const packaged = join(root, 'node_modules', 'electron');
  try {
    const found = join(packaged, 'dist', readFileSync(join(packaged, 'path.txt'), 'utf8').trim());
    return existsSync(found) ? found : undefined;
  } catch {
    return undefined;
  }
}

function isBuildOld(): boolean {
  const built = ['main/index.js', 'main/cli.js', 'preload/index.cjs', 'renderer/index.html'].map(
    (file) => statSync(join(root, 'out', file), { throwIfNoEntry: false })?.mtimeMs ?? 0,
  );
  const sources = [
    'src',
    'resources',
    'electron.vite.config.ts',
    'package-lock.json',
    'scripts/precompress.ts',
  ];
  return Math.min(...built) < Math.max(...sources.map((source) => newest(join(root, source))));
}

function newest(path: string): number {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) return 0;
  if (!found.isDirectory()) return found.mtimeMs;
  // A file that was taken away leaves its mark on its folder alone.
  return Math.max(
    found.mtimeMs,
    ...readdirSync(path, { withFileTypes: true })
      .filter((entry) => !entry.name.endsWith('.spec.ts') && !entry.name.endsWith('.spec.tsx'))
      .map((entry) => newest(join(path, entry.name))),
  );
}

/** What has no types of its own. */
async function load<T>(file: string): Promise<T> {
  return (await import(pathToFileURL(join(root, file)).href)) as T;
}

/** Runs a program to its end; a signal that ends this one ends that one first. */
async function run(command: string, args: readonly string[], failed: string): Promise<void> {
  const child = spawn(command, args, { cwd: root, stdio: 'inherit' });
  // From a terminal Ctrl-C reaches both: this one waits for the other.
  const onInterrupt = () => {};
  const onTerminate = () => child.kill('SIGTERM');
  process.on('SIGINT', onInterrupt);
  process.on('SIGTERM', onTerminate);
  const code = await new Promise<number>((resolve) => {
    child.on('error', (error) => {
      console.error(error.message);
      resolve(1);
    });
    child.on('close', (status, signal) => resolve(status ?? (signal === 'SIGINT' ? 130 : 1)));
  });
  process.off('SIGINT', onInterrupt);
  process.off('SIGTERM', onTerminate);
  if (code === 0) return;
  if (code !== 130) console.error(failed);
  process.exit(code);
}
