import type { Command } from 'commander';
import { instantText } from '../../shared/format.ts';
import type { Clock } from '../platform/clock.ts';
import { systemRandom } from '../platform/random.ts';
import { giveMemoryBack } from '../platform/memory.ts';
import type { CliContext } from './context.ts';
import { exitCodes } from './exit-codes.ts';

const restAfterMs = 2_000;

export function registerWorkerCommand(program: Command, context: CliContext): void {
  program
    .command('worker')
    .description('run the schedule in the foreground until interrupted')
    .addHelpText(
      'after',
      `
Collects every hour, writes documents every six hours and after changes, cleans up at 02:00; config.yaml can say
otherwise under "schedule". Runs that were missed while it was not running are caught up once. Ctrl-C lets what is
running finish for a while, a second one ends it.`,
    )
    .action(async () => {
      await context.withApp(async (app, logger) => {
        const { output } = context;
        const unsubscribe = app.scheduler.onChanged((run, progress) => {
          if (run.outcome === 'queued' || progress !== undefined) return;
          const what = run.summary ?? run.error?.message ?? '';
          output.note(
            `${instantText(app.clock.now())}  ${run.job.padEnd(24)} ${run.outcome}${what === '' ? '' : `: ${what}`}`,
          );
        });
        const isIdle = () => app.scheduler.list().every((job) => job.current === undefined);
        const rest = app.scheduler.onChanged((run) => {
          if (run.finishedAt !== undefined && isIdle()) void restSoon(app.clock, context.signal, isIdle);
        });
        const { startHost } = await import('../server/start-host.ts');
        const host = await startHost({
          app,
          host: { kind: 'worker', startedAt: app.clock.now() },
          operator: context.operator,
          random: systemRandom,
          logger,
          what: 'datacenter-docs worker',
        });
        await app.scheduler.start();
        output.note(`working on ${app.dataDir}; Ctrl-C stops`);
        await new Promise<void>((resolve) => {
          context.signal.addEventListener('abort', () => resolve(), { once: true });
          if (context.signal.aborted) resolve();
        });
        unsubscribe();
        rest();
        output.note('stopping; what is running may finish');
        // Whoever is attached hears how what was begun for him ended; what is begun now is begun by somebody else.
        await Promise.all([host.close(), app.scheduler.stop()]);
        output.data({ stopped: true }, () => '');
        // Being told to stop is how a worker ends well.
        context.exitWith(exitCodes.ok);
      });
    });
}

/** Gives memory back when nothing has followed on the last run for a while. */
async function restSoon(clock: Clock, signal: AbortSignal, isIdle: () => boolean): Promise<void> {
  try {
    await clock.sleep(restAfterMs, signal);
  } catch {
    return;
  }
  if (isIdle()) giveMemoryBack();
}
