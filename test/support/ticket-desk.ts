import { setImmediate } from 'node:timers/promises';
import type { Entity } from '../../src/shared/model/entity.ts';
import type { Remediation } from '../../src/shared/model/remediation.ts';
import { ticketSettingsSchema } from '../../src/shared/model/ticket-settings.ts';
import { silentLogger } from '../../src/main/platform/logger.ts';
import { systemRandom } from '../../src/main/platform/random.ts';
import { createSearch, type Search } from '../../src/main/search/search.ts';
import { secretRemover } from '../../src/main/secret-remover.ts';
import { createTicketDesk } from '../../src/main/tickets/create-desk.ts';
import type { TicketDesk } from '../../src/main/tickets/desk.ts';
import { createTriage } from '../../src/main/tickets/take-in.ts';
import { createTopology, type Topology } from '../../src/main/topology/topology.ts';
import type { InventoryView } from '../../src/main/inventory/view.ts';
import { buildView, type AnyEntity } from './build-view.ts';
import { createFakeClock, type FakeClock } from './fake-clock.ts';
import { createMemoryStore, type MemoryStore } from './memory-store.ts';

export interface DeskUnderTest {
  readonly desk: TicketDesk;
  readonly clock: FakeClock;
  readonly store: MemoryStore;
  readonly view: InventoryView;
  readonly topology: Topology;
  readonly named: Search['named'];
}

/** A desk over a store in memory and an estate that a spec builds, with the search that the application has. */
export function openDesk(
  entities: readonly AnyEntity[] = [],
  settings: unknown = {},
  store: MemoryStore = createMemoryStore(),
): DeskUnderTest {
  const clock = createFakeClock();
  const view = buildView(entities as readonly unknown[] as readonly Entity[]);
  const topology = createTopology(clock);
  const search = createSearch({
    inventory: { view: async () => view, onChanged: () => () => {} },
    documents: { list: async () => [], onChanged: () => () => {} },
    pause: () => setImmediate(),
    logger: silentLogger,
  });
  const named: Search['named'] = (text) => search.named(text);
  const desk = createTicketDesk({
    store: store.tickets,
    triage: () =>
      createTriage({ view: async () => view, named, topology, secretRemover: async () => secretRemover([]) }),
    settings: () => ticketSettingsSchema.parse(settings),
    clock,
    random: systemRandom,
    logger: silentLogger,
  });
  return { desk, clock, store, view, topology, named };
}

/** As much of a remediation as a ticket is told of. */
export function remediationOf(
  ticketId: string,
  parts: Partial<Remediation> & Pick<Remediation, 'state'>,
): Remediation {
  return {
    id: 'R-1',
    ticketId,
    action: 'vm.restart',
    targetName: 'web-01',
    cause: 'hung-guest',
    approvals: [],
    decision: { approvals: { needed: 1 }, checks: [] },
    ...parts,
  } as unknown as Remediation;
}
