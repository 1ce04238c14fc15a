import { Button, Textarea } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { useCommand } from '../../../app/use-call.ts';
import { useText } from '../../../i18n/catalogue.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { useToast } from '../../../ui/toast.tsx';
import { ServerProblem } from './server-problem.tsx';
import classes from './sync.module.css';

/** Stopping it for a while takes a reason: whoever comes next finds it beside the state. */
export function PauseDialog({ onClose }: { onClose: () => void }) {
  const text = useText();
  const { pause: words } = text.sync;
  const toast = useToast();
  const [reason, setReason] = useState('');
  const pause = useCommand('sync.pause', ['sync.status']);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    pause.mutate(
      { reason: reason.trim() },
      {
        onSuccess: () => {
          toast({ message: words.done });
          onClose();
        },
      },
    );
  };
  return (
    <Dialog opened onClose={onClose} title={words.title} size={480}>
      <form className={classes['form']} onSubmit={submit}>
        <p className={classes['text']}>{words.text}</p>
        <Textarea
          data-autofocus
          label={words.reason}
          description={words.reasonHint}
          withAsterisk
          autosize
          minRows={2}
          maxLength={500}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        {pause.error && <ServerProblem error={pause.error} />}
        <div className={classes['dialogButtons']}>
          <Button onClick={onClose}>{text.ui.cancel}</Button>
          <Button type="submit" variant="filled" disabled={reason.trim() === ''} loading={pause.isPending}>
            {words.act}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
