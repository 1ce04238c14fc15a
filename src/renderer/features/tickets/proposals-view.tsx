import { Button } from '@mantine/core';
import { Link } from 'wouter';
import { cleanText } from '../../../shared/clean-text.ts';
import type { OutputOf } from '../../../shared/contract/contract.ts';
import type { Diagnosis } from '../../../shared/model/diagnosis.ts';
import { endedStates } from '../../../shared/model/remediation.ts';
import type { Ticket } from '../../../shared/model/ticket.ts';
import { links } from '../../app/links.ts';
import { useCall, useEvent, useRefresh } from '../../app/use-call.ts';
import { useText } from '../../i18n/catalogue.tsx';
import { EntityLink } from '../../ui/entity-link.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Section } from '../../ui/section.tsx';
import { StatusMark } from '../../ui/status-mark.tsx';
import { Disclosure } from '../assistant/disclosure.tsx';
import { RiskMark, ScoreMark, StateMark } from '../remediation/marks.tsx';
import classes from './detail.module.css';
import { FeedbackThumbs } from './feedback-thumbs.tsx';
import { orderProposals } from './order-proposals.ts';

type Remediation = OutputOf<'remediation.list'>['items'][number];

/** What could be done about a ticket, how far that can be trusted, and how far it has got; decided where it is reviewed. */
export function ProposalsView({ ticket }: { ticket: Ticket }) {
  const text = useText();
  const { proposals: words } = text.tickets;
  const refresh = useRefresh();
  const { data, error, refetch } = useCall('remediation.list', { ticket: ticket.id, limit: 50 });
  useEvent('remediation.changed', {}, ({ ticketId }) => {
    if (ticketId === undefined || ticketId === ticket.id) refresh('remediation.list');
  });
  const items = orderProposals(data?.items ?? [], ticket.diagnosis?.proposals ?? []);
  const kept = new Set(items.map(({ action, target }) => `${action} ${target}`));
  const loose = (ticket.diagnosis?.proposals ?? []).filter(
    ({ action, target }) => !kept.has(`${action} ${target}`),
  );
  const { noAction, refused = [] } = ticket.diagnosis ?? {};
  const nothing = data !== undefined && items.length === 0 && loose.length === 0;
  return (
    <Section title={words.title}>
      {error && !data && <ErrorState error={error} onRetry={() => void refetch()} />}
      {nothing && (
        <p className={classes['note']} dir="auto">
          {noAction === undefined ? words.none : cleanText(noAction)}
        </p>
      )}
      <ul className={classes['proposals']}>
        {items.map((item) => (
          <Kept key={item.id} item={item} />
        ))}
        {data !== undefined &&
          loose.map((proposal) => (
            <Loose key={`${proposal.action} ${proposal.target}`} proposal={proposal} />
          ))}
      </ul>
      {refused.length > 0 && (
        <Disclosure label={words.refused(refused.length)}>
          <ul className={classes['plainList']}>
            {refused.map(({ action, target, reason }) => (
              <li key={`${action} ${target}`} dir="auto">
                <code>{cleanText(action)}</code> {cleanText(target)}{' '}
                <span className={classes['dim']}>{cleanText(reason)}</span>
              </li>
            ))}
          </ul>
        </Disclosure>
      )}
    </Section>
  );
}

function Kept({ item }: { item: Remediation }) {
  const { proposals: words } = useText().tickets;
  const { id, state, steps, approved } = item;
  const ended = endedStates.has(state);
  return (
    <li className={classes['proposal']}>
      <div className={classes['proposalHead']}>
        <Link href={links.remediationOf(id)} className={classes['proposalTitle'] ?? ''} dir="auto">
          {item.actionTitle}
        </Link>
        <EntityLink id={item.target} name={item.targetName} />
        <StateMark state={state} />
        <Button
          size="xs"
          className={classes['review'] ?? ''}
          renderRoot={(rest: object) => <Link href={links.remediationOf(id)} {...rest} />}
        >
          {ended ? words.open : words.review}
        </Button>
      </div>
      <div className={classes['proposalFacts']}>
        <ScoreMark score={item.score} />
        <RiskMark risk={item.risk} />
        {state === 'awaiting-approval' && <span>{words.approvals(approved.have, approved.needed)}</span>}
        {steps.done > 0 && <span>{words.steps(steps.done, steps.total)}</span>}
      </div>
      <p className={classes['effect']} dir="auto">
        {cleanText(ended ? (item.outcome ?? item.expectedEffect) : item.expectedEffect)}
      </p>
      {!ended && item.stoppedBy.length > 0 && (
        <StatusMark status="warning" label={words.stopped(item.stoppedBy.join('; '))} wrap />
      )}
      <FeedbackThumbs
        about={{
          is:
            ended && state !== 'rejected' && state !== 'expired' && state !== 'cancelled'
              ? 'outcome'
              : 'proposal',
          remediation: id,
        }}
      />
    </li>
  );
}

/** Out of the diagnosis, and nobody has it in the queue. */
function Loose({ proposal }: { proposal: Diagnosis['proposals'][number] }) {
  const { proposals: words } = useText().tickets;
  return (
    <li className={classes['proposal']}>
      <div className={classes['proposalHead']}>
        <span className={classes['proposalTitle']} dir="auto">
          {cleanText(proposal.title)}
        </span>
        <EntityLink id={proposal.target} name={proposal.targetName} />
      </div>
      <div className={classes['proposalFacts']}>
        <RiskMark risk={proposal.risk} />
        {!proposal.reversible && <span>{words.irreversible}</span>}
      </div>
      <p className={classes['effect']} dir="auto">
        {cleanText(proposal.expectedEffect)}
      </p>
      <p className={classes['note']} dir="auto">
        {words.verify} {cleanText(proposal.howToVerify)}
      </p>
      <StatusMark status="unknown" label={words.notKept} wrap />
    </li>
  );
}
