import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { acceptBuiltIn, openMcp, type Mcp } from '../../src/main/mcp/open-mcp.ts';
import { parseServer } from '../../src/main/mcp/server-config.ts';
import type { WritePermit } from '../../src/main/mcp/session.ts';
import { createSecretStore } from '../../src/main/platform/secrets.ts';
import { spawnHttpLab } from '../support/lab-client.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const noKeyring = {
  get: () => Promise.resolve(undefined),
  set: () => Promise.reject(new Error('no keyring in tests')),
  delete: () => Promise.resolve(false),
};

/** What really arrived at the lab, of calls that change something. */
interface Bench {
  readonly mcp: Mcp;
  readonly log: string;
  readonly url: string;
  close(): Promise<void>;
}

/** Intents that are on disk, as far as the pool is told. */
let onDisk: Set<string>;
let bench: Bench;

async function open(faults: readonly string[] = []): Promise<Bench> {
  const folder = temporaryFolder();
  const log = join(folder.path, 'calls.log');
  const { child, url } = await spawnHttpLab([
    '--domains',
    'vmware',
    '--call-log',
    log,
    ...faults.flatMap((fault) => ['--fault', fault]),
  ]);
  const mcp = openMcp({
    dataDir: folder.path,
    secrets: createSecretStore({}, noKeyring),
    permits: async ({ intent, tool }) => onDisk.has(`${intent} ${tool}`),
  });
  await configure(mcp, 'lab', url);
  await acceptBuiltIn(mcp.pool, 'lab');
  return {
    mcp,
    log,
    url,
    async close() {
      await mcp.close();
      child.kill('SIGKILL');
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
      folder[Symbol.dispose]();
    },
  };
}

async function configure(mcp: Mcp, name: string, url: string): Promise<void> {
  const parsed = parseServer(name, { type: 'http', url, datacenterDocs: { timeoutMs: 1_000 } });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  await mcp.servers.put([parsed.config]);
}

const arrived = () =>
  existsSync(bench.log)
    ? readFileSync(bench.log, 'utf8')
        .split('\n')
        .filter((line) => line.includes('vmware_power'))
    : [];

const permit = (more: Partial<WritePermit> = {}): WritePermit => ({
  source: 'lab',
  tool: 'vmware_power_off_vm',
  arguments: { vm: 'vm-1055' },
  intent: 'R-1/1',
  ...more,
});

const writer = () => bench.mcp.pool.writer('lab', { writes: ['vmware_power_off_vm'] });

beforeEach(() => {
  onDisk = new Set(['R-1/1 vmware_power_off_vm', 'R-1/1 vmware_power_on_vm']);
});
afterEach(() => bench.close());

describe('a call that changes something', () => {
  it('is made with a permit whose intent is on disk, once', async () => {
    bench = await open();
    const { isError } = await writer().callTool(permit());
    expect(isError).toBe(false);
    expect(arrived()).toHaveLength(1);
    await expect(writer().callTool(permit())).rejects.toMatchObject({
      code: 'not-permitted',
      notExecuted: true,
      message: expect.stringContaining('was used'),
    });
    expect(arrived()).toHaveLength(1);
  });

  it('is refused without one: no intent, another tool than the action may call, another server', async () => {
    bench = await open();
    for (const refused of [
      permit({ intent: 'R-2/1' }),
      permit({ tool: 'vmware_power_on_vm' }),
      permit({ source: 'other' }),
    ]) {
      await expect(writer().callTool(refused)).rejects.toMatchObject({
        code: 'not-permitted',
        notExecuted: true,
      });
    }
    expect(arrived()).toEqual([]);
  });

  it('is never made through a session, whatever that is told to be read-only by', async () => {
    bench = await open();
    const session = await bench.mcp.pool.session('lab');
    await expect(session.callTool('vmware_power_off_vm', { vm: 'vm-1055' })).rejects.toMatchObject({
      code: 'not-read-only',
    });
    expect(arrived()).toEqual([]);
  });

  it('is not made on a server that nobody has accepted, or has no such tool', async () => {
    bench = await open();
    await configure(bench.mcp, 'stranger', bench.url);
    const stranger = bench.mcp.pool.writer('stranger', { writes: ['vmware_power_off_vm'] });
    await expect(stranger.callTool(permit({ source: 'stranger' }))).rejects.toMatchObject({
      code: 'untrusted',
      notExecuted: true,
    });
    onDisk.add('R-1/2 vmware_power_sideways');
    const odd = bench.mcp.pool.writer('lab', { writes: ['vmware_power_sideways'] });
    await expect(
      odd.callTool(permit({ tool: 'vmware_power_sideways', intent: 'R-1/2' })),
    ).rejects.toMatchObject({ code: 'tool-not-found', notExecuted: true });
    expect(arrived()).toEqual([]);
  });

  it.each([
    ['hang:tools=vmware_power_off_vm', 'timeout'],
    ['disconnect:tools=vmware_power_off_vm,phase=after', 'disconnected'],
    ['disconnect:tools=vmware_power_off_vm,phase=before', 'disconnected'],
    ['rpc-error:tools=vmware_power_off_vm', 'protocol'],
  ])('is not repeated when its answer is lost: %s', async (fault, code) => {
    bench = await open([fault]);
    await expect(writer().callTool(permit())).rejects.toMatchObject({ code, notExecuted: false });
    expect(arrived()).toHaveLength(1);
  });

  it('is not cut off by somebody else who is done with the server', async () => {
    bench = await open(['slow:tools=vmware_power_off_vm,latencyMs=600']);
    const call = writer().callTool(permit());
    await expect.poll(arrived).toHaveLength(1);
    await bench.mcp.pool.disconnectWhenIdle('lab');
    expect((await call).isError).toBe(false);
    await bench.mcp.pool.disconnectWhenIdle('lab');
    expect((await bench.mcp.pool.describe()).map(({ state }) => state.is)).toEqual(['idle']);
  });

  it('sends what was permitted, also when the arguments are changed meanwhile', async () => {
    bench = await open();
    const args = { vm: 'vm-1055' };
    const call = writer().callTool(permit({ arguments: args }));
    args.vm = 'vm-9999';
    await call;
    expect(arrived().map((line) => (JSON.parse(line) as { arguments: unknown }).arguments)).toEqual([
      { vm: 'vm-1055' },
    ]);
  });
});
