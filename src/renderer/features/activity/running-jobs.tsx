import { Button, Progress } from '@mantine/core';
import { X } from 'lucide-react';
import type { InputOf } from '../../../shared/contract/contract.ts';
import { useCommand } from '../../app/use-call.ts';
import { useJobList } from '../../app/use-job-list.ts';
import { Permitted } from '../../app/permitted.tsx';
import { useText } from '../../i18n/catalogue.tsx';
import { StatusMark } from '../../ui/status-mark.tsx';
import { useToast } from '../../ui/toast.tsx';
import classes from './activity.module.css';
import { durationText } from './duration-text.ts';
import { outcomeStatus } from '../../ui/outcome-status.ts';
import { useSeconds } from './use-seconds.ts';

/** What runs and what waits, with how far it is and a way to stop it. Nothing is shown while nothing does. */
export function RunningJobs({ onChoose }: { onChoose: (id: string) => void }) {
  const text = useText();
  const { activity: words } = text;
  const toast = useToast();
  const { data } = useJobList();
  const cancel = useCommand('jobs.cancel', ['jobs.list', 'jobs.history']);
  // Metrics and collection share their turn: one run may be the current one of both.
  const current = [
    ...new Map(
      (data?.jobs ?? []).flatMap((job) =>
        job.current ? [[job.current.id, { run: job.current, progress: job.progress }] as const] : [],
      ),
    ).values(),
  ];
  const now = useSeconds(current.length > 0);
  if (current.length === 0) return null;
  const stop = (input: InputOf<'jobs.cancel'>, job: string) =>
    cancel.mutate(input, {
      onSuccess: ({ cancelled }) =>
        toast({ message: cancelled ? words.cancelling(job) : words.wasOver(job) }),
      onError: (error) => toast({ message: error.message, status: 'critical', stays: true }),
    });
  return (
    <section className={classes['running']} aria-label={words.runningNow}>
      {current.map(({ run, progress }) => {
        const job = text.settings.schedule.jobNames[run.job] ?? run.job;
        const percent =
          progress?.total !== undefined && progress.total > 0
            ? Math.min(100, (progress.done / progress.total) * 100)
            : undefined;
        return (
          <div key={run.id} className={classes['runningRow']}>
            <Button size="xs" variant="subtle" justify="start" onClick={() => onChoose(run.id)}>
              <StatusMark status={outcomeStatus(run.outcome)} label={job} />
            </Button>
            <Progress
              size="sm"
              value={percent ?? 100}
              animated={percent === undefined && run.outcome === 'running'}
              aria-label={job}
            />
            <span className={`${classes['ellipsis']} ${classes['dim']}`}>
              {run.outcome === 'queued'
                ? words.waits(run.queue)
                : (progress?.message ?? words.outcomes.running)}
            </span>
            <span className={classes['dim']}>
              {run.startedAt === undefined ? '' : durationText(run.startedAt, now)}
            </span>
            <Permitted method="jobs.cancel">
              <Button
                size="xs"
                leftSection={<X size={14} aria-hidden />}
                onClick={() => stop({ runId: run.id }, job)}
              >
                {words.cancel}
              </Button>
            </Permitted>
          </div>
        );
      })}
    </section>
  );
}
