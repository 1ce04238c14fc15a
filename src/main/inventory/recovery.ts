import type { Entity } from '../../shared/model/entity.ts';
import type { Instant } from '../../shared/model/ids.ts';
import type { CollectionRun } from '../../shared/model/run.ts';
import type { Logger } from '../platform/logger.ts';
import type { Store } from '../store/store.ts';

/**
 * Ends the runs that a crash left running. A run writes changes before the entities they belong to: changes whose
 * entity was not written any more never took effect, and are taken back, so that history says what the inventory
 * says. What the run did complete stands.
 */
export async function recoverInterruptedRuns(
  store: Store,
  now: Instant,
  logger: Logger,
  workstation?: string,
): Promise<number> {
  const found = await store.runs.find({ selector: { type: 'collection', outcome: 'running' } });
  // What runs at another workstation is not interrupted by a start here.
  const running = (found as CollectionRun[]).filter(
    (run) => run.workstation === undefined || run.workstation === workstation,
  );
  for (const run of running) {
    const changes = (
      await store.changes.find({ selector: { source: run.source, at: { $gte: run.startedAt } } })
    ).filter((change) => change.runId === run.id);
    const entities = new Map(
      (await store.entities.getMany([...new Set(changes.map((change) => change.entityId))])).map((entity) => [
        entity.id,
        entity,
      ]),
    );
    const orphans = changes.filter(({ entityId, at }) => {
      const entity = entities.get(entityId);
      // What another workstation saw of it later says nothing about whether this took effect: then it stays.
      return entity === undefined || (entity.runId !== run.id && lastSeen(entity) < at);
    });
    if (orphans.length > 0) await store.changes.remove(orphans.map((change) => change.id));
    await store.runs.put([
      {
        ...run,
        outcome: 'interrupted',
        finishedAt: now > run.startedAt ? now : run.startedAt,
        error: { code: 'interrupted', message: 'the application ended while this run was under way' },
      },
    ]);
    logger.warn(
      { run: run.id, source: run.source, domain: run.domain, takenBack: orphans.length },
      'a collection run was interrupted',
    );
  }
  return running.length;
}

const lastSeen = ({ observedAt, disappearedAt }: Entity): Instant =>
  disappearedAt !== undefined && disappearedAt > observedAt ? disappearedAt : observedAt;
