import { useState } from 'react';
import { useFormat } from '../../../i18n/format.ts';
import { saysMore, type SyncStatus } from '../../../app/sync/use-sync.ts';
import { markOf } from '../../../app/sync/sync-marks.ts';
import { useWhoAmI } from '../../../app/use-permission.ts';
import { useCommand } from '../../../app/use-call.ts';
import { useText } from '../../../i18n/catalogue.tsx';
import { GuardedButton } from '../../../ui/guarded-button.tsx';
import { KeyValue, type Fact } from '../../../ui/key-value.tsx';
import { Moment, Unknown } from '../../../ui/moment.tsx';
import { Section } from '../../../ui/section.tsx';
import { StatusMark } from '../../../ui/status-mark.tsx';
import { useToast } from '../../../ui/toast.tsx';
import { StoredSetting } from '../stored-setting.tsx';
import { ChangeDialog } from './change-dialog.tsx';
import { CheckPart } from './check-part.tsx';
import { clockText } from './clock-text.ts';
import { DisconnectDialog } from './disconnect-dialog.tsx';
import { PauseDialog } from './pause-dialog.tsx';
import { RepairDialog } from './repair-dialog.tsx';
import { ServerProblem } from './server-problem.tsx';
import classes from './sync.module.css';

type Asked = 'pause' | 'repair' | 'change' | 'disconnect';

/** Whether it works, with whom, and everything that can be done about it. */
export function StatePart({ status }: { status: SyncStatus }) {
  const { sync: words } = useText();
  const toast = useToast();
  const [asked, setAsked] = useState<Asked>();
  const [checking, setChecking] = useState(0);
  const resume = useCommand('sync.resume', ['sync.status']);
  const close = () => setAsked(undefined);
  const { state } = status;
  // Whoever does not get through can compare nothing.
  const away =
    state === 'running' || state === 'paused' ? undefined : words.actions.notWhileOff(words.states[state]);
  const stopped = state === 'running' ? undefined : words.actions.notWhileOff(words.states[state]);
  return (
    <>
      <Section
        title={words.state.title}
        actions={
          <>
            {state === 'paused' ? (
              <GuardedButton
                method="sync.resume"
                filled
                busy={resume.isPending}
                onPress={() =>
                  resume.mutate(
                    {},
                    { onSuccess: () => toast({ message: words.actions.resumed, status: 'ok' }) },
                  )
                }
              >
                {words.actions.resume}
              </GuardedButton>
            ) : (
              <GuardedButton method="sync.pause" onPress={() => setAsked('pause')}>
                {words.actions.pause}
              </GuardedButton>
            )}
            <GuardedButton method="sync.check" why={away} onPress={() => setChecking(checking + 1)}>
              {words.actions.check}
            </GuardedButton>
          </>
        }
      >
        <div className={classes['stateLine']} data-state={markOf(state)} role="status">
          <StatusMark status={markOf(state)} label={words.states[state]} />
          <span className={classes['stateText']}>{saysMore(state) && status.text}</span>
          {status.since !== undefined && (
            <span className={classes['dim']}>
              <Moment at={status.since} />
            </span>
          )}
        </div>
        <WhatNow state={state} />
        {resume.error && <ServerProblem error={resume.error} />}
        <Facts status={status} />
        <StoredSetting
          path="couchdb.leads"
          label={words.state.leads}
          description={words.state.leadsDetail}
          control={{ type: 'switch' }}
        />
        <div className={classes['buttons']}>
          <GuardedButton method="sync.connect" onPress={() => setAsked('change')}>
            {words.actions.change}
          </GuardedButton>
          <GuardedButton method="sync.repair" why={stopped} onPress={() => setAsked('repair')}>
            {words.actions.repair}
          </GuardedButton>
          <span className={classes['apart']}>
            <GuardedButton method="sync.disconnect" danger onPress={() => setAsked('disconnect')}>
              {words.actions.disconnect}
            </GuardedButton>
          </span>
        </div>
      </Section>
      {checking > 0 && <CheckPart key={checking} onClose={() => setChecking(0)} />}
      {asked === 'pause' && <PauseDialog onClose={close} />}
      {asked === 'repair' && <RepairDialog status={status} onClose={close} />}
      {asked === 'change' && <ChangeDialog onClose={close} />}
      <DisconnectDialog opened={asked === 'disconnect'} status={status} onClose={close} />
    </>
  );
}

function WhatNow({ state }: { state: SyncStatus['state'] }) {
  const hints: Readonly<Record<string, string>> = useText().sync.state.whatNow;
  const hint = hints[state];
  return hint === undefined ? null : <p className={classes['text']}>{hint}</p>;
}

function Facts({ status }: { status: SyncStatus }) {
  const { sync, shell } = useText();
  const words = sync.state;
  const format = useFormat();
  const { url, user, roles, serverVersion, clockSkewMs, workstation } = status;
  const operator = useWhoAmI()?.operator;
  const stranger = operator !== undefined && user !== undefined && user !== operator;
  const roleNames: Readonly<Record<string, string>> = {
    ...shell.permissions.roles,
    collector: words.collector,
  };
  const known = status.state === 'running' || roles.length > 0;
  const facts: readonly Fact[] = [
    { key: 'server', label: words.server, value: url ?? '–', mono: true },
    {
      key: 'account',
      label: words.account,
      value: stranger ? (
        <>
          <code>{user}</code>
          <p className={classes['note']}>
            <StatusMark status="warning" label={sync.form.otherName(operator, user)} wrap />
          </p>
        </>
      ) : (
        <code>{user ?? '–'}</code>
      ),
    },
    {
      key: 'roles',
      label: words.roles,
      value:
        roles.length > 0 ? (
          format.list(roles.map((role) => roleNames[role] ?? role))
        ) : known ? (
          <StatusMark status="warning" label={words.noRoles} wrap />
        ) : (
          <Unknown reason={words.versionUnknown} />
        ),
    },
    {
      key: 'version',
      label: words.version,
      value: serverVersion ?? <Unknown reason={words.versionUnknown} />,
    },
    { key: 'clock', label: words.clock, value: <Clock skewMs={clockSkewMs} /> },
    { key: 'workstation', label: words.workstation, value: workstation, mono: true },
  ];
  return (
    <div className={classes['facts']}>
      <KeyValue facts={facts} />
    </div>
  );
}

function Clock({ skewMs }: { skewMs: number | undefined }) {
  const words = useText().sync.state;
  if (skewMs === undefined) return <Unknown reason={words.clockUnknown} />;
  const { text, off } = clockText(skewMs, words);
  return off ? (
    <>
      <StatusMark status="warning" label={text} wrap />
      <span className={classes['dim']}> {words.clockHint}</span>
    </>
  ) : (
    text
  );
}
