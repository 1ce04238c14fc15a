import type { Handler } from '../handler.ts';

export const pause: Handler<'jobs.pause'> = async ({ job }, { app }) => {
  await app.scheduler.pause(job);
  return {};
};
