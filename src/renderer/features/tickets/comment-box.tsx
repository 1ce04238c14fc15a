import { Button, Textarea } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { create } from 'zustand';
import { usePortStatus } from '../../app/client-context.tsx';
import { useCommand } from '../../app/use-call.ts';
import { useText } from '../../i18n/catalogue.tsx';
import { Keys } from '../../ui/kbd.tsx';
import { StatusMark } from '../../ui/status-mark.tsx';
import classes from './detail.module.css';

/** What is typed at a ticket stays there while others are looked at, until it is sent. */
const useDrafts = create<{ readonly drafts: Readonly<Record<string, string>> }>()(() => ({ drafts: {} }));
/** Counted up to have the box of the ticket that is shown take the keyboard. */
const useCalls = create<{ readonly calls: number }>()(() => ({ calls: 0 }));

export function goToComment(): void {
  useCalls.setState(({ calls }) => ({ calls: calls + 1 }));
}

export function CommentBox({ id }: { id: string }) {
  const text = useText();
  const words = text.tickets.comment;
  const value = useDrafts((state) => state.drafts[id] ?? '');
  const calls = useCalls((state) => state.calls);
  const away = usePortStatus().is !== 'open';
  const box = useRef<HTMLTextAreaElement>(null);
  const send = useCommand('tickets.comment', ['tickets.get', 'tickets.list']);
  const set = (typed: string) => useDrafts.setState(({ drafts }) => ({ drafts: { ...drafts, [id]: typed } }));
  const seen = useRef(calls);
  useEffect(() => {
    if (seen.current === calls) return;
    seen.current = calls;
    box.current?.focus();
    box.current?.scrollIntoView?.({ block: 'nearest' });
  }, [calls]);
  const ready = value.trim() !== '' && !away && !send.isPending;
  const submit = () => {
    if (ready) send.mutate({ id, text: value.trim() }, { onSuccess: () => set('') });
  };
  return (
    <form
      className={classes['comment']}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Textarea
        ref={box}
        aria-label={words.label}
        placeholder={words.placeholder}
        autosize
        minRows={1}
        maxRows={8}
        maxLength={20_000}
        dir="auto"
        value={value}
        onChange={(event) => set(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
            event.preventDefault();
            submit();
          }
          if (event.key === 'Escape') {
            event.stopPropagation();
            event.currentTarget.blur();
          }
        }}
      />
      {send.error && <StatusMark status="critical" label={send.error.message} wrap />}
      {value !== '' && (
        <div className={classes['commentFoot']}>
          <span className={classes['dim']}>{away ? text.documents.write.away : words.draft}</span>
          <Button type="submit" size="xs" variant="filled" loading={send.isPending} disabled={!ready}>
            {words.submit}
            <Keys keys="mod+enter" inTooltip />
          </Button>
        </div>
      )}
    </form>
  );
}
