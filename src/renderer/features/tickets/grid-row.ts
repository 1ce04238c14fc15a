import type { OutputOf } from '../../../shared/contract/contract.ts';
import type { TicketSummary } from '../../../shared/contract/tickets.ts';

export type TicketGroup = OutputOf<'tickets.groups'>['groups'][number];

/** A line of the list: a ticket, a cause with its tickets folded away, or the rest of them. */
export type GridRow =
  | { readonly is: 'ticket'; readonly key: string; readonly ticket: TicketSummary; readonly inGroup: boolean }
  | { readonly is: 'group'; readonly key: string; readonly group: TicketGroup; readonly open: boolean }
  | { readonly is: 'rest'; readonly key: string; readonly group: TicketGroup }
  | { readonly is: 'waiting'; readonly key: string };

/** Of an unfolded cause so many stand below it; the table shows all. */
export const mostOfGroup = 20;

/**
 * Causes as lines. A ticket that stands alone is itself; the tickets of an unfolded cause stand below it, as far as
 * they are read. `place` of a line is that of its cause in the list of causes.
 */
export function causeRows(
  total: number,
  groupAt: (index: number) => TicketGroup | undefined,
  unfolded: ReadonlySet<string>,
  membersOf: (group: string) => readonly TicketSummary[] | undefined,
): readonly { readonly row: GridRow; readonly place: number }[] {
  const rows: { row: GridRow; place: number }[] = [];
  for (let place = 0; place < total; place++) {
    const group = groupAt(place);
    if (group === undefined) {
      rows.push({ row: { is: 'waiting', key: `waiting ${place}` }, place });
      continue;
    }
    if (group.tickets === 1) {
      rows.push({
        row: { is: 'ticket', key: group.lead.id, ticket: group.lead, inGroup: false },
        place,
      });
      continue;
    }
    const open = unfolded.has(group.id);
    rows.push({ row: { is: 'group', key: `group ${group.id}`, group, open }, place });
    if (!open) continue;
    const members = membersOf(group.id);
    for (const ticket of members ?? []) {
      rows.push({ row: { is: 'ticket', key: ticket.id, ticket, inGroup: true }, place });
    }
    if (members === undefined) rows.push({ row: { is: 'waiting', key: `members ${group.id}` }, place });
    else if (group.tickets > members.length) {
      rows.push({ row: { is: 'rest', key: `rest ${group.id}`, group }, place });
    }
  }
  return rows;
}

/** The ticket that a line stands for: of a cause, the one that it is diagnosed by. */
export function ticketOf(row: GridRow): TicketSummary | undefined {
  switch (row.is) {
    case 'ticket':
      return row.ticket;
    case 'group':
    case 'rest':
      return row.group.lead;
    case 'waiting':
      return undefined;
    default:
      return row satisfies never;
  }
}
