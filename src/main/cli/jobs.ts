import type { Command } from 'commander';
import type { Client } from '../../shared/contract/client.ts';
import type { Job, JobRunSummary } from '../../shared/contract/jobs.ts';
import { instantText, seconds } from '../../shared/format.ts';
import type { Instant } from '../../shared/model/ids.ts';
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
      await context.withClient(async (client) => {
        const { jobs: all } = await client.jobs.list({});
        const rows = await Promise.all(
          all.map(async ({ nextDueAt: [due], ...job }) => {
            const next = due ?? (await dueInAWorker(client, job));
            return { ...job, ...(next !== undefined && { nextDueAt: next }) };
          }),
        );
        context.output.data(rows, () =>
          context.output.table(
            ['job', 'queue', 'schedule', 'next due', 'last run', 'outcome', 'what it did'],
            rows.map((job) => [
              job.name,
              job.queue,
              job.enabled ? scheduleText(job.schedule) : 'by hand',
              job.ledBy !== undefined
                ? `led by ${job.ledBy}`
                : job.paused
                  ? 'paused'
                  : job.nextDueAt === undefined
                    ? '–'
                    : instantText(job.nextDueAt),
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
      const { runToEnd } = await import('./follow-run.ts');
      await context.withClient(async (client) => {
        const bar = context.output.progress(name);
        const done = await runToEnd(client, name, {
          signal: context.signal,
          onProgress: (progress) => bar.update(progress.done, progress.total, progress.message),
        }).finally(() => bar.finish());
        context.output.data(done, () =>
          [
            `${done.job}: ${done.outcome}`,
            whatItDid(done),
            ...done.log.map((line) => `  ${line.message}`),
          ].join('\n'),
        );
        context.exitWith(exitCodeOfRun(done));
      });
    });

  jobs
    .command('cancel')
    .argument('<run>', 'id, see `jobs list --json`')
    .description('end a run that is queued or under way')
    .action(async (runId: string) => {
      await context.withClient(async (client) => {
        const { cancelled } = await client.jobs.cancel({ runId });
        context.output.data({ run: runId, cancelled }, () =>
          cancelled ? `cancelled ${runId}` : `${runId} was over already.`,
        );
      });
    });

  for (const does of ['pause', 'resume'] as const) {
    jobs
      .command(does)
      .argument('<job>', 'name, see `jobs list`; "*" for all')
      .description(
        does === 'pause' ? 'let its due times pass until it is resumed' : 'let it run by the clock again',
      )
      .action(async (job: string) => {
        await context.withClient(async (client) => {
          await client.jobs[does]({ job });
          const all = job === '*' ? 'every job' : job;
          context.output.data({ job, paused: does === 'pause' }, () =>
            does === 'pause' ? `${all} is paused` : `${all} runs by the clock again`,
          );
        });
      });
  }

  jobs
    .command('history')
    .option('--job <name>', 'only this one')
    .option('--limit <n>', 'at most so many', wholeNumber(1, 1000), 20)
    .description('how jobs went, newest first')
    .action(async (options: { job?: string; limit: number }) => {
      await context.withClient(async (client) => {
        const { items: runs } = await client.jobs.history({
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

/** When a job would be due: nothing runs the schedule at the moment. */
async function dueInAWorker(
  client: Client,
  { enabled, paused, schedule }: Pick<Job, 'enabled' | 'paused' | 'schedule'>,
): Promise<Instant | undefined> {
  if (!enabled || paused) return undefined;
  const { times } = await client.jobs.preview({ schedule, count: 1 });
  return times[0];
}

function exitCodeOfRun({ outcome }: JobRunSummary): number {
  if (outcome === 'succeeded') return exitCodes.ok;
  if (outcome === 'partial') return exitCodes.partial;
  return outcome === 'cancelled' ? exitCodes.cancelled : exitCodes.failed;
}

function scheduleText(schedule: Job['schedule']): string {
  if (schedule === 'manual') return 'by hand';
  if ('everySeconds' in schedule) return `every ${seconds(schedule.everySeconds)}`;
  return `${schedule.cron}${schedule.timeZone === undefined ? '' : ` ${schedule.timeZone}`}`;
}

function tookText({ startedAt, finishedAt }: JobRunSummary): string {
  if (startedAt === undefined || finishedAt === undefined) return '–';
  return seconds((Date.parse(finishedAt) - Date.parse(startedAt)) / 1000);
}

function whatItDid(run: JobRunSummary): string {
  return run.summary ?? run.error?.message ?? '';
}
