import { readGiven, refuseDeletion, requireCollector, type Members, type UserContext } from './given.ts';
import { refuse } from './refuse.ts';
import { anything, instant, integer, list, members, requireVersion, text } from './shape.ts';

const shape = members({
  documentId: text(400, 1),
  version: integer(1),
  at: instant,
  reason: text(10_000),
  order: list(text(1_000), 10_000),
  replaced: list(anything(500_000), 10_000),
  added: list(text(1_000), 10_000),
  title: text(1_000),
  schemaVersion: integer(1),
});

/**
 * What documents were: by whoever generates. Two that wrote the same version while they could not hear of each other
 * agree on one of them afterwards.
 */
export function validate(doc: Members, before: Members | null, user: UserContext): void {
  const given = readGiven(doc, before, user);
  refuseDeletion(given);
  requireCollector(given.writer, 'a version of a document');
  requireVersion(doc, 1);
  shape(doc, '');
  const id = `${String(doc['documentId'])}@${`00000000${String(doc['version'])}`.slice(-8)}`;
  if (given.id !== id) refuse('shape', `_id: expected ${id.slice(0, 100)}`);
}
