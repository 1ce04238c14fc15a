import { Button, Progress, Switch } from '@mantine/core';
import { Pause, Pencil, Play, X } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'wouter';
import type { Job } from '../../../shared/contract/jobs.ts';
import { links } from '../../app/links.ts';
import { useCommand } from '../../app/use-call.ts';
import { useJobList } from '../../app/use-job-list.ts';
import { Permitted } from '../../app/permitted.tsx';
import { useText } from '../../i18n/catalogue.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { SkeletonRows } from '../../ui/loading.tsx';
import { ExactMoment, Moment } from '../../ui/moment.tsx';
import { Section } from '../../ui/section.tsx';
import { StatusMark } from '../../ui/status-mark.tsx';
import { useToast } from '../../ui/toast.tsx';
import { outcomeStatus } from '../../ui/outcome-status.ts';
import classes from './schedule-section.module.css';
import { ScheduleEditor } from './schedule-editor.tsx';
import { scheduleText } from './schedule-text.ts';
import { SectionPage } from './section-page.tsx';
import { StoredSetting } from './stored-setting.tsx';
import { useChangeSetting } from './use-change-setting.ts';

/** When each job runs, in words and as times to come; how collecting works; queues. */
export function ScheduleSection() {
  const text = useText();
  const { schedule: words } = text.settings;
  const { data, error, refetch } = useJobList();
  const pause = usePause();
  return (
    <SectionPage
      section="schedule"
      changes="settings.set"
      actions={
        data && (
          <Permitted method="jobs.pause">
            <Button
              leftSection={data.paused ? <Play size={14} aria-hidden /> : <Pause size={14} aria-hidden />}
              onClick={() => pause('*', !data.paused)}
            >
              {data.paused ? words.resumeAll : words.pauseAll}
            </Button>
          </Permitted>
        )
      }
    >
      {error && !data && <ErrorState error={error} onRetry={() => void refetch()} />}
      <Section title={words.jobs}>
        {data?.running === false && <StatusMark status="warning" label={words.notRunning} wrap />}
        {data?.paused === true && <StatusMark status="warning" label={words.allPaused} wrap />}
        {!data && !error && <SkeletonRows rows={8} />}
        {data?.jobs.map((job) => (
          <JobRow key={job.name} job={job} onPause={pause} />
        ))}
      </Section>
      <Section title={words.collecting}>
        <StoredSetting
          path="collection.intervalMinutes"
          label={words.interval}
          description={words.intervalDetail}
          control={{ type: 'number', unit: words.minutes }}
        />
        <StoredSetting
          path="collection.concurrency"
          label={words.concurrency}
          description={words.concurrencyDetail}
          control={{ type: 'number' }}
        />
        <StoredSetting
          path="collection.callTimeoutSeconds"
          label={words.callTimeout}
          description={words.callTimeoutDetail}
          control={{ type: 'number', unit: words.seconds }}
        />
      </Section>
    </SectionPage>
  );
}

function usePause(): (job: string, paused: boolean) => void {
  const { schedule: words } = useText().settings;
  const toast = useToast();
  const pause = useCommand('jobs.pause', ['jobs.list', 'status.read']);
  const resume = useCommand('jobs.resume', ['jobs.list', 'status.read']);
  const setPaused = (job: string, paused: boolean) =>
    (paused ? pause : resume).mutate(
      { job },
      {
        onSuccess: () =>
          toast({
            message: paused ? words.isPaused(job) : words.isResumed(job),
            undo: () => setPaused(job, !paused),
          }),
        onError: (error) => toast({ message: error.message, status: 'critical', stays: true }),
      },
    );
  return setPaused;
}

function JobRow({ job, onPause }: { job: Job; onPause: (job: string, paused: boolean) => void }) {
  const text = useText();
  const { schedule: words } = text.settings;
  const toast = useToast();
  const change = useChangeSetting();
  const run = useCommand('jobs.run', ['jobs.list']);
  const cancel = useCommand('jobs.cancel', ['jobs.list']);
  const [editing, setEditing] = useState(false);
  const { current, progress, last } = job;
  const title = words.jobNames[job.name] ?? job.name;
  return (
    <div className={classes['job']}>
      <div className={classes['head']}>
        <span className={classes['name']}>{title}</span>
        <span className={classes['what']}>{words.jobPurposes[job.name] ?? ''}</span>
        <Permitted method="settings.set">
          <Switch
            size="xs"
            aria-label={words.isOn(title)}
            checked={job.enabled}
            onChange={(event) => {
              change(
                `schedule.jobs.${job.name}.enabled`,
                event.currentTarget.checked ? undefined : false,
                title,
              ).catch((error: unknown) =>
                toast({
                  message: error instanceof Error ? error.message : String(error),
                  status: 'critical',
                }),
              );
            }}
          />
        </Permitted>
        <Permitted method="settings.set">
          <IconButton icon={Pencil} label={words.edit(title)} onClick={() => setEditing(!editing)} />
        </Permitted>
        <Permitted method="jobs.pause">
          <IconButton
            icon={job.paused ? Play : Pause}
            label={job.paused ? words.resume(title) : words.pause(title)}
            disabled={!job.enabled}
            onClick={() => onPause(job.name, !job.paused)}
          />
        </Permitted>
        {current ? (
          <Permitted method="jobs.cancel">
            <Button
              size="xs"
              leftSection={<X size={14} aria-hidden />}
              onClick={() => cancel.mutate({ runId: current.id })}
            >
              {words.cancel}
            </Button>
          </Permitted>
        ) : (
          <Permitted method="jobs.run">
            <Button
              size="xs"
              loading={run.isPending}
              onClick={() =>
                run.mutate(
                  { job: job.name },
                  {
                    onError: (error) => toast({ message: error.message, status: 'critical', stays: true }),
                  },
                )
              }
            >
              {words.runNow}
            </Button>
          </Permitted>
        )}
      </div>
      <div className={classes['facts']}>
        <span>
          {job.enabled ? scheduleText(job.schedule, words.words) : words.off}
          {job.paused && (
            <>
              {' · '}
              <StatusMark status="warning" label={words.paused} />
            </>
          )}
        </span>
        {job.nextDueAt.length > 0 && (
          <span className={classes['times']}>
            {words.next}{' '}
            {job.nextDueAt.map((at, i) => (
              <span key={at}>
                {i > 0 && ', '}
                <ExactMoment at={at} />
                {i === 0 && (
                  <>
                    {' ('}
                    <Moment at={at} />)
                  </>
                )}
              </span>
            ))}
          </span>
        )}
        {last && (
          <span className={classes['times']}>
            <StatusMark status={outcomeStatus(last.outcome)} label={text.activity.outcomes[last.outcome]} />{' '}
            <Link href={links.run(last.id)}>
              <Moment at={last.finishedAt ?? last.queuedAt} />
            </Link>{' '}
            {last.summary ?? last.error?.message}
          </span>
        )}
      </div>
      {current && (
        <div role="status" className={classes['progress']}>
          <Progress
            size="sm"
            aria-label={title}
            value={
              progress?.total !== undefined && progress.total > 0
                ? (progress.done / progress.total) * 100
                : 100
            }
            animated={progress?.total === undefined}
          />
          <span className={classes['what']}>
            {progress?.message ?? text.activity.outcomes[current.outcome]}
          </span>
        </div>
      )}
      {editing && <ScheduleEditor job={job} onDone={() => setEditing(false)} />}
    </div>
  );
}
