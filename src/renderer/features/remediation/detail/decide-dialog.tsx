import { Button } from '@mantine/core';
import type { KeyboardEvent, ReactNode } from 'react';
import { useText } from '../../../i18n/catalogue.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Keys } from '../../../ui/kbd.tsx';
import { StatusMark } from '../../../ui/status-mark.tsx';
import classes from './detail.module.css';

/**
 * The question before something is done. Enter alone never answers it: the button has to be pressed, or mod and Enter
 * together. What has the focus at first is the way out.
 */
export function DecideDialog(props: {
  title: string;
  /** The verb on the button, with its object. */
  action: string;
  danger?: boolean;
  ready: boolean;
  busy: boolean;
  /** Why it cannot be done, here or as the application says it. */
  problem: string | undefined;
  onDecide: () => void;
  onClose: () => void;
  children: ReactNode;
}) {
  const { title, action, danger = false, ready, busy, problem, onDecide, onClose, children } = props;
  const text = useText();
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.metaKey || event.ctrlKey)) return;
    event.preventDefault();
    if (ready && !busy) onDecide();
  };
  return (
    <Dialog opened onClose={onClose} title={title} size={560}>
      {/* The keys of everything inside are heard here. */}
      <div className={classes['decide']} onKeyDown={onKeyDown}>
        {children}
        {problem !== undefined && (
          <div role="alert">
            <StatusMark status="critical" label={problem} wrap />
          </div>
        )}
        <div className={classes['decideButtons']}>
          <span className={classes['keys']}>
            <Keys keys="mod+enter" /> {text.remediation.confirm.sendKey}
          </span>
          <Button onClick={onClose} data-autofocus>
            {text.ui.cancel}
          </Button>
          <Button
            variant="filled"
            {...(danger && { color: 'red' })}
            disabled={!ready}
            loading={busy}
            onClick={onDecide}
          >
            {action}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
