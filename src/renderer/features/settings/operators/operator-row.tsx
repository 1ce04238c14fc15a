import { Button, Select } from '@mantine/core';
import { useState } from 'react';
import type { ContractError } from '../../../../shared/contract/errors.ts';
import type { Operator } from '../../../../shared/model/operator.ts';
import { roles } from '../../../../shared/model/role.ts';
import { useCommand } from '../../../app/use-call.ts';
import { useText } from '../../../i18n/catalogue.tsx';
import { ConfirmByName } from '../../../ui/confirm-by-name.tsx';
import { Moment, useMomentText } from '../../../ui/moment.tsx';
import { StatusMark } from '../../../ui/status-mark.tsx';
import { useToast } from '../../../ui/toast.tsx';
import classes from './operators.module.css';
import type { ShownToken } from './token-dialog.tsx';

/** One operator; what ends their sessions is asked about first. */
export function OperatorRow({
  operator,
  onToken,
}: {
  operator: Operator;
  onToken: (shown: ShownToken) => void;
}) {
  const { operators: words, shell } = useText();
  const toast = useToast();
  const moment = useMomentText();
  const [asked, setAsked] = useState<'disable' | 'token'>();
  const setRole = useCommand('operators.setRole', ['operators.list']);
  const disable = useCommand('operators.disable', ['operators.list']);
  const renew = useCommand('operators.renewToken', ['operators.list']);
  const { name, role, tokenAt, disabledAt } = operator;
  const isDisabled = disabledAt !== undefined;
  const close = () => setAsked(undefined);
  const onError = ({ message, hint }: ContractError) =>
    toast({
      message: [message, hint].filter((part) => part !== undefined).join(' '),
      status: 'critical',
      stays: true,
    });
  const makeToken = () =>
    renew.mutate(
      { name },
      {
        onError,
        onSuccess: ({ token }) => {
          close();
          onToken({ name, token });
        },
      },
    );
  return (
    <tr>
      <td className={classes['name']}>{name}</td>
      <td>
        <Select
          aria-label={words.roleOf(name)}
          value={role}
          data={roles.map((value) => ({ value, label: shell.permissions.roles[value] }))}
          allowDeselect={false}
          disabled={setRole.isPending}
          onChange={(next) => {
            const wanted = roles.find((one) => one === next);
            if (wanted === undefined || wanted === role) return;
            setRole.mutate(
              { name, role: wanted },
              {
                onError,
                onSuccess: () =>
                  toast({
                    message: words.roleChanged(name, shell.permissions.roles[wanted]),
                    status: 'ok',
                    undo: () => setRole.mutate({ name, role }, { onError }),
                  }),
              },
            );
          }}
        />
      </td>
      <td>
        <Moment at={tokenAt} />
      </td>
      <td>
        <StatusMark
          status={isDisabled ? 'unknown' : 'ok'}
          label={isDisabled ? words.notSince(moment(disabledAt).relative) : words.yes}
        />
      </td>
      <td>
        <div className={classes['buttons']}>
          <Button
            size="xs"
            loading={renew.isPending}
            onClick={() => (isDisabled ? makeToken() : setAsked('token'))}
          >
            {words.newToken}
          </Button>
          {!isDisabled && (
            <Button size="xs" onClick={() => setAsked('disable')}>
              {words.disable}
            </Button>
          )}
        </div>
        <ConfirmByName
          opened={asked === 'token'}
          title={words.newTokenOf(name)}
          name={name}
          action={words.makeToken}
          busy={renew.isPending}
          onConfirm={makeToken}
          onClose={close}
        >
          {words.newTokenDetail(name)}
        </ConfirmByName>
        <ConfirmByName
          opened={asked === 'disable'}
          title={words.disableTitle(name)}
          name={name}
          action={words.disable}
          busy={disable.isPending}
          onConfirm={() =>
            disable.mutate(
              { name },
              {
                onError,
                onSuccess: () => {
                  close();
                  toast({ message: words.disabled(name), status: 'ok' });
                },
              },
            )
          }
          onClose={close}
        >
          {words.disableDetail(name)}
        </ConfirmByName>
      </td>
    </tr>
  );
}
