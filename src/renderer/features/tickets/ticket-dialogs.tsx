import { Autocomplete, Button, Select, Textarea, TextInput } from '@mantine/core';
import { useState, type FormEvent, type ReactNode } from 'react';
import { ticketPriorities } from '../../../shared/model/ticket.ts';
import { usePortStatus } from '../../app/client-context.tsx';
import { useText } from '../../i18n/catalogue.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import classes from './forms.module.css';
import { choicesOf, type ChosenState } from './may-choose.ts';
import { closeTicketDialog, useTicketDialog, type ChangedTicket } from './ticket-dialogs-state.ts';
import { useCauses } from './use-causes.ts';
import { useTicketActs } from './use-ticket-acts.ts';

const longestReason = 2_000;
const longestCause = 300;

/** The forms that change a ticket, over whatever shows it; once on the screen. */
export function TicketDialogs() {
  const dialog = useTicketDialog((state) => state.dialog);
  switch (dialog.is) {
    case 'none':
      return null;
    case 'move':
      return <MoveDialog ticket={dialog.ticket} to={dialog.to} />;
    case 'priority':
      return <PriorityDialog ticket={dialog.ticket} />;
    case 'assign':
      return <AssignDialog ticket={dialog.ticket} />;
    default:
      return dialog satisfies never;
  }
}

function Form(props: {
  title: string;
  submit: string;
  disabled?: boolean;
  onSubmit: () => Promise<boolean>;
  children: ReactNode;
}) {
  const { title, submit, disabled = false, onSubmit, children } = props;
  const text = useText();
  const away = usePortStatus().is !== 'open';
  const [busy, setBusy] = useState(false);
  const send = async (event: FormEvent) => {
    event.preventDefault();
    if (disabled || away || busy) return;
    setBusy(true);
    if (await onSubmit()) closeTicketDialog();
    setBusy(false);
  };
  return (
    <Dialog opened onClose={closeTicketDialog} title={title} size={520}>
      <form className={classes['form']} onSubmit={(event) => void send(event)}>
        {children}
        <div className={classes['buttons']}>
          {away && <span className={classes['note']}>{text.documents.write.away}</span>}
          <Button onClick={closeTicketDialog}>{text.ui.cancel}</Button>
          <Button type="submit" variant="filled" loading={busy} disabled={disabled || away}>
            {submit}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

const worked = ['yes', 'no', 'unknown'] as const;

function MoveDialog({ ticket, to }: { ticket: ChangedTicket; to: ChosenState | undefined }) {
  const { tickets } = useText();
  const words = tickets.moveDialog;
  const acts = useTicketActs();
  const causes = useCauses();
  const choices = choicesOf(ticket.state);
  const [state, setState] = useState<ChosenState | undefined>(
    choices.find((one) => one === to) ?? choices[0],
  );
  const [reason, setReason] = useState('');
  const [summary, setSummary] = useState('');
  const [helped, setHelped] = useState<(typeof worked)[number]>('unknown');
  const [cause, setCause] = useState('');
  const ends = state === 'resolved' || state === 'closed';
  return (
    <Form
      title={words.title(ticket.id)}
      submit={state === undefined ? words.to : words.submit[state]}
      disabled={state === undefined}
      onSubmit={() =>
        acts.change(
          {
            id: ticket.id,
            ...(state && { state }),
            ...(reason.trim() !== '' && { reason: reason.trim() }),
            ...(ends &&
              summary.trim() !== '' && {
                outcome: {
                  summary: summary.trim(),
                  ...(helped !== 'unknown' && { succeeded: helped === 'yes' }),
                  ...(cause.trim() !== '' && { cause: causes.idOf(cause) }),
                },
              }),
          },
          state && tickets.page.moved(ticket.id, tickets.states[state]),
        )
      }
    >
      {choices.length === 0 ? (
        <p>{words.nowhere}</p>
      ) : (
        <Select
          label={words.to}
          data-autofocus={to === undefined || undefined}
          allowDeselect={false}
          value={state ?? null}
          data={choices.map((value) => ({ value, label: tickets.states[value] }))}
          onChange={(value) => setState(choices.find((one) => one === value))}
        />
      )}
      {ends && (
        <>
          <TextInput
            data-autofocus={to !== undefined || undefined}
            label={words.summary}
            description={words.summaryHint}
            dir="auto"
            maxLength={longestReason}
            value={summary}
            onChange={(event) => setSummary(event.currentTarget.value)}
          />
          <Select
            label={words.worked}
            allowDeselect={false}
            disabled={summary.trim() === ''}
            value={helped}
            data={[
              { value: 'yes', label: words.workedYes },
              { value: 'no', label: words.workedNo },
              { value: 'unknown', label: words.workedUnknown },
            ]}
            onChange={(value) => setHelped(worked.find((one) => one === value) ?? 'unknown')}
          />
          <CauseInput
            label={words.cause}
            description={words.causeHint}
            disabled={summary.trim() === ''}
            value={cause}
            onChange={setCause}
          />
        </>
      )}
      <Reason value={reason} onChange={setReason} />
    </Form>
  );
}

function PriorityDialog({ ticket }: { ticket: ChangedTicket }) {
  const { tickets } = useText();
  const acts = useTicketActs();
  const [priority, setPriority] = useState(ticket.priority);
  const [reason, setReason] = useState('');
  return (
    <Form
      title={tickets.priorityDialog.title(ticket.id)}
      submit={tickets.priorityDialog.submit}
      disabled={priority === ticket.priority}
      onSubmit={() =>
        acts.change(
          { id: ticket.id, priority, ...(reason.trim() !== '' && { reason: reason.trim() }) },
          tickets.page.changedPriority(ticket.id, tickets.priorities[priority]),
        )
      }
    >
      <Select
        data-autofocus
        label={tickets.page.priority}
        allowDeselect={false}
        value={priority}
        data={ticketPriorities.map((value) => ({ value, label: tickets.priorityMeaning[value] }))}
        onChange={(value) => setPriority(ticketPriorities.find((one) => one === value) ?? priority)}
      />
      <Reason value={reason} onChange={setReason} />
    </Form>
  );
}

function AssignDialog({ ticket }: { ticket: ChangedTicket }) {
  const { tickets } = useText();
  const acts = useTicketActs();
  const [name, setName] = useState('');
  return (
    <Form
      title={`${tickets.page.assignTo} · ${ticket.id}`}
      submit={tickets.page.assign}
      disabled={name.trim() === ''}
      onSubmit={() =>
        acts.change({ id: ticket.id, assignee: name.trim() }, tickets.page.assigned(ticket.id, name.trim()))
      }
    >
      <TextInput
        data-autofocus
        label={tickets.page.assignTo}
        maxLength={200}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
    </Form>
  );
}

function Reason({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const { moveDialog: words } = useText().tickets;
  return (
    <Textarea
      label={words.reason}
      description={words.reasonHint}
      autosize
      minRows={2}
      maxRows={6}
      dir="auto"
      maxLength={longestReason}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

/** A cause that the application knows, by its title, or whatever is typed; `useCauses` tells which it is. */
export function CauseInput(props: {
  label: string;
  description: string;
  disabled?: boolean;
  value: string;
  onChange: (value: string) => void;
}) {
  const { titles } = useCauses();
  return <Autocomplete {...props} maxLength={longestCause} limit={20} data={[...titles]} />;
}
