import { Button } from '@mantine/core';
import { Play, X } from 'lucide-react';
import { Link } from 'wouter';
import type { OutputOf } from '../../../shared/contract/contract.ts';
import { links } from '../../app/links.ts';
import { usePreferences } from '../../app/preferences.ts';
import { zoneOf } from '../../app/time-zone.ts';
import { useCommand } from '../../app/use-call.ts';
import { Permitted } from '../../app/permitted.tsx';
import { useText } from '../../i18n/catalogue.tsx';
import { useFormat } from '../../i18n/format.ts';
import { localeOf } from '../../i18n/locale.ts';
import { KeyValue } from '../../ui/key-value.tsx';
import { ExactMoment } from '../../ui/moment.tsx';
import { StatusMark } from '../../ui/status-mark.tsx';
import { useToast } from '../../ui/toast.tsx';
import classes from './activity.module.css';
import { durationText } from './duration-text.ts';
import { outcomeStatus } from '../../ui/outcome-status.ts';
import { useSeconds } from './use-seconds.ts';

type JobRun = Extract<OutputOf<'jobs.details'>, { type: 'job' }>;

/** When, why and how a job ran: its log, what it collected, and to stop it or run it again. */
export function JobRunDetail({ run }: { run: JobRun }) {
  const text = useText();
  const { activity: words } = text;
  const { number } = useFormat();
  const toast = useToast();
  const cancel = useCommand('jobs.cancel', ['jobs.list', 'jobs.history', 'jobs.details']);
  const start = useCommand('jobs.run', ['jobs.list', 'jobs.history']);
  const failed = (error: Error) => toast({ message: error.message, status: 'critical', stays: true });
  const isOver = run.finishedAt !== undefined;
  const now = useSeconds(!isOver);
  return (
    <>
      {run.error && <StatusMark status="critical" label={run.error.message} wrap />}
      {run.summary !== undefined && <div>{run.summary}</div>}
      <div>
        {isOver ? (
          <Permitted method="jobs.run">
            <Button
              leftSection={<Play size={14} aria-hidden />}
              loading={start.isPending}
              onClick={() => start.mutate({ job: run.job }, { onError: failed })}
            >
              {words.runAgain}
            </Button>
          </Permitted>
        ) : (
          <Permitted method="jobs.cancel">
            <Button
              leftSection={<X size={14} aria-hidden />}
              loading={cancel.isPending}
              onClick={() => cancel.mutate({ runId: run.id }, { onError: failed })}
            >
              {words.cancel}
            </Button>
          </Permitted>
        )}
      </div>
      <KeyValue
        facts={[
          {
            key: 'trigger',
            label: words.columns.trigger,
            value:
              run.attempt > 1
                ? words.attempt(words.triggers[run.trigger], run.attempt)
                : words.triggers[run.trigger],
          },
          { key: 'queue', label: words.queue, value: words.queues[run.queue] },
          { key: 'queuedAt', label: words.queuedAt, value: <ExactMoment at={run.queuedAt} /> },
          ...(run.startedAt === undefined
            ? []
            : [
                { key: 'startedAt', label: words.startedAt, value: <ExactMoment at={run.startedAt} /> },
                {
                  key: 'took',
                  label: words.columns.took,
                  value: durationText(run.startedAt, run.finishedAt ?? now),
                },
              ]),
          ...(run.progress
            ? [
                {
                  key: 'progress',
                  label: words.progress,
                  value: `${number(run.progress.done)}${run.progress.total === undefined ? '' : ` / ${number(run.progress.total)}`} ${run.progress.message}`,
                },
              ]
            : []),
          { key: 'id', label: words.id, value: run.id, mono: true },
        ]}
      />
      <div>
        <h3 className={classes['sub']}>{words.log}</h3>
        {run.log.length === 0 ? (
          <span className={classes['dim']}>{words.noLog}</span>
        ) : (
          <Log lines={run.log} />
        )}
      </div>
      {run.collections.length > 0 && (
        <div>
          <h3 className={classes['sub']}>{words.collectedMeanwhile}</h3>
          <table className={classes['facts']}>
            <tbody>
              {run.collections.map((one) => (
                <tr key={one.id}>
                  <td>
                    <StatusMark status={outcomeStatus(one.outcome)} label={words.outcomes[one.outcome]} />
                  </td>
                  <td>
                    <Link href={links.run(one.id)}>
                      <span className="mono">{one.source}</span> · {text.settings.servers.domains[one.domain]}
                    </Link>
                  </td>
                  <td data-number>{words.seen(one.counts.seen)}</td>
                  <td data-number>{durationText(one.startedAt, one.finishedAt ?? now)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  );
}

function Log({ lines }: { lines: JobRun['log'] }) {
  const { timeZone, language } = usePreferences();
  const zone = zoneOf(timeZone);
  const format = new Intl.DateTimeFormat(localeOf(language), {
    timeStyle: 'medium',
    ...(zone !== undefined && { timeZone: zone }),
  });
  return (
    <ol className={classes['log']}>
      {lines.map(({ at, message }, i) => (
        <li key={`${at} ${i}`}>
          <time dateTime={at} className={classes['dim']}>
            {format.format(new Date(at))}
          </time>
          <span>{message}</span>
        </li>
      ))}
    </ol>
  );
}
