import type { App } from '../../app.ts';
import type { CollectionRun, JobRun, Run } from '../../../shared/model/run.ts';
import { DomainError } from '../../platform/errors.ts';
import type { Handler } from '../handler.ts';
import { progressOf, shownProgress } from './progress.ts';
import { shownCollectionRun, shownJobRun } from './shown-run.ts';

const mostCollections = 200;

export const details: Handler<'jobs.details'> = async ({ id }, { app }) => {
  const run = await runOf(app, id);
  if (run.type === 'collection') {
    return {
      ...shownCollectionRun(run),
      scopeList: run.scopes.map((scope) => ({ ...scope })),
      unavailableList: run.unavailable.map((one) => ({ ...one })),
    };
  }
  const progress = progressOf(app).get(id);
  return {
    ...shownJobRun(run),
    log: run.log.map((line) => ({ ...line })),
    ...(progress && { progress: shownProgress(progress) }),
    collections: (await collectionsDuring(app, run)).map(shownCollectionRun),
  };
};

/** @throws DomainError run-not-found */
export async function runOf({ store }: App, id: string): Promise<Run> {
  const run = await store.runs.get(id);
  if (run) return run;
  throw new DomainError('run-not-found', `There is no run "${id}".`, {
    hint: 'Finished runs are forgotten after a while; schedule.history says when.',
  });
}

async function collectionsDuring({ store, clock }: App, run: JobRun): Promise<CollectionRun[]> {
  if (run.queue !== 'data-collection' || run.startedAt === undefined) return [];
  const runs = await store.runs.find({
    selector: {
      type: 'collection',
      startedAt: { $gte: run.startedAt, $lte: run.finishedAt ?? clock.now() },
    },
    sort: [{ startedAt: 'asc' }],
    limit: mostCollections,
  });
  return runs as CollectionRun[];
}
