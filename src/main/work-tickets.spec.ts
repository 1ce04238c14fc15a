import { expect, it } from 'vitest';
import { openDesk } from '../../test/support/ticket-desk.ts';
import { alice, bob, install, never, request } from '../../test/support/remediation-world.ts';
import { ticketSettingsSchema } from '../shared/model/ticket-settings.ts';
import { silentLogger } from './platform/logger.ts';
import { createTicketWork, type TicketWorkPorts } from './work-tickets.ts';

/** A workstation with a ticket, its remediations and what it does of tickets by itself. */
async function station(
  name: string,
  { automation, view }: { automation?: TicketWorkPorts['automation']; view?: () => void } = {},
) {
  const { desk, store } = openDesk();
  const { remediations, store: records } = install({ workstation: name });
  await remediations.start();
  const work = createTicketWork({
    desk,
    resolution: { resolveTicket: () => Promise.reject(new Error('nothing is diagnosed here')) },
    inventory: {
      view: () => {
        view?.();
        return Promise.reject(new Error('nothing is looked at here'));
      },
      onChanged: () => () => {},
    },
    topology: { blastRadius: () => Promise.reject(new Error('nothing is looked at here')) as never },
    scheduler: {
      isRunning: false,
      runOnce: () => Promise.reject(new Error('nothing is run here')),
      cancel: () => false,
    },
    remediations,
    collected: async () => {},
    ...(automation && { automation }),
    settings: () => ticketSettingsSchema.parse({ diagnose: false }),
    clock: {
      now: () => '2026-11-23T12:00:00.000Z' as never,
      monotonicMs: () => 0,
      // Only until somebody wants something.
      sleep: (ms, signal) => (ms > 10_000 ? forever(signal) : Promise.resolve()),
    },
    logger: silentLogger,
  });
  return { desk, tickets: store.tickets, remediations, records: records.remediations, work };
}

const forever = (signal?: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    signal?.addEventListener('abort', () => {
      reject(new Error('woken'));
    });
  });

async function turns(): Promise<void> {
  for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

it('a ticket is told of its remediation where that moves on, and not once more by every other workstation', async () => {
  const [here, there] = [await station('here'), await station('there')];
  const { ticket } = await there.desk.add(
    { title: 'web-01 hangs', text: '', origin: { is: 'person', operator: 'alice' } },
    'alice',
  );
  await here.tickets.put(await there.tickets.find({ selector: {} }));
  await here.desk.storeChanged([ticket.id]);
  const { id, plan } = await there.remediations.propose({ ...request, ticketId: ticket.id }, alice, never);
  await there.remediations.approve(id, { planHash: plan?.hash ?? '', run: false }, bob);
  await turns();
  const told = await there.desk.get(ticket.id);
  expect(told?.events.filter(({ is }) => is === 'remediation').length).toBeGreaterThan(0);

  // It comes before the ticket that says so.
  await here.records.put(await there.records.find({ selector: {} }));
  await here.remediations.storeChanged([id]);
  await turns();
  expect(await here.desk.get(ticket.id)).toEqual(ticket);
});

it('what waits for a ticket is withdrawn where that is ended, and there alone', async () => {
  const [here, there] = [await station('here'), await station('there')];
  here.work.start();
  const { ticket } = await there.desk.add(
    { title: 'web-01 hangs', text: '', origin: { is: 'person', operator: 'alice' } },
    'alice',
  );
  await here.tickets.put(await there.tickets.find({ selector: {} }));
  await here.desk.storeChanged([ticket.id]);
  const { id } = await here.remediations.propose({ ...request, ticketId: ticket.id }, alice, never);
  await turns();
  const before = (await here.remediations.get(id))?.state;
  await there.desk.change(ticket.id, { state: 'closed', outcome: { summary: 'it was a drill' } }, 'alice');
  await here.tickets.put(await there.tickets.find({ selector: {} }));
  await here.desk.storeChanged([ticket.id]);
  await turns();
  expect((await here.remediations.get(id))?.state).toBe(before);
  await here.desk.change(ticket.id, { state: 'reopened' }, 'alice');
  await here.desk.change(ticket.id, { state: 'closed', outcome: { summary: 'a drill' } }, 'alice');
  await expect.poll(async () => (await here.remediations.get(id))?.state).toBe('cancelled');
});

it('works on tickets by itself where that is led, and from when it is', async () => {
  let isHere = false;
  let changed = () => {};
  let looks = 0;
  const { desk, work } = await station('here', {
    view: () => {
      looks += 1;
    },
    automation: {
      isHere: () => isHere,
      onChanged(listener) {
        changed = listener;
        return () => {};
      },
    },
  });
  work.start();
  await desk.add({ title: 'web-01 hangs', text: '', origin: { is: 'person', operator: 'alice' } }, 'alice');
  await turns();
  expect(looks).toBe(0);
  isHere = true;
  changed();
  await expect.poll(() => looks).toBeGreaterThan(0);
  await work.close();
});
