import type { InputOf } from '../../shared/contract/contract.ts';
import type { ticketSorts } from '../../shared/contract/tickets.ts';
import type { CliContext } from './context.ts';
import { findEntity } from './find-entity.ts';
import { nowOf } from './inventory-filter.ts';
import { groupsTable, ticketsTable } from './ticket-text.ts';

type Filter = Pick<
  InputOf<'tickets.list'>,
  'states' | 'priorities' | 'categories' | 'assignee' | 'group' | 'text' | 'overdue' | 'entity' | 'open'
>;

export interface ListOptions {
  readonly state?: NonNullable<Filter['states']>;
  readonly priority?: NonNullable<Filter['priorities']>;
  readonly category?: NonNullable<Filter['categories']>;
  readonly assignee?: string;
  readonly unassigned?: boolean;
  readonly entity?: string;
  readonly group?: string;
  readonly overdue?: boolean;
  readonly all?: boolean;
  readonly grouped?: boolean;
  readonly sort: (typeof ticketSorts)[number];
  readonly limit: number;
}

export async function listTickets(context: CliContext, words: string, options: ListOptions): Promise<void> {
  const { output } = context;
  await context.withClient(async (client) => {
    const entity =
      options.entity === undefined ? undefined : await findEntity(client, options.entity, undefined);
    const filter: Filter = {
      ...(options.state ? { states: options.state } : options.all !== true && { open: true }),
      ...(options.priority && { priorities: options.priority }),
      ...(options.category && { categories: options.category }),
      ...(options.unassigned === true
        ? { assignee: '' }
        : options.assignee !== undefined && { assignee: options.assignee }),
      ...(entity && { entity: entity.entity.id }),
      ...(options.group !== undefined && { group: options.group }),
      ...(options.overdue === true && { overdue: true }),
      ...(words !== '' && { text: words }),
    };
    const now = await nowOf(client);
    if (options.grouped === true) {
      const answer = await client.tickets.groups({ ...filter, limit: Math.min(500, options.limit) });
      output.data(answer, () =>
        answer.total === 0
          ? nothing
          : rest(groupsTable(answer.groups, output, now), answer.groups.length, answer.total),
      );
      return;
    }
    const answer = await client.tickets.list({ ...filter, sort: options.sort, limit: options.limit });
    output.data(answer, () =>
      answer.total === 0
        ? nothing
        : rest(ticketsTable(answer.tickets, output, now), answer.tickets.length, answer.total),
    );
  });
}

const nothing = 'No ticket matches. `tickets list --all` shows those that are over as well.';

const rest = (table: string, shown: number, total: number): string =>
  shown === total ? table : `${table}\n${shown} of ${total}; --limit shows more`;
