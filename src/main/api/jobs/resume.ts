import type { Handler } from '../handler.ts';

export const resume: Handler<'jobs.resume'> = async ({ job }, { app }) => {
  await app.scheduler.resume(job);
  return {};
};
