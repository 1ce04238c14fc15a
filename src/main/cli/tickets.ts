import { Option, type Command } from 'commander';
import type { Client } from '../../shared/contract/client.ts';
import { ticketSorts } from '../../shared/contract/tickets.ts';
import { count } from '../../shared/format.ts';
import { openStates } from '../../shared/model/remediation.ts';
import { ticketCategories, ticketPriorities, ticketStates, type Ticket } from '../../shared/model/ticket.ts';
import type { CliContext } from './context.ts';
import { diagnosisText } from './diagnosis-text.ts';
import { exitCodes } from './exit-codes.ts';
import { wholeNumber } from './option-values.ts';
import { withoutEscapes } from './output.ts';
import { attachment, textOrStdin } from './text-files.ts';
import { changedText, ticketText } from './ticket-text.ts';
import { addTicket, importTickets, type AddOptions } from './tickets-intake.ts';
import { listTickets, type ListOptions } from './tickets-list.ts';

export function registerTicketsCommand(program: Command, context: CliContext): void {
  const tickets = program
    .command('tickets')
    .description('problems from people and systems, and what became of them')
    .addHelpText(
      'after',
      `
Examples:
  $ datacenter-docs tickets add "web-01 hangs" --text "nobody can log in since nine"
  $ datacenter-docs tickets list --priority p1 p2
  $ datacenter-docs tickets list --grouped
  $ datacenter-docs tickets show T-abcdefgh
  $ datacenter-docs tickets diagnose T-abcdefgh
  $ datacenter-docs tickets resolve T-abcdefgh --summary "restarted the guest"
  $ datacenter-docs tickets import tickets.csv --dry-run

Alertmanager and other systems post to /api/v1/webhooks of \`datacenter-docs serve\`.`,
    );

  tickets
    .command('add')
    .argument('<title...>', 'what is wrong, in one line')
    .option('--text <text>', 'more about it; names in it are found ("-": stdin)')
    .addOption(new Option('--priority <priority>', 'worked out when not given').choices(ticketPriorities))
    .addOption(new Option('--category <category>', 'worked out when not given').choices(ticketCategories))
    .option('--entity <entity...>', 'what it is about: entities by id or name')
    .option('--label <name=value...>', 'as alerts have them')
    .option('--attach <file...>', 'text files: logs, outputs')
    .option('--since <when>', 'when it began: an ISO time, or an age such as 2h')
    .option('--reference <reference>', 'of another system: given again, it is the same ticket')
    .option('--automation', 'its remediations may run by themselves, as far as policy allows')
    .description('take a problem in')
    .action((words: readonly string[], options: AddOptions) => addTicket(context, words.join(' '), options));

  tickets
    .command('list')
    .argument('[words...]', 'that stand in title, text or labels')
    .addOption(new Option('--state <state...>', 'only in these states').choices(ticketStates))
    .addOption(new Option('--priority <priority...>', 'only of these').choices(ticketPriorities))
    .addOption(new Option('--category <category...>', 'only of these').choices(ticketCategories))
    .option('--assignee <name>', 'only those of this person')
    .option('--unassigned', 'only those that nobody has')
    .option('--entity <entity>', 'only about this entity, by id or name')
    .option('--group <group>', 'only of this group')
    .option('--overdue', 'only those that are overdue')
    .option('--all', 'also those that are over')
    .option('--grouped', 'by what probably causes them')
    .addOption(new Option('--sort <order>', 'in this order').choices(ticketSorts).default('priority'))
    .option('--limit <n>', 'at most so many', wholeNumber(1, 1_000), 50)
    .description('open tickets, the gravest first')
    .action((words: readonly string[], options: ListOptions) =>
      listTickets(context, words.join(' '), options),
    );

  tickets
    .command('show')
    .argument('<ticket>', 'id, see `tickets list`')
    .description('one ticket with its history, diagnosis and similar ones')
    .action((id: string) =>
      context.withClient(async (client) => {
        const [detail, own, open] = await Promise.all([
          client.tickets.get({ id }),
          client.remediation.list({ ticket: id, limit: 50 }),
          client.remediation.list({ states: [...openStates], limit: 200 }),
        ]);
        const others = open.items.filter(({ ticketId }) => ticketId !== id);
        context.output.data(detail, () =>
          ticketText(detail, [...own.items, ...others], context.output.color),
        );
      }),
    );

  tickets
    .command('diagnose')
    .argument('<ticket>', 'id, see `tickets list`')
    .option('--no-model', 'by findings, patterns and runbooks alone, also where a language model is set')
    .description('work out its cause, keep it there, and propose what may be done')
    .addHelpText('after', `\nEnds with ${exitCodes.notFound} when no cause was found.`)
    .action((id: string, { model }: { model: boolean }) => diagnose(context, id, model));

  tickets
    .command('comment')
    .argument('<ticket>', 'id, see `tickets list`')
    .argument('<text...>', 'what there is to say ("-": stdin)')
    .description('say something in it')
    .action((id: string, words: readonly string[]) =>
      changing(context, async (client) =>
        client.tickets.comment({ id, text: await textOrStdin(words.join(' ')) }),
      ),
    );

  tickets
    .command('attach')
    .argument('<ticket>', 'id, see `tickets list`')
    .argument('<file...>', 'text files: logs, outputs')
    .description('attach text files')
    .action((id: string, files: readonly string[]) =>
      changing(context, async (client) => {
        let last: { ticket: Ticket } | undefined;
        for (const file of files) last = await client.tickets.attach({ id, ...(await attachment(file)) });
        return last ?? client.tickets.get({ id });
      }),
    );

  tickets
    .command('assign')
    .argument('<ticket>', 'id, see `tickets list`')
    .argument('[name]', 'whoever works on it; you when not given')
    .option('--nobody', 'nobody works on it')
    .description('say who works on it')
    .action((id: string, name: string | undefined, { nobody }: { nobody?: boolean }) =>
      changing(context, async (client) => {
        const you = async () => (await client.system.whoAmI({})).operator;
        return client.tickets.change({ id, assignee: nobody === true ? null : (name ?? (await you())) });
      }),
    );

  tickets
    .command('watch')
    .argument('<ticket>', 'id, see `tickets list`')
    .option('--off', 'no longer')
    .description('be told of what becomes of it')
    .action((id: string, { off }: { off?: boolean }) =>
      changing(context, (client) => client.tickets.watch({ id, on: off !== true })),
    );

  tickets
    .command('priority')
    .argument('<ticket>', 'id, see `tickets list`')
    .argument('<priority>', ticketPriorities.join(', '))
    .option('--reason <text>', 'why')
    .description('say how grave it is')
    .action((id: string, priority: string, { reason }: { reason?: string }) =>
      changing(context, (client) =>
        client.tickets.change({
          id,
          priority: priority as (typeof ticketPriorities)[number],
          ...(reason !== undefined && { reason }),
        }),
      ),
    );

  for (const [command, state, description] of [
    ['start', 'in-progress', 'say that somebody works on it'],
    ['resolve', 'resolved', 'say that it is mended'],
    ['close', 'closed', 'end it'],
    ['reopen', 'reopened', 'say that it is not over'],
  ] as const) {
    tickets
      .command(command)
      .argument('<ticket...>', 'ids, see `tickets list`')
      .option('--reason <text>', 'why')
      .option('--summary <text>', 'what was done, for similar tickets to come')
      .option('--did-not-help', 'what was done did not help')
      .description(description)
      .action(
        (
          ids: readonly string[],
          { reason, summary, didNotHelp }: { reason?: string; summary?: string; didNotHelp?: boolean },
        ) =>
          context.withClient(async (client) => {
            const changed: Ticket[] = [];
            for (const id of ids) {
              const { ticket } = await client.tickets.change({
                id,
                state,
                ...(reason !== undefined && { reason }),
                ...(summary !== undefined && { outcome: { summary, succeeded: didNotHelp !== true } }),
              });
              changed.push(ticket);
            }
            context.output.data(changed.length === 1 ? changed[0] : changed, () =>
              changed.map(changedText).join('\n'),
            );
          }),
      );
  }

  tickets
    .command('import')
    .argument('<file>', 'table (.csv) or list (.json) of tickets; "-": stdin')
    .addOption(new Option('--format <format>', 'when the name does not say it').choices(['csv', 'json']))
    .option('--dry-run', 'say what would be taken, and take nothing')
    .description('take tickets out of a file; rows at fault are told, the others are taken')
    .addHelpText(
      'after',
      `
Columns: title, text, priority (p1 to p4), category, entities (ids or names, parted by ";"), labels ("a=b; c=d") or
label:NAME, reference, since, state (open, resolved, closed), outcome. Only title is needed. With a reference a row is
taken once, however often the file is imported. Ends with ${exitCodes.partial} when some rows were at fault.`,
    )
    .action((file: string, options: { format?: 'csv' | 'json'; dryRun?: boolean }) =>
      importTickets(context, file, options),
    );
}

