import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { usePermission, useWhoAmI } from '../../../app/use-permission.ts';
import { Permitted } from '../../../app/permitted.tsx';
import { hostOf } from '../../../app/sync/use-sync.ts';
import { useCommand } from '../../../app/use-call.ts';
import { useText } from '../../../i18n/catalogue.tsx';
import { StatusMark } from '../../../ui/status-mark.tsx';
import { useToast } from '../../../ui/toast.tsx';
import { Disclosure } from '../../assistant/disclosure.tsx';
import { markOf } from '../../../app/sync/sync-marks.ts';
import {
  emptyDraft,
  inputOf,
  isComplete,
  isPlain,
  urlFault,
  type ConnectionDraft,
} from './connection-draft.ts';
import { ServerProblem } from './server-problem.tsx';
import classes from './sync.module.css';

/** Where the CouchDB is and who this workstation is there. It is tried before anything is kept. */
export function ConnectForm(props: {
  /** What is set now; absent: nothing is. */
  present?: Omit<ConnectionDraft, 'password'>;
  onDone?: () => void;
}) {
  const { present, onDone } = props;
  const { form: words, states } = useText().sync;
  const toast = useToast();
  const [draft, setDraft] = useState<ConnectionDraft>({ ...emptyDraft, ...present });
  const connect = useCommand('sync.connect', ['sync.status', 'sync.parked', 'settings.read', 'status.read']);
  const readOnly = !usePermission('sync.connect').granted;
  // Another server or account has another password.
  const keeps =
    present !== undefined && present.url === draft.url.trim() && present.user === draft.user.trim();
  const fault = urlFault(draft.url);
  const operator = useWhoAmI()?.operator;
  const field = (name: keyof ConnectionDraft) => ({
    value: draft[name],
    readOnly,
    autoComplete: 'off',
    spellCheck: false,
    inputWrapperOrder: ['label', 'input', 'error', 'description'] as (
      'label' | 'input' | 'error' | 'description'
    )[],
    onChange: (event: { currentTarget: { value: string } }) => {
      const { value } = event.currentTarget;
      setDraft((before) => ({ ...before, [name]: value }));
      if (connect.error) connect.reset();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!isComplete(draft, keeps) || connect.isPending) return;
    connect.mutate(inputOf(draft), {
      onSuccess: ({ state, text }) => {
        setDraft((before) => ({ ...before, password: '' }));
        toast(
          state === 'running' || state === 'connecting'
            ? { message: words.connected(hostOf(draft.url.trim()) ?? draft.url), status: 'ok' }
            : { message: `${states[state]}: ${text}`, status: markOf(state), stays: true },
        );
        onDone?.();
      },
    });
  };
  const mono = { classNames: { input: classes['mono'] ?? '' } };
  return (
    <form className={classes['form']} onSubmit={submit} noValidate>
      <TextInput
        {...field('url')}
        {...mono}
        label={words.url}
        description={words.urlDetail}
        placeholder="https://couchdb.example.org:6984"
        required
        error={fault === undefined ? undefined : fault === 'bad-url' ? words.badUrl : words.noCredentials}
      />
      <div className={classes['pair']}>
        <TextInput {...field('user')} label={words.user} description={words.userDetail} required />
        <PasswordInput
          {...field('password')}
          autoComplete="new-password"
          label={words.password}
          description={keeps ? words.passwordKept : words.passwordDetail}
          required={!keeps}
          visibilityToggleButtonProps={{ 'aria-label': words.showPassword }}
        />
      </div>
      <Disclosure
        label={words.more}
        initiallyOpen={draft.caFile !== '' || draft.proxy !== '' || (present?.prefix ?? '') !== ''}
      >
        <div className={classes['more']}>
          <TextInput
            {...field('prefix')}
            {...mono}
            label={words.prefix}
            description={words.prefixDetail}
            placeholder="datacenter-docs"
          />
          <TextInput
            {...field('caFile')}
            {...mono}
            label={words.caFile}
            description={words.caFileDetail}
            placeholder={words.caFileExample}
          />
          <TextInput
            {...field('proxy')}
            {...mono}
            label={words.proxy}
            description={words.proxyDetail}
            placeholder="http://proxy.example.org:3128"
            error={urlFault(draft.proxy) === 'bad-url' ? words.badUrl : undefined}
          />
        </div>
      </Disclosure>
      {operator !== undefined && draft.user.trim() !== '' && draft.user.trim() !== operator && (
        <StatusMark status="info" label={words.renamed(operator, draft.user.trim())} wrap />
      )}
      {isPlain(draft.url) && <StatusMark status="warning" label={words.plain} wrap />}
      {connect.error && <ServerProblem error={connect.error} />}
      <div className={classes['buttons']}>
        <Permitted method="sync.connect">
          <Button
            type="submit"
            variant="filled"
            disabled={!isComplete(draft, keeps)}
            loading={connect.isPending}
          >
            {present === undefined ? words.connect : words.save}
          </Button>
        </Permitted>
      </div>
    </form>
  );
}
