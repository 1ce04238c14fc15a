import { Button } from '@mantine/core';
import { Link } from 'wouter';
import type { SourceStatus, Status } from '../../shared/contract/status.ts';
import { useText } from '../i18n/catalogue.tsx';
import { useMomentText } from '../ui/moment.tsx';
import { StatusMark } from '../ui/status-mark.tsx';
import type { Status as Mark } from '../ui/status-shapes.ts';
import { BarButton, type BarStatus } from './bar-button.tsx';
import classes from './bar-button.module.css';
import { links } from './links.ts';
import { SyncIndicator } from './sync/sync-indicator.tsx';
import { useModel } from './use-model.ts';
import { useStatus } from './use-status.ts';

/** What the console is connected to. */
export function Indicators() {
  const status = useStatus();
  return (
    <>
      <SyncIndicator />
      <ModelIndicator />
      <ServersIndicator status={status} />
    </>
  );
}

function ModelIndicator() {
  const { indicator } = useText().shell;
  const model = useModel();
  const name = model?.models.chat;
  const isOn = model?.configured === true && name !== undefined;
  const problem = isOn ? (model.problem ?? model.key.problem) : undefined;
  const word =
    model === undefined
      ? indicator.model
      : !model.configured
        ? indicator.modelOff
        : (name ?? indicator.modelUnnamed);
  const detail =
    model === undefined
      ? indicator.notKnown
      : !model.configured
        ? indicator.modelOffDetail
        : name === undefined
          ? indicator.modelUnnamedDetail
          : problem === undefined
            ? indicator.modelReady(name)
            : indicator.modelTrouble(name, problem);
  const status: BarStatus =
    model === undefined ? 'unknown' : !isOn ? 'off' : problem === undefined ? 'ok' : 'warning';
  return (
    <BarButton label={indicator.model} word={word} status={status} tooltip={detail}>
      {(close) => (
        <>
          <p className={classes['cardTitle']}>{word}</p>
          <p className={classes['cardText']}>{detail}</p>
          {model?.endpoint !== undefined && (
            <p className={classes['sub']}>{indicator.modelAt(model.endpoint)}</p>
          )}
          {model !== undefined && model.running > 0 && (
            <p className={classes['sub']}>{indicator.modelRunning(model.running, model.waiting)}</p>
          )}
          <SettingsLink section="model" onClick={close} />
        </>
      )}
    </BarButton>
  );
}

const marks: Readonly<Record<SourceStatus['connection'], Mark>> = {
  disabled: 'unknown',
  untrusted: 'warning',
  idle: 'ok',
  connecting: 'info',
  connected: 'ok',
  waiting: 'warning',
  failed: 'critical',
};

function ServersIndicator({ status }: { status: Status | undefined }) {
  const { shell } = useText();
  const { indicator } = shell;
  const moment = useMomentText();
  const sources = status?.sources.filter(({ connection }) => connection !== 'disabled') ?? [];
  const bad = sources.filter(
    ({ connection }) => marks[connection] === 'warning' || marks[connection] === 'critical',
  );
  const failed = bad.some(({ connection }) => connection === 'failed');
  const isBad = bad.length > 0 || (status?.sourceProblems ?? 0) > 0;
  const mark: BarStatus =
    status === undefined
      ? 'unknown'
      : failed
        ? 'critical'
        : isBad
          ? 'warning'
          : sources.length === 0
            ? 'off'
            : 'ok';
  const word =
    status === undefined
      ? indicator.servers
      : sources.length === 0
        ? indicator.serversNone
        : bad.length > 0
          ? indicator.serversBad(bad.length, sources.length)
          : indicator.serversOk(sources.length);
  const shown = [...bad, ...sources.filter((source) => !bad.includes(source))].slice(0, 12);
  const line = (source: SourceStatus) =>
    [
      source.completeAt === undefined
        ? indicator.neverComplete
        : indicator.complete(moment(source.completeAt).relative),
      source.simulated ? indicator.simulated : undefined,
      source.lastError,
    ]
      .filter((part) => part !== undefined)
      .join(' · ');
  const tooltip =
    status === undefined
      ? indicator.notKnown
      : sources.length === 0
        ? indicator.serversNoneDetail
        : shown
            .slice(0, 4)
            .map((source) => `${source.name}: ${indicator.connection[source.connection]}, ${line(source)}`)
            .join('\n');
  return (
    <BarButton label={indicator.servers} word={word} status={mark} tooltip={tooltip}>
      {(close) => (
        <>
          <p className={classes['cardTitle']}>{word}</p>
          {sources.length === 0 && <p className={classes['cardText']}>{indicator.serversNoneDetail}</p>}
          {status !== undefined && status.sourceProblems > 0 && (
            <p className={classes['cardText']}>
              <StatusMark status="warning" label={indicator.serversProblems(status.sourceProblems)} wrap />
            </p>
          )}
          <ul className={classes['rows']}>
            {shown.map((source) => (
              <li key={source.name} className={classes['row']}>
                <span className={classes['name']}>{source.name}</span>
                <StatusMark
                  status={source.collecting ? 'info' : marks[source.connection]}
                  label={source.collecting ? indicator.collecting : indicator.connection[source.connection]}
                />
                <span className={classes['sub']}>{line(source)}</span>
              </li>
            ))}
          </ul>
          {sources.length > shown.length && (
            <p className={classes['sub']}>{indicator.moreServers(sources.length - shown.length)}</p>
          )}
          <SettingsLink section="servers" onClick={close} />
        </>
      )}
    </BarButton>
  );
}

function SettingsLink({ section, onClick }: { section: 'model' | 'servers'; onClick: () => void }) {
  const { shell, settings } = useText();
  return (
    <div className={classes['actions']}>
      <Button
        renderRoot={(rest: object) => <Link href={links.settingsSection(section)} {...rest} />}
        onClick={onClick}
      >
        {section === 'servers' ? shell.indicator.openServers : settings.sections[section]}
      </Button>
    </div>
  );
}
