import { refuseFenced } from './fence.ts';
import { isAtLeast, memberOf, readGiven, requireCollector, type Members, type UserContext } from './given.ts';
import { refuse } from './refuse.ts';
import {
  anything,
  flag,
  instant,
  integer,
  list,
  matching,
  members,
  plainMembers,
  record,
  requireVersion,
  text,
} from './shape.ts';

const shape = members(
  {
    kind: text(100, 1),
    source: text(63, 1),
    nativeId: text(300, 1),
    name: text(300),
    attributes: plainMembers(200_000),
    relations: list(anything(20), 20_000),
    keys: list(text(300), 500),
    labels: record(text(10_000), 1_000),
    unknown: record(text(10_000), 2_000),
    simulated: flag,
    firstSeenAt: instant,
    observedAt: instant,
    changedAt: instant,
    volatileAt: instant,
    runId: text(200, 1),
    configHash: matching(/^[0-9a-f]{16}$/, '16 hex digits'),
    contentHash: matching(/^[0-9a-f]{16}$/, '16 hex digits'),
    schemaVersion: integer(1),
  },
  {
    partition: text(300),
    disappearedAt: instant,
    samples: record(list(list(anything(1), 2), 200), 500),
    fence: integer(1),
  },
);

/** Inventory: by whoever collects, and never by one whose lease has gone to another. */
export function validate(doc: Members, before: Members | null, user: UserContext): void {
  const given = readGiven(doc, before, user);
  if (given.deleted) {
    if (!isAtLeast(given.writer, 'admin')) requireCollector(given.writer, 'removing from the inventory');
    if (memberOf(doc, 'fence') !== undefined) refuseFenced(doc, given.before);
    return;
  }
  requireCollector(given.writer, 'inventory');
  requireVersion(doc, 1);
  shape(doc, '');
  const id = `${String(doc['source'])}:${String(doc['kind'])}:${String(doc['nativeId'])}`;
  if (given.id !== id) refuse('shape', `_id: expected ${id.slice(0, 100)}`);
  refuseFenced(doc, given.before);
}
