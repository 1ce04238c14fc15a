import { Button, Textarea } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'wouter';
import { useText } from '../i18n/catalogue.tsx';
import { GuardedButton } from '../ui/guarded-button.tsx';
import { Moment } from '../ui/moment.tsx';
import { StatusMark } from '../ui/status-mark.tsx';
import { useToast } from '../ui/toast.tsx';
import classes from './bar-button.module.css';
import { links } from './links.ts';
import { useCommand } from './use-call.ts';
import { usePolicy, useStanding } from './use-standstill.ts';

/** Where the reason is asked for, it can be typed at once. */
const focusOnce = (input: HTMLTextAreaElement | null) => input?.focus();

/** Stops everything that changes anything, in two steps and with a reason; and lets it go again in two. */
export function KillSwitch({ onDone }: { onDone: () => void }) {
  const { remediation } = useText();
  const words = remediation.stop;
  const toast = useToast();
  const policy = usePolicy();
  const standing = useStanding();
  const kill = useCommand('policy.kill', ['policy.read', 'remediation.state']);
  const [asked, setAsked] = useState(false);
  const [reason, setReason] = useState('');
  const shown = policy?.killSwitch;
  const on = shown?.on ?? standing?.killSwitch !== undefined;
  const turn = () =>
    kill.mutate(
      { on: !on, reason: reason.trim() },
      {
        onSuccess: () => {
          toast(
            on ? { message: words.released, status: 'ok' } : { message: words.stopped, status: 'warning' },
          );
          onDone();
        },
      },
    );
  // What the file or a broken policy keeps on is not released here.
  const canTurn = !on || shown?.from === undefined || shown.from === 'switch';
  return (
    <div>
      <p className={classes['cardTitle']}>{words.title}</p>
      {on ? (
        <>
          <p className={classes['cardText']}>
            <StatusMark status="critical" label={shown?.reason ?? standing?.killSwitch ?? words.on} wrap />
            {shown?.by !== undefined && (
              <span className={classes['cardNote']}>
                {words.by(shown.by)} {shown.at !== undefined && <Moment at={shown.at} />}
              </span>
            )}
          </p>
          <p className={classes['cardText']}>
            {shown?.from === 'file' ? words.fromFile : shown?.from === 'locked' ? words.locked : words.onText}
          </p>
        </>
      ) : (
        !asked && <p className={classes['cardText']}>{words.offText}</p>
      )}
      {asked && (
        <>
          <p className={classes['cardText']}>{on ? words.releaseText : words.stopText}</p>
          <Textarea
            ref={focusOnce}
            label={words.reason}
            withAsterisk
            autosize
            minRows={2}
            maxLength={500}
            mb={8}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          {kill.error && (
            <div role="alert">
              <StatusMark status="critical" label={kill.error.message} wrap />
            </div>
          )}
        </>
      )}
      <div className={classes['actions']}>
        {!asked && canTurn && (
          <GuardedButton method="policy.kill" onPress={() => setAsked(true)}>
            {on ? words.release : words.begin}
          </GuardedButton>
        )}
        {!asked && !canTurn && (
          <Button component={Link} href={links.policy} onClick={onDone}>
            {words.openPolicy}
          </Button>
        )}
        {asked && (
          <>
            <Button
              variant="filled"
              {...(!on && { color: 'red' })}
              disabled={reason.trim() === ''}
              loading={kill.isPending}
              onClick={turn}
            >
              {on ? words.releaseNow : words.stopNow}
            </Button>
            <Button onClick={() => setAsked(false)}>{words.back}</Button>
          </>
        )}
      </div>
    </div>
  );
}
