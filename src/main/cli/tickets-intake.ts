import { count } from '../../shared/format.ts';
import type { EntityId } from '../../shared/model/ids.ts';
import type { ticketCategories, ticketPriorities } from '../../shared/model/ticket.ts';
import { DomainError } from '../platform/errors.ts';
import type { CliContext } from './context.ts';
import { exitCodes } from './exit-codes.ts';
import { findEntity } from './find-entity.ts';
import { nowOf, parseMoment } from './inventory-filter.ts';
import { withoutEscapes } from './output.ts';
import { readAll } from './terminal.ts';
import { attachment, textOf, textOrStdin } from './text-files.ts';
import { changedText } from './ticket-text.ts';

export interface AddOptions {
  readonly text?: string;
  readonly priority?: (typeof ticketPriorities)[number];
  readonly category?: (typeof ticketCategories)[number];
  readonly entity?: readonly string[];
  readonly label?: readonly string[];
  readonly attach?: readonly string[];
  readonly since?: string;
  readonly reference?: string;
  readonly automation?: boolean;
}

const largestFile = 8_000_000;

export async function addTicket(context: CliContext, title: string, options: AddOptions): Promise<void> {
  const text = options.text === undefined ? undefined : await textOrStdin(options.text);
  const attachments = await Promise.all((options.attach ?? []).map(attachment));
  await context.withClient(async (client) => {
    const entities: EntityId[] = [];
    for (const wanted of options.entity ?? []) {
      entities.push((await findEntity(client, wanted, undefined)).entity.id);
    }
    const since = options.since === undefined ? undefined : parseMoment(options.since, await nowOf(client));
    const taken = await client.tickets.add({
      title,
      ...(text !== undefined && { text }),
      ...(options.priority && { priority: options.priority }),
      ...(options.category && { category: options.category }),
      ...(entities.length > 0 && { entities }),
      ...(options.label && { labels: labelsOf(options.label) }),
      ...(attachments.length > 0 && { attachments }),
      ...(since !== undefined && { since }),
      ...(options.reference !== undefined && { reference: options.reference }),
      ...(options.automation === true && { automation: true }),
    });
    context.output.data(taken, () =>
      taken.created ? changedText(taken.ticket) : `It is there already. ${changedText(taken.ticket)}`,
    );
  });
}

export async function importTickets(
  context: CliContext,
  file: string,
  options: { readonly format?: 'csv' | 'json'; readonly dryRun?: boolean },
): Promise<void> {
  const format = options.format ?? (/\.json$/i.test(file) ? 'json' : 'csv');
  const text = file === '-' ? await readAll(process.stdin) : await textOf(file, largestFile);
  await context.withClient(async (client) => {
    const report = await client.tickets.import({ format, text, dryRun: options.dryRun === true });
    context.output.data(report, () =>
      [
        options.dryRun === true
          ? `${report.rows - report.faulty} of ${count(report.rows, 'row')} would be taken; nothing was.`
          : `${count(report.created, 'ticket')} taken, ${report.existing} there already, ${count(report.faulty, 'row')} at fault.`,
        ...withoutEscapes(report.faults).map(
          ({ line, path, message }) =>
            `  ${[line === undefined ? undefined : `line ${line}`, path === '' ? undefined : path].filter(Boolean).join(', ')}: ${message}`,
        ),
      ].join('\n'),
    );
    if (report.faulty > 0) context.exitWith(exitCodes.partial);
  });
}

/** @throws DomainError usage */
function labelsOf(pairs: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    pairs.map((pair): [string, string] => {
      const at = pair.indexOf('=');
      if (at < 1) throw new DomainError('usage', `--label: expected name=value, got "${pair}"`);
      return [pair.slice(0, at), pair.slice(at + 1)];
    }),
  );
}
