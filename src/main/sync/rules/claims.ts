import {
  memberOf,
  readGiven,
  refuseDeletion,
  requireOwn,
  requireRole,
  type Members,
  type UserContext,
} from './given.ts';
import { refuse } from './refuse.ts';
import { instant, integer, matching, members, requireVersion, text } from './shape.ts';

const who = text(200, 1);

const shape = members(
  {
    workstation: who,
    operator: who,
    by: who,
    nonce: matching(/^[A-Za-z0-9_-]{16,100}$/, 'a nonce of 16 to 100 characters'),
    planHash: text(100, 1),
    at: instant,
    schemaVersion: integer(1),
  },
  { breakGlass: members({ by: who, typed: text(400) }) },
);

/** Who executes a remediation: made once, in one's own name, and then there for ever. Nobody is above that. */
export function validate(doc: Members, before: Members | null, user: UserContext): void {
  const given = readGiven(doc, before, user);
  refuseDeletion(given);
  if (given.before !== undefined) refuse('state', `${given.id.slice(0, 80)} is claimed already`);
  requireRole(given.writer, 'operator', 'a claim', true);
  requireVersion(doc, 1);
  shape(doc, '');
  requireOwn(given.writer, doc['operator'], 'a claim');
  if (doc['breakGlass'] === undefined) return;
  requireRole(given.writer, 'approver', 'breaking glass');
  requireOwn(given.writer, memberOf(doc['breakGlass'], 'by'), 'breaking glass');
}
