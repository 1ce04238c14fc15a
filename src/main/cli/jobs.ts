import type { Command } from 'commander';
import { instantText, seconds } from '../../shared/format.ts';
import type { JobRun } from '../../shared/model/run.ts';
import type { JobSchedule } from '../scheduler/job.ts';
import { nextDue } from '../scheduler/schedule.ts';
import type { CliContext } from './context.ts';
import { exitCodes } from './exit-codes.ts';
import { wholeNumber } from './option-values.ts';

export function registerJobsCommand(program: Command, context: CliContext): void {
  const jobs = program
    .command('jobs')
    .description('what runs by the clock')
    .addHelpText(
      'after',
      `
Examples:
  $ datacenter-docs jobs list
  $ datacenter-docs jobs run collection
  $ datacenter-docs jobs history --job documents --limit 5

\`datacenter-docs worker\` runs the schedule.`,
    );

  jobs
    .command('list')
    .description('jobs, when they are due, and how they last went')
    .action(async () => {
      await context.withApp(async (app) => {
        const now = app.clock.now();
        const rows = await Promise.all(
          app.scheduler.list().map(async (job) => {
            const [last] = await app.scheduler.history({ job: job.name, limit: 1 });
            const due = job.nextDueAt ?? nextDue(job.schedule, now);
            return { ...job, ...(due !== undefined && { nextDueAt: due }), ...(last && { last }) };
          }),
        );
        context.output.data(rows, () =>
          context.output.table(
            ['job', 'queue', 'schedule', 'next due', 'last run', 'outcome', 'what it did'],
            rows.map((job) => [
              job.name,
              job.queue,
              scheduleText(job.schedule),
              job.paused ? 'paused' : job.nextDueAt === undefined ? '–' : instantText(job.nextDueAt),
              job.last === undefined ? 'never' : instantText(job.last.queuedAt),
              job.last?.outcome ?? '–',
              job.last === undefined ? '' : whatItDid(job.last),
            ]),
          ),
        );
      });
    });

  jobs
    .command('run')
    .argument('<job>', 'name, see `jobs list`')
    .description('run a job now, and wait for it')
    .action(async (name: string) => {
      await context.withApp(async (app) => {
        const bar = context.output.progress(name);
        const unsubscribe = app.scheduler.onChanged((_run, progress) => {
          if (progress) bar.update(progress.done, progress.total, progress.message);
        });
        const { run, finished } = await app.scheduler.runNow(name);
        const cancel = () => app.scheduler.cancel(run.id);
        context.signal.addEventListener('abort', cancel, { once: true });
        const done = await finished;
        context.signal.removeEventListener('abort', cancel);
        unsubscribe();
        bar.finish();
        context.output.data(done, () =>
          [
            `${done.job}: ${done.outcome}`,
            whatItDid(done),
            ...done.log.map((line) => `  ${line.message}`),
          ].join('\n'),
        );
        if (done.outcome !== 'succeeded')
          context.exitWith(done.outcome === 'partial' ? exitCodes.partial : exitCodes.failed);
      });
    });

  jobs
    .command('history')
    .option('--job <name>', 'only this one')
    .option('--limit <n>', 'at most so many', wholeNumber(1, 1000), 20)
    .description('how jobs went, newest first')
    .action(async (options: { job?: string; limit: number }) => {
      await context.withApp(async (app) => {
        const runs = await app.scheduler.history({
          limit: options.limit,
          ...(options.job !== undefined && { job: options.job }),
        });
        context.output.data(runs, () =>
          runs.length === 0
            ? 'No job has run yet: `datacenter-docs worker`, or `jobs run NAME`.'
            : context.output.table(
                ['queued', 'job', 'by', 'took', 'outcome', 'what it did'],
                runs.map((run) => [
                  instantText(run.queuedAt),
                  run.job,
                  run.trigger,
                  tookText(run),
                  run.outcome,
                  whatItDid(run),
                ]),
              ),
        );
      });
    });
}

function scheduleText(schedule: JobSchedule): string {
  if (schedule === 'manual') return 'by hand';
  if ('everySeconds' in schedule) return `every ${seconds(schedule.everySeconds)}`;
  return `${schedule.cron}${schedule.timeZone === undefined ? '' : ` ${schedule.timeZone}`}`;
}

function tookText({ startedAt, finishedAt }: JobRun): string {
  if (startedAt === undefined || finishedAt === undefined) return '–';
  return seconds((Date.parse(finishedAt) - Date.parse(startedAt)) / 1000);
}

function whatItDid(run: JobRun): string {
  return run.summary ?? run.error?.message ?? '';
}
