import { Popover, Tooltip } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import classes from './bar-button.module.css';

export type BarStatus = 'ok' | 'info' | 'warning' | 'critical' | 'unknown' | 'off';

/** Off is a ring: it is meant to be, so it is neither good nor bad. */
const shapes: Readonly<Record<BarStatus, string>> = {
  ok: '✓',
  info: '●',
  warning: '▲',
  critical: '■',
  unknown: '?',
  off: '○',
};

/** One thing in the top bar: a shape and a word, a line on hover, the whole when it is opened. */
export function BarButton(props: {
  /** What it is about. */
  label: string;
  /** What it says. */
  word: string;
  status?: BarStatus;
  icon?: ReactNode;
  tooltip: string;
  /** Stands out: something is not as usual. */
  marked?: boolean;
  /** Something is stopped: it cannot be overlooked. */
  alarm?: boolean;
  /** Where something else opens it too. */
  opened?: boolean;
  onOpened?: (opened: boolean) => void;
  children: (close: () => void) => ReactNode;
}) {
  const { label, word, status, icon, tooltip, marked = false, alarm = false, children } = props;
  const [openedHere, setOpenedHere] = useState(false);
  const opened = props.opened ?? openedHere;
  const setOpened = props.onOpened ?? setOpenedHere;
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" trapFocus returnFocus withinPortal>
      <Popover.Target>
        <Tooltip label={tooltip} disabled={opened}>
          <button
            type="button"
            className={classes['button']}
            data-status={status}
            data-marked={marked || undefined}
            data-alarm={alarm || undefined}
            aria-label={`${label}: ${word}`}
            onClick={() => setOpened(!opened)}
          >
            {icon}
            {status !== undefined && (
              <span aria-hidden className={classes['shape']}>
                {shapes[status]}
              </span>
            )}
            <span data-words={marked ? undefined : ''}>{word}</span>
          </button>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown aria-label={label}>
        <div className={classes['card']}>{children(() => setOpened(false))}</div>
      </Popover.Dropdown>
    </Popover>
  );
}
