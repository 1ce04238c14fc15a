import { join } from 'node:path';
import { missingMonitoring, startMonitoring } from '../../../support/real-monitoring.ts';
import { spawnSession } from '../../../support/mcp-session.ts';
import type { RealSystem } from '../../real-system.ts';
import { alertChecks, causeChecks, questionChecks, resolvedChecks } from './checks.ts';
import { borneOut, notBorneOut } from './trials.ts';

/** The estate that is watched: an application's remediations need one, and this one can be acted on. */
const estate = {
  command: process.execPath,
  args: [
    '--disable-warning=ExperimentalWarning',
    join(import.meta.dirname, '../../../../src/lab/main.ts'),
    '--stdio',
    '--size',
    'small',
    '--seed',
    'lab',
    '--now',
    '2026-11-23T12:00:00.000Z',
    '--scenario',
    'hung-vm',
  ],
};

/** Prometheus, Alertmanager and an exporter that stands for a machine of the estate. */
export const monitoringSystem: RealSystem = {
  id: 'monitoring',
  title: 'Prometheus and Alertmanager',
  missing: () => Promise.resolve(missingMonitoring()),
  async start({ folder, bin, say }) {
    const machine = await hungMachine();
    say(`the exporter stands for ${machine}`);
    const monitoring = await startMonitoring(folder, machine);
    return {
      version: monitoring.version,
      // In this order it happens: an alert, its cause, and what is done about it.
      sources: [
        {
          name: 'estate',
          server: 'the lab (simulated)',
          adapters: ['lab-vmware', 'lab-kubernetes', 'lab-network', 'lab-storage'],
          entry: { ...estate, datacenterDocs: { simulated: true } },
          checks: [...alertChecks(monitoring, machine), ...causeChecks(machine)],
        },
        {
          name: 'prometheus',
          server: 'prometheus-mcp 1.1.3',
          adapters: [],
          entry: {
            command: bin('prometheus-mcp'),
            args: ['stdio'],
            env: { PROMETHEUS_URL: monitoring.prometheus },
          },
          trials: [notBorneOut(monitoring)],
          checks: questionChecks,
        },
        {
          name: 'alertmanager',
          server: 'alertmanager-mcp 1.0.1',
          adapters: [],
          // It has no first line that says what runs it.
          entry: {
            command: process.execPath,
            args: [bin('alertmanager-mcp')],
            env: { ALERTMANAGER_URL: monitoring.alertmanager },
          },
          trials: [borneOut(monitoring, machine)],
          checks: resolvedChecks(machine),
        },
      ],
      [Symbol.asyncDispose]: () => monitoring[Symbol.asyncDispose](),
    };
  },
};

/** The machine whose guest hangs in that estate: the same one every time. */
async function hungMachine(): Promise<string> {
  const session = await spawnSession(estate.command, estate.args);
  try {
    const { data } = await session.callTool('vmware_list_vms', {});
    const { items } = data as { readonly items: readonly { readonly name: string }[] };
    const hung = items.find((one) => JSON.stringify(one).includes('"guestHeartbeatStatus":"red"'));
    if (!hung) throw new Error('no guest of the estate hangs');
    return hung.name;
  } finally {
    await session.close();
  }
}
