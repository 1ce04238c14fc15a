import { splitEntityId, type EntityId } from '../shared/model/ids.ts';
import type { Remediation } from '../shared/model/remediation.ts';
import type { Inventory } from './inventory/inventory.ts';
import { application } from './tickets/change-ticket.ts';
import type { TicketDesk } from './tickets/desk.ts';
import { resolvedBy, saysThatItStands, settlementOf } from './tickets/still-stands.ts';

/** Ends tickets whose remedy was read back as done, once what showed their trouble is gone. */
export interface TicketSettling {
  /** Looks anew at what shows the trouble: closes the ticket, or has it say what still stands. */
  remedied(ticketId: string, remediation: Remediation): Promise<void>;
  /** Looks at what is known now. */
  again(ticketId: string): Promise<void>;
  /** Resolved tickets of which something still stands. */
  waiting(): readonly string[];
}

export function createTicketSettling(ports: {
  readonly desk: Pick<TicketDesk, 'get' | 'change' | 'remediationNoted'>;
  readonly inventory: Pick<Inventory, 'view'>;
  readonly remediation: (id: string) => Promise<Remediation | undefined>;
  /** Collects what an entity belongs to. */
  readonly collected: (entity: EntityId) => Promise<void>;
  readonly signal: AbortSignal;
}): TicketSettling {
  const { desk, inventory, signal } = ports;
  const waiting = new Set<string>();

  async function settle(ticketId: string, remediation: Remediation): Promise<void> {
    const ticket = await desk.get(ticketId);
    // Somebody may have reopened or closed it meanwhile.
    if (!ticket || resolvedBy(ticket) !== remediation.id) {
      waiting.delete(ticketId);
      return;
    }
    const settlement = settlementOf(ticket.diagnosis, remediation, await inventory.view());
    switch (settlement.is) {
      case 'over':
        waiting.delete(ticketId);
        await desk.change(ticketId, { state: 'closed', reason: settlement.reason }, application);
        return;
      case 'stands':
        waiting.add(ticketId);
        if (!saysThatItStands(ticket)) await desk.remediationNoted(ticketId, remediation, settlement.text);
        return;
      default:
        return settlement satisfies never;
    }
  }

  return {
    async remedied(ticketId, remediation) {
      const ticket = await desk.get(ticketId);
      const known = settlementOf(ticket?.diagnosis, remediation, await inventory.view());
      if (known.is === 'stands') {
        // The trouble may show elsewhere than where it was remedied: a volume grows, and a datastore is full.
        const shown = known.findings.map(({ attributes }) => attributes.objectId as EntityId);
        await Promise.all(onePerKind([remediation.target, ...shown]).map((one) => ports.collected(one)));
        if (signal.aborted) return;
      }
      await settle(ticketId, remediation);
    },
    async again(ticketId) {
      const ticket = await desk.get(ticketId);
      const id = ticket && resolvedBy(ticket);
      const remediation = id === undefined ? undefined : await ports.remediation(id);
      if (remediation) await settle(ticketId, remediation);
      else waiting.delete(ticketId);
    },
    waiting: () => [...waiting],
  };
}

/** Things of a kind and a source are collected together. */
function onePerKind(ids: readonly EntityId[]): EntityId[] {
  const byKind = new Map(
    ids.map((id) => {
      const { source, kind } = splitEntityId(id);
      return [`${source} ${kind}`, id] as const;
    }),
  );
  return [...byKind.values()];
}
