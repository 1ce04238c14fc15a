import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runCli, startCli } from '../support/cli.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

let folder: ReturnType<typeof temporaryFolder>;
let books: string;
beforeEach(() => {
  folder = temporaryFolder();
  books = join(folder.path, 'books');
  mkdirSync(books);
  writeFileSync(join(books, 'turbine.md'), '# Turbine\n\n## Stopping\n\nClose the valve, then wait.\n');
  writeFileSync(join(books, 'boiler.txt'), 'The boiler needs water.\n');
});
afterEach(() => folder[Symbol.dispose]());

const run = (words: string[], input?: string) =>
  runCli(['--data-dir', join(folder.path, 'data'), ...words], input === undefined ? {} : { input });

interface Answer {
  id?: string | number;
  question: string;
  results: { file: string; folder: string; headings: string[]; score: number; passage: string }[];
  error?: { code: string };
}
const linesOf = (text: string) =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Answer);

describe.each(['alone', 'attached to a running server'])('%s', (how) => {
  it('a folder is imported, searched, looked at, and removed', async () => {
    await using server =
      how === 'alone'
        ? undefined
        : await startCli(['--data-dir', join(folder.path, 'data'), 'serve', '--port', '0'], 'http://');
    const imported = await run(['knowledge', 'import', books, '--json']);
    expect(imported).toMatchObject({ code: 0 });
    expect(imported.json()).toMatchObject({ name: 'books', files: 2, written: 2, problemCount: 0 });

    const answer = (
      await run(['search', 'how to stop a turbine', '--limit', '1', '--json'])
    ).json() as Answer;
    expect(answer.results).toMatchObject([
      { file: 'turbine.md', folder: 'books', headings: ['Stopping'], passage: 'Close the valve, then wait.' },
    ]);
    expect(answer.results[0]?.score).toBeGreaterThan(0);

    // What was written since is found, whoever searches.
    writeFileSync(join(books, 'pump.md'), '# Pump\n\nThe pump whistles.\n');
    const later = (await run(['search', 'whistling', '--json'])).json() as Answer;
    expect(later.results.map(({ file }) => file)).toEqual(['pump.md']);

    const status = await run(['knowledge', 'status']);
    expect(status.stdout).toContain('3 passages indexed');
    expect(status.stdout).toContain(books);
    expect(await run(['knowledge', 'rebuild', '--json'])).toMatchObject({ code: 0 });
    expect(await run(['knowledge', 'remove', 'books'])).toMatchObject({ code: 0 });
    const gone = (await run(['search', 'turbine', '--json'])).json() as Answer;
    expect(gone.results).toEqual([]);
    await server?.stop('SIGTERM');
  }, 120_000);
});

it('a file of questions is answered a line each, in its order, and a question that cannot be asked says so', async () => {
  await run(['knowledge', 'import', books]);
  const questions = join(folder.path, 'questions.txt');
  writeFileSync(questions, `stop turbine\n\n{"id": 7, "question": "boiler water"}\r\n${'x'.repeat(5_000)}\n`);
  const { stdout, code } = await run(['search', '--queries', questions, '--limit', '3']);
  const answers = linesOf(stdout);
  expect(answers.map(({ results }) => results?.[0]?.file)).toEqual(['turbine.md', 'boiler.txt', undefined]);
  expect(answers[1]?.id).toBe(7);
  expect(answers[2]?.error?.code).toBe('invalid-input');
  expect(code).toBe(3);
  expect(linesOf((await run(['search', '--queries', '-'], 'boiler')).stdout)).toHaveLength(1);
}, 60_000);

it('wrong use says what to do', async () => {
  expect(await run(['search'])).toMatchObject({ code: 2 });
  const missing = await run(['knowledge', 'import', join(folder.path, 'none')]);
  expect(missing.code).not.toBe(0);
  expect(missing.stderr).toContain('is not there');
  const unreadable = await run(['search', '--queries', join(folder.path, 'none.txt')]);
  expect(unreadable.stderr).toContain('cannot be read');
  expect((await run(['knowledge', '--help'])).stdout).toContain('knowledge import ~/runbooks');
}, 60_000);

it.skipIf(process.platform === 'win32')(
  'a pipe with questions that nobody writes to is not waited for',
  async () => {
    const pipe = join(folder.path, 'pipe');
    execFileSync('mkfifo', [pipe]);
    expect((await run(['search', '--queries', pipe])).stderr).toContain('it is no file');
  },
  60_000,
);
