import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { useCall, useCommand } from '../../../app/use-call.ts';
import { Permitted } from '../../../app/permitted.tsx';
import { useText } from '../../../i18n/catalogue.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Section } from '../../../ui/section.tsx';
import { StatusMark } from '../../../ui/status-mark.tsx';
import { useToast } from '../../../ui/toast.tsx';
import classes from './servers.module.css';

const marks = { set: 'ok', missing: 'critical', unknown: 'unknown' } as const;

/** Secrets that servers refer to, whether they are there, and a way to put one in. None is ever shown. */
export function SecretList() {
  const { servers: words } = useText().settings;
  const { data } = useCall('sources.secrets', {});
  const [storing, setStoring] = useState<string>();
  const keyring = data?.keyring;
  return (
    <Section
      title={words.secrets}
      actions={
        <Permitted method="sources.setSecret">
          <Button size="xs" disabled={keyring?.available !== true} onClick={() => setStoring('')}>
            {words.storeSecret}
          </Button>
        </Permitted>
      }
    >
      <p className={classes['hint']}>{words.secretsDetail}</p>
      {keyring?.available === false && (
        <StatusMark status="warning" label={words.noKeyring(keyring.reason)} wrap />
      )}
      {data?.secrets.length === 0 && <p className={classes['hint']}>{words.noSecrets}</p>}
      {data && data.secrets.length > 0 && (
        <table className={`${classes['table']} ${classes['inset']}`}>
          <thead>
            <tr>
              <th scope="col">{words.secretColumns.reference}</th>
              <th scope="col">{words.secretColumns.usedBy}</th>
              <th scope="col">{words.secretColumns.state}</th>
              <th scope="col" aria-label={words.storeSecret} />
            </tr>
          </thead>
          <tbody>
            {data.secrets.map(({ reference, from, name, sources, is }) => (
              <tr key={reference}>
                <td className="mono">{reference}</td>
                <td className="mono">{sources.join(', ')}</td>
                <td>
                  <StatusMark status={marks[is]} label={words.secretStates[is]} />
                </td>
                <td data-number>
                  {from === 'keyring' ? (
                    <Permitted method="sources.setSecret">
                      <Button
                        size="xs"
                        disabled={keyring?.available !== true}
                        onClick={() => setStoring(name)}
                      >
                        {is === 'set' ? words.replaceSecret : words.setSecret}
                      </Button>
                    </Permitted>
                  ) : (
                    <span className={classes['hint']}>{words.fromEnvironment}</span>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <Dialog
        opened={storing !== undefined}
        onClose={() => setStoring(undefined)}
        title={words.storeSecret}
        size={440}
      >
        {storing !== undefined && <SecretForm initial={storing} onDone={() => setStoring(undefined)} />}
      </Dialog>
    </Section>
  );
}

function SecretForm({ initial, onDone }: { initial: string; onDone: () => void }) {
  const { servers: words } = useText().settings;
  const toast = useToast();
  const store = useCommand('sources.setSecret', ['sources.secrets']);
  const [name, setName] = useState(initial);
  const [value, setValue] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    store.mutate(
      { name, value },
      {
        onSuccess: () => {
          toast({ message: words.secretStored(name), status: 'ok' });
          onDone();
        },
      },
    );
  };
  return (
    <form className={classes['form']} onSubmit={submit}>
      <TextInput
        label={words.secretName}
        value={name}
        required
        readOnly={initial !== ''}
        autoComplete="off"
        spellCheck={false}
        className={classes['mono'] ?? ''}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <PasswordInput
        label={words.secretValue}
        description={words.secretValueDetail}
        value={value}
        required
        data-autofocus
        autoComplete="off"
        onChange={(event) => setValue(event.currentTarget.value)}
      />
      {store.error && <StatusMark status="critical" label={store.error.message} wrap />}
      <div className={classes['buttons']}>
        <Permitted method="sources.setSecret">
          <Button
            type="submit"
            variant="filled"
            className={classes['pushed'] ?? ''}
            loading={store.isPending}
            disabled={name === '' || value === ''}
          >
            {words.storeSecret}
          </Button>
        </Permitted>
      </div>
    </form>
  );
}
