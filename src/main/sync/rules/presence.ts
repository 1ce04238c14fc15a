import {
  isAtLeast,
  memberOf,
  readGiven,
  requireOwn,
  requireRole,
  type Members,
  type UserContext,
} from './given.ts';
import { refuse } from './refuse.ts';
import { instant, integer, list, members, requireVersion, text } from './shape.ts';

const shape = members({
  workstation: text(200, 1),
  name: text(300),
  version: text(100),
  operator: text(200, 1),
  seenAt: instant,
  looking: list(members({ operator: text(200), view: text(50), since: instant }, { subject: text(400) }), 20),
  leads: list(text(300), 500),
  running: list(text(300), 50),
  schemaVersion: integer(1),
});

/** Each account says where it is itself. Who only reads writes nothing, this included. */
export function validate(doc: Members, before: Members | null, user: UserContext): void {
  const { id, deleted, writer, before: was } = readGiven(doc, before, user);
  requireRole(writer, 'operator', 'presence', true);
  const other = was !== undefined && memberOf(was, 'operator') !== writer.name;
  if (deleted) {
    if (other && !isAtLeast(writer, 'admin')) requireOwn(writer, memberOf(was, 'operator'), 'presence');
    return;
  }
  requireVersion(doc, 1);
  shape(doc, '');
  if (id !== doc['workstation']) refuse('shape', '_id: expected the workstation');
  // A workstation that has got another account goes on under its name.
  requireOwn(writer, doc['operator'], 'presence');
}
