import { scheduleProblem } from '../../scheduler/schedule.ts';
import type { Handler } from '../handler.ts';
import { timesAfter } from './list.ts';

export const preview: Handler<'jobs.preview'> = ({ schedule, count }, { app }) => {
  const problem = scheduleProblem(schedule);
  return problem === undefined
    ? { times: timesAfter(schedule, app.clock.now(), count) }
    : { times: [], problem };
};
