import { Link } from 'wouter';
import { cleanText } from '../../../../shared/clean-text.ts';
import type { ShownRemediation } from '../../../../shared/contract/remediation.ts';
import { endedStates } from '../../../../shared/model/remediation.ts';
import { links } from '../../../app/links.ts';
import { useCall } from '../../../app/use-call.ts';
import { useText } from '../../../i18n/catalogue.tsx';
import { useFormat } from '../../../i18n/format.ts';
import { EntityLink } from '../../../ui/entity-link.tsx';
import { KeyValue, type Fact } from '../../../ui/key-value.tsx';
import { Section } from '../../../ui/section.tsx';
import { StatusMark } from '../../../ui/status-mark.tsx';

/** What will happen to what, in words, and why anybody thinks that it helps. */
export function WhatView({ record }: { record: ShownRemediation }) {
  const { remediation } = useText();
  const words = remediation.what;
  const { percent } = useFormat();
  const { plan, parameters, cause, confidence, proposedBy, ticketId } = record;
  const why =
    cause === ''
      ? words.noCause
      : proposedBy.by === 'operator'
        ? words.cause(cause)
        : `${words.cause(cause)}, ${words.confidence(percent(confidence * 100))}`;
  const named = Object.entries(parameters);
  const facts: Fact[] = [
    { key: 'effect', label: words.effect, value: record.expectedEffect },
    { key: 'target', label: words.target, value: <EntityLink id={record.target} name={record.targetName} /> },
    ...(named.length === 0
      ? []
      : [
          {
            key: 'parameters',
            label: words.parameters,
            mono: true,
            value: named.map(([name, value]) => `${name}: ${JSON.stringify(value)}`).join(', '),
          },
        ]),
    ...(plan
      ? [
          { key: 'estimate', label: words.estimate, value: words.about(plan.estimateSeconds) },
          {
            key: 'rollback',
            label: words.rollback,
            value:
              plan.reversible && plan.rollback !== '' ? (
                plan.rollback
              ) : (
                <StatusMark status="warning" label={words.noRollback} wrap />
              ),
          },
        ]
      : []),
    { key: 'why', label: words.why, value: why },
    ...(ticketId === undefined
      ? []
      : [{ key: 'ticket', label: words.ticket, value: <TicketLine id={ticketId} /> }]),
  ];
  return (
    <Section title={endedStates.has(record.state) ? words.ended : words.title}>
      <KeyValue facts={facts} />
    </Section>
  );
}

function TicketLine({ id }: { id: string }) {
  const { data } = useCall('tickets.get', { id }, { staleTime: 60_000 });
  return (
    <Link href={links.ticket(id)}>
      {data ? `${id} ${data.ticket.priority.toUpperCase()} ${cleanText(data.ticket.title)}` : id}
    </Link>
  );
}
