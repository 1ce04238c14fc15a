import { Button, Textarea } from '@mantine/core';
import { ThumbsDown, ThumbsUp } from 'lucide-react';
import { useState } from 'react';
import { cleanText } from '../../../shared/clean-text.ts';
import type { FeedbackAbout } from '../../../shared/model/feedback.ts';
import { useCall, useCommand, useEvent, useRefresh } from '../../app/use-call.ts';
import { usePortStatus } from '../../app/client-context.tsx';
import { useText } from '../../i18n/catalogue.tsx';
import { StatusMark } from '../../ui/status-mark.tsx';
import { useToast } from '../../ui/toast.tsx';
import { CauseInput } from './ticket-dialogs.tsx';
import classes from './detail.module.css';
import { useCauses } from './use-causes.ts';

type Verdict = 'up' | 'down';

/** What people think of something that the application said: right or wrong, why, and what it really was. */
export function FeedbackThumbs({ about, label }: { about: FeedbackAbout; label?: string }) {
  const { feedback: words } = useText().tickets;
  const refresh = useRefresh();
  const toast = useToast();
  const away = usePortStatus().is !== 'open';
  const { data } = useCall('feedback.list', { about });
  const give = useCommand('feedback.give', ['feedback.list']);
  useEvent('feedback.changed', {}, () => refresh('feedback.list'));
  const [verdict, setVerdict] = useState<Verdict>();
  const [reason, setReason] = useState('');
  const [cause, setCause] = useState('');
  const causes = useCauses();
  const own = data?.own;
  const others = data?.items.filter(({ by }) => by !== own?.by) ?? [];
  const open = (next: Verdict) => {
    setVerdict(verdict === next ? undefined : next);
    setReason(own?.verdict === next ? (own.reason ?? '') : '');
    setCause(own?.verdict === next ? causes.titleOf(own.correctCause ?? '') : '');
  };
  const send = () => {
    if (verdict === undefined) return;
    give.mutate(
      {
        about,
        verdict,
        ...(reason.trim() !== '' && { reason: reason.trim() }),
        ...(verdict === 'down' && cause.trim() !== '' && { correctCause: causes.idOf(cause) }),
      },
      {
        onSuccess: () => {
          setVerdict(undefined);
          toast({ message: words.given, status: 'ok' });
        },
      },
    );
  };
  const thumb = (which: Verdict, Icon: typeof ThumbsUp) => (
    <Button
      size="xs"
      leftSection={<Icon size={12} aria-hidden />}
      aria-pressed={own?.verdict === which}
      aria-expanded={verdict === which}
      data-mine={own?.verdict === which || undefined}
      className={classes['thumb'] ?? ''}
      disabled={away}
      onClick={() => open(which)}
    >
      {words[which]}
    </Button>
  );
  return (
    <div className={classes['feedback']} role="group" aria-label={label ?? words.label}>
      <div className={classes['feedbackLine']}>
        <span className={classes['dim']}>{label ?? words.label}</span>
        {thumb('up', ThumbsUp)}
        {thumb('down', ThumbsDown)}
        {own && (
          <span className={classes['dim']}>
            {words.yours(words[own.verdict])}
            {own.reason !== undefined && <q dir="auto">{cleanText(own.reason)}</q>}
          </span>
        )}
        {others.length > 0 && (
          <span className={classes['dim']}>
            {words.others(
              others.filter((one) => one.verdict === 'up').length,
              others.filter((one) => one.verdict === 'down').length,
            )}
          </span>
        )}
      </div>
      {verdict !== undefined && (
        <form
          className={classes['feedbackForm']}
          onSubmit={(event) => {
            event.preventDefault();
            send();
          }}
        >
          <Textarea
            label={words.reason}
            description={words.reasonHint}
            autosize
            minRows={2}
            maxRows={5}
            maxLength={2_000}
            dir="auto"
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          {verdict === 'down' && about.is === 'diagnosis' && (
            <CauseInput
              label={words.correctCause}
              description={words.correctCauseHint}
              value={cause}
              onChange={setCause}
            />
          )}
          {give.error && <StatusMark status="critical" label={give.error.message} wrap />}
          <Button type="submit" size="xs" variant="filled" loading={give.isPending} disabled={away}>
            {words.submit}
          </Button>
        </form>
      )}
    </div>
  );
}
