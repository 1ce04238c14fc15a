import { Autocomplete, Button, Textarea } from '@mantine/core';
import { ThumbsDown, ThumbsUp } from 'lucide-react';
import { useState } from 'react';
import type { ShownRemediation } from '../../../../shared/contract/remediation.ts';
import type { FeedbackAbout } from '../../../../shared/model/feedback.ts';
import { useCall, useCommand, useEvent, useRefresh } from '../../../app/use-call.ts';
import { useText } from '../../../i18n/catalogue.tsx';
import { Section } from '../../../ui/section.tsx';
import { StatusMark } from '../../../ui/status-mark.tsx';
import { useToast } from '../../../ui/toast.tsx';
import classes from './detail.module.css';

/** What this operator thinks of the proposal, or of what came of it. It counts for the score. */
export function FeedbackForm({ record }: { record: ShownRemediation }) {
  const { remediation } = useText();
  const words = remediation.feedback;
  const toast = useToast();
  const refresh = useRefresh();
  const [verdict, setVerdict] = useState<'up' | 'down'>();
  const [reason, setReason] = useState('');
  const [cause, setCause] = useState('');
  const [again, setAgain] = useState(false);
  const ran = ['succeeded', 'failed', 'rolled-back', 'rollback-failed'].includes(record.state);
  const about: FeedbackAbout = { is: ran ? 'outcome' : 'proposal', remediation: record.id };
  const given = useCall('feedback.list', { about, limit: 200 });
  const causes = useCall('feedback.causes', {}, { enabled: verdict === 'down', staleTime: 600_000 });
  const give = useCommand('feedback.give', ['feedback.list']);
  useEvent('feedback.changed', {}, () => refresh('feedback.list'));
  const own = given.data?.own;
  const count = (of: 'up' | 'down') =>
    given.data?.items.filter((one) => one.verdict === of && one.id !== own?.id).length ?? 0;
  const asks = own === undefined || again;
  const send = () => {
    if (verdict === undefined) return;
    const known = causes.data?.causes.find(({ title }) => title === cause.trim());
    const correctCause = known?.id ?? cause.trim();
    give.mutate(
      {
        about,
        verdict,
        ...(reason.trim() !== '' && { reason: reason.trim() }),
        ...(verdict === 'down' && correctCause !== '' && { correctCause }),
      },
      {
        onSuccess: () => {
          toast({ message: words.thanks, status: 'ok' });
          setVerdict(undefined);
          setReason('');
          setCause('');
          setAgain(false);
        },
      },
    );
  };
  return (
    <Section
      title={ran ? words.outcome : words.proposal}
      detail={count('up') + count('down') > 0 ? words.others(count('up'), count('down')) : undefined}
    >
      <div className={classes['form']}>
        {asks ? (
          <div className={classes['thumbs']}>
            <Button
              size="xs"
              leftSection={<ThumbsUp size={14} aria-hidden />}
              variant={verdict === 'up' ? 'light' : 'default'}
              aria-pressed={verdict === 'up'}
              onClick={() => setVerdict('up')}
            >
              {words.up}
            </Button>
            <Button
              size="xs"
              leftSection={<ThumbsDown size={14} aria-hidden />}
              variant={verdict === 'down' ? 'light' : 'default'}
              aria-pressed={verdict === 'down'}
              onClick={() => setVerdict('down')}
            >
              {words.down}
            </Button>
          </div>
        ) : (
          <div className={classes['thumbs']}>
            <span>
              {words.yours(own.verdict)}
              {own.reason !== undefined && `: ${own.reason}`}
            </span>
            <Button size="xs" onClick={() => setAgain(true)}>
              {words.change}
            </Button>
          </div>
        )}
        {asks && verdict !== undefined && (
          <>
            <Textarea
              label={words.reason}
              autosize
              minRows={1}
              maxLength={2_000}
              value={reason}
              onChange={(event) => setReason(event.currentTarget.value)}
            />
            {verdict === 'down' && (
              <Autocomplete
                label={words.cause}
                maxLength={300}
                value={cause}
                onChange={setCause}
                data={[...new Set(causes.data?.causes.map(({ title }) => title))]}
              />
            )}
            {give.error && <StatusMark status="critical" label={give.error.message} wrap />}
            <div>
              <Button size="xs" loading={give.isPending} onClick={send}>
                {words.send}
              </Button>
            </div>
          </>
        )}
      </div>
    </Section>
  );
}
