import { spawn } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { systemClock } from '../../src/main/platform/clock.ts';
import { lockDataDir } from '../../src/main/store/data-dir-lock.ts';
import { runCli, startCli } from '../support/cli.ts';
import { addLabSource, collectedHome, copyOf } from '../support/cli-home.ts';

const failure = z.object({
  error: z.object({ code: z.string(), message: z.string(), hint: z.string().optional() }),
});
const attachFile = (dataDir: string) => join(dataDir, 'attach.json');

let home: Awaited<ReturnType<typeof collectedHome>>;
beforeAll(async () => {
  home = await collectedHome();
});
afterAll(() => home[Symbol.dispose]());

const startWorker = (dataDir: string) => startCli(['--data-dir', dataDir, 'worker'], 'Ctrl-C stops');
/** What a command that was refused says. */
async function refused(
  dataDir: string,
): Promise<z.output<typeof failure>['error'] & { exit: number | null }> {
  const { code, stdout } = await runCli(['--data-dir', dataDir, 'stats', '--json']);
  return { exit: code, ...failure.parse(JSON.parse(stdout)).error };
}

describe('a worker that holds the data directory', () => {
  it('tells its user alone how to reach it, and takes that back when it ends', async () => {
    using copy = copyOf(home);
    await using worker = await startWorker(copy.path);
    expect(statSync(attachFile(copy.path)).mode & 0o777).toBe(0o600);
    expect((await runCli(['--data-dir', copy.path, 'stats'])).code).toBe(0);
    expect(await worker.stop('SIGTERM')).toBe(0);
    expect(existsSync(attachFile(copy.path))).toBe(false);
  });

  it('that was killed keeps nobody out: the next command opens the store itself', async () => {
    using copy = copyOf(home);
    await using worker = await startWorker(copy.path);
    await worker.stop('SIGKILL');
    expect(existsSync(attachFile(copy.path))).toBe(true);
    const listed = await runCli(['--data-dir', copy.path, 'inventory', 'list', 'kind:vm', '--json']);
    expect(listed).toMatchObject({ code: 0, stderr: '' });
    expect(listed.json()).toMatchObject({ total: 80 });
  });

  it('is met by commands that come while it starts and while it ends', { timeout: 120_000 }, async () => {
    using copy = copyOf(home);
    const starting = startWorker(copy.path);
    for (let i = 0; i < 4; i += 1)
      expect(await runCli(['--data-dir', copy.path, '-q', 'stats'])).toMatchObject({ code: 0, stderr: '' });
    await using worker = await starting;
    const [ended, ...results] = await Promise.all([
      worker.stop('SIGTERM'),
      ...Array.from({ length: 3 }, () => runCli(['--data-dir', copy.path, '-q', 'docs', 'list'])),
    ]);
    expect(ended).toBe(0);
    // One that was being served when it ended says so; all others have their answer.
    const others = results.filter(({ stderr }) => !stderr.includes('ended before it had answered'));
    for (const result of others) expect(result).toMatchObject({ code: 0, stderr: '' });
  });

  it('hears of a server that was added, and asks it', async () => {
    using copy = copyOf(home);
    await using worker = await startWorker(copy.path);
    const run = (...args: string[]) => runCli(['--data-dir', copy.path, ...args]);
    await addLabSource(run, 'second', ['--frozen', '--seed', 'second', '--domains', 'storage']);
    const collected = await run('collect', '--source', 'second', '--json');
    expect(collected.json()).toMatchObject({
      runs: [{ source: 'second', domain: 'storage', outcome: 'succeeded' }],
    });
    await worker.stop('SIGTERM');
  });
});

