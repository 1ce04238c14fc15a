import type { RunId } from '../../../shared/model/ids.ts';
import type { Handler } from '../handler.ts';

export const cancel: Handler<'jobs.cancel'> = ({ runId }, { app, peer }) => ({
  cancelled: app.scheduler.cancel(runId as RunId, `cancelled by ${peer.operator}`),
});
