import { Popover } from '@mantine/core';
import { useEffect, useId, useRef, useState } from 'react';
import { Link } from 'wouter';
import { useText } from '../../i18n/catalogue.tsx';
import { CitationCard, sourceTitle } from './citation-card.tsx';
import { useCitations } from './citations-context.ts';
import { useSourceDoor } from './use-open-source.ts';
import classes from './citation.module.css';

const openDelayMs = 250;
const closeDelayMs = 150;

/** `[1]` in an answer: on hover or focus what the source says, on click the place where it stands. */
export function CitationMark({ number }: { number: number }) {
  const { assistant } = useText();
  const { byNumber, pending } = useCitations();
  const doorOf = useSourceDoor();
  const [opened, setOpened] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const id = useId();
  useEffect(() => () => clearTimeout(timer.current), []);
  const citation = byNumber.get(number);
  if (citation === undefined) {
    if (!pending) return `[${number}]`;
    return (
      <span className={classes['mark']} data-pending title={assistant.sources.pending(number)}>
        {number}
      </span>
    );
  }
  const soon = (open: boolean, delay: number) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setOpened(open), delay);
  };
  const door = doorOf(citation);
  const shared = {
    className: classes['mark'] ?? '',
    'data-gone': citation.gone,
    'aria-label': assistant.sources.mark(number, sourceTitle(citation)),
    'aria-describedby': opened ? id : undefined,
    onPointerEnter: () => soon(true, openDelayMs),
    onPointerLeave: () => soon(false, closeDelayMs),
    onFocus: () => soon(true, 0),
    onBlur: () => soon(false, 0),
    onKeyDown: (event: { key: string; stopPropagation: () => void }) => {
      if (event.key !== 'Escape' || !opened) return;
      event.stopPropagation();
      setOpened(false);
    },
  };
  return (
    <Popover
      opened={opened}
      onChange={setOpened}
      position="top"
      width="max-content"
      withRoles={false}
      trapFocus={false}
      returnFocus={false}
      closeOnEscape={false}
      middlewares={{ flip: true, shift: { padding: 8 } }}
    >
      <Popover.Target>
        {door?.is === 'link' ? (
          <Link href={door.href} onClick={door.onClick} {...shared}>
            {number}
          </Link>
        ) : (
          <button type="button" onClick={door?.onClick} {...shared}>
            {number}
          </button>
        )}
      </Popover.Target>
      <Popover.Dropdown
        id={id}
        role="tooltip"
        onPointerEnter={() => clearTimeout(timer.current)}
        onPointerLeave={() => soon(false, closeDelayMs)}
      >
        <CitationCard citation={citation} />
      </Popover.Dropdown>
    </Popover>
  );
}