async function diagnose(context: CliContext, id: string, model: boolean): Promise<void> {
  const { output, signal } = context;
  await context.withClient(async (client) => {
    const result = await client.tickets.diagnoseTicket(
      { id, model },
      {
        signal,
        onProgress: ({ step }) => {
          if (process.stderr.isTTY) output.note(output.color.dim(`${step} …`));
        },
      },
    );
    const { diagnosis } = result.ticket;
    output.data(result, () =>
      [
        ...(diagnosis ? [diagnosisText(diagnosis, output.color)] : []),
        ...(result.proposed.length === 0
          ? []
          : [`${count(result.proposed.length, 'remediation')} in the queue: ${result.proposed.join(', ')}`]),
        ...withoutEscapes(result.notProposed).map(
          ({ action, target, reason }) => `${action} on ${target} is not in the queue: ${reason}`,
        ),
      ].join('\n\n'),
    );
    if ((diagnosis?.confidence ?? 0) < 0.5) context.exitWith(exitCodes.notFound);
  });
}

async function changing(
  context: CliContext,
  change: (client: Client) => Promise<{ readonly ticket: Ticket }>,
): Promise<void> {
  await context.withClient(async (client) => {
    const { ticket } = await change(client);
    context.output.data(ticket, () => changedText(ticket));
  });
}
