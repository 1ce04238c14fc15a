import type { Handler } from '../handler.ts';

export const run: Handler<'jobs.run'> = async ({ job }, { app }) => {
  const started = await app.scheduler.runNow(job);
  return { runId: started.run.id, joined: started.joined };
};
