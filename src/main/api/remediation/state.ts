import { activeStates } from '../../../shared/model/remediation.ts';
import type { Handler } from '../handler.ts';

const mostActive = 500;

export const state: Handler<'remediation.state'> = async (_input, { app }) => {
  const { remediations } = app;
  await remediations.start();
  const [awaitingApproval, approved, outcomeUnknown, refused, active] = await Promise.all([
    remediations.count({ states: ['awaiting-approval'] }),
    remediations.count({ states: ['approved'] }),
    remediations.count({ states: ['outcome-unknown'] }),
    remediations.count({ states: ['refused', 'proposed'] }),
    remediations.list({ states: [...activeStates], limit: mostActive }),
  ]);
  const { paused, killSwitch, sharedDatabaseAway } = remediations;
  return {
    counts: { awaitingApproval, approved, active: active.length, outcomeUnknown, refused },
    active: active.map(({ id, targetName, state: now }) => {
      const waitsFor = remediations.waitsFor(id);
      return { id, targetName, state: now, ...(waitsFor !== undefined && { waitsFor }) };
    }),
    stalled: [...remediations.stalled],
    ...(paused && { paused: { ...paused } }),
    ...(sharedDatabaseAway !== undefined && { sharedDatabaseAway }),
    ...(killSwitch !== undefined && { killSwitch }),
  };
};
