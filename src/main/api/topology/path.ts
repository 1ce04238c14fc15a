import { createTurns, inTurns } from '../../platform/turns.ts';
import { shortestPath } from '../../topology/shortest-path.ts';
import type { Handler } from '../handler.ts';
import { entityRef, presentEntity } from './entities.ts';

export const path: Handler<'topology.path'> = async ({ from, to, at }, { app }) => {
  const view = await app.inventory.view(at);
  const found = await inTurns(
    shortestPath(view, presentEntity(view, from), presentEntity(view, to)),
    createTurns(app.clock),
  );
  if (found === undefined) return { steps: [] };
  return {
    relation: found.relation,
    steps: found.steps.map(({ entity, type, direction }) => ({
      ...entityRef(entity),
      ...(type !== undefined && { type }),
      ...(direction !== undefined && { direction }),
    })),
  };
};
