import { Button, Code, TextInput } from '@mantine/core';
import { useEffect, useState, type FormEvent, type ReactNode } from 'react';
import { useText } from '../i18n/catalogue.tsx';
import { Logo } from '../ui/logo.tsx';
import { usePortStatus } from './client-context.tsx';
import classes from './connection.module.css';

/**
 * Stands before everything while there is nothing to show: the application refused this page, and why. What was shown
 * before a connection was lost stays; that is the band's.
 */
export function Connection({ children }: { children: ReactNode }) {
  const status = usePortStatus();
  if (status.is !== 'refused') return children;
  switch (status.error.code) {
    case 'unauthorized':
      return <NeedsToken />;
    case 'unknown-method':
    case 'contract-mismatch':
      return <OtherVersion detail={status.error.message} />;
    default:
      return <Refused error={status.error} />;
  }
}

function NeedsToken() {
  const { refused } = useText().shell.connection;
  return (
    <Page title={refused.title} detail={refused.detail}>
      <ol className={classes['steps']}>
        {refused.steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      <TokenForm />
    </Page>
  );
}

/** Left behind for the page that follows; the token itself is not. */
const entered = 'datacenter-docs.token-entered';

function TokenForm() {
  const { refused } = useText().shell.connection;
  const [typed, setTyped] = useState('');
  // The page was loaded anew with what was entered, and is refused again.
  const [wrong, setWrong] = useState(() =>
    sessionStorage.getItem(entered) === null ? undefined : refused.otherToken,
  );
  useEffect(() => sessionStorage.removeItem(entered), []);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const token = tokenIn(typed);
    if (token === undefined) {
      setWrong(refused.noToken);
      return;
    }
    // The page is loaded anew with the address that the application would have printed.
    sessionStorage.setItem(entered, 'yes');
    location.hash = new URLSearchParams({ token }).toString();
    location.reload();
  };
  return (
    <form className={classes['form']} onSubmit={submit}>
      <TextInput
        className={classes['token'] ?? ''}
        label={refused.token}
        value={typed}
        autoFocus
        autoComplete="off"
        spellCheck={false}
        {...(wrong !== undefined && { error: wrong })}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          setWrong(undefined);
        }}
      />
      <Button type="submit" variant="filled">
        {refused.open}
      </Button>
    </form>
  );
}

/** Takes the token itself, or any text that ends in `#token=…`. */
export function tokenIn(typed: string): string | undefined {
  const text = typed.trim();
  const [, inAddress] = /[#?&]token=([^&\s]+)/.exec(text) ?? [];
  if (inAddress !== undefined) return decodeURIComponent(inAddress);
  return /^[\w.~-]{8,}$/.test(text) ? text : undefined;
}

function OtherVersion({ detail }: { detail: string }) {
  const { mismatch } = useText().shell.connection;
  return (
    <Page title={mismatch.title} detail={mismatch.detail}>
      <p className={classes['note']}>{detail}</p>
      <div className={classes['actions']}>
        <Button variant="filled" onClick={() => location.reload()}>
          {mismatch.reload}
        </Button>
      </div>
    </Page>
  );
}

function Refused({ error }: { error: { code: string; message: string; hint?: string | undefined } }) {
  const text = useText();
  return (
    <Page title={text.shell.connection.otherwise} detail={error.message}>
      {error.hint !== undefined && <p className={classes['note']}>{error.hint}</p>}
      <Code>{error.code}</Code>
      <div className={classes['actions']}>
        <Button variant="filled" onClick={() => location.reload()}>
          {text.ui.tryAgain}
        </Button>
      </div>
    </Page>
  );
}

function Page(props: { title: string; detail: string; children: ReactNode }) {
  const text = useText();
  return (
    <main className={classes['page']}>
      <div className={classes['brand']}>
        <Logo />
        <span>{text.shell.product}</span>
      </div>
      <h1 className={classes['title']}>{props.title}</h1>
      <p className={classes['detail']}>{props.detail}</p>
      {props.children}
    </main>
  );
}
