import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { remediationActions } from '../../src/main/remediation/registry.ts';
import type { TicketEvent } from '../../src/shared/model/ticket.ts';
import { alertmanagerPayloadSchema } from '../../src/shared/model/alertmanager.ts';
import { openDiagnosisLab, type DiagnosisLab } from '../support/diagnosis-lab.ts';
import { hurried } from '../support/hurried-actions.ts';
import { alertOf, notificationOf } from '../support/ticket-server.ts';

let lab: DiagnosisLab;
beforeAll(async () => {
  lab = await openDiagnosisLab(hurried(remediationActions, 50));
  const { app } = lab.console;
  await app.remediations.start();
  await app.scheduler.start();
  await app.scheduler.pause('*');
  app.ticketWork.start();
  await lab.console.app.operators.add({ name: approver.operator, role: approver.role });
}, 120_000);
afterAll(async () => {
  await lab[Symbol.asyncDispose]();
});

const soon = { timeout: 60_000, interval: 200 };
const approver = { operator: 'bob', role: 'approver', via: 'spec' } as const;

async function send(alerts: readonly unknown[]): Promise<readonly string[]> {
  const payload = alertmanagerPayloadSchema.parse(notificationOf(alerts));
  return (await lab.console.client.tickets.alerts({ payload })).tickets;
}

const ticketOf = async (id: string) => (await lab.console.client.tickets.get({ id })).ticket;
const waits = async (ticketId: string) =>
  lab.console.app.remediations.list({ ticketId, states: ['awaiting-approval'], limit: 10 });

/** What happened to a ticket, as far as its state goes. */
const way = (events: readonly TicketEvent[]) =>
  events.flatMap((event) => (event.is === 'changed' && event.field === 'state' ? [event.to] : []));

const hung = (fingerprint: string) =>
  alertOf(
    { alertname: 'GuestHeartbeatRed', severity: 'critical', vm: 'web-a001' },
    { annotations: { summary: 'web-a001 hangs, ssh does not answer' }, fingerprint },
  );

describe('an alert', () => {
  it('that ends by itself takes what waits for approval with it', async () => {
    await lab.during(['hung-vm'], 60, async () => {
      const [id = ''] = await send([hung('two')]);
      await vi.waitFor(async () => expect(await waits(id)).not.toEqual([]), soon);
      await send([{ ...hung('two'), status: 'resolved', endsAt: '2026-11-23T12:30:00Z' }]);
      expect((await ticketOf(id)).state).toBe('closed');
      await vi.waitFor(async () => {
        const of = await lab.console.app.remediations.list({ ticketId: id, limit: 10 });
        expect(of.map(({ state }) => state)).toEqual(of.map(() => 'cancelled'));
      }, soon);
      expect((await ticketOf(id)).state).toBe('closed');
    });
  }, 180_000);

  it('is diagnosed by itself, its remedy waits for a person, and what was read back closes it', async () => {
    await lab.during(['hung-vm'], 60, async () => {
      const [id = ''] = await send([hung('one')]);
      await vi.waitFor(async () => expect((await ticketOf(id)).state).toBe('awaiting-approval'), soon);
      const ticket = await ticketOf(id);
      expect(ticket.diagnosis?.hypotheses[0]).toMatchObject({ pattern: 'hung-guest' });
      const [remediation] = await waits(id);
      expect(remediation).toMatchObject({
        action: 'vm.restart',
        targetName: 'web-a001',
        cause: 'hung-guest',
        proposedBy: { by: 'rules' },
        pattern: { strength: expect.closeTo(0.9, 0) },
      });
      // Somebody else tells of the same: what is there already is not proposed twice, and this one follows it.
      const { ticket: second } = await lab.console.client.tickets.add({
        title: 'web-a001 is frozen, ssh does not answer',
      });
      await lab.console.app.ticketWork.diagnose(second.id, {
        model: false,
        by: approver,
        signal: new AbortController().signal,
        progress: () => {},
      });
      const follows = await ticketOf(second.id);
      expect(follows.state).toBe('awaiting-approval');
      expect(follows.events).toContainEqual(
        expect.objectContaining({
          is: 'remediation',
          remediation: remediation?.id,
          text: expect.stringContaining(`(${remediation?.id}, of ticket ${id}) waits for one approval`),
        }),
      );
      // Somebody proposes more for it: one waits beside, the other is refused, as the VM runs.
      for (const [action, parameters, state] of [
        ['vm.snapshot.create', { name: 'before-restart' }, 'awaiting-approval'],
        ['vm.power-on', {}, 'refused'],
      ] as const) {
        const more = await lab.console.client.remediation.propose({
          action,
          target: remediation?.target ?? '',
          parameters,
          ticketId: id,
        });
        expect(more.state).toBe(state);
      }
      await lab.console.app.remediations.approve(
        remediation?.id ?? '',
        { planHash: remediation?.plan?.hash ?? '', typedName: 'web-a001', run: true },
        approver,
      );
      await vi.waitFor(
        async () => {
          await lab.advance(5);
          expect((await ticketOf(id)).state).toBe('closed');
        },
        { timeout: 60_000, interval: 50 },
      );
      const closed = await ticketOf(id);
      expect(way(closed.events)).toEqual([
        'triaged',
        'diagnosed',
        'awaiting-approval',
        'in-progress',
        'resolved',
        'closed',
      ]);
      expect(closed.outcome).toMatchObject({ succeeded: true, cause: 'hung-guest' });
      await vi.waitFor(async () => expect((await ticketOf(second.id)).state).toBe('closed'), soon);
      // Nothing of it still asks for somebody.
      await vi.waitFor(async () => {
        const of = await lab.console.app.remediations.list({ ticketId: id, limit: 10 });
        expect(of.map(({ state }) => state).filter((state) => state !== 'succeeded')).toEqual(
          of.slice(1).map(() => 'cancelled'),
        );
      }, soon);
    });
  }, 180_000);

  it('of a host that is down, with those of its machines, is diagnosed once', async () => {
    await lab.during(['host-down'], 30, async (view) => {
      const { scheduler } = lab.console.app;
      const down = view.all('host').find(({ attributes }) => attributes.connectionState === 'not responding');
      if (!down) throw new Error('no host of the lab is down');
      const before = (await scheduler.history({ job: 'diagnosis' })).length;
      const vms = view
        .all('vm')
        .filter(
          (vm) =>
            vm.attributes.powerState === 'on' &&
            view.outbound(vm, 'runs-on').some(({ id }) => id === down.id),
        )
        .slice(0, 8);
      const ids = await send([
        ...vms.map(({ name }) => alertOf({ alertname: `VmDown-${name}`, severity: 'warning', vm: name })),
        alertOf({ alertname: 'HostDown', severity: 'critical', host: down.name }),
      ]);
      const lead = ids.at(-1) ?? '';
      await vi.waitFor(async () => expect((await ticketOf(lead)).diagnosis).toBeDefined(), soon);
      expect((await ticketOf(lead)).diagnosis?.hypotheses[0]).toMatchObject({
        pattern: 'host-down',
        entity: { name: down.name },
      });
      const states = await Promise.all(ids.slice(0, -1).map(async (id) => (await ticketOf(id)).state));
      expect(new Set(states)).toEqual(new Set(['triaged']));
      const { group } = await ticketOf(lead);
      expect(group).toMatchObject({ cause: `host ${down.name}`, entity: down.id });
      expect((await scheduler.history({ job: 'diagnosis' })).length - before).toBe(1);
    });
  }, 180_000);
});