describe('an MCP server that ends at once', () => {
  it('is what a command tells of, and not of an end of the worker', { timeout: 60_000 }, async () => {
    using copy = copyOf(home);
    await using worker = await startWorker(copy.path);
    const run = (...args: string[]) => runCli(['--data-dir', copy.path, ...args]);
    await run('mcp', 'add', 'brief', '--', process.execPath, '-e', 'process.exit(7)');
    const { code, stderr } = await run('mcp', 'trust', 'brief', '--yes');
    expect(code).not.toBe(0);
    expect(stderr).toContain('MCP server "brief": initialize: the process ended with exit code 7');
    expect(stderr).not.toContain('ended before it had answered');
    expect((await run('stats')).code).toBe(0);
    await worker.stop('SIGTERM');
  });
});

describe('a file that does not lead to the holder', () => {
  it.skipIf(process.getuid === undefined)('is refused when others may read or write it', async () => {
    using copy = copyOf(home);
    await using worker = await startWorker(copy.path);
    for (const mode of [0o620, 0o644]) {
      chmodSync(attachFile(copy.path), mode);
      expect(await refused(copy.path)).toMatchObject({ exit: 5, code: 'attach-file-unsafe' });
    }
    chmodSync(attachFile(copy.path), 0o600);
    expect((await runCli(['--data-dir', copy.path, 'stats'])).code).toBe(0);
    await worker.stop('SIGTERM');
  });

  it('has another token, or another contract: each is said, with what to do', async () => {
    using copy = copyOf(home);
    await using worker = await startWorker(copy.path);
    const written = readFileSync(attachFile(copy.path), 'utf8');
    const change = (changes: Record<string, string>) =>
      writeFileSync(attachFile(copy.path), JSON.stringify({ ...JSON.parse(written), ...changes }));
    change({ token: 'another' });
    expect(await refused(copy.path)).toMatchObject({ exit: 5, code: 'attach-refused' });
    change({ contract: '0000000000000000', version: '0.0.9' });
    const other = await refused(copy.path);
    expect(other).toMatchObject({ exit: 5, code: 'contract-differs' });
    expect(other.message).toMatch(/is Datacenter Docs 0\.0\.9 \(contract 0{16}\); this command is \d+\.\d+/);
    expect(other.hint).toMatch(/kill \d+/);
    await worker.stop('SIGTERM');
  });

  it('is not followed when the process that wrote it is not the one that holds the directory', async () => {
    using copy = copyOf(home);
    await using worker = await startWorker(copy.path);
    await worker.stop('SIGKILL');
    const lock = await lockDataDir({ dataDir: copy.path, what: 'a test', clock: systemClock });
    const { exit, code, message } = await refused(copy.path);
    expect({ exit, code }).toEqual({ exit: 5, code: 'data-dir-locked' });
    expect(message).toContain('a test');
    lock.release();
  });
});

describe('short commands that come at once', () => {
  it('keep a worker waiting for a moment, and out of nothing', { timeout: 120_000 }, async () => {
    using copy = copyOf(home);
    const collecting = runCli(['--data-dir', copy.path, 'collect']);
    await expect.poll(() => existsSync(join(copy.path, 'lock')), { timeout: 15_000, interval: 5 }).toBe(true);
    await using worker = await startWorker(copy.path);
    expect((await collecting).code).toBe(0);
    const second = await runCli(['--data-dir', copy.path, 'worker', '--json']);
    expect(second.code).toBe(5);
    expect(failure.parse(second.json()).error.message).toContain('datacenter-docs worker');
    await worker.stop('SIGTERM');
  });

  it('all get what they ask for', { timeout: 120_000 }, async () => {
    using copy = copyOf(home);
    const commands = [['stats'], ['docs', 'list'], ['inventory', 'list', 'kind:host'], ['mcp', 'list']];
    const results = await Promise.all(
      commands.map((args) => runCli(['--data-dir', copy.path, '-q', ...args])),
    );
    for (const result of results) expect(result).toMatchObject({ code: 0, stderr: '' });
  });
});

