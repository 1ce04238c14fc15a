import { Button, MultiSelect, SegmentedControl, Switch, Textarea, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState, type FormEvent } from 'react';
import type { InputOf } from '../../../../shared/contract/contract.ts';
import type { Source } from '../../../../shared/contract/sources.ts';
import { domains } from '../../../../shared/model/kind.ts';
import { useCall } from '../../../app/use-call.ts';
import { useText } from '../../../i18n/catalogue.tsx';
import { StatusMark } from '../../../ui/status-mark.tsx';
import { draftOf, emptyDraft, entryOf, splitCommandLine, type EntryDraft } from './entry-draft.ts';
import classes from './servers.module.css';

/** Waited for after a key before what is typed is judged. */
const quietMs = 250;

/** What starts a server, or where it is. Judged as it is typed; nothing is started by it. */
export function ServerForm(props: {
  initial?: Source;
  action: string;
  busy: boolean;
  failed?: string;
  onSubmit: (name: string, entry: InputOf<'sources.add'>['entry']) => void;
}) {
  const { initial, action, busy, failed, onSubmit } = props;
  const { servers: words } = useText().settings;
  const [name, setName] = useState(initial?.name ?? '');
  const [draft, setDraft] = useState<EntryDraft>(() => (initial ? draftOf(initial.entry) : emptyDraft));
  const set = (change: Partial<EntryDraft>) => setDraft((before) => ({ ...before, ...change }));
  const [judged] = useDebouncedValue({ name, draft }, quietMs);
  const isEmpty = draft.kind === 'stdio' ? draft.command.trim() === '' : draft.url.trim() === '';
  const verdict = useCall(
    'sources.validate',
    { name: judged.name, entry: entryOf(judged.draft), isNew: initial === undefined },
    {
      enabled:
        judged.name !== '' &&
        (judged.draft.kind === 'stdio' ? judged.draft.command.trim() !== '' : judged.draft.url.trim() !== ''),
      keepPrevious: true,
    },
  );
  const problems = isEmpty || name === '' ? [] : (verdict.data?.problems ?? []);
  const secrets = isEmpty ? [] : (verdict.data?.secrets ?? []);
  const problemOf = (...paths: string[]) =>
    problems.find(({ path }) => paths.some((one) => path === one || path.startsWith(`${one}.`)))?.message;
  const known = ['name', 'command', 'args', 'env', 'cwd', 'url', 'headers', 'datacenterDocs'];
  const others = problems.filter(
    ({ path }) => !known.some((one) => path === one || path.startsWith(`${one}.`)),
  );
  const settled = judged.name === name && judged.draft === draft && !verdict.isFetching;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!isEmpty && name !== '' && problems.length === 0) onSubmit(name, entryOf(draft));
  };

  return (
    <form className={classes['form']} onSubmit={submit}>
      {!initial && (
        <TextInput
          label={words.form.name}
          description={words.form.nameDetail}
          placeholder="vcenter-a"
          value={name}
          error={problemOf('name')}
          required
          data-autofocus
          autoComplete="off"
          spellCheck={false}
          className={classes['mono'] ?? ''}
          onChange={(event) => setName(event.currentTarget.value)}
        />
      )}
      <SegmentedControl
        aria-label={words.form.kind}
        value={draft.kind}
        data={[
          { value: 'stdio', label: words.form.stdio },
          { value: 'http', label: words.form.http },
        ]}
        onChange={(kind) => set({ kind: kind === 'http' ? 'http' : 'stdio' })}
      />
      {draft.kind === 'stdio' ? (
        <>
          <TextInput
            label={words.form.command}
            description={words.form.commandDetail}
            placeholder="npx"
            value={draft.command}
            error={problemOf('command')}
            required
            autoComplete="off"
            spellCheck={false}
            className={classes['mono'] ?? ''}
            onChange={(event) => set({ command: event.currentTarget.value })}
            onBlur={() => {
              const [command, ...args] = splitCommandLine(draft.command);
              // A whole command line was pasted.
              if (command !== undefined && args.length > 0 && draft.args === '') {
                set({ command, args: args.join('\n') });
              }
            }}
          />
          <Textarea
            label={words.form.args}
            description={words.form.argsDetail}
            value={draft.args}
            error={problemOf('args')}
            autosize
            minRows={2}
            maxRows={8}
            spellCheck={false}
            className={classes['mono'] ?? ''}
            onChange={(event) => set({ args: event.currentTarget.value })}
          />
          <Textarea
            label={words.form.env}
            description={words.form.envDetail}
            placeholder={'VC_URL=https://vcenter.example.org\nVC_PASSWORD=${keyring:vcenter-a}'}
            value={draft.env}
            error={problemOf('env')}
            autosize
            minRows={2}
            maxRows={8}
            spellCheck={false}
            className={classes['mono'] ?? ''}
            onChange={(event) => set({ env: event.currentTarget.value })}
          />
          <TextInput
            label={words.form.cwd}
            value={draft.cwd}
            error={problemOf('cwd')}
            spellCheck={false}
            className={classes['mono'] ?? ''}
            onChange={(event) => set({ cwd: event.currentTarget.value })}
          />
        </>
      ) : (
        <>
          <TextInput
            label={words.form.url}
            placeholder="https://mcp.example.org/mcp"
            value={draft.url}
            error={problemOf('url')}
            required
            autoComplete="off"
            spellCheck={false}
            className={classes['mono'] ?? ''}
            onChange={(event) => set({ url: event.currentTarget.value })}
          />
          <Textarea
            label={words.form.headers}
            description={words.form.headersDetail}
            placeholder={'Authorization: Bearer ${keyring:netbox}'}
            value={draft.headers}
            error={problemOf('headers')}
            autosize
            minRows={2}
            maxRows={8}
            spellCheck={false}
            className={classes['mono'] ?? ''}
            onChange={(event) => set({ headers: event.currentTarget.value })}
          />
        </>
      )}
      <details>
        <summary>{words.form.more}</summary>
        <div className={classes['form']} style={{ marginTop: 12 }}>
          <div className={classes['grid']}>
            <TextInput
              label={words.form.timeout}
              placeholder="30000"
              inputMode="numeric"
              value={draft.timeoutMs}
              error={problemOf('datacenterDocs.timeoutMs')}
              onChange={(event) => set({ timeoutMs: event.currentTarget.value.replaceAll(/\D/g, '') })}
            />
            <TextInput
              label={words.form.startTimeout}
              placeholder="60000"
              inputMode="numeric"
              value={draft.startTimeoutMs}
              error={problemOf('datacenterDocs.startTimeoutMs')}
              onChange={(event) => set({ startTimeoutMs: event.currentTarget.value.replaceAll(/\D/g, '') })}
            />
          </div>
          <MultiSelect
            label={words.form.domains}
            description={words.form.domainsDetail}
            data={domains
              .filter((domain) => domain !== 'infrastructure')
              .map((domain) => ({ value: domain, label: words.domains[domain] }))}
            value={[...draft.domains]}
            onChange={(chosen) => set({ domains: domains.filter((domain) => chosen.includes(domain)) })}
          />
          <Textarea
            label={words.form.readOnlyTools}
            description={words.form.readOnlyToolsDetail}
            value={draft.readOnlyTools}
            autosize
            minRows={1}
            maxRows={8}
            spellCheck={false}
            className={classes['mono'] ?? ''}
            onChange={(event) => set({ readOnlyTools: event.currentTarget.value })}
          />
          <Switch
            label={words.form.simulated}
            checked={draft.simulated}
            onChange={(event) => set({ simulated: event.currentTarget.checked })}
          />
        </div>
      </details>
      {secrets.length > 0 && (
        <StatusMark
          status="info"
          label={words.form.secretsMove(secrets.map(({ where, reference }) => `${where} → ${reference}`))}
          wrap
        />
      )}
      {others.map(({ path, message }) => (
        <StatusMark key={`${path} ${message}`} status="critical" label={`${path} ${message}`} wrap />
      ))}
      {failed !== undefined && <StatusMark status="critical" label={failed} wrap />}
      <div className={classes['buttons']}>
        <span className={classes['hint']} aria-live="polite">
          {!isEmpty && name !== '' && settled && problems.length === 0 ? words.form.fits : ''}
        </span>
        <Button
          type="submit"
          variant="filled"
          className={classes['pushed'] ?? ''}
          loading={busy}
          disabled={isEmpty || name === '' || problems.length > 0}
        >
          {action}
        </Button>
      </div>
    </form>
  );
}
