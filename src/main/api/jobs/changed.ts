import type { EventSource } from '../handler.ts';
import { progressOf, shownProgress } from './progress.ts';
import { shownJobRun } from './shown-run.ts';

export const changed: EventSource<'jobs.changed'> = (_input, emit, { app }) => {
  progressOf(app);
  return app.scheduler.onChanged((run, progress) =>
    emit({ run: shownJobRun(run), ...(progress && { progress: shownProgress(progress) }) }),
  );
};
