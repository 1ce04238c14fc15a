import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { connectHttp, labEntry, labTransports, spawnHttpLab, startLab } from '../support/lab-client.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lab-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe.each(labTransports)('the lab over %s', (transport) => {
  test('is an MCP server that says it is simulated and which tools change things', async () => {
    await using lab = await startLab(transport, ['--frozen']);
    expect(lab.client.getServerVersion()?.name).toBe('datacenter-docs-lab');
    expect(lab.client.getInstructions()).toContain('simulated');
    const { tools } = await lab.client.listTools();
    const domains = new Set(tools.map(({ name }) => name.split('_')[0]));
    expect(domains).toEqual(new Set(['vmware', 'kubernetes', 'network', 'storage', 'lab']));
    expect(tools.find(({ name }) => name === 'storage_list_volumes')?.annotations).toMatchObject({
      readOnlyHint: true,
    });
    expect(tools.find(({ name }) => name === 'storage_grow_volume')?.annotations).toMatchObject({
      readOnlyHint: false,
    });
    expect(await lab.data('lab_status')).toMatchObject({ simulated: true, now: '2026-01-15T08:00:00.000Z' });
  });

  test('answers with structured content, and with the same as text while it is short', async () => {
    await using lab = await startLab(transport, ['--frozen']);
    const short = await lab.call('storage_list_clusters', { max_records: 1 });
    const [text] = short.content;
    expect(text?.type === 'text' && JSON.parse(text.text)).toEqual(short.structuredContent);
    const long = await lab.call('storage_list_disks');
    expect(JSON.stringify(long.content)).toContain('records in structuredContent.records');
  });

  test('refuses what is wrong as a system does: with an answer that says why', async () => {
    await using lab = await startLab(transport, ['--frozen']);
    const wrong = await lab.call('storage_grow_volume', { cluster: 'nowhere', volume: 'v', new_size: 1 });
    expect(wrong).toMatchObject({ isError: true });
    expect(JSON.stringify(wrong.content)).toContain('no storage cluster');
    const invalid = await lab.call('storage_list_volumes', { max_records: 'many' });
    expect(JSON.stringify(invalid.content)).toContain('invalid arguments');
    await expect(lab.call('no_such_tool')).rejects.toThrow(/no tool named/);
  });

  test('writes each call to the call log before it acts', async () => {
    const file = join(folder, 'deep', 'calls.jsonl');
    await using lab = await startLab(transport, [
      '--call-log',
      file,
      '--fault',
      'disconnect:tools=storage_grow_volume',
    ]);
    await lab.call('storage_list_clusters', { max_records: 1 });
    const args = { cluster: 'c', volume: 'v', new_size: 5 };
    await expect(lab.call('storage_grow_volume', args)).rejects.toThrow(Error);
    const lines = readFileSync(file, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines).toMatchObject([
      { name: 'storage_list_clusters', arguments: { max_records: 1 }, seq: 1 },
      { name: 'storage_grow_volume', arguments: args, seq: 2 },
    ]);
    expect(Date.now() - Date.parse(String(lines[1]?.['at']))).toBeLessThan(60_000);
  });

  test('switches scenarios, and lets time pass', async () => {
    await using lab = await startLab(transport, ['--frozen', '--scenario', 'failed-disk']);
    const volumes = async () =>
      (await lab.data('storage_list_volumes')) as { records: { space: { used: number; size: number } }[] };
    const fullest = async () =>
      Math.max(...(await volumes()).records.map(({ space }) => space.used / space.size));
    expect(await fullest()).toBeLessThan(0.9);
    await lab.call('lab_scenario', { name: 'full-volume' });
    expect(await fullest()).toBeGreaterThanOrEqual(0.95);
    await lab.call('lab_scenario', { name: 'full-volume', on: false });
    expect(await fullest()).toBeLessThan(0.9);
    const active = (await lab.data('lab_status'))['scenarios'] as { name: string; active: boolean }[];
    expect(active.filter((scenario) => scenario.active).map(({ name }) => name)).toEqual(['failed-disk']);
    const before = await volumes();
    expect(await volumes()).toEqual(before);
    expect(await lab.data('lab_advance', { seconds: 86_400 })).toEqual({ now: '2026-01-16T08:00:00.000Z' });
    expect(await volumes()).not.toEqual(before);
    expect(await lab.call('lab_scenario', { name: 'none' })).toMatchObject({ isError: true });
  });
});

describe('determinism', () => {
  /** Every read-only tool that needs no arguments, as text: byte by byte. */
  async function everything(args: readonly string[]): Promise<Map<string, string>> {
    await using lab = await startLab('stdio', args);
    const { tools } = await lab.client.listTools();
    const answers = new Map<string, string>();
    for (const tool of tools)
      if (tool.annotations?.readOnlyHint === true && (tool.inputSchema.required ?? []).length === 0)
        answers.set(tool.name, JSON.stringify(await lab.call(tool.name)));
    return answers;
  }

  test('the same seed and a clock that stands still give the same bytes', async () => {
    const [a, b, other] = await Promise.all([
      everything(['--frozen', '--seed', 'x']),
      everything(['--frozen', '--seed', 'x']),
      everything(['--frozen', '--seed', 'y']),
    ]);
    expect(a.size).toBeGreaterThan(20);
    expect([...a].filter(([tool, answer]) => b.get(tool) !== answer).map(([tool]) => tool)).toEqual([]);
    expect(other.get('storage_list_volumes')).not.toBe(a.get('storage_list_volumes'));
  });
});

