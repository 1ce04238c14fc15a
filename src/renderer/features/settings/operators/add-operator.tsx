import { Button, Select, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { roles, type Role } from '../../../../shared/model/role.ts';
import { useCommand } from '../../../app/use-call.ts';
import { useText } from '../../../i18n/catalogue.tsx';
import classes from './operators.module.css';
import type { ShownToken } from './token-dialog.tsx';

export function AddOperator({ onToken }: { onToken: (shown: ShownToken) => void }) {
  const { operators: words, shell } = useText();
  const [name, setName] = useState('');
  const [role, setRole] = useState<Role>('operator');
  const add = useCommand('operators.add', ['operators.list']);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    add.mutate(
      { name, role },
      {
        onSuccess: ({ operator, token }) => {
          setName('');
          onToken({ name: operator.name, token });
        },
      },
    );
  };
  const problem = add.error;
  const fault = problem?.details.find(({ path }) => path === 'name')?.message ?? problem?.message;
  return (
    <form className={classes['form']} onSubmit={submit}>
      <TextInput
        label={words.name}
        description={words.nameDetail}
        inputWrapperOrder={['label', 'input', 'error', 'description']}
        value={name}
        maxLength={60}
        autoComplete="off"
        spellCheck={false}
        error={fault}
        onChange={(event) => {
          setName(event.currentTarget.value);
          if (problem) add.reset();
        }}
      />
      <Select
        label={words.role}
        description={words.mayDo[role]}
        inputWrapperOrder={['label', 'input', 'error', 'description']}
        value={role}
        data={roles.map((value) => ({ value, label: shell.permissions.roles[value] }))}
        allowDeselect={false}
        onChange={(next) => setRole(roles.find((one) => one === next) ?? 'operator')}
      />
      <Button
        type="submit"
        variant="filled"
        className={classes['submit'] ?? ''}
        disabled={name.trim() === ''}
        loading={add.isPending}
      >
        {words.adding}
      </Button>
    </form>
  );
}
