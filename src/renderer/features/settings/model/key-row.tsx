import { Button, PasswordInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { useCommand } from '../../../app/use-call.ts';
import { Permitted } from '../../../app/permitted.tsx';
import { useText } from '../../../i18n/catalogue.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { StatusMark } from '../../../ui/status-mark.tsx';
import { useToast } from '../../../ui/toast.tsx';
import { SettingRow } from '../setting-row.tsx';
import { CallProblem } from '../call-problem.tsx';
import type { LlmState } from './endpoint-part.tsx';
import classes from './model.module.css';

/** Whether there is a key, and a way to put one in, exchange it or take it away. It is never shown. */
export function KeyRow({ state }: { state: LlmState }) {
  const { languageModel: words } = useText();
  const toast = useToast();
  const remove = useCommand('llm.removeKey', ['llm.state', 'llm.models']);
  const [storing, setStoring] = useState(false);
  const { key, endpoint } = state;
  const missing = key.place === undefined && key.needed === 'needed';
  const label = words.keyStates[key.place ?? (missing ? 'missing' : 'unset')];
  return (
    <SettingRow
      label={words.key}
      description={
        endpoint === undefined
          ? words.keyDetailUnset
          : key.place === 'environment' || key.place === 'reference'
            ? words.keyDetailElsewhere(endpoint)
            : words.keyDetail(endpoint)
      }
      problem={key.problem ?? remove.error?.message}
    >
      {() => (
        <div className={classes['buttons']}>
          <StatusMark
            status={key.place !== undefined ? 'ok' : missing && endpoint !== undefined ? 'critical' : 'info'}
            label={label}
          />
          {endpoint !== undefined && key.place !== 'environment' && key.place !== 'reference' && (
            <Permitted method="llm.setKey">
              <Button size="xs" onClick={() => setStoring(true)}>
                {key.place === 'stored' ? words.replaceKey : words.setKey}
              </Button>
            </Permitted>
          )}
          {key.place === 'stored' && (
            <Permitted method="llm.removeKey">
              <Button
                size="xs"
                loading={remove.isPending}
                onClick={() =>
                  remove.mutate({}, { onSuccess: () => toast({ message: words.keyRemoved, status: 'ok' }) })
                }
              >
                {words.removeKey}
              </Button>
            </Permitted>
          )}
          <Dialog opened={storing} onClose={() => setStoring(false)} title={words.setKey} size={440}>
            {storing && <KeyForm endpoint={endpoint ?? ''} onDone={() => setStoring(false)} />}
          </Dialog>
        </div>
      )}
    </SettingRow>
  );
}

function KeyForm({ endpoint, onDone }: { endpoint: string; onDone: () => void }) {
  const { languageModel: words } = useText();
  const toast = useToast();
  const store = useCommand('llm.setKey', ['llm.state', 'llm.models']);
  const [value, setValue] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    store.mutate(
      { value },
      {
        onSuccess: ({ origin }) => {
          toast({ message: words.keyStored(origin), status: 'ok' });
          onDone();
        },
      },
    );
  };
  return (
    <form className={classes['form']} onSubmit={submit}>
      <PasswordInput
        label={words.keyValue}
        description={words.keyDetail(endpoint)}
        value={value}
        required
        data-autofocus
        autoComplete="off"
        onChange={(event) => setValue(event.currentTarget.value)}
      />
      {store.error && <CallProblem error={store.error} />}
      <div className={classes['buttons']}>
        <Permitted method="llm.setKey">
          <Button type="submit" variant="filled" loading={store.isPending} disabled={value.trim() === ''}>
            {words.setKey}
          </Button>
        </Permitted>
      </div>
    </form>
  );
}
