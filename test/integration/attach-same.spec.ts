import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli, startCli, type CliResult } from '../support/cli.ts';
import { collectedHome, copyOf } from '../support/cli-home.ts';

interface Step {
  readonly args: readonly string[];
  readonly input?: string;
}
const step = (...args: string[]): Step => ({ args });

/** In this order on both sides: later ones see what earlier ones wrote. */
const steps: readonly Step[] = [
  step('stats'),
  step('stats', '--json'),
  step('inventory', 'list', 'kind:vm', '--limit', '5'),
  step('inventory', 'list', 'kind:vm', 'sort:-memoryBytes', '--limit', '3', '--offset', '2', '--json'),
  step('inventory', 'list', 'kind:vm', 'powerState:nonsense'),
  step('inventory', 'list', 'kind:nonsense'),
  step('inventory', 'show', 'esx-a01'),
  step('inventory', 'show', 'esx-a01', '--json'),
  step('inventory', 'show', 'no-such-thing', '--json'),
  step('inventory', 'changes', '--since', '1d'),
  step('collect'),
  step('collect', 'vmware', '--source', 'lab', '--json'),
  step('collect', '--source', 'nowhere'),
  step('generate'),
  step('generate', 'network', '--force'),
  step('generate', 'no-such-document', '--json'),
  step('list-sections', 'network'),
  step('docs', 'list'),
  step('docs', 'list', '--json'),
  step('docs', 'show', 'virtualization'),
  step('docs', 'show', 'virtualization', '--format', 'html'),
  step('docs', 'show', 'network', '--versions', '--json'),
  step('docs', 'show', 'network', '--version', '99'),
  step('docs', 'diff', 'network', '--json'),
  { args: ['docs', 'note', 'network', '--section', 'scope', '--text', '-'], input: 'as told by **Kim**\n' },
  step('docs', 'note', 'network', '--text', 'where?'),
  step('docs', 'note', 'network'),
  step('docs', 'export', '--format', 'markdown', '--out', 'HERE/handbook'),
  step('docs', 'export', 'network', '--out', '/proc/no-such-folder'),
  step('jobs', 'list'),
  step('jobs', 'run', 'documents'),
  step('jobs', 'run', 'no-such-job'),
  step('jobs', 'history', '--limit', '3', '--json'),
  step('jobs', 'pause', 'metrics'),
  step('jobs', 'list'),
  step('jobs', 'resume', '*'),
  step('mcp', 'list', '--json'),
  step('mcp', 'tools', 'lab'),
  step('mcp', 'call', 'lab', 'vmware_list_hosts', '--args', '{"limit":1}', '--json'),
  step('mcp', 'call', 'lab', 'no_such_tool'),
  step('mcp', 'trust', 'lab'),
  step('mcp', 'trust', 'nowhere'),
  step('mcp', 'add', 'other', '--url', 'https://mcp.example.org/mcp'),
  step('mcp', 'add', 'other', '--url', 'https://mcp.example.org/mcp'),
  step('mcp', 'add', 'Not A Name', '--url', 'https://mcp.example.org/mcp'),
  step('mcp', 'import', 'HERE/servers.json'),
  step('mcp', 'trust', 'other'),
  step('mcp', 'remove', 'other', '--json'),
  step('mcp', 'remove', 'other'),
  step('config', 'set', 'documents.depth', 'summary', '--json'),
  step('config', 'set', 'documents.depth', 'nonsense'),
  step('config', 'set', 'documents.depth'),
  step('config', 'show', 'documents'),
];

describe('a command beside a worker', () => {
  let home: Awaited<ReturnType<typeof collectedHome>>;
  beforeAll(async () => {
    home = await collectedHome();
  });
  afterAll(() => home[Symbol.dispose]());

  it('says, writes and ends as it does alone', { timeout: 300_000 }, async () => {
    using alone = copyOf(home);
    using attached = copyOf(home);
    await using worker = await startCli(['--data-dir', attached.path, 'worker'], 'Ctrl-C stops');
    for (const one of steps) {
      const [expected, came] = await Promise.all([run(alone.path, one), run(attached.path, one)]);
      expect({ args: one.args, ...came }).toEqual({ args: one.args, ...expected });
    }
    expect(handbook(attached.path)).toEqual(handbook(alone.path));
    // The lab's time goes on in a demo: what it holds differs from one second to the next.
    const demo = await runCli(['--data-dir', attached.path, 'demo', '--json']);
    expect(demo.code).toBe(0);
    expect(demo.json()).toMatchObject({ dataDir: attached.path, generated: { counts: { failed: 0 } } });
    expect(await worker.stop('SIGTERM')).toBe(0);
    for (const { path } of [alone, attached]) rmSync(here(path), { recursive: true });
  });
});

/** The folder that commands write into: another one than the data directory. */
function here(dataDir: string): string {
  return `${dataDir}-here`;
}

/** What an export wrote, file by file. */
function handbook(dataDir: string): Record<string, string> {
  const folder = join(here(dataDir), 'handbook');
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((file) => file.isFile());
  return Object.fromEntries(
    files
      .map(({ parentPath, name }) => join(parentPath, name))
      .toSorted()
      .map((file) => [relative(folder, file), comparable(readFileSync(file, 'utf8'), dataDir)]),
  );
}

async function run(dataDir: string, { args, input }: Step): Promise<Omit<CliResult, 'json'>> {
  const folder = here(dataDir);
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, 'servers.json'),
    '{ "mcpServers": { "A B": { "command": "x", "env": { "TOKEN": "tok-123" } }, "bad": {} } }',
  );
  const words = args.map((word) => word.replace('HERE', folder));
  const { code, stdout, stderr } = await runCli(['--data-dir', dataDir, ...words], {
    ...(input !== undefined && { input }),
  });
  return { code, stdout: comparable(stdout, dataDir), stderr: comparable(stderr, dataDir) };
}

/** Without what differs between any two runs: folders, moments, durations, ids, sizes of files. */
function comparable(text: string, dataDir: string): string {
  return (
    text
      .replaceAll(dataDir, 'DATA')
      .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'INSTANT')
      .replaceAll(/\d{4}-\d\d-\d\d \d\d:\d\d UTC/g, 'MOMENT')
      .replaceAll(/\b(?:job|run|note)-[\w-]+/g, 'ID')
      .replaceAll(/"(?:durationMs|ageSeconds|tookSeconds|sizeBytes|uptimeSeconds)": [\d.]+/g, 'FIGURE')
      // A process that goes on remembers which rules' inputs have not changed.
      .replaceAll(/"evaluated": \[[^\]]*\]/g, 'RULES')
      .replaceAll(/\b[\d.]+ (?:ms|s|min|h|KiB|MiB)\b(?: [\d.]+ (?:s|min)\b)?/g, 'AMOUNT')
      .replaceAll(/ +/g, ' ')
  );
}
