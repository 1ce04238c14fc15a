import { Button } from '@mantine/core';
import { useState, type MouseEvent } from 'react';
import { Link } from 'wouter';
import { cleanText } from '../../../shared/clean-text.ts';
import type { TicketDetail } from '../../../shared/contract/tickets.ts';
import { splitEntityId, type EntityId } from '../../../shared/model/ids.ts';
import { links } from '../../app/links.ts';
import { useCommand } from '../../app/use-call.ts';
import { useText } from '../../i18n/catalogue.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { EntityLink } from '../../ui/entity-link.tsx';
import { cleanLines } from '../../ui/markdown-tree.ts';
import { Moment } from '../../ui/moment.tsx';
import { Section } from '../../ui/section.tsx';
import { StatusMark } from '../../ui/status-mark.tsx';
import { Disclosure } from '../assistant/disclosure.tsx';
import { ProposeButton } from '../remediation/propose/propose-button.tsx';
import { AttachmentInput, type AttachedText } from './attachment-input.tsx';
import classes from './detail.module.css';
import { EntityPicker } from './entity-picker.tsx';
import formClasses from './forms.module.css';
import type { ChosenEntity } from './new-ticket-state.ts';
import { PriorityMark, TicketStateMark } from './ticket-marks.tsx';
import { useTicketActs } from './use-ticket-acts.ts';

const mostAttachments = 50;

