import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { acceptBuiltIn } from '../../src/main/mcp/open-mcp.ts';
import { parseServer } from '../../src/main/mcp/server-config.ts';
import { entriesOf, type EntryOf } from '../../src/main/remediation/engine/journal.ts';
import { activeStates, type Remediation } from '../../src/shared/model/remediation.ts';
import { openAppClient } from '../support/app-client.ts';
import { spawnHttpLab } from '../support/lab-client.ts';
import { longRun } from '../support/property.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const kills = longRun ? 500 : 15;
const seed = Number(process.env['DATACENTER_DOCS_SEED'] ?? Date.now() % 1_000_000);
const runner = fileURLToPath(new URL('remediation/runner.ts', import.meta.url));
const writes = new Set(['vmware_create_snapshot', 'vmware_remove_snapshot']);

/** Nothing of the policy is to get in the way of hundreds of runs. */
const policy = `rates: { perHour: 1000, perAction: 1000, perTarget: 1000, perCluster: 1000 }
circuitBreaker: { failures: 100, withinMinutes: 1 }
cooldownMinutes: 0
maximumInventoryAgeMinutes: 10080
`;

/** Small, and the same on every machine: mulberry32. */
function randomFrom(start: number): () => number {
  let state = start;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Runs it, and kills it with SIGKILL so long after it said that it is ready. @returns what it said */
async function run(dataDir: string, round: number, killAfterMs?: number): Promise<string[]> {
  const mode = killAfterMs === undefined ? ['rest'] : [];
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', runner, dataDir, String(round), ...mode],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    if (output === '' && killAfterMs !== undefined) setTimeout(() => child.kill('SIGKILL'), killAfterMs);
    output += chunk;
  });
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
  if (signal === null && code !== 0) throw new Error(`round ${round}: the runner ended with ${code}`);
  return output.split('\n').filter((line) => line !== '');
}

interface Call {
  readonly name: string;
  readonly arguments: Readonly<Record<string, unknown>>;
}

test(
  `of what a process that is killed ${kills} times has run, no call is made twice and none is forgotten (seed ${seed})`,
  { timeout: kills * 12_000 + 60_000 },
  async () => {
    using folder = temporaryFolder();
    const log = join(folder.path, 'calls.log');
    const dataDir = join(folder.path, 'data');
    const { child: lab, url } = await spawnHttpLab([
      '--vms',
      '200',
      '--domains',
      'vmware',
      '--speed',
      '100',
      '--call-log',
      log,
    ]);
    try {
      await prepare(dataDir, url);
      const random = randomFrom(seed);
      const begun = new Set<string>();
      for (let round = 0; round < kills; round++) {
        const said = await run(dataDir, round, Math.floor(random() ** 2 * 1_500));
        for (const line of said) {
          const [what, id = ''] = line.split(' ');
          if (what === 'begun') begun.add(id);
        }
      }
      expect(await run(dataDir, kills)).toEqual(['ready']);

      const calls = readFileSync(log, 'utf8')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as Call)
        .filter(({ name }) => writes.has(name))
        .map(({ name, arguments: args }) => JSON.stringify([name, args]));
      const { records, chains } = await whatIsKept(dataDir);
      expect(calls.filter((call, at) => calls.indexOf(call) !== at)).toEqual([]);
      expect([...begun].filter((id) => !records.some((record) => record.id === id))).toEqual([]);
      expect(records.filter(({ state }) => activeStates.has(state))).toEqual([]);
      expect(calls.filter((call) => !records.some((record) => intends(record, call)))).toEqual([]);
      expect(records.flatMap((record) => untrue(record, new Set(calls)))).toEqual([]);
      expect(chains.map((chain) => chain.break)).toEqual([undefined]);
      expect(calls.length).toBeGreaterThan(kills / 5);
    } finally {
      lab.kill('SIGKILL');
      await once(lab, 'exit');
    }
  },
);

const callOf = ({ tool, arguments: args }: EntryOf<'call-intended'>) => JSON.stringify([tool, args]);

const intends = (record: Remediation, call: string) =>
  entriesOf(record, 'call-intended').some((intent) => callOf(intent) === call);

/** Where a record says something else than what arrived. */
function untrue(record: Remediation, calls: ReadonlySet<string>): string[] {
  const { id, state, outcome } = record;
  const arrived = entriesOf(record, 'call-intended').filter((intent) => calls.has(callOf(intent)));
  const answered = entriesOf(record, 'call-returned').filter(({ result }) => result === 'answered');
  const isUntouched = state === 'awaiting-approval' || state === 'approved' || state === 'cancelled';
  const isTrue =
    answered.length <= arrived.length &&
    (state !== 'succeeded' || arrived.length === 2) &&
    (!isUntouched || arrived.length === 0);
  return isTrue ? [] : [`${id} is ${state} (${outcome ?? ''}), and ${arrived.length} of its calls arrived`];
}

async function prepare(dataDir: string, url: string): Promise<void> {
  const { app, ...console } = await openAppClient(dataDir);
  writeFileSync(join(dataDir, 'policy.yaml'), policy);
  const parsed = parseServer('lab', { type: 'http', url, datacenterDocs: { simulated: true } });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  await app.mcp.servers.put([parsed.config]);
  await acceptBuiltIn(app.mcp.pool, 'lab');
  await app.collect({});
  await console.close();
}

async function whatIsKept(dataDir: string) {
  const { app, ...console } = await openAppClient(dataDir);
  try {
    const records = await app.remediations.list({ limit: 100_000 });
    return { records, chains: await app.audit.verify() };
  } finally {
    await console.close();
  }
}
