import { spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { builtApplication } from '../support/built.ts';
import { heavyFiles } from '../support/heavy-libraries.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** Every module that can be reached from a built entry: its own files, and the names of packages and built-ins. */
function reachable(entry: string): { files: string[]; packages: string[] } {
  const files = new Set<string>();
  const packages = new Set<string>();
  const visit = (file: string) => {
    if (files.has(file)) return;
    files.add(file);
    const text = readFileSync(file, 'utf8');
    for (const [, name = ''] of text.matchAll(/(?:from|import|import\(|require\()\s*["']([^"'\n]+)["']/g)) {
      if (name.startsWith('.')) visit(resolve(dirname(file), name));
      else packages.add(name);
    }
  };
  visit(resolve(entry));
  return { files: [...files], packages: [...packages] };
}

/** What a page loads before anything of it asks for more: its entries and everything they import statically. */
function loadedAtOnce(entries: readonly string[]): string[] {
  const files = new Set<string>();
  const visit = (file: string) => {
    if (files.has(file)) return;
    files.add(file);
    const text = readFileSync(file, 'utf8');
    for (const [, name = ''] of text.matchAll(/(?:from|import)\s*["'](\.\/[^"'\n]+\.js)["']/g)) {
      visit(join(dirname(file), name));
    }
  };
  for (const entry of entries) visit(entry);
  return [...files];
}

/** As it is sent. */
function sentBytes(file: string): number {
  return (statSync(`${file}.br`, { throwIfNoEntry: false }) ?? statSync(file)).size;
}

describe('the built program', () => {
  beforeAll(async () => {
    await builtApplication();
  }, 180_000);

  it('loads electron from its Electron entry only', () => {
    expect(reachable('out/main/index.js').packages).toContain('electron');
    for (const entry of ['out/main/cli.js', 'out/main/lab.js']) {
      const { files, packages } = reachable(entry);
      expect(files.length).toBeGreaterThan(1);
      expect(packages).toContain('node:crypto');
      expect(packages.filter((name) => name === 'electron' || name.startsWith('electron/'))).toEqual([]);
    }
  });

  it('gives the page a preload of its own names alone: no schemas, no Node', () => {
    const { files, packages } = reachable('out/preload/index.cjs');
    expect(files).toHaveLength(1);
    expect(packages).toEqual(['electron']);
    const text = readFileSync('out/preload/index.cjs', 'utf8');
    expect(text).not.toMatch(/\bzod\b|ZodType/);
    expect(text).toContain('"system.about"');
  });

  it('shows its first screen with little JavaScript, and heavy libraries on demand', () => {
    const renderer = resolve('out/renderer');
    const page = readFileSync(join(renderer, 'index.html'), 'utf8');
    const entries = [...page.matchAll(/(?:src|href)="([^"]+\.js)"/g)].map(([, name = '']) =>
      join(renderer, name),
    );
    expect(entries.length).toBeGreaterThan(0);
    const texts = entries.map((entry) => readFileSync(entry, 'utf8')).join('');
    const [overview = ''] = /overview-screen-[\w-]+\.js/.exec(texts) ?? [];
    const files = loadedAtOnce([...entries, join(renderer, 'assets', overview)]);
    const heavy = heavyFiles(renderer);
    expect(files.map((file) => heavy.get(basename(file))).filter(Boolean)).toEqual([]);
    expect(files.reduce((sum, file) => sum + sentBytes(file), 0)).toBeLessThan(400_000);
    // What was followed is the whole of it and not a stump.
    expect(files.length).toBeGreaterThan(10);
  });

  it('does the whole job without its sources', () => {
    using home = temporaryFolder();
    const program = `const { main } = await import(${JSON.stringify(join(process.cwd(), 'out/main/cli.js'))}); await main(process.argv.slice(1));`;
    const run = spawnSync(
      process.execPath,
      ['--input-type=module', '-e', program, '--', '--data-dir', home.path, 'demo', '--json'],
      { encoding: 'utf8', cwd: home.path },
    );
    expect(run.stderr.replaceAll(/^.*ExperimentalWarning.*$|^\(Use `.*$/gm, '').trim()).toBe('');
    expect({ status: run.status, said: run.status === 0 ? '' : run.stdout }).toEqual({ status: 0, said: '' });
    expect((JSON.parse(run.stdout) as { documents: number }).documents).toBeGreaterThan(5);
  });
});
