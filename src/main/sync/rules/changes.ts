import {
  readGiven,
  refuseChange,
  refuseDeletion,
  requireCollector,
  type Members,
  type UserContext,
} from './given.ts';
import { anything, instant, integer, members, oneOf, requireVersion, text } from './shape.ts';
import { requireYear } from './year.ts';

const shape = members(
  {
    entityId: text(500, 1),
    kind: text(100, 1),
    source: text(63, 1),
    entityName: text(300),
    runId: text(200, 1),
    at: instant,
    type: oneOf(['field', 'disappeared', 'returned']),
    class: oneOf(['configuration', 'placement']),
    path: text(500),
    schemaVersion: integer(1),
  },
  { from: anything(100_000), to: anything(100_000), previousChangeAt: instant },
);

/** History of the inventory: by whoever collects, once. */
export function validate(doc: Members, before: Members | null, user: UserContext): void {
  const given = readGiven(doc, before, user);
  refuseDeletion(given);
  refuseChange(given);
  requireCollector(given.writer, 'history of the inventory');
  requireVersion(doc, 1);
  shape(doc, '');
  requireYear(given, doc['at']);
}