describe('over HTTP', () => {
  test('all sessions share one world', async () => {
    await using lab = await startLab('http', ['--frozen']);
    const other = await connectHttp(lab.url ?? '');
    await other.callTool({ name: 'lab_scenario', arguments: { name: 'failed-disk' } });
    await other.close();
    const { scenarios } = (await lab.data('lab_status')) as {
      scenarios: { name: string; active: boolean }[];
    };
    expect(scenarios.find(({ name }) => name === 'failed-disk')?.active).toBe(true);
  });

  test('refuses foreign hosts, unknown sessions and what is no MCP', async () => {
    await using lab = await startLab('http', ['--frozen']);
    const post = (headers: Record<string, string>, body: string, path = '/mcp') =>
      new Promise<number | undefined>((resolve, reject) => {
        const { port } = new URL(lab.url ?? '');
        const sent = request(
          {
            host: '127.0.0.1',
            port,
            path,
            method: 'POST',
            headers: { 'content-type': 'application/json', ...headers },
          },
          (response) => {
            response.resume();
            resolve(response.statusCode);
          },
        );
        sent.once('error', reject);
        sent.end(body);
      });
    expect(await post({ host: 'evil.example' }, '{}')).toBe(403);
    expect(await post({ 'mcp-session-id': 'nobody' }, '{}')).toBe(404);
    expect(await post({}, '{"jsonrpc":"2.0","id":1,"method":"tools/list"}')).toBe(400);
    expect(await post({}, 'not json')).toBe(400);
    expect(await post({}, '{}', '/elsewhere')).toBe(404);
  });
});

const recordings = [
  { args: ['netbox', '../shared/data/netbox-demo/netbox-demo.json'], name: 'datacenter-docs-lab-netbox' },
  {
    args: ['k8s-bundle', '../shared/data/k3s-support-bundle'],
    name: 'datacenter-docs-lab-kubernetes-bundle',
  },
] as const;

describe.each(recordings)('a recorded estate: $name', ({ args, name }) => {
  // The recordings are no part of the project; without them there is nothing to serve.
  test.skipIf(!existsSync(args[1]))(
    'is served under its own name, read-only, and not as simulated',
    async () => {
      await using lab = await startLab('stdio', ['--estate', ...args]);
      expect(lab.client.getServerVersion()?.name).toBe(name);
      expect(lab.client.getInstructions()).not.toContain('simulated');
      expect(await lab.data('lab_status')).toMatchObject({ simulated: false });
      const { tools } = await lab.client.listTools();
      const writing = tools
        .filter((tool) => tool.annotations?.readOnlyHint !== true)
        .map((tool) => tool.name);
      expect(writing).toEqual(['lab_fault']);
      expect(tools.length).toBeGreaterThan(2);
    },
  );
});

describe('the process', () => {
  test('ends when its stdin closes', async () => {
    const child = spawn(process.execPath, [labEntry], { stdio: ['pipe', 'ignore', 'inherit'] });
    child.stdin.end();
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  test('ends with the pipe that started it, and on SIGTERM, when it serves HTTP', async () => {
    const first = await spawnHttpLab([]);
    expect(first.announced).toMatchObject({ server: 'datacenter-docs-lab', pid: first.child.pid });
    first.child.stdin?.end();
    expect(await once(first.child, 'exit')).toEqual([0, null]);
    const second = await spawnHttpLab([]);
    second.child.kill('SIGTERM');
    expect(await once(second.child, 'exit')).toEqual([0, null]);
  });

  test.each([
    [['--size', 'enormous'], '--size: expected small, medium, large, huge'],
    [['--nonsense'], 'nonsense'],
    [['--http', '0', '--scenario', 'nothing'], 'no scenario "nothing"'],
    [['--estate', 'netbox'], '--estate: expected netbox FILE'],
  ])('says what is wrong with %j and ends with 2', async (args, message) => {
    const child = spawn(process.execPath, [labEntry, ...args], { stdio: ['pipe', 'ignore', 'pipe'] });
    let errors = '';
    child.stderr.on('data', (chunk: Buffer) => {
      errors += chunk.toString();
    });
    expect(await once(child, 'close')).toEqual([2, null]);
    expect(errors).toContain(message);
  });

  test('connects quickly, however large the estate', async () => {
    const started = performance.now();
    await using lab = await startLab('stdio', ['--frozen', '--size', 'large']);
    // 0.3 s alone; the bound leaves room for a machine on which all tests run at once.
    expect(performance.now() - started).toBeLessThan(4_000);
    expect(await lab.data('lab_status')).toMatchObject({ size: { vms: 10_000 } });
  });
});
