import type { Change } from '../../shared/model/change.ts';
import type { Entity } from '../../shared/model/entity.ts';
import type { EntityId, Instant } from '../../shared/model/ids.ts';
import type { Relation } from '../../shared/model/relation.ts';
import { canonicalText } from './digest.ts';
import { entityHashes, lastKnownAt, volatileOf } from './diff.ts';
import { compareText } from './natural-order.ts';
import { compareRelations } from './record.ts';
import { dayOf } from './samples.ts';

const notKept = 'measured values of that time are not kept';

/**
 * The entities as they were known at `at`: what came later is left out, and what changed later is undone.
 * @param later Every change after `at`, in any order.
 */
export function* rewindAll(
  entities: Iterable<Entity>,
  later: readonly Change[],
  at: Instant,
): Iterable<Entity> {
  const byEntity = Map.groupBy(later, (change): EntityId => change.entityId);
  for (const entity of entities) {
    if (entity.firstSeenAt > at) continue;
    const changes = byEntity.get(entity.id) ?? [];
    yield rewind(
      entity,
      changes.toSorted((a, b) => compareText(b.at, a.at)),
      at,
    );
  }
}

type Draft = Omit<{ -readonly [K in keyof Entity]: Entity[K] }, 'partition' | 'disappearedAt'> & {
  partition?: string | undefined;
  disappearedAt?: Instant | undefined;
};

/** @param changes After `at`, newest first. */
export function rewind(entity: Entity, changes: readonly Change[], at: Instant): Entity {
  const gone = entity.disappearedAt !== undefined && entity.disappearedAt > at;
  const remeasured = entity.volatileAt > at;
  const samples = samplesUntil(entity.samples, dayOf(at), remeasured);
  if (changes.length === 0 && !gone && !remeasured && samples === entity.samples) return entity;

  const draft = { ...entity, samples } as Draft;
  const attributes: Record<string, unknown> = { ...entity.attributes };
  const labels: Record<string, string> = { ...entity.labels };
  const unknown: Record<string, string> = { ...entity.unknown };
  for (const change of changes) {
    undo(draft, attributes, labels, change);
    draft.changedAt = change.previousChangeAt ?? entity.firstSeenAt;
  }
  if (draft.disappearedAt !== undefined && draft.disappearedAt > at) delete draft.disappearedAt;
  if (remeasured) {
    for (const name of volatileOf(entity.kind)) {
      if (attributes[name] === undefined) continue;
      delete attributes[name];
      unknown[name] = notKept;
    }
  }
  for (const name in unknown) {
    // A value that was remembered later than that was still seen then.
    const remembered = lastKnownAt(unknown[name]);
    if (attributes[name] !== undefined && remembered !== undefined && remembered >= at) delete unknown[name];
  }
  draft.volatileAt = remeasured ? draft.changedAt : entity.volatileAt;
  draft.observedAt = draft.volatileAt > draft.changedAt ? draft.volatileAt : draft.changedAt;
  if (draft.samples === undefined) delete draft.samples;
  if (draft.partition === undefined) delete draft.partition;
  const rewound = { ...draft, attributes, labels, unknown };
  return { ...rewound, ...entityHashes(rewound) } as unknown as Entity;
}

function undo(
  draft: Draft,
  attributes: Record<string, unknown>,
  labels: Record<string, string>,
  change: Change,
): void {
  const { type, path, from, to } = change;
  if (type === 'disappeared') {
    delete draft.disappearedAt;
    return;
  }
  if (type === 'returned') {
    draft.disappearedAt = from as Instant;
    return;
  }
  const [group, name] = splitPath(path);
  switch (group) {
    case 'name':
      draft.name = from as string;
      return;
    case 'partition':
      draft.partition = from as string | undefined;
      return;
    case 'keys':
      draft.keys = restore(draft.keys, from as string[] | undefined, to as string[] | undefined).toSorted(
        compareText,
      );
      return;
    case 'relations':
      draft.relations = restore(
        draft.relations,
        from as Relation[] | undefined,
        to as Relation[] | undefined,
      ).toSorted(compareRelations);
      return;
    case 'labels':
      if (from === undefined) delete labels[name];
      else labels[name] = from as string;
      return;
    case 'attributes':
      if (from === undefined) delete attributes[name];
      else attributes[name] = from;
      return;
    default:
      throw new TypeError(
        `change ${change.id} has the path "${path}", which no version of this program writes`,
      );
  }
}

/** `labels.app.kubernetes.io/name` is the label `app.kubernetes.io/name`. */
function splitPath(path: string): [group: string, name: string] {
  const dot = path.indexOf('.');
  return dot === -1 ? [path, ''] : [path.slice(0, dot), path.slice(dot + 1)];
}

function restore<T>(list: readonly T[], went: readonly T[] = [], came: readonly T[] = []): T[] {
  const since = new Set(came.map(canonicalText));
  return [...list.filter((item) => !since.has(canonicalText(item))), ...went];
}

function samplesUntil(samples: Entity['samples'], day: number, remeasured: boolean): Entity['samples'] {
  if (!samples) return samples;
  const last = remeasured ? day - 1 : day;
  let trimmed = false;
  const until = Object.entries(samples).map(([name, points]) => {
    const kept = points.filter((point) => point[0] <= last);
    trimmed ||= kept.length < points.length;
    return [name, kept] as const;
  });
  if (!trimmed) return samples;
  const rest = until.filter(([, points]) => points.length > 0);
  return rest.length === 0 ? undefined : Object.fromEntries(rest);
}
