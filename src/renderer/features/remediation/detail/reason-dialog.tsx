import { Textarea } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import type { UseMutationResult } from '@tanstack/react-query';
import type { ContractError } from '../../../../shared/contract/errors.ts';
import { useText } from '../../../i18n/catalogue.tsx';
import { useToast } from '../../../ui/toast.tsx';
import { errorText } from '../error-text.ts';
import { DecideDialog } from './decide-dialog.tsx';
import classes from './detail.module.css';

/** Something that is not done without saying why. */
export function ReasonDialog(props: {
  id: string;
  title: string;
  action: string;
  command: UseMutationResult<unknown, ContractError, { id: string; reason: string }>;
  /** Said once it is done. */
  done: string;
  onClose: () => void;
  children?: ReactNode;
}) {
  const { id, title, action, command, done, onClose, children } = props;
  const { remediation } = useText();
  const words = remediation.confirm;
  const toast = useToast();
  const [reason, setReason] = useState('');
  return (
    <DecideDialog
      title={title}
      action={action}
      ready={reason.trim() !== ''}
      busy={command.isPending}
      problem={errorText(command.error)}
      onDecide={() =>
        command.mutate(
          { id, reason: reason.trim() },
          {
            onSuccess: () => {
              toast({ message: done });
              onClose();
            },
          },
        )
      }
      onClose={onClose}
    >
      {children !== undefined && <p className={classes['formText']}>{children}</p>}
      <Textarea
        data-autofocus
        label={words.reason}
        description={words.reasonHint}
        withAsterisk
        autosize
        minRows={2}
        maxLength={1_000}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
    </DecideDialog>
  );
}
