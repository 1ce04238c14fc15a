import type { createColors } from 'picocolors';
import type { OutputOf } from '../../shared/contract/contract.ts';
import type { RemediationSummary } from '../../shared/contract/remediation.ts';
import type { SlaClock, TicketDetail, TicketSummary } from '../../shared/contract/tickets.ts';
import { age, count, instantText, seconds } from '../../shared/format.ts';
import type { Diagnosis } from '../../shared/model/diagnosis.ts';
import type { Ticket, TicketEvent, TicketOrigin } from '../../shared/model/ticket.ts';
import { writtenApart } from '../../shared/model/written-apart.ts';
import { withoutEscapes, type Output } from './output.ts';

type Colors = ReturnType<typeof createColors>;

export function ticketsTable(tickets: readonly TicketSummary[], output: Output, now: string): string {
  const { color } = output;
  return output.table(
    ['ticket', 'P', 'state', 'about', 'title', 'assignee', 'age', 'due'],
    withoutEscapes(tickets).map((ticket) => [
      ticket.id,
      ticket.priority.slice(1),
      ticket.state,
      aboutText(ticket.entities),
      shortened(ticket.title, 60),
      ticket.assignee ?? '–',
      age(ticket.createdAt, now),
      dueText(ticket, color),
    ]),
  );
}

export function groupsTable(
  groups: OutputOf<'tickets.groups'>['groups'],
  output: Output,
  now: string,
): string {
  const { color } = output;
  return output.table(
    ['group', 'P', 'tickets', 'cause', 'stands for it', 'state', 'since', 'overdue'],
    withoutEscapes(groups).map(({ id, priority, tickets, cause, lead, since, overdue }) => [
      id,
      priority.slice(1),
      tickets,
      cause ?? aboutText(lead.entities),
      `${lead.id} ${shortened(lead.title, 50)}`,
      lead.state,
      age(since, now),
      overdue === 0 ? '–' : color.red(String(overdue)),
    ]),
  );
}

/**
 * One ticket for people: what it is, what is known, what may be done, and what happened to it. `about` are those
 * of the ticket, and those in the queue: what was proposed for another ticket is not proposed once more for this one.
 */
export function ticketText(
  detail: TicketDetail,
  about: readonly RemediationSummary[],
  color: Colors,
): string {
  const { ticket, entities, sla, group, similar, next } = withoutEscapes(detail);
  const remediations = withoutEscapes(about);
  const blocks = [
    [
      color.bold(`${ticket.id}  ${ticket.title}`),
      [
        ticket.priority.toUpperCase(),
        ticket.state,
        ticket.category,
        `from ${originText(ticket.origin)}`,
      ].join(' · '),
      `since ${instantText(ticket.since)}, taken in ${instantText(ticket.createdAt)}`,
      `response ${clockText(sla.respond, color)}; resolution ${clockText(sla.resolve, color)}`,
      `${ticket.assignee === undefined ? 'assigned to nobody' : `assigned to ${ticket.assignee}`}${ticket.watchers.length === 0 ? '' : `; watched by ${ticket.watchers.join(', ')}`}`,
    ].join('\n'),
  ];
  if (ticket.text !== '') blocks.push(ticket.text);
  if (entities.length > 0) {
    blocks.push(
      section(
        color.bold('About'),
        entities.map(({ id, kind, name, how, gone }) =>
          [kind, name ?? id, color.dim(`(${how}${gone ? ', not there any more' : ''})`)]
            .filter(Boolean)
            .join(' '),
        ),
      ),
    );
  }
  const labels = Object.entries(ticket.labels);
  if (labels.length > 0)
    blocks.push(
      section(
        color.bold('Labels'),
        labels.map(([name, value]) => `${name}=${value}`),
      ),
    );
  if (ticket.group !== undefined) {
    blocks.push(
      section(color.bold(`Belongs to ${ticket.group.id}: ${ticket.group.cause}`), [
        ...group.tickets.slice(0, 5).map(({ id, state, title }) => `${id} ${state} ${shortened(title, 70)}`),
        ...(group.total > 5
          ? [color.dim(`and ${group.total - 5} more: tickets list --group ${ticket.group.id}`)]
          : []),
      ]),
    );
  }
  if (ticket.diagnosis) {
    const { summary, confidence, proposals } = ticket.diagnosis;
    blocks.push(
      section(color.bold(`Diagnosis, ${Math.round(confidence * 100)} %`), [
        summary,
        ...proposals.flatMap((proposal) => proposalText(proposal, ticket.id, remediations)),
      ]),
    );
  }
  const own = remediations.filter(({ ticketId }) => ticketId === ticket.id);
  if (own.length > 0) {
    blocks.push(
      section(color.bold('Remediation'), [
        ...own.map(remediationLine),
        color.dim(`datacenter-docs remediation show ${own[0]?.id ?? ''}`),
      ]),
    );
  }
  if (ticket.outcome) blocks.push(section(color.bold('Outcome'), [ticket.outcome.summary]));
  if (similar.length > 0) {
    blocks.push(
      section(
        color.bold('Similar'),
        similar.map(({ id, title, outcome }) => `${id} ${shortened(title, 60)}: ${outcome}`),
      ),
    );
  }
  if (ticket.attachments.length > 0) {
    blocks.push(
      section(
        color.bold('Attached'),
        ticket.attachments.map(({ name, text }) => `${name} (${count(text.length, 'character')})`),
      ),
    );
  }
  const apart = writtenApart(ticket.events);
  blocks.push(
    section(
      color.bold('History'),
      ticket.events.map((event) =>
        apart.has(event.id)
          ? `${eventText(event, color)} ${color.dim('(written at the same time at another workstation)')}`
          : eventText(event, color),
      ),
    ),
  );
  if (next.length > 0) blocks.push(color.dim(`Can become: ${next.join(', ')}`));
  return blocks.join('\n\n');
}

