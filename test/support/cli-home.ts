import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCli } from './cli.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** Nothing runs by the clock, so that what a test sees is what it asked for. */
const quietSchedule = `schedule:
  jobs:
    collection: { enabled: false }
    metrics: { enabled: false }
    documents: { enabled: false }
    clean-up: { enabled: false }
`;

/**
 * A data directory with a lab whose time stands still, collected and documented by the command line itself. Copies of
 * it hold the same.
 */
export async function collectedHome(): Promise<Disposable & { readonly path: string }> {
  const home = temporaryFolder();
  writeFileSync(join(home.path, 'config.yaml'), quietSchedule);
  const run = async (...args: string[]) => {
    const { code, stderr } = await runCli(['--data-dir', home.path, '-q', ...args]);
    if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}: ${stderr}`);
  };
  await addLabSource(run, 'lab', ['--frozen', '--seed', 'attach']);
  await run('collect');
  await run('generate');
  return home;
}

/** Adds a lab, or replaces it by another one, and accepts it, as an operator would on the command line. */
export async function addLabSource(
  run: (...args: string[]) => Promise<unknown>,
  name: string,
  labArguments: readonly string[],
): Promise<void> {
  const lab = ['--disable-warning=ExperimentalWarning', 'src/lab/main.ts', '--stdio', ...labArguments];
  await run('mcp', 'add', name, '--replace', '--simulated', '--', process.execPath, ...lab);
  await run('mcp', 'trust', name, '--yes');
}

export function copyOf(home: { readonly path: string }): Disposable & { readonly path: string } {
  const copy = temporaryFolder();
  cpSync(home.path, copy.path, { recursive: true });
  return copy;
}
