import type { EntityId } from '../../../shared/model/ids.ts';
import { entityIdSchema } from '../../../shared/model/ids.ts';
import type { TicketDesk, TicketIntake } from '../desk.ts';
import type { Named } from '../link-entities.ts';
import { derivedTicketId } from '../ticket-id.ts';
import { readImport, type ImportedRow, type ImportFault } from './import-rows.ts';

export interface ImportReport {
  readonly rows: number;
  readonly created: number;
  readonly existing: number;
  readonly faulty: number;
  readonly tickets: string[];
  readonly faults: ImportFault[];
}

const mostNamed = 1_000;
const mostFaults = 1_000;

/** Takes the rows that are good; the others are told with their place. @throws DomainError import-unreadable */
export async function importTickets(
  file: { readonly format: 'csv' | 'json'; readonly text: string; readonly dryRun: boolean },
  ports: {
    readonly desk: TicketDesk;
    readonly named: (text: string) => Promise<readonly Named[]>;
    readonly operator: string;
    readonly signal: AbortSignal;
  },
): Promise<ImportReport> {
  const { desk, operator, signal } = ports;
  const { rows, total, faults: unread } = readImport(file.format, file.text);
  const faults: ImportFault[] = [...unread];
  const good: { readonly intake: TicketIntake; readonly row: ImportedRow['row'] }[] = [];
  for (const one of rows) {
    signal.throwIfAborted();
    const intake = await intakeOf(one, operator, ports.named, faults);
    if (intake) good.push({ intake, row: one.row });
  }
  const report = { rows: total, faulty: total - good.length, faults: faults.slice(0, mostFaults) };
  if (file.dryRun) return { ...report, created: 0, existing: 0, tickets: [] };
  const taken = await desk.addAll(
    good.map(({ intake }) => intake),
    operator,
    signal,
  );
  for (const [place, { ticket, created }] of taken.entries()) {
    const row = good[place]?.row;
    if (!created || row === undefined || row.state === 'open') continue;
    await desk.change(
      ticket.id,
      {
        state: row.state,
        reason: 'it was over when it was imported',
        ...(row.outcome !== undefined && { outcome: { summary: row.outcome } }),
      },
      operator,
    );
  }
  const created = taken.filter((one) => one.created).length;
  return {
    ...report,
    created,
    existing: taken.length - created,
    tickets: taken.map(({ ticket }) => ticket.id).slice(0, mostNamed),
  };
}

async function intakeOf(
  { row, at, line }: ImportedRow,
  operator: string,
  named: (text: string) => Promise<readonly Named[]>,
  faults: ImportFault[],
): Promise<TicketIntake | undefined> {
  const { title, text, priority, category, labels, reference, since } = row;
  const entities: EntityId[] = [];
  for (const [place, wanted] of row.entities.entries()) {
    const id = entityIdSchema.safeParse(wanted);
    const found = id.success ? [id.data] : (await named(`"${wanted}"`)).map((one) => one.id);
    const [first] = found;
    if (first !== undefined && found.length === 1) entities.push(first);
    else {
      faults.push({
        ...(line !== undefined && { line }),
        path: line === undefined ? `${at}/entities/${place}` : 'entities',
        message:
          first === undefined
            ? `nothing in the inventory is called "${wanted}"`
            : `"${wanted}" is the name of ${found.length} things: give an id`,
      });
      return undefined;
    }
  }
  return {
    ...(reference !== undefined && { id: derivedTicketId('reference', reference) }),
    title,
    text,
    entities,
    origin: { is: 'import', operator, ...(reference !== undefined && { reference }) },
    ...(priority !== undefined && { priority }),
    ...(category !== undefined && { category }),
    ...(labels !== undefined && { labels }),
    ...(since !== undefined && { since }),
  };
}
