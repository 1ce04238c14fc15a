import { Button } from '@mantine/core';
import { Link } from 'wouter';
import { cleanText } from '../../../shared/clean-text.ts';
import type { TicketDetail } from '../../../shared/contract/tickets.ts';
import type { TicketOrigin } from '../../../shared/model/ticket.ts';
import { links } from '../../app/links.ts';
import { useText, type Catalogue } from '../../i18n/catalogue.tsx';
import { KeyValue, type Fact } from '../../ui/key-value.tsx';
import { Moment } from '../../ui/moment.tsx';
import { Section } from '../../ui/section.tsx';
import { StatusMark } from '../../ui/status-mark.tsx';
import classes from './detail.module.css';
import { PriorityMark, SlaOf, TicketStateMark } from './ticket-marks.tsx';
import { openPriority } from './ticket-dialogs-state.ts';
import { useTicketActs } from './use-ticket-acts.ts';

/** How a ticket stands: state, both clocks, who has it, where it came from. */
export function TicketFacts({ detail }: { detail: TicketDetail }) {
  const text = useText();
  const { page: words } = text.tickets;
  const { ticket, sla } = detail;
  const acts = useTicketActs();
  const { outcome } = ticket;
  const facts: Fact[] = [
    { key: 'state', label: words.state, value: <TicketStateMark state={ticket.state} /> },
    {
      key: 'priority',
      label: words.priority,
      value: (
        <button type="button" className={classes['change']} onClick={() => openPriority(ticket)}>
          <PriorityMark priority={ticket.priority} long />
        </button>
      ),
    },
    { key: 'respond', label: text.tickets.sla.respond, value: <SlaOf sla={sla} what="respond" /> },
    { key: 'resolve', label: text.tickets.sla.resolve, value: <SlaOf sla={sla} what="resolve" /> },
    {
      key: 'assignee',
      label: words.assignee,
      value: ticket.assignee === undefined ? text.tickets.nobody : cleanText(ticket.assignee),
    },
    { key: 'category', label: words.category, value: text.tickets.categories[ticket.category] },
    { key: 'began', label: words.began, value: <Moment at={ticket.since} /> },
    {
      key: 'came',
      label: words.cameIn,
      value: (
        <>
          <Moment at={ticket.createdAt} /> <Origin origin={ticket.origin} />
        </>
      ),
    },
    { key: 'changed', label: words.changed, value: <Moment at={ticket.updatedAt} /> },
    {
      key: 'watchers',
      label: words.watchers,
      value: ticket.watchers.length === 0 ? words.watchedByNobody : ticket.watchers.map(cleanText).join(', '),
    },
    {
      key: 'automation',
      label: words.automation,
      value: (
        <span className={classes['automation']}>
          {ticket.automation ? words.automationOn : words.automationOff}
          <Button
            size="xs"
            onClick={() => void acts.change({ id: ticket.id, automation: !ticket.automation })}
          >
            {ticket.automation ? words.forbidAutomation : words.allowAutomation}
          </Button>
        </span>
      ),
    },
    ...(outcome
      ? [
          {
            key: 'outcome',
            label: words.outcome,
            value: (
              <>
                <span dir="auto">{cleanText(outcome.summary)}</span>
                {outcome.succeeded !== undefined && (
                  <>
                    {' '}
                    <StatusMark
                      status={outcome.succeeded ? 'ok' : 'warning'}
                      label={outcome.succeeded ? words.outcomeWorked : words.outcomeFailed}
                    />
                  </>
                )}
              </>
            ),
          },
          ...(outcome.cause === undefined
            ? []
            : [{ key: 'cause', label: words.outcomeCause, value: cleanText(outcome.cause) }]),
        ]
      : []),
  ];
  return (
    <Section title={words.facts}>
      <KeyValue facts={facts} />
    </Section>
  );
}

function Origin({ origin }: { origin: TicketOrigin }) {
  const text = useText();
  const { page: words } = text.tickets;
  return (
    <span className={classes['dim']}>
      {originText(origin, text)}
      {origin.is === 'assistant' && (
        <>
          {' · '}
          <Link href={links.conversation(origin.conversation)}>{words.openConversation}</Link>
        </>
      )}
      {origin.is === 'alertmanager' && origin.url !== undefined && isWebAddress(origin.url) && (
        <>
          {' · '}
          <a href={origin.url} target="_blank" rel="noopener noreferrer">
            {words.openAlert}
          </a>
        </>
      )}
    </span>
  );
}

/** What came with an alert is data: only what is a web address becomes a link. */
function isWebAddress(url: string): boolean {
  return URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);
}

function originText(origin: TicketOrigin, text: Catalogue): string {
  const { from } = text.tickets.page;
  switch (origin.is) {
    case 'person':
      return from.person(cleanText(origin.operator));
    case 'assistant':
      return from.assistant(cleanText(origin.operator));
    case 'api':
      return from.api(cleanText(origin.operator));
    case 'alertmanager':
      return from.alertmanager(cleanText(origin.receiver));
    case 'webhook':
      return from.webhook(cleanText(origin.name));
    case 'import':
      return from.import(cleanText(origin.operator));
    default:
      return origin satisfies never;
  }
}
