import { ActionIcon, Menu, TextInput } from '@mantine/core';
import { MoreHorizontal, Pencil, Search, Trash2 } from 'lucide-react';
import { useDeferredValue, useEffect, useRef, useState } from 'react';
import { cleanText } from '../../../shared/clean-text.ts';
import type { OutputOf } from '../../../shared/contract/contract.ts';
import { useClient } from '../../app/client-context.tsx';
import { useCall, useCommand, useRefresh } from '../../app/use-call.ts';
import { useText } from '../../i18n/catalogue.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { SkeletonRows } from '../../ui/loading.tsx';
import { Moment } from '../../ui/moment.tsx';
import { useToast } from '../../ui/toast.tsx';
import { useConversationState } from './conversation-state.ts';
import { keepAfterAll, leftToRemove, removeNow, removeSoon } from './removal.ts';
import classes from './history.module.css';

type Summary = OutputOf<'assistant.conversations'>['conversations'][number];

/** Earlier conversations: searched, renamed, deleted; the open one marked. */
export function History({ onOpen }: { onOpen: (id: string) => void }) {
  const { assistant } = useText();
  const { history: words } = assistant;
  const client = useClient();
  const refresh = useRefresh();
  const toast = useToast();
  const [typed, setTyped] = useState('');
  const wanted = useDeferredValue(typed.trim());
  const { data, error, refetch } = useCall(
    'assistant.conversations',
    { limit: 200, ...(wanted !== '' && { text: wanted }) },
    { keepPrevious: true },
  );
  const { open, removing } = useConversationState();
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    for (const id of leftToRemove()) void removeNow(client, id);
  }, [client]);

  const remove = ({ id, title }: Summary) => {
    const name = cleanText(title);
    removeSoon(id, () => {
      void (async () => {
        const why = await removeNow(client, id);
        refresh('assistant.conversations');
        if (why !== undefined)
          toast({ message: words.notRemoved(name, why), status: 'critical', stays: true });
      })();
    });
    toast({ message: words.removed(name), undo: () => keepAfterAll(id) });
  };
  const shown = data?.conversations.filter(({ id }) => !removing.includes(id));
  return (
    <div className={classes['history']}>
      <div className={classes['search']}>
        <TextInput
          type="search"
          aria-label={words.search}
          placeholder={words.search}
          leftSection={<Search size={14} aria-hidden />}
          maxLength={300}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Escape' && typed !== '') {
              event.stopPropagation();
              setTyped('');
            }
            if (event.key === 'ArrowDown') {
              event.preventDefault();
              list.current?.querySelector<HTMLElement>('button')?.focus();
            }
          }}
        />
      </div>
      <div className={classes['list']}>
        {error && !data ? (
          <ErrorState error={error} onRetry={() => void refetch()} />
        ) : !shown ? (
          <div className={classes['pad']}>
            <SkeletonRows rows={6} />
          </div>
        ) : shown.length === 0 ? (
          wanted === '' ? (
            <EmptyState title={words.none} reason={words.noneReason} />
          ) : (
            <EmptyState title={words.noneFound(wanted)} reason={words.noneFoundReason} />
          )
        ) : (
          <ul ref={list} className={classes['rows']} aria-label={words.title}>
            {shown.map((summary) => (
              <Row
                key={summary.id}
                summary={summary}
                current={summary.id === open}
                onOpen={onOpen}
                onRemove={remove}
              />
            ))}
          </ul>
        )}
        {data && shown && data.total > data.conversations.length && (
          <p className={classes['more']}>{words.more(shown.length, data.total)}</p>
        )}
      </div>
    </div>
  );
}

function Row(props: {
  summary: Summary;
  current: boolean;
  onOpen: (id: string) => void;
  onRemove: (summary: Summary) => void;
}) {
  const { summary, current, onOpen, onRemove } = props;
  const { history: words } = useText().assistant;
  const toast = useToast();
  const [renaming, setRenaming] = useState(false);
  const rename = useCommand('assistant.rename', ['assistant.conversations', 'assistant.conversation']);
  const title = cleanText(summary.title) || words.untitled;
  const save = (next: string) => {
    setRenaming(false);
    if (next === '' || next === summary.title) return;
    rename.mutate(
      { id: summary.id, title: next },
      { onError: (error) => toast({ message: error.message, status: 'critical' }) },
    );
  };
  if (renaming) {
    return (
      <li className={classes['row']}>
        <TitleField title={summary.title} onSave={save} onCancel={() => setRenaming(false)} />
      </li>
    );
  }
  return (
    <li className={classes['row']} data-current={current || undefined}>
      <button
        type="button"
        className={classes['open']}
        aria-current={current || undefined}
        onClick={() => onOpen(summary.id)}
        onKeyDown={(event) => {
          if (event.key === 'F2') setRenaming(true);
          else if (event.key === 'Delete') onRemove(summary);
          else walk(event);
        }}
      >
        <span className={classes['title']} dir="auto">
          {rename.isPending ? cleanText(rename.variables.title) : title}
        </span>
        <span className={classes['detail']}>
          <Moment at={summary.updatedAt} /> · {words.messages(summary.messages)}
        </span>
        {summary.excerpt !== undefined && (
          <span className={classes['excerpt']} dir="auto">
            {cleanText(summary.excerpt)}
          </span>
        )}
      </button>
      <Menu position="bottom-end" withinPortal returnFocus>
        <Menu.Target>
          <ActionIcon size={24} className={classes['menu'] ?? ''} aria-label={words.menu(title)}>
            <MoreHorizontal size={16} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<Pencil size={14} aria-hidden />} onClick={() => setRenaming(true)}>
            {words.rename}
          </Menu.Item>
          <Menu.Item leftSection={<Trash2 size={14} aria-hidden />} onClick={() => onRemove(summary)}>
            {words.remove}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </li>
  );
}

/** Arrow keys walk the list. */
function walk(event: { key: string; currentTarget: HTMLElement; preventDefault: () => void }): void {
  const row = event.currentTarget.closest('li');
  const next =
    event.key === 'ArrowDown'
      ? row?.nextElementSibling
      : event.key === 'ArrowUp'
        ? row?.previousElementSibling
        : undefined;
  const button = next?.querySelector<HTMLElement>('button');
  if (!button) return;
  event.preventDefault();
  button.focus();
}

function TitleField(props: { title: string; onSave: (title: string) => void; onCancel: () => void }) {
  const { title, onSave, onCancel } = props;
  const { history: words } = useText().assistant;
  const [value, setValue] = useState(title);
  const field = useRef<HTMLInputElement>(null);
  const done = useRef(false);
  useEffect(() => {
    // The menu that it was chosen from gives the focus back first.
    const timer = setTimeout(() => field.current?.select(), 0);
    return () => clearTimeout(timer);
  }, []);
  const end = (run: () => void) => {
    if (done.current) return;
    done.current = true;
    run();
  };
  return (
    <TextInput
      ref={field}
      className={classes['field'] ?? ''}
      aria-label={words.renameLabel}
      maxLength={200}
      autoFocus
      value={value}
      onChange={(event) => setValue(event.currentTarget.value)}
      onBlur={(event) => {
        if (event.relatedTarget !== null) end(() => onSave(value.trim()));
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter') end(() => onSave(value.trim()));
        if (event.key === 'Escape') {
          event.stopPropagation();
          end(onCancel);
        }
      }}
    />
  );
}
