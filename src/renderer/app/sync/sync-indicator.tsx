import { Button } from '@mantine/core';
import { Link } from 'wouter';
import { useText } from '../../i18n/catalogue.tsx';
import { useFormat } from '../../i18n/format.ts';
import { useMomentText } from '../../ui/moment.tsx';
import { BarButton, type BarStatus } from '../bar-button.tsx';
import classes from '../bar-button.module.css';
import { links } from '../links.ts';
import { barMarkOf } from './sync-marks.ts';
import { hostOf, saysMore, sumsOf, useSyncFeed, useSyncStatus, type SyncStatus } from './use-sync.ts';

/** How this workstation stands with the others, in the top bar: quiet while it is as it should be. */
export function SyncIndicator() {
  const { sync: words, settings } = useText();
  const { indicator } = words;
  const status = useSyncStatus();
  const lines = useLines(status);
  useSyncFeed();
  const { word, mark } = shownOf(status, words);
  return (
    <BarButton label={indicator.label} word={word} status={mark} tooltip={lines.join('\n')}>
      {(close) => (
        <>
          <p className={classes['cardTitle']}>{word}</p>
          {lines.map((line) => (
            <p key={line} className={classes['cardText']}>
              {line}
            </p>
          ))}
          <div className={classes['actions']}>
            <Button
              renderRoot={(rest: object) => <Link href={links.settingsSection('sync')} {...rest} />}
              onClick={close}
            >
              {settings.sections.sync}
            </Button>
          </div>
        </>
      )}
    </BarButton>
  );
}

type Words = ReturnType<typeof useText>['sync'];

function shownOf(
  status: SyncStatus | undefined,
  words: Words,
): { readonly word: string; readonly mark: BarStatus } {
  const { indicator } = words;
  if (status === undefined) return { word: indicator.label, mark: 'unknown' };
  const { state } = status;
  const { pending, parked } = sumsOf(status);
  const mark = barMarkOf(state);
  if (state === 'unreachable' && pending > 0) return { word: indicator.wait(pending), mark };
  if (state === 'running' && parked > 0) return { word: indicator.refusedSome(parked), mark: 'warning' };
  const failing = state === 'running' && status.collections.some(({ fault }) => fault !== undefined);
  return { word: words.states[state], mark: failing ? 'warning' : mark };
}

/** What stands behind the word: which server, since when, what waits. */
function useLines(status: SyncStatus | undefined): readonly string[] {
  const { sync: words } = useText();
  const { indicator } = words;
  const moment = useMomentText();
  const format = useFormat();
  if (status === undefined) return [indicator.notKnown];
  if (status.state === 'off') return [indicator.offDetail];
  const { pending, parked } = sumsOf(status);
  const failing = status.collections.filter(({ fault }) => fault !== undefined);
  const place = [
    hostOf(status.url),
    words.states[status.state],
    status.since === undefined ? undefined : moment(status.since).relative,
  ].filter((part) => part !== undefined);
  return [
    place.join(' · '),
    saysMore(status.state) ? status.text : '',
    pending > 0 ? indicator.waitDetail(pending) : '',
    parked > 0 ? indicator.refusedDetail(parked) : '',
    status.state === 'running' && failing.length > 0
      ? indicator.failing(format.list(failing.map(({ name }) => words.collections[name])))
      : '',
  ].filter((line) => line !== '');
}
