import { Button, Select, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { ContractError } from '../../../shared/contract/errors.ts';
import { ticketCategories, ticketPriorities } from '../../../shared/model/ticket.ts';
import { useClient, usePortStatus } from '../../app/client-context.tsx';
import { links } from '../../app/links.ts';
import { useText } from '../../i18n/catalogue.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { StatusMark } from '../../ui/status-mark.tsx';
import { useToast } from '../../ui/toast.tsx';
import { AttachmentInput } from './attachment-input.tsx';
import { EntityPicker } from './entity-picker.tsx';
import classes from './forms.module.css';
import { changeDraft, closeNewTicket, emptyDraft, useNewTicket } from './new-ticket-state.ts';
import { useTicketsRefresh } from './use-ticket-acts.ts';

const longestTitle = 300;
const longestText = 20_000;
const mostAttachments = 10;

/** A problem, told by a person: only what is wrong is asked for, the rest is worked out. */
export function NewTicket() {
  const { opened } = useNewTicket();
  const { tickets: words } = useText();
  return (
    <Dialog opened={opened} onClose={closeNewTicket} title={words.form.title} size={640}>
      {opened && <NewTicketForm />}
    </Dialog>
  );
}

function NewTicketForm() {
  const text = useText();
  const { tickets } = text;
  const words = tickets.form;
  const { draft } = useNewTicket();
  const client = useClient();
  const refresh = useTicketsRefresh();
  const toast = useToast();
  const [, navigate] = useLocation();
  const away = usePortStatus().is !== 'open';
  const [saving, setSaving] = useState(false);
  const [failure, setFailure] = useState<ContractError>();
  const save = async () => {
    setSaving(true);
    setFailure(undefined);
    try {
      const { title, text: body, entities, priority, category, attachments } = draft;
      const { ticket, created } = await client.tickets.add({
        title: title.trim(),
        text: body.trim(),
        ...(entities.length > 0 && { entities: entities.map(({ id }) => id) }),
        ...(priority && { priority }),
        ...(category && { category }),
        ...(attachments.length > 0 && { attachments: [...attachments] }),
      });
      useNewTicket.setState({ opened: false, draft: emptyDraft });
      refresh();
      toast({ message: created ? words.made(ticket.id) : words.known(ticket.id), status: 'ok' });
      navigate(links.ticket(ticket.id));
    } catch (error) {
      if (!(error instanceof ContractError)) throw error;
      setFailure(error);
    } finally {
      setSaving(false);
    }
  };
  const ready = draft.title.trim() !== '' && !away;
  return (
    <form
      className={classes['form']}
      onSubmit={(event) => {
        event.preventDefault();
        if (ready && !saving) void save();
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && ready && !saving) void save();
      }}
    >
      <TextInput
        data-autofocus
        label={words.name}
        placeholder={words.namePlaceholder}
        required
        dir="auto"
        maxLength={longestTitle}
        value={draft.title}
        onChange={(event) => changeDraft({ title: event.currentTarget.value })}
      />
      <Textarea
        label={words.text}
        description={words.textHint}
        autosize
        minRows={4}
        maxRows={12}
        dir="auto"
        maxLength={longestText}
        value={draft.text}
        onChange={(event) => changeDraft({ text: event.currentTarget.value })}
      />
      <EntityPicker
        label={words.about}
        chosen={draft.entities}
        onChange={(entities) => changeDraft({ entities })}
      />
      <div className={classes['pair']}>
        <Select
          label={words.priority}
          placeholder={words.automatic}
          clearable
          data={ticketPriorities.map((value) => ({ value, label: tickets.priorityMeaning[value] }))}
          value={draft.priority ?? null}
          onChange={(value) => {
            const { priority: _, ...rest } = draft;
            const priority = ticketPriorities.find((one) => one === value);
            useNewTicket.setState({ draft: { ...rest, ...(priority && { priority }) } });
          }}
        />
        <Select
          label={words.category}
          placeholder={words.automatic}
          clearable
          data={ticketCategories.map((value) => ({ value, label: tickets.categories[value] }))}
          value={draft.category ?? null}
          onChange={(value) => {
            const { category: _, ...rest } = draft;
            const category = ticketCategories.find((one) => one === value);
            useNewTicket.setState({ draft: { ...rest, ...(category && { category }) } });
          }}
        />
      </div>
      <AttachmentInput
        attached={draft.attachments}
        most={mostAttachments}
        onChange={(attachments) => changeDraft({ attachments })}
      />
      {failure && (
        <StatusMark
          status="critical"
          label={failure.hint === undefined ? failure.message : `${failure.message} ${failure.hint}`}
          wrap
        />
      )}
      <div className={classes['buttons']}>
        <span className={classes['note']}>{away ? text.documents.write.away : words.kept}</span>
        <Button onClick={closeNewTicket}>{text.ui.cancel}</Button>
        <Button type="submit" variant="filled" loading={saving} disabled={!ready}>
          {words.submit}
        </Button>
      </div>
    </form>
  );
}
