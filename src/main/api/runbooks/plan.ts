import type { Handler } from '../handler.ts';
import { actorOf } from '../remediation/actor.ts';

export const plan: Handler<'runbooks.plan'> = async (input, { app, peer, signal }) => {
  await app.remediations.start();
  const { runbook, steps } = await app.runbooks.plan(input, actorOf(peer), signal);
  return {
    runbook,
    steps: steps.map(({ id, action, preview, problem }) => {
      const why = problem ?? preview?.planProblem;
      return {
        id,
        action,
        ...(preview && {
          targetName: preview.targetName,
          expectedEffect: preview.expectedEffect,
          decision: preview.decision,
          score: preview.score,
          ...(preview.plan && { plan: preview.plan }),
        }),
        ...(why !== undefined && { problem: why }),
      };
    }),
  };
};
