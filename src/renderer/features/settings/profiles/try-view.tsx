import { Button, Loader, Select } from '@mantine/core';
import { Play, X } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'wouter';
import { cleanText } from '../../../../shared/clean-text.ts';
import { links } from '../../../app/links.ts';
import { useText } from '../../../i18n/catalogue.tsx';
import { useFormat } from '../../../i18n/format.ts';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { GuardedButton } from '../../../ui/guarded-button.tsx';
import { SkeletonRows } from '../../../ui/loading.tsx';
import { StatusMark } from '../../../ui/status-mark.tsx';
import { CallProblem } from '../call-problem.tsx';
import { TrialResult } from './trial-result.tsx';
import classes from './trial.module.css';
import type { AskableServers } from './use-askable-servers.ts';
import type { TrialInput, TrialState, useTrial } from './use-trial.ts';

const bounds = ['5', '50', '500', 'all'] as const;

/** Holds a text against a server: which one, how much of it, and what came of it. */
export function TryView(props: {
  text: string;
  /** Whether it can be used as it stands. */
  right: boolean;
  servers: AskableServers;
  source: string | undefined;
  onSource: (source: string) => void;
  trial: ReturnType<typeof useTrial>;
  onGoTo: (line: number) => void;
}) {
  const { text, right, servers, source, onSource, trial, onGoTo } = props;
  const { profiles: words } = useText();
  const { number } = useFormat();
  const [bound, setBound] = useState<(typeof bounds)[number]>('50');
  const { state, start, cancel } = trial;
  if (!servers.sources) return <SkeletonRows rows={4} />;
  if (servers.usable.length === 0) {
    return (
      <EmptyState title={words.noServer} reason={words.noServerReason}>
        <Link href={links.settingsSection('servers')}>{words.toServers}</Link>
      </EmptyState>
    );
  }
  const chosen = servers.usable.find(({ name }) => name === source)?.name;
  const run = () => {
    if (chosen === undefined) return;
    start({ text, source: chosen, callsPerStep: bound === 'all' ? undefined : Number(bound) });
  };
  return (
    <div className={classes['trial']}>
      <div className={classes['form']}>
        <Select
          className={classes['grow'] ?? ''}
          label={words.server}
          placeholder={words.chooseServer}
          allowDeselect={false}
          value={chosen ?? null}
          onChange={(next) => next !== null && onSource(next)}
          data={[...servers.choices]}
        />
        <Select
          label={words.calls}
          allowDeselect={false}
          w={150}
          value={bound}
          onChange={(next) => setBound(bounds.find((one) => one === next) ?? '50')}
          data={bounds.map((value) => ({
            value,
            label: value === 'all' ? words.callsAll : number(Number(value)),
          }))}
        />
        {state.is === 'running' ? (
          <Button leftSection={<X size={14} aria-hidden />} onClick={cancel}>
            {words.cancelTry}
          </Button>
        ) : (
          <GuardedButton
            method="profiles.try"
            filled
            leftSection={<Play size={14} aria-hidden />}
            why={!right ? words.faultsFirst : chosen === undefined ? words.chooseServer : undefined}
            onPress={run}
          >
            {state.is === 'none' ? words.try : words.tryAgain}
          </GuardedButton>
        )}
        <p className={classes['hint']}>{words.tryHint}</p>
      </div>
      <Outcome state={state} text={text} source={chosen ?? ''} onGoTo={onGoTo} onVouch={start} />
    </div>
  );
}

function Outcome(props: {
  state: TrialState;
  text: string;
  source: string;
  onGoTo: (line: number) => void;
  onVouch: (input: TrialInput, tools: readonly string[]) => void;
}) {
  const { state, text, source, onGoTo, onVouch } = props;
  const { profiles: words } = useText();
  const { number } = useFormat();
  switch (state.is) {
    case 'none':
      return <EmptyState title={words.notTried} />;
    case 'cancelled':
      return <EmptyState title={words.cancelled} />;
    case 'failed':
      return (
        <div className={classes['padded']}>
          <CallProblem error={state.error} />
        </div>
      );
    case 'running': {
      const { progress } = state;
      return (
        <div className={classes['padded']} role="status">
          <Loader size="xs" aria-hidden /> {words.trying(source)}
          {progress && (
            <p className={classes['hint']}>
              {cleanText(progress.message)} {number(progress.done)}
              {progress.total !== undefined && ` / ${number(progress.total)}`}
            </p>
          )}
        </div>
      );
    }
    case 'asking': {
      const { tools, input } = state;
      return (
        <div className={classes['ask']} role="alert">
          <StatusMark status="warning" label={words.askTitle(tools.length)} wrap />
          <p>{words.askText}</p>
          <ul className={classes['asked']} tabIndex={0} aria-label={words.readTools}>
            {tools.map(({ name, description }) => (
              <li key={name}>
                <code>{cleanText(name)}</code>
                <span className={classes['description']}>{cleanText(description)}</span>
              </li>
            ))}
          </ul>
          <GuardedButton
            method="profiles.try"
            onPress={() =>
              onVouch(
                input,
                tools.map(({ name }) => name),
              )
            }
          >
            {words.askGo(tools.length)}
          </GuardedButton>
        </div>
      );
    }
    case 'done':
      return <TrialResult trial={state.trial} isOld={state.input.text !== text} onGoTo={onGoTo} />;
  }
}
