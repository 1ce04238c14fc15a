import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { runCli } from '../support/cli.ts';
import { startLab, type LabUnderTest } from '../support/lab-client.ts';

/** The VM that moves and grows between the first and the second collection. */
export const changed = {
  vm: 'web-a020',
  id: 'lab:vm:vm-1069',
  from: 'esx-a02',
  to: 'esx-a03',
  vcpusBefore: 4,
  vcpusNow: 8,
} as const;

/** A simulated datacenter of its own process, whose time stands still: only what a test does changes anything. */
export function startEstate(...options: readonly string[]): Promise<LabUnderTest> {
  return startLab('http', ['--size', 'small', '--seed', 'demo', '--frozen', ...options]);
}

/** Makes the estate a source that is called `lab`, as an operator would. */
export async function addEstate(dataDir: string, estate: LabUnderTest): Promise<void> {
  await cli(dataDir, 'mcp', 'add', 'lab', '--url', estate.url ?? '', '--simulated');
  await cli(dataDir, 'mcp', 'trust', 'lab', '--yes');
}

export async function collectAndWrite(dataDir: string): Promise<void> {
  await cli(dataDir, 'collect');
  await cli(dataDir, 'generate');
}

/** Tasks of the estate take their time, and its clock goes on only when it is told to. */
const taskSeconds = 300;

/** Moves the VM of `changed` to the other host and gives it more vCPUs. */
export async function changeVm(estate: LabUnderTest): Promise<void> {
  await estate.data('vmware_migrate_vm', { vm: 'vm-1069', host: 'host-1032' });
  await estate.data('lab_advance', { seconds: taskSeconds });
  await estate.data('vmware_reconfigure_vm', { vm: 'vm-1069', vcpus: changed.vcpusNow });
  await estate.data('lab_advance', { seconds: taskSeconds });
}

/** What is about the VM that hung, diagnosed, and a few with one host for their cause. */
export const reported = { title: 'db-a001 hangs, nobody can log in', burst: 4, host: 'esx-b02' } as const;

export async function addTickets(dataDir: string): Promise<void> {
  const file = join(dataDir, 'reported.json');
  const burst = Array.from({ length: reported.burst }, (_, vm) => ({
    title: `VM ${vm + 1} on ${reported.host} is unreachable`,
  }));
  const before = {
    title: 'db-a001 hung, nobody could log in',
    state: 'resolved',
    outcome: 'restarted the guest',
    since: new Date(Date.now() - 86_400_000).toISOString(),
  };
  writeFileSync(
    file,
    JSON.stringify([{ title: reported.title, text: 'The console stands still.' }, ...burst, before]),
  );
  const imported = await cli(dataDir, '--json', 'tickets', 'import', file);
  const { tickets } = z.object({ tickets: z.array(z.string()) }).parse(JSON.parse(imported));
  await cli(dataDir, 'tickets', 'diagnose', tickets[0] ?? '');
}

/** @returns what the command printed */
export async function cli(dataDir: string, ...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await runCli(['--data-dir', dataDir, '--quiet', ...args]);
  if (code !== 0) throw new Error(`datacenter-docs ${args.join(' ')} ended with ${code}: ${stderr}${stdout}`);
  return stdout;
}
