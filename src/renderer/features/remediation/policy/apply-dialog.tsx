import { Textarea } from '@mantine/core';
import { useState } from 'react';
import type { PolicyChangeView } from '../../../../shared/contract/policy.ts';
import { useCommand } from '../../../app/use-call.ts';
import { useText } from '../../../i18n/catalogue.tsx';
import { StatusMark } from '../../../ui/status-mark.tsx';
import { useToast } from '../../../ui/toast.tsx';
import { DecideDialog } from '../detail/decide-dialog.tsx';
import { errorText } from '../error-text.ts';
import { ChangeTable } from './change-table.tsx';
import classes from './policy.module.css';

/** Putting a text in force: what is different in it, what of that lets more happen, and why. */
export function ApplyDialog(props: {
  text: string;
  base: string;
  changes: readonly PolicyChangeView[];
  onApplied: () => void;
  onClose: () => void;
}) {
  const { text, base, changes, onApplied, onClose } = props;
  const { policy: words } = useText();
  const toast = useToast();
  const [reason, setReason] = useState('');
  const apply = useCommand('policy.apply', ['policy.read', 'policy.history', 'remediation.state']);
  const more = changes.filter(({ permits }) => permits === 'more').length;
  return (
    <DecideDialog
      title={words.applyTitle}
      action={words.applyNow}
      danger={more > 0}
      ready={reason.trim() !== ''}
      busy={apply.isPending}
      problem={errorText(apply.error)}
      onDecide={() =>
        apply.mutate(
          { text, baseVersion: base, reason: reason.trim() },
          {
            onSuccess: ({ version, changed }) => {
              toast({
                message: changed ? words.applied(version.slice(0, 8)) : words.notChanged,
                status: 'ok',
              });
              onApplied();
              onClose();
            },
          },
        )
      }
      onClose={onClose}
    >
      {more > 0 && <StatusMark status="warning" label={words.permitsMore(more)} wrap />}
      <div className={classes['scrolls']}>
        <ChangeTable changes={changes} />
      </div>
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
    </DecideDialog>
  );
}