/** Things that a ticket is about, and how each was found. `onShow`: they open beside, where there is room. */
export function TicketEntities({
  detail,
  onShow,
}: {
  detail: TicketDetail;
  onShow: ((id: EntityId) => void) | undefined;
}) {
  const { tickets, ui } = useText();
  const words = tickets.page;
  const acts = useTicketActs();
  const [chosen, setChosen] = useState<readonly ChosenEntity[]>();
  const [busy, setBusy] = useState(false);
  const { entities, ticket } = detail;
  const nameOf = ({ id, name }: TicketDetail['entities'][number]) => name ?? splitEntityId(id).nativeId;
  const beside = (id: EntityId) => (event: MouseEvent) => {
    if (!onShow || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    onShow(id);
  };
  const save = async (next: readonly ChosenEntity[]) => {
    setBusy(true);
    if (await acts.change({ id: ticket.id, entities: next.map(({ id }) => id) })) setChosen(undefined);
    setBusy(false);
  };
  return (
    <Section
      title={words.entities}
      actions={
        <Button
          size="xs"
          onClick={() => setChosen(entities.map((entity) => ({ id: entity.id, name: nameOf(entity) })))}
        >
          {words.changeEntities}
        </Button>
      }
    >
      {entities.length === 0 ? (
        <p className={classes['note']}>{words.entitiesNone}</p>
      ) : (
        <ul className={classes['lines']}>
          {entities.map((entity) => (
            <li key={entity.id} className={classes['line']}>
              <span className={classes['grow']} onClickCapture={beside(entity.id)}>
                <EntityLink id={entity.id} name={nameOf(entity)} gone={entity.gone} />
              </span>
              <span className={classes['dim']}>{entity.gone ? tickets.gone : words.how[entity.how]}</span>
              {!entity.gone && (
                <ProposeButton target={entity.id} name={nameOf(entity)} ticketId={ticket.id} icon />
              )}
            </li>
          ))}
        </ul>
      )}
      <Dialog
        opened={chosen !== undefined}
        onClose={() => setChosen(undefined)}
        title={tickets.entitiesDialog.title(ticket.id)}
        size={520}
      >
        {chosen && (
          <div className={formClasses['form']}>
            <EntityPicker label={words.entities} chosen={chosen} onChange={setChosen} />
            <div className={formClasses['buttons']}>
              <Button onClick={() => setChosen(undefined)}>{ui.cancel}</Button>
              <Button variant="filled" loading={busy} onClick={() => void save(chosen)}>
                {tickets.entitiesDialog.submit}
              </Button>
            </div>
          </div>
        )}
      </Dialog>
    </Section>
  );
}

/** Others of the same probable cause. */
export function TicketGroupSection({ detail }: { detail: TicketDetail }) {
  const { page: words } = useText().tickets;
  const { group, ticket } = detail;
  if (ticket.group === undefined || group.total === 0) return null;
  const shown = group.tickets.slice(0, 6);
  return (
    <Section
      title={words.cause}
      actions={<Link href={links.ticketGroup(ticket.group.id)}>{words.causeAll}</Link>}
    >
      <p className={classes['summary']} dir="auto">
        {cleanText(ticket.group.cause)}
      </p>
      <p className={classes['note']}>{words.causeDetail(group.total)}</p>
      <ul className={classes['lines']}>
        {shown.map((other) => (
          <li key={other.id} className={classes['line']}>
            <PriorityMark priority={other.priority} />
            <Link href={links.ticket(other.id)} className={classes['grow'] ?? ''} dir="auto">
              {cleanText(other.title)}
            </Link>
            <TicketStateMark state={other.state} />
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** Tickets of before that are like this one, and what became of them. */
export function SimilarTickets({ detail }: { detail: TicketDetail }) {
  const { page: words } = useText().tickets;
  return (
    <Section title={words.similar}>
      {detail.similar.length === 0 ? (
        <p className={classes['note']}>{words.similarNone}</p>
      ) : (
        <ul className={classes['lines']}>
          {detail.similar.map(({ id, title, at, outcome, sharedEntities, succeeded }) => (
            <li key={id} className={classes['similar']}>
              <div className={classes['line']}>
                <Link href={links.ticket(id)} className={classes['grow'] ?? ''} dir="auto">
                  {cleanText(title)}
                </Link>
                <span className={classes['dim']}>
                  <Moment at={at} />
                </span>
              </div>
              <p className={classes['note']} dir="auto">
                {succeeded !== undefined && (
                  <>
                    <StatusMark
                      status={succeeded ? 'ok' : 'warning'}
                      label={succeeded ? words.worked : words.failed}
                    />{' '}
                  </>
                )}
                {cleanText(outcome)}
                {sharedEntities > 0 && ` · ${words.shared(sharedEntities)}`}
              </p>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

/** What was told, as it was told, and the labels that came with it. */
export function TicketText({ detail }: { detail: TicketDetail }) {
  const { page: words } = useText().tickets;
  const { text, labels } = detail.ticket;
  const all = Object.entries(labels);
  if (text === '' && all.length === 0) return null;
  return (
    <Section title={words.text}>
      {text !== '' && (
        <p className={classes['told']} dir="auto">
          {cleanLines(text)}
        </p>
      )}
      {all.length > 0 && (
        <ul className={classes['labels']} aria-label={words.labels}>
          {all.map(([name, value]) => (
            <li key={name}>
              <code>
                {cleanText(name)}={cleanText(value)}
              </code>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

export function TicketAttachments({ detail }: { detail: TicketDetail }) {
  const { tickets } = useText();
  const words = tickets.page;
  const { attachments, id } = detail.ticket;
  const attach = useCommand('tickets.attach', ['tickets.get', 'tickets.list']);
  const [adding, setAdding] = useState(false);
  const add = async (texts: readonly AttachedText[]) => {
    // One after the other: each is an event of its own.
    for (const one of texts) await attach.mutateAsync({ id, ...one });
    setAdding(false);
  };
  return (
    <Section
      title={words.attachments}
      actions={
        <Button size="xs" aria-expanded={adding} onClick={() => setAdding(!adding)}>
          {words.attach}
        </Button>
      }
    >
      {attachments.length === 0 && !adding && <p className={classes['note']}>{words.attachmentsNone}</p>}
      {adding && (
        <AttachmentInput
          attached={[]}
          most={mostAttachments - attachments.length}
          // What it could not take is said below.
          onChange={(texts) => void add(texts).catch(() => undefined)}
        />
      )}
      {attach.error && <StatusMark status="critical" label={attach.error.message} wrap />}
      <ul className={classes['lines']}>
        {attachments.toReversed().map((one) => (
          <li key={one.id}>
            <Disclosure
              label={
                <span>
                  <code>{cleanText(one.name)}</code>{' '}
                  <span className={classes['dim']}>
                    {tickets.form.characters(one.text.length)} · {words.attachmentBy(cleanText(one.by))} ·{' '}
                    <Moment at={one.at} />
                  </span>
                </span>
              }
            >
              <pre className={classes['attached']} dir="auto" tabIndex={0}>
                {cleanLines(one.text)}
              </pre>
            </Disclosure>
          </li>
        ))}
      </ul>
    </Section>
  );
}