const remediationLine = ({ id, state, action, targetName, risk, approved, outcome }: RemediationSummary) =>
  `${id} ${state} ${action} on ${targetName} (risk ${risk}${state === 'awaiting-approval' ? `, ${approved.have} of ${count(approved.needed, 'approval')}` : ''})${outcome === undefined ? '' : `: ${shortened(outcome, 100)}`}`;

/** What the diagnosis proposes and nobody has in the queue for this ticket; its own are told below. */
function proposalText(
  { action, target, targetName }: Diagnosis['proposals'][number],
  ticket: string,
  remediations: readonly RemediationSummary[],
): string[] {
  const kept = remediations.filter((one) => one.action === action && one.target === target);
  if (kept.some(({ ticketId }) => ticketId === ticket)) return [];
  const [other] = kept;
  return [
    other === undefined
      ? `would help: ${action} on ${targetName}; not in the queue`
      : `would help: ${action} on ${targetName}; ${other.id} is ${other.state}${other.ticketId === undefined ? '' : ` for ${other.ticketId}`}`,
  ];
}

/** What an operator sees after a change. */
export function changedText(ticket: Ticket): string {
  const { id, state, priority, assignee, title } = withoutEscapes(ticket);
  return `${id} is ${state}, ${priority.toUpperCase()}, ${assignee === undefined ? 'assigned to nobody' : `assigned to ${assignee}`}: ${title}`;
}

function eventText(event: TicketEvent, color: Colors): string {
  const at = color.dim(instantText(event.at));
  switch (event.is) {
    case 'created':
      return `${at}  ${event.by} brought it in`;
    case 'comment':
      return `${at}  ${event.by}: ${event.text}`;
    case 'changed': {
      const from = event.from === '' ? '' : ` from ${event.from}`;
      const reason = event.reason === undefined ? '' : ` (${event.reason})`;
      return `${at}  ${event.by}: ${event.field}${from} to ${event.to === '' ? 'nothing' : event.to}${reason}`;
    }
    case 'alert':
      return `${at}  ${event.text}`;
    case 'diagnosed':
      return `${at}  ${event.by} diagnosed: ${event.summary}`;
    case 'remediation':
      return `${at}  ${event.text}`;
    default:
      return event satisfies never;
  }
}

function originText(origin: TicketOrigin): string {
  switch (origin.is) {
    case 'person':
      return origin.operator;
    case 'assistant':
      return `${origin.operator}, from the assistant`;
    case 'api':
      return `${origin.operator} over the API${origin.reference === undefined ? '' : ` (${origin.reference})`}`;
    case 'alertmanager':
      return `Alertmanager, receiver ${origin.receiver}`;
    case 'webhook':
      return `webhook ${origin.name}${origin.reference === '' ? '' : ` (${origin.reference})`}`;
    case 'import':
      return `${origin.operator}, from a file${origin.reference === undefined ? '' : ` (${origin.reference})`}`;
    default:
      return origin satisfies never;
  }
}

/** Whatever is due next of what is still open. */
function dueText({ sla: { respond, resolve } }: TicketSummary, color: Colors): string {
  if (respond.secondsLeft !== undefined) return `response ${clockText(respond, color)}`;
  return resolve.secondsLeft === undefined ? clockText(resolve, color) : clockText(resolve, color);
}

function clockText({ is, secondsLeft = 0 }: SlaClock, color: Colors): string {
  switch (is) {
    case 'running':
      return `in ${seconds(secondsLeft)}`;
    case 'overdue':
      return color.red(`overdue by ${seconds(-secondsLeft)}`);
    case 'met':
      return 'in time';
    case 'missed':
      return color.yellow('too late');
    default:
      return is satisfies never;
  }
}

function aboutText(entities: TicketSummary['entities']): string {
  const [first, ...others] = entities;
  if (first === undefined) return '–';
  return `${first.name ?? first.id}${others.length === 0 ? '' : ` +${others.length}`}`;
}

const section = (title: string, lines: readonly string[]): string =>
  [title, ...lines.map((line) => `  ${line.replaceAll('\n', '\n  ')}`)].join('\n');

const shortened = (text: string, most: number): string =>
  text.length <= most ? text : `${text.slice(0, most - 1)}…`;
