import type { App } from '../../app.ts';
import type { JobProgress } from '../../scheduler/job.ts';

/** The newest progress of each run that goes on, for whoever looks in the middle of it. */
const byApp = new WeakMap<App, Map<string, JobProgress>>();

export function progressOf(app: App): ReadonlyMap<string, JobProgress> {
  const known = byApp.get(app);
  if (known) return known;
  const newest = new Map<string, JobProgress>();
  byApp.set(app, newest);
  app.scheduler.onChanged((run, progress) => {
    if (run.finishedAt !== undefined) newest.delete(run.id);
    else if (progress) newest.set(run.id, progress);
  });
  return newest;
}

export function shownProgress({ done, total, message }: JobProgress) {
  return { done, ...(total !== undefined && { total }), message };
}
