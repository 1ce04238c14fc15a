import { Radio, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { ShownRemediation } from '../../../../shared/contract/remediation.ts';
import { useCommand } from '../../../app/use-call.ts';
import { useText } from '../../../i18n/catalogue.tsx';
import { GuardedButton } from '../../../ui/guarded-button.tsx';
import { Section } from '../../../ui/section.tsx';
import { StatusMark } from '../../../ui/status-mark.tsx';
import { useToast } from '../../../ui/toast.tsx';
import classes from './detail.module.css';

/** A person says what became of what nobody saw. Nothing is chosen beforehand. */
export function SettleForm({ record }: { record: ShownRemediation }) {
  const { remediation } = useText();
  const words = remediation.settle;
  const toast = useToast();
  const [as, setAs] = useState<'succeeded' | 'failed'>();
  const [note, setNote] = useState('');
  const settle = useCommand('remediation.settle', [
    'remediation.get',
    'remediation.list',
    'remediation.state',
  ]);
  const ready = as !== undefined && note.trim() !== '';
  const send = () => {
    if (as === undefined) return;
    settle.mutate(
      { id: record.id, as, note: note.trim() },
      {
        onSuccess: () => toast({ message: remediation.done.settled(record.actionTitle), status: 'ok' }),
      },
    );
  };
  return (
    <Section title={words.title}>
      <div className={classes['form']}>
        <p className={classes['formText']}>{words.detail}</p>
        <Radio.Group
          value={as ?? null}
          onChange={(value) => setAs(value === 'succeeded' ? 'succeeded' : 'failed')}
          aria-label={words.title}
        >
          <div className={classes['choices']}>
            <Radio value="succeeded" label={words.succeeded} size="xs" />
            <Radio value="failed" label={words.failed} size="xs" />
          </div>
        </Radio.Group>
        <Textarea
          label={words.note}
          description={words.noteHint}
          withAsterisk
          autosize
          minRows={2}
          maxLength={1_000}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        {settle.error && <StatusMark status="critical" label={settle.error.message} wrap />}
        <div>
          <GuardedButton
            method="remediation.settle"
            filled
            why={ready ? undefined : words.missing}
            busy={settle.isPending}
            onPress={send}
          >
            {words.record[as ?? 'none']}
          </GuardedButton>
        </div>
      </div>
    </Section>
  );
}
