import { DatabaseSync } from 'node:sqlite';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runCli } from '../support/cli.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

let folder: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => folder[Symbol.dispose]());

const run = (...words: string[]) => runCli(['--data-dir', folder.path, ...words]);

test('what the command line changed is listed, exported and proved; a forged store is found out', async () => {
  expect((await run('config', 'set', 'site', 'FRA')).code).toBe(0);
  expect((await run('jobs', 'pause', 'documents')).code).toBe(0);

  const list = (await run('audit', 'list', '--json')).json() as {
    items: { action: string; subject: string; via: string; result: string }[];
  };
  expect(list.items).toMatchObject([
    { action: 'jobs.pause', subject: 'documents', via: 'cli', result: 'done' },
    { action: 'settings.set', subject: 'site', via: 'cli', result: 'done' },
  ]);
  expect((await run('audit', 'list', '--action', 'jobs')).stdout).not.toContain('settings.set');

  const proof = await run('audit', 'verify');
  expect(proof).toMatchObject({ code: 0 });
  expect(proof.stdout).toContain('4 records, the chain holds');

  const file = join(folder.path, 'audit.csv');
  expect((await run('audit', 'export', '--format', 'csv', '--out', file)).code).toBe(0);
  expect(readFileSync(file, 'utf8').trimEnd().split('\r\n')).toHaveLength(3);

  forge(folder.path);
  const broken = await run('audit', 'verify');
  expect(broken.code).toBe(1);
  expect(broken.stdout).toMatch(/record 1 is altered/);
}, 60_000);

test('an export is proved by whoever is given it, with a head that was kept elsewhere', async () => {
  expect((await run('config', 'set', 'site', 'FRA')).code).toBe(0);
  const { chains } = (await run('audit', 'verify', '--json')).json() as { chains: { head: string }[] };
  expect((await run('jobs', 'pause', 'documents')).code).toBe(0);
  const file = join(folder.path, 'audit.jsonl');
  expect((await run('audit', 'export', '--format', 'jsonl', '--out', file)).code).toBe(0);
  expect((await run('audit', 'export', '--format', 'jsonl')).stdout).toBe(readFileSync(file, 'utf8'));

  const elsewhere = temporaryFolder();
  const prove = (...words: string[]) =>
    runCli(['--data-dir', join(elsewhere.path, 'none'), 'audit', 'verify', '--file', file, ...words]);
  const head = chains[0]?.head ?? '';
  expect(await prove('--head', head)).toMatchObject({ code: 0 });
  // Whoever proves a file leaves no data directory behind.
  expect(existsSync(join(elsewhere.path, 'none'))).toBe(false);
  elsewhere[Symbol.dispose]();

  const lines = readFileSync(file, 'utf8').split('\n');
  writeFileSync(file, `${lines[0] ?? ''}\n`);
  expect(await prove()).toMatchObject({ code: 0 });
  const cut = await prove('--head', head);
  expect(cut.code).toBe(1);
  expect(cut.stdout).toContain(head);
  writeFileSync(file, lines.join('\n').replace('"FRA"', '"FRE"'));
  expect((await prove()).stdout).toMatch(/record 1 is altered/);

  expect(await run('audit', 'export', '--format', 'jsonl', '--action', 'jobs')).toMatchObject({ code: 1 });
}, 60_000);

test('a time that is none is a wrong use', async () => {
  expect((await run('audit', 'list', '--since', 'yesterday')).code).toBe(2);
});

/** Whoever has the file can write into it: what they cannot do is to go unnoticed. */
function forge(dataDir: string): void {
  const database = new DatabaseSync(join(dataDir, 'store.sqlite'));
  try {
    const tables = database
      .prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE '%audit%'")
      .all()
      .map(({ name }) => String(name));
    let changed = 0;
    for (const table of tables) {
      const columns = database.prepare(`PRAGMA table_info("${table}")`).all();
      for (const { name } of columns) {
        changed += Number(
          database
            .prepare(
              `UPDATE "${table}" SET "${String(name)}" = replace("${String(name)}", '"subject":"site"', '"subject":"sita"') WHERE typeof("${String(name)}") = 'text' AND "${String(name)}" LIKE '%"subject":"site"%' AND "${String(name)}" LIKE '%"sequence":1,%'`,
            )
            .run().changes,
        );
      }
    }
    if (changed === 0) throw new Error('nothing was forged: the store keeps its records differently now');
  } finally {
    database.close();
  }
}
