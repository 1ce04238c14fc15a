import { Button, MultiSelect, Select, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { cleanText } from '../../../shared/clean-text.ts';
import { ContractError } from '../../../shared/contract/errors.ts';
import { originText } from '../../../shared/model/answer-markdown.ts';
import type { Citation } from '../../../shared/model/citation.ts';
import type { EntityId } from '../../../shared/model/ids.ts';
import { ticketPriorities } from '../../../shared/model/ticket.ts';
import { links } from '../../app/links.ts';
import { useClient, usePortStatus } from '../../app/client-context.tsx';
import { useRefresh } from '../../app/use-call.ts';
import { useText } from '../../i18n/catalogue.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { StatusMark } from '../../ui/status-mark.tsx';
import { useToast } from '../../ui/toast.tsx';
import classes from './make-ticket.module.css';
import type { Turn } from './turns.ts';

const longestTitle = 300;
const longestText = 20_000;
/** Things of an answer that are offered: those that it cites first. */
const mostOffered = 20;
const mostChosen = 3;

type Priority = (typeof ticketPriorities)[number];

/** A question and its answer become a ticket: what was asked, what was found, and what it is about. */
export function MakeTicket({
  turn,
  conversation,
  onClose,
}: {
  turn: Turn;
  conversation: string | undefined;
  onClose: () => void;
}) {
  const text = useText();
  const words = text.assistant.makeTicket;
  const client = useClient();
  const refresh = useRefresh();
  const toast = useToast();
  const [, navigate] = useLocation();
  const away = usePortStatus().is !== 'open';
  const [offered] = useState(() => thingsOf(turn));
  const [title, setTitle] = useState(() => firstLine(turn.question.text));
  const [body, setBody] = useState(() => textOf(turn).slice(0, longestText));
  const [priority, setPriority] = useState<Priority>();
  const [entities, setEntities] = useState<readonly string[]>(() =>
    offered.slice(0, mostChosen).map(({ id }) => id),
  );
  const [saving, setSaving] = useState(false);
  const [failure, setFailure] = useState<ContractError>();
  const save = async () => {
    setSaving(true);
    setFailure(undefined);
    try {
      const { ticket } = await client.tickets.add({
        title,
        text: body,
        entities: entities as readonly EntityId[] as EntityId[],
        ...(priority && { priority }),
        ...(conversation !== undefined && { conversation }),
      });
      refresh('tickets.list', 'tickets.groups', 'status.read');
      toast({
        message: words.made(ticket.id),
        status: 'ok',
        action: { label: words.open, run: () => navigate(links.ticket(ticket.id)) },
      });
      onClose();
    } catch (error) {
      if (!(error instanceof ContractError)) throw error;
      setFailure(error);
    } finally {
      setSaving(false);
    }
  };
  return (
    <Dialog opened onClose={onClose} title={words.title} size={640}>
      <form
        className={classes['form']}
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <TextInput
          label={words.name}
          dir="auto"
          data-autofocus
          maxLength={longestTitle}
          value={title}
          onChange={(event) => setTitle(event.currentTarget.value)}
        />
        <div className={classes['pair']} data-alone={offered.length === 0 || undefined}>
          {offered.length > 0 && (
            <MultiSelect
              label={words.about}
              description={words.aboutHint}
              data={offered.map(({ id, name, kind }) => ({
                value: id,
                label: `${cleanText(name)} · ${kind}`,
              }))}
              value={[...entities]}
              onChange={setEntities}
            />
          )}
          <Select
            label={words.priority}
            description={words.priorityHint}
            placeholder={words.workedOut}
            clearable
            data={ticketPriorities.map((one) => ({ value: one, label: words.priorities[one] }))}
            value={priority ?? null}
            onChange={(value) => setPriority(ticketPriorities.find((one) => one === value))}
          />
        </div>
        <Textarea
          label={words.text}
          autosize
          minRows={6}
          maxRows={14}
          dir="auto"
          maxLength={longestText}
          value={body}
          onChange={(event) => setBody(event.currentTarget.value)}
        />
        {failure && <StatusMark status="critical" label={failure.message} wrap />}
        <div className={classes['buttons']}>
          {away && <span className={classes['away']}>{text.documents.write.away}</span>}
          <Button onClick={onClose}>{text.ui.cancel}</Button>
          <Button type="submit" variant="filled" loading={saving} disabled={away || title.trim() === ''}>
            {words.make}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

interface Thing {
  readonly id: EntityId;
  readonly name: string;
  readonly kind: string;
}

/** What the answer cites of the inventory and is still there, each once, in the order in which it cites it. */
function thingsOf({ answer }: Turn): readonly Thing[] {
  const things = new Map<EntityId, Thing>();
  for (const citation of answer?.citations ?? []) {
    if (citation.is !== 'entity' || citation.gone === true || citation.kind === 'finding') continue;
    things.set(citation.id, { id: citation.id, name: citation.name, kind: citation.kind });
  }
  return [...things.values()].slice(0, mostOffered);
}

function firstLine(question: string): string {
  const line = question.replaceAll(/\s+/g, ' ').trim();
  return line.length <= longestTitle ? line : `${line.slice(0, longestTitle - 1)}…`;
}

/** In plain words: what was asked, what the answer was, and where it comes from. */
function textOf({ question, answer }: Turn): string {
  if (answer === undefined) return question.text;
  // What Markdown needs to tell signs from marks is in the way of people and of finding names.
  const plain = answer.text.replaceAll(/\\([\\`*_{}[\]()#+.!|<>-])/g, '$1');
  const sources = answer.citations.map((citation) => `[${citation.number}] ${sourceOf(citation)}`);
  return [question.text, plain, sources.join('\n')].filter((part) => part !== '').join('\n\n');
}

function sourceOf(citation: Citation): string {
  switch (citation.is) {
    case 'passage':
      return `${citation.title} (${originText(citation.origin)})`;
    case 'entity':
      return `${citation.kind} ${citation.name}`;
    case 'change':
      return `${citation.name}: ${citation.text}`;
    case 'ticket':
      return citation.ticket;
    case 'tool':
      return citation.tool;
    default:
      return citation satisfies never;
  }
}
