import { setTimeout as sleep } from 'node:timers/promises';
import { hostPorts } from '../../../../src/main/remediation/actions/shared/rehearse-port.ts';
import type { RealMonitoring } from '../../../support/real-monitoring.ts';
import type { ActionTrial } from '../../real-system.ts';

const noHindrance: AsyncDisposable = { [Symbol.asyncDispose]: () => Promise.resolve() };

/** While the exporter is down. */
export const notBorneOut = (monitoring: RealMonitoring): ActionTrial => ({
  title: 'what metrics do not bear out is taken back, though its target says that it is done',
  action: 'port.disable',
  target: (view) => hostPorts(view)[0],
  parameters: {},
  ends: 'rolled-back',
  confirm: ({ name }) => areLifted(monitoring, name),
});

/** The exporter comes back with its machine. */
export const borneOut = (monitoring: RealMonitoring, machine: string): ActionTrial => ({
  title: 'what metrics bear out succeeds, and its alerts are silenced meanwhile',
  action: 'vm.restart',
  target: (view) => view.all('vm').find(({ name }) => name === machine),
  parameters: { mode: 'hard' },
  ends: 'succeeded',
  hinder: async () => {
    await monitoring.setExporter(true);
    return noHindrance;
  },
  confirm: () => areLifted(monitoring, machine),
});

/** They are lifted when all else is done. */
const liftMs = 20_000;

/** Asked of Alertmanager itself: there were silences about a thing, and none of them is in force any more. */
async function areLifted({ alertmanager }: RealMonitoring, about: string): Promise<string | undefined> {
  for (const deadline = Date.now() + liftMs; ; await sleep(500)) {
    const answer = await fetch(`${alertmanager}/api/v2/silences`);
    const all = (await answer.json()) as readonly {
      readonly comment: string;
      readonly createdBy: string;
      readonly status: { readonly state: string };
    }[];
    const own = all.filter(
      ({ comment, createdBy }) => createdBy === 'datacenter-docs' && comment.includes(about),
    );
    if (own.length === 0) return `there was no silence about ${about}`;
    const states = new Set(own.map(({ status }) => status.state));
    if (states.size === 1 && states.has('expired')) return undefined;
    if (Date.now() > deadline) return `silences about ${about} are ${[...states].join(', ')}`;
  }
}
