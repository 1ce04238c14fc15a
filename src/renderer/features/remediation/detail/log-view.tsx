import type { ShownRemediation } from '../../../../shared/contract/remediation.ts';
import type { JournalEntry } from '../../../../shared/model/remediation.ts';
import { milliseconds } from '../../../../shared/format.ts';
import { usePreferences } from '../../../app/preferences.ts';
import { zoneOf } from '../../../app/time-zone.ts';
import { useText, type Catalogue } from '../../../i18n/catalogue.tsx';
import { localeOf } from '../../../i18n/locale.ts';
import { useMomentText } from '../../../ui/moment.tsx';
import { StatusMark } from '../../../ui/status-mark.tsx';
import type { Status } from '../../../ui/status-shapes.ts';
import { Tooltip } from '@mantine/core';
import { stateStatus } from '../marks.tsx';
import { logLines, type LogLine } from './log-lines.ts';
import classes from './detail.module.css';

/** The journal, as it was written: what was meant before each call, and what came back after it. */
export function LogView(props: { record: Pick<ShownRemediation, 'journal'>; open: boolean }) {
  const { record, open } = props;
  const { remediation } = useText();
  const words = remediation.live;
  const lines = logLines(record.journal);
  const list = (
    <ol className={classes['log']} aria-label={words.log}>
      {lines.map((line) => (
        // Of several workstations two may have the same number.
        <Line key={`${line.entry.seq} ${line.entry.is} ${line.entry.at}`} line={line} />
      ))}
    </ol>
  );
  return open ? (
    list
  ) : (
    <details>
      <summary className={classes['summary']}>{words.logShow}</summary>
      {list}
    </details>
  );
}

function Line({ line }: { line: LogLine }) {
  const text = useText();
  const words = text.remediation.live;
  const { language, timeZone } = usePreferences();
  const moment = useMomentText();
  const { entry, times, first } = line;
  const told = tellEntry(entry, text);
  return (
    <li>
      <Tooltip label={moment(entry.at).absolute}>
        <time dateTime={entry.at}>{timeText(times > 1 ? first : entry.at, language, timeZone)}</time>
      </Tooltip>
      <StatusMark
        status={told.status}
        wrap
        label={[told.text, ...(times > 1 ? [words.entry.times(times)] : [])].join(' · ')}
      />
      {told.more !== undefined && told.more !== '' && (
        <pre className={classes['excerpt']} tabIndex={0} aria-label={words.answer}>
          {told.more}
        </pre>
      )}
    </li>
  );
}

function timeText(at: string, language: 'en' | 'de', timeZone: string): string {
  const zone = zoneOf(timeZone);
  return new Date(at).toLocaleTimeString(localeOf(language), {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    ...(zone !== undefined && { timeZone: zone }),
  });
}

interface Told {
  readonly status: Status;
  readonly text: string;
  readonly more?: string;
}

function tellEntry(entry: JournalEntry, { remediation }: Catalogue): Told {
  const { entry: words, results, verdicts } = remediation.live;
  switch (entry.is) {
    case 'planned':
      return { status: 'info', text: entry.dryRun ? words.dryRun(entry.by) : words.planned(entry.by) };
    case 'pre-checked': {
      const bad = entry.checks.filter(({ ok }) => !ok);
      return {
        status: entry.ok ? 'ok' : 'critical',
        text: words.checked(entry.checks.length - bad.length, entry.checks.length),
        more: bad.map(({ text }) => text).join('\n'),
      };
    }
    case 'call-intended':
      return {
        status: 'info',
        text: words.intended(entry.does),
        more: `${entry.source} ${entry.tool} ${JSON.stringify(entry.arguments)}`,
      };
    case 'call-returned':
      return {
        status: entry.result === 'answered' ? 'ok' : entry.result === 'said-failed' ? 'critical' : 'warning',
        text: `${results[entry.result]} (${milliseconds(Math.round(entry.durationMs))})`,
        more: entry.excerpt,
      };
    case 'read-back':
      return {
        status: entry.verdict.is === 'met' ? 'ok' : entry.verdict.is === 'failed' ? 'critical' : 'info',
        text: `${words.readBack}, ${verdicts[entry.verdict.is]}: ${entry.verdict.text}`,
      };
    case 'cancel-asked':
      return { status: 'warning', text: words.cancelAsked(entry.by, entry.reason) };
    case 'held':
      return { status: 'warning', text: words.held(entry.reason) };
    case 'recovered':
      return { status: 'warning', text: words.recovered(entry.text) };
    case 'silence-intended':
    case 'silence-lift-intended':
      return {
        status: 'info',
        text: words.intended(entry.does),
        more: `${entry.source} ${entry.tool} ${JSON.stringify(entry.arguments)}`,
      };
    case 'silence-returned':
      return {
        status: 'info',
        text: `${words.silence}: ${entry.text}`,
        more: `${results[entry.result]} (${milliseconds(Math.round(entry.durationMs))}) ${entry.excerpt}`,
      };
    case 'silence-noted':
      return { status: 'warning', text: `${words.silence}: ${entry.text}` };
    case 'rollback-planned':
      return { status: 'warning', text: words.rollbackPlanned(entry.by, entry.text) };
    case 'settled':
      return { status: 'info', text: words.settled[entry.as](entry.by), more: entry.note };
    case 'ended':
      return {
        status: stateStatus[entry.state],
        text: `${remediation.states[entry.state]}: ${entry.text}`,
      };
    default:
      return entry satisfies never;
  }
}
