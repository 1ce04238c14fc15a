import { Button, CloseButton } from '@mantine/core';
import { useEffect } from 'react';
import { create } from 'zustand';
import { useText } from '../i18n/catalogue.tsx';
import { StatusMark } from './status-mark.tsx';
import type { Status } from './status-shapes.ts';
import classes from './toast.module.css';

export interface Toast {
  readonly message: string;
  readonly status?: Status;
  /** What takes it back, for as long as the toast is there. */
  readonly undo?: () => void;
  /** Something else to do about it. */
  readonly action?: { readonly label: string; readonly run: () => void };
  /** Until it is closed; otherwise six seconds, ten when something can be undone. */
  readonly stays?: boolean;
}

interface Shown extends Toast {
  readonly id: number;
}

/** More than this at once and the oldest go. */
const most = 4;

let nextId = 0;
const useToasts = create<{ readonly shown: readonly Shown[] }>()(() => ({ shown: [] }));

function close(id: number): void {
  useToasts.setState(({ shown }) => ({ shown: shown.filter((toast) => toast.id !== id) }));
}

/** Says something that happened, in a corner: for what the operator did, never for what must be read. */
export function showToast(toast: Toast): void {
  useToasts.setState(({ shown }) => ({ shown: [...shown, { ...toast, id: nextId++ }].slice(-most) }));
}

export function useToast(): (toast: Toast) => void {
  return showToast;
}

/** Where toasts appear; once in the shell. */
export function Toasts() {
  const shown = useToasts((state) => state.shown);
  return (
    <div className={classes['stack']} role="status" aria-live="polite">
      {shown.map((toast) => (
        <ToastCard key={toast.id} toast={toast} />
      ))}
    </div>
  );
}

function ToastCard({ toast }: { toast: Shown }) {
  const text = useText();
  const { id, stays = false, undo, action } = toast;
  const hasUndo = undo !== undefined || action !== undefined;
  useEffect(() => {
    if (stays) return;
    const timer = setTimeout(() => close(id), hasUndo ? 10_000 : 6_000);
    return () => clearTimeout(timer);
  }, [id, stays, hasUndo]);
  return (
    <div className={classes['toast']}>
      <div className={classes['message']}>
        {toast.status === undefined ? (
          toast.message
        ) : (
          <StatusMark status={toast.status} label={toast.message} wrap />
        )}
      </div>
      {undo && (
        <Button
          size="xs"
          onClick={() => {
            close(id);
            undo();
          }}
        >
          {text.ui.undo}
        </Button>
      )}
      {action && (
        <Button
          size="xs"
          onClick={() => {
            close(id);
            action.run();
          }}
        >
          {action.label}
        </Button>
      )}
      <CloseButton size="sm" aria-label={text.ui.close} onClick={() => close(id)} />
    </div>
  );
}
