import { Button, CloseButton, MultiSelect, SegmentedControl, Select, TextInput } from '@mantine/core';
import { Search } from 'lucide-react';
import { useEffect, useState } from 'react';
import { cleanText } from '../../../shared/clean-text.ts';
import { splitEntityId, type EntityId } from '../../../shared/model/ids.ts';
import { ticketCategories, ticketPriorities, ticketStates } from '../../../shared/model/ticket.ts';
import { useShortcut } from '../../app/shortcuts.ts';
import { useCall } from '../../app/use-call.ts';
import { useText } from '../../i18n/catalogue.tsx';
import {
  mine,
  noFilter,
  nobody,
  whiches,
  type ChangeList,
  type ListAddress,
  type ListState,
} from './list-state.ts';
import classes from './tickets.module.css';

/** Everything that the list can be narrowed by; all of it stands in the address. */
export function TicketFilterBar(props: {
  address: ListAddress;
  state: ListState;
  onChange: ChangeList;
  /** Of the group that is looked at, where the list says it. */
  cause: string | undefined;
}) {
  const { address, state, onChange, cause } = props;
  const { tickets: words } = useText();
  const { filter } = words;
  const only = [...(state.watching ? ['watching'] : []), ...(state.overdue ? ['overdue'] : [])];
  const { assignee } = address;
  return (
    <div className={classes['filters']} role="search">
      <TextFilter text={address.text} onChange={(text) => onChange({ text })} />
      <SegmentedControl
        aria-label={filter.which}
        value={state.states.length > 0 ? '' : state.which}
        data={whiches.map((value) => ({ value, label: filter[value] }))}
        onChange={(value) => onChange({ which: value === 'open' ? undefined : value, state: undefined })}
      />
      <Several
        label={filter.state}
        values={state.states}
        options={ticketStates.map((value) => ({ value, label: words.states[value] }))}
        onChange={(values) => onChange({ state: values, which: undefined })}
      />
      <Several
        label={filter.priority}
        values={state.priorities}
        options={ticketPriorities.map((value) => ({ value, label: words.priorities[value] }))}
        onChange={(values) => onChange({ priority: values })}
      />
      <Several
        label={filter.category}
        values={state.categories}
        options={ticketCategories.map((value) => ({ value, label: words.categories[value] }))}
        onChange={(values) => onChange({ category: values })}
      />
      <Select
        aria-label={filter.assignee}
        placeholder={filter.assignee}
        clearable
        w={126}
        value={assignee ?? null}
        data={[
          { value: mine, label: filter.mine },
          { value: nobody, label: filter.nobody },
          ...(assignee === undefined || assignee === mine || assignee === nobody
            ? []
            : [{ value: assignee, label: cleanText(assignee) }]),
        ]}
        onChange={(value) => onChange({ assignee: value ?? undefined })}
      />
      <Several
        label={filter.more}
        values={only}
        options={[
          { value: 'overdue', label: filter.overdue },
          { value: 'watching', label: filter.watching },
        ]}
        onChange={(values) => onChange({ only: values })}
      />
      {state.entity !== undefined && (
        <EntityToken id={state.entity} onRemove={() => onChange({ entity: undefined })} />
      )}
      {address.group !== undefined && (
        <Token
          label={filter.group(cleanText(cause ?? address.group))}
          onRemove={() => onChange({ group: undefined })}
        />
      )}
      {state.narrowed && <Button onClick={() => onChange(noFilter)}>{filter.clear}</Button>}
    </div>
  );
}

function TextFilter({ text = '', onChange }: { text: string | undefined; onChange: (text: string) => void }) {
  const { tickets: words } = useText();
  const [typed, setTyped] = useState(text);
  const [input, setInput] = useState<HTMLInputElement | null>(null);
  useEffect(() => setTyped(text), [text]);
  useEffect(() => {
    if (typed === text) return;
    const timer = setTimeout(() => onChange(typed), 200);
    return () => clearTimeout(timer);
  });
  useShortcut('screen', '/', words.keys.filter, () => input?.focus());
  return (
    <TextInput
      ref={setInput}
      aria-label={words.filter.text}
      placeholder={words.filter.text}
      leftSection={<Search size={14} aria-hidden />}
      value={typed}
      maxLength={300}
      className={classes['text'] ?? ''}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onKeyDown={(event) => {
        // The list's keys are keys again.
        if (event.key === 'Escape' || event.key === 'Enter') event.currentTarget.blur();
      }}
    />
  );
}

function Several(props: {
  label: string;
  values: readonly string[];
  options: readonly { readonly value: string; readonly label: string }[];
  onChange: (values: string | undefined) => void;
}) {
  const { label, values, options, onChange } = props;
  return (
    <MultiSelect
      aria-label={label}
      placeholder={values.length === 0 ? label : ''}
      w={values.length === 0 ? 112 : undefined}
      maw={280}
      value={[...values]}
      data={[...options]}
      onChange={(next) => {
        const chosen = options.flatMap(({ value }) => (next.includes(value) ? [value] : []));
        onChange(chosen.length === 0 ? undefined : chosen.join(','));
      }}
    />
  );
}

function EntityToken({ id, onRemove }: { id: EntityId; onRemove: () => void }) {
  const { tickets: words } = useText();
  const { data } = useCall('inventory.entity', { id: id, related: 0 });
  const name = cleanText(data?.entity.name ?? splitEntityId(id).nativeId);
  return <Token label={words.filter.entity(name)} onRemove={onRemove} />;
}

function Token({ label, onRemove }: { label: string; onRemove: () => void }) {
  const { tickets: words } = useText();
  return (
    <span className={classes['token']}>
      <span title={label}>{label}</span>
      <CloseButton size="sm" aria-label={words.filter.remove(label)} onClick={onRemove} />
    </span>
  );
}
