import { Textarea } from '@mantine/core';
import { Pause, Play } from 'lucide-react';
import { useState } from 'react';
import { useCommand } from '../../app/use-call.ts';
import { useText } from '../../i18n/catalogue.tsx';
import { GuardedButton } from '../../ui/guarded-button.tsx';
import { useToast } from '../../ui/toast.tsx';
import { DecideDialog } from './detail/decide-dialog.tsx';
import { errorText } from './error-text.ts';
import { useStanding } from '../../app/use-standstill.ts';

/** Holds the queue for a while, and lets it go on: milder than the kill switch, and without the policy. */
export function PauseQueue() {
  const { remediation } = useText();
  const words = remediation.stop;
  const toast = useToast();
  const standing = useStanding();
  const [asked, setAsked] = useState(false);
  const [reason, setReason] = useState('');
  const pause = useCommand('remediation.pause', ['remediation.state']);
  const resume = useCommand('remediation.resume', ['remediation.state']);
  if (!standing) return null;
  if (standing.paused) {
    return (
      <GuardedButton
        method="remediation.resume"
        leftSection={<Play size={14} aria-hidden />}
        busy={resume.isPending}
        onPress={() =>
          resume.mutate(
            {},
            {
              onSuccess: () => toast({ message: words.resumedDone, status: 'ok' }),
              onError: ({ message }) => toast({ message, status: 'critical', stays: true }),
            },
          )
        }
      >
        {words.resume}
      </GuardedButton>
    );
  }
  return (
    <>
      <GuardedButton
        method="remediation.pause"
        leftSection={<Pause size={14} aria-hidden />}
        onPress={() => setAsked(true)}
      >
        {words.pause}
      </GuardedButton>
      {asked && (
        <DecideDialog
          title={words.pauseTitle}
          action={words.pauseNow}
          ready={reason.trim() !== ''}
          busy={pause.isPending}
          problem={errorText(pause.error)}
          onDecide={() =>
            pause.mutate(
              { reason: reason.trim() },
              {
                onSuccess: () => {
                  toast({ message: words.pausedDone, status: 'warning' });
                  setAsked(false);
                  setReason('');
                },
              },
            )
          }
          onClose={() => setAsked(false)}
        >
          <p>{words.pausedDetail}</p>
          <Textarea
            data-autofocus
            label={remediation.confirm.reason}
            withAsterisk
            autosize
            minRows={2}
            maxLength={1_000}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
        </DecideDialog>
      )}
    </>
  );
}