describe('a signal to a command that waits for the worker', () => {
  it('ends the collection in the worker, too', { timeout: 120_000 }, async () => {
    using copy = copyOf(home);
    await using worker = await startWorker(copy.path);
    const run = (...args: string[]) => runCli(['--data-dir', copy.path, ...args]);
    await addLabSource(run, 'lab', [
      '--frozen',
      '--seed=attach',
      '--domains=vmware',
      '--fault=slow:latencyMs=20000,tools=vmware_list_hosts',
    ]);
    const collecting = spawn(
      process.execPath,
      [resolve('bin/datacenter-docs.mjs'), '--data-dir', copy.path, 'collect', '--source', 'lab', '--json'],
      { stdio: ['ignore', 'pipe', 'ignore'] },
    );
    const ended = new Promise<number | null>((done) => collecting.on('close', done));
    let stdout = '';
    collecting.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    const outcome = async () => {
      const { freshness } = z
        .object({
          freshness: z.array(
            z.object({ domain: z.string(), running: z.boolean(), lastOutcome: z.string().optional() }),
          ),
        })
        .parse((await run('stats', '--json')).json());
      return freshness.find(({ domain }) => domain === 'vmware');
    };
    await expect.poll(outcome, { timeout: 20_000 }).toMatchObject({ running: true });
    collecting.kill('SIGINT');
    expect(await ended).toBe(130);
    expect(failure.parse(JSON.parse(stdout)).error.code).toBe('cancelled');
    await expect.poll(outcome, { timeout: 10_000 }).toEqual({
      domain: 'vmware',
      running: false,
      lastOutcome: 'cancelled',
    });
    await worker.stop('SIGTERM');
  });

  it('ends a job in the worker, and waits for what it has to say', { timeout: 120_000 }, async () => {
    using copy = copyOf(home);
    await using worker = await startWorker(copy.path);
    const run = (...args: string[]) => runCli(['--data-dir', copy.path, ...args]);
    await addLabSource(run, 'slow', [
      '--frozen',
      '--seed=slow',
      '--domains=vmware',
      '--fault=slow:latencyMs=20000,tools=vmware_list_hosts',
    ]);
    const job = spawn(
      process.execPath,
      [resolve('bin/datacenter-docs.mjs'), '--data-dir', copy.path, 'jobs', 'run', 'collection', '--json'],
      { stdio: ['ignore', 'pipe', 'ignore'] },
    );
    const ended = new Promise<number | null>((done) => job.on('close', done));
    let stdout = '';
    job.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    const current = async () =>
      z
        .array(z.object({ name: z.string(), current: z.object({ outcome: z.string() }).optional() }))
        .parse((await run('jobs', 'list', '--json')).json())
        .find(({ name }) => name === 'collection')?.current?.outcome;
    await expect.poll(current, { timeout: 20_000 }).toBe('running');
    job.kill('SIGINT');
    expect(await ended).toBe(130);
    expect(JSON.parse(stdout)).toMatchObject({ job: 'collection', outcome: 'cancelled' });
    await worker.stop('SIGTERM');
  });
});

describe('a server of the console', () => {
  it('serves commands like a worker', { timeout: 120_000 }, async () => {
    using copy = copyOf(home);
    await using server = await startCli(['--data-dir', copy.path, 'serve', '--port', '0', '--json'], '"url"');
    const listed = await runCli(['--data-dir', copy.path, 'inventory', 'list', 'kind:vm', '--json']);
    expect(listed).toMatchObject({ code: 0, stderr: '' });
    expect(listed.json()).toMatchObject({ total: 80 });
    const checked = await runCli(['--data-dir', copy.path, 'doctor', '--json']);
    expect(checked.json()).toMatchObject({
      checks: expect.arrayContaining([
        expect.objectContaining({
          name: 'store',
          detail: expect.stringContaining('in use by datacenter-docs serve') as string,
        }),
        expect.objectContaining({ name: 'mcp lab', status: 'ok' }),
      ]) as unknown,
    });
    expect(await server.stop('SIGTERM')).toBe(0);
  });
});
