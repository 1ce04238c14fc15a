import type { Instant } from '../../shared/model/ids.ts';
import type { CollectionRun } from '../../shared/model/run.ts';
import type { Logger } from '../platform/logger.ts';
import type { Store } from '../store/store.ts';

/**
 * Ends the runs that a crash left running. A run writes changes before the entities they belong to: changes whose
 * entity was not written any more never took effect, and are taken back, so that history says what the inventory
 * says. What the run did complete stands.
 */
export async function recoverInterruptedRuns(store: Store, now: Instant, logger: Logger): Promise<number> {
  const running = await store.runs.find({ selector: { type: 'collection', outcome: 'running' } });
  for (const run of running as CollectionRun[]) {
    const changes = (
      await store.changes.find({ selector: { source: run.source, at: { $gte: run.startedAt } } })
    ).filter((change) => change.runId === run.id);
    const entities = new Map(
      (await store.entities.getMany([...new Set(changes.map((change) => change.entityId))])).map((entity) => [
        entity.id,
        entity,
      ]),
    );
    const orphans = changes.filter((change) => entities.get(change.entityId)?.runId !== run.id);
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
