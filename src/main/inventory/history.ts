import type { MangoQuerySelector } from 'rxdb';
import type { Change } from '../../shared/model/change.ts';
import type { Entity } from '../../shared/model/entity.ts';
import type { Instant } from '../../shared/model/ids.ts';
import type {
  ChangesPage,
  ChangesQuery,
  Timeline,
  TimelineEntry,
} from '../../shared/model/inventory-query.ts';
import { kindDefinition } from '../../shared/model/kinds/registry.ts';
import type { Store } from '../store/store.ts';

export async function findChanges(store: Store, query: ChangesQuery): Promise<ChangesPage> {
  const { entityId, source, kinds, since, until, offset, limit } = query;
  const selector: MangoQuerySelector<Change> = {
    ...(entityId !== undefined && { entityId }),
    ...(source !== undefined && { source }),
    ...(kinds !== undefined && { kind: { $in: kinds } }),
    ...(query.class !== undefined && { class: query.class }),
    ...((since !== undefined || until !== undefined) && {
      at: { ...(since !== undefined && { $gte: since }), ...(until !== undefined && { $lte: until }) },
    }),
  };
  const [items, total] = await Promise.all([
    store.changes.find({ selector, sort: [{ at: 'desc' }, { id: 'asc' }], skip: offset, limit }),
    store.changes.count({ selector }),
  ]);
  return { items, total };
}

/** Every change after `at`. */
export function changesAfter(store: Store, at: Instant): Promise<Change[]> {
  return store.changes.find({ selector: { at: { $gt: at } } });
}

export function changesFrom(store: Store, since: Instant): Promise<Change[]> {
  return store.changes.find({ selector: { at: { $gte: since } }, sort: [{ at: 'asc' }] });
}

/** An entity's life: first seen, what changed in each run, gone, returned. Newest first; nothing after `until`. */
export async function timelineOf(
  store: Store,
  entity: Entity,
  page: { readonly offset: number; readonly limit: number; readonly until?: Instant },
): Promise<Timeline> {
  const changes = await store.changes.find({
    selector: { entityId: entity.id },
    sort: [{ at: 'desc' }, { id: 'asc' }],
  });
  const entries: TimelineEntry[] = [];
  for (const [at, together] of Map.groupBy(changes, (change) => change.at)) {
    const fields = together.filter((change) => change.type === 'field');
    if (fields.length > 0) entries.push({ type: 'changed', at, changes: fields });
    for (const { type, from } of together) {
      if (type === 'disappeared') entries.push({ type, at });
      else if (type === 'returned') entries.push({ type, at, goneSince: from as Instant });
    }
  }
  // Things that come and go by themselves have no record of their going but the tombstone.
  if (kindDefinition(entity.kind).runtime === true) {
    for (const entry of entries.slice()) {
      if (entry.type === 'returned' && entry.goneSince !== undefined) {
        entries.push({ type: 'disappeared', at: entry.goneSince });
      }
    }
    if (entity.disappearedAt !== undefined) entries.push({ type: 'disappeared', at: entity.disappearedAt });
  }
  entries.push({ type: 'first-seen', at: entity.firstSeenAt });
  const { until } = page;
  const shown = until === undefined ? entries : entries.filter((entry) => entry.at <= until);
  const sorted = shown.toSorted((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0));
  return { entity, entries: sorted.slice(page.offset, page.offset + page.limit), total: sorted.length };
}
