import { Command } from 'commander';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { registerMcpCommands } from '../../src/main/cli/mcp.ts';
import type { CliContext } from '../../src/main/cli/context.ts';
import { openHere } from '../../src/main/cli/open-here.ts';
import { createOutput } from '../../src/main/cli/output.ts';
import { createClient } from '../../src/shared/contract/client.ts';
import type { Terminal } from '../../src/main/cli/terminal.ts';
import { failureOf, faultServer } from '../support/mcp-fault-harness.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

let folder: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => folder[Symbol.dispose]());

interface Ran {
  readonly out: string;
  readonly shown: string;
  readonly exitCode: number;
}

/** Runs one `mcp …` command line; `answers` are a person's at a terminal, none means that there is no terminal. */
async function run(words: readonly string[], answers?: boolean[]): Promise<Ran> {
  const written: string[] = [];
  const shown: string[] = [];
  let exitCode = 0;
  const stream = (to: string[]) =>
    ({ write: (text: string) => to.push(text) > 0, isTTY: false }) as unknown as NodeJS.WriteStream;
  const io: Terminal = {
    isInteractive: answers !== undefined,
    show: (text) => void shown.push(text),
    confirm(question) {
      shown.push(question);
      return Promise.resolve(answers?.shift() ?? false);
    },
    ask: () => Promise.resolve(''),
    readSecret: () => Promise.resolve(''),
  };
  const context = {
    output: createOutput(
      { json: true, quiet: false, color: false },
      { stdout: stream(written), stderr: stream(shown) },
    ),
    dataDir: folder.path,
    signal: new AbortController().signal,
    async withClient(use) {
      const here = await openHere({
        dataDir: folder.path,
        verbose: false,
        what: 'test',
        operator: 'Kim',
        onOpen() {},
        onFault() {},
      });
      try {
        return await use(createClient(here.port));
      } finally {
        await here.close();
      }
    },
    exitWith: (code) => (exitCode = code),
  } satisfies Partial<CliContext> as unknown as CliContext;
  const program = new Command().exitOverride();
  registerMcpCommands(program, context, io);
  await program.parseAsync(['mcp', ...words], { from: 'user' });
  return { out: written.join(''), shown: shown.join('\n'), exitCode };
}
const json = async (words: readonly string[], answers?: boolean[]) =>
  JSON.parse((await run(words, answers)).out) as unknown;

const starts = () => join(folder.path, 'starts');
const add = () =>
  run([
    'add',
    'fault',
    '--read-only',
    'echo',
    '--env',
    'FAULT_SECRET=hunter-22',
    '--',
    process.execPath,
    faultServer,
    '--starts',
    starts(),
  ]);

it('adds, lists and removes a server, its secret in no file', async () => {
  process.env['FAULT_SECRET'] = 'hunter-22';
  await add();
  expect(readFileSync(join(folder.path, 'mcp.json'), 'utf8')).not.toContain('hunter');
  expect(await json(['list'])).toMatchObject({
    servers: [{ name: 'fault', transport: 'stdio', trust: 'new' }],
    problems: [],
  });
  expect(await failureOf(add())).toMatchObject({ code: 'server-exists' });
  expect(await json(['remove', 'fault'])).toMatchObject({ removed: 'fault' });
  expect(await failureOf(run(['remove', 'fault']))).toMatchObject({ code: 'unknown-server' });
});

it('refuses what cannot be a server, with an example', async () => {
  expect(await failureOf(run(['add', 'a']))).toMatchObject({ code: 'usage' });
  expect(await failureOf(run(['add', 'a', '--url', 'https://x', '--', 'y']))).toMatchObject({
    code: 'usage',
  });
  expect(await failureOf(run(['add', 'My Server', '--url', 'https://x']))).toMatchObject({
    code: 'usage',
    hint: 'For example: my-server',
  });
  expect(await failureOf(run(['add', 'a', '--url', 'https://x', '--header', 'nonsense']))).toMatchObject({
    code: 'usage',
  });
  expect(await json(['list'])).toMatchObject({ servers: [] });
});

it('asks twice on a terminal: before it starts the server, and before it trusts the tools', async () => {
  process.env['FAULT_SECRET'] = 'hunter-22';
  await add();
  expect(await failureOf(run(['trust', 'fault'], [false]))).toMatchObject({ code: 'untrusted' });
  expect(() => readFileSync(starts())).toThrow(/ENOENT/);
  expect(await failureOf(run(['trust', 'fault'], [true, false]))).toMatchObject({ code: 'untrusted' });
  expect(await failureOf(run(['tools', 'fault']))).toMatchObject({ code: 'untrusted' });

  const { shown, out } = await run(['trust', 'fault'], [true, true]);
  expect(shown).toMatch(/command .*mcp-fault-server.ts/);
  expect(shown).toMatch(/offers 20 tools/);
  expect(shown).not.toContain('hunter');
  expect(JSON.parse(out)).toMatchObject({ accepted: true, already: false, tools: 20 });
  expect(await json(['trust', 'fault'], [])).toMatchObject({ accepted: true, already: true });
});

it('does not trust without a terminal, unless told to', async () => {
  process.env['FAULT_SECRET'] = 'hunter-22';
  await add();
  expect(await failureOf(run(['trust', 'fault']))).toMatchObject({
    code: 'untrusted',
    hint: expect.stringMatching(/--yes/) as string,
  });
  expect(await json(['trust', 'fault', '--yes'])).toMatchObject({ accepted: true });
});

it('lists tools with who vouches for them, and calls only those', async () => {
  process.env['FAULT_SECRET'] = 'hunter-22';
  await add();
  await run(['trust', 'fault', '--yes']);
  const { tools } = (await json(['tools', 'fault'])) as { tools: { name: string; readOnly: unknown }[] };
  expect(tools.filter((tool) => tool.readOnly !== false)).toMatchObject([{ name: 'echo', readOnly: 'site' }]);
  expect(await json(['call', 'fault', 'echo', '--args', '{"a":1}'])).toMatchObject({
    data: { a: 1 },
    form: 'structured',
  });
  expect(await failureOf(run(['call', 'fault', 'slow']))).toMatchObject({
    code: 'not-read-only',
    hint: expect.stringMatching(/readOnlyTools/) as string,
  });
  expect(await failureOf(run(['call', 'fault', 'echo', '--args', '{a}']))).toMatchObject({ code: 'usage' });
  expect(await json(['read', 'fault', 'lab://rack'])).toMatchObject([{ data: { rack: 'r01' } }]);
});

it('imports from another client, reporting what it could not take', async () => {
  const file = join(folder.path, 'claude.json');
  writeFileSync(
    file,
    '{ // mine\n "mcpServers": { "A B": { "command": "x", "env": { "TOKEN": "tok-123" } }, "bad": {}, } }',
  );
  const { out, exitCode } = await run(['import', file]);
  expect(JSON.parse(out)).toMatchObject({
    added: ['a-b'],
    renamed: [{ from: 'A B', to: 'a-b' }],
    problems: [{ path: 'mcpServers.bad' }],
  });
  expect(exitCode).toBe(3);
  expect(out + readFileSync(join(folder.path, 'mcp.json'), 'utf8')).not.toContain('tok-123');
  expect(await failureOf(run(['import', join(folder.path, 'nowhere.json')]))).toMatchObject({
    code: 'import-file-not-found',
  });
});
