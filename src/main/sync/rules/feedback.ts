import {
  readGiven,
  refuseChange,
  refuseDeletion,
  requireRole,
  requireSpoken,
  type Members,
  type UserContext,
} from './given.ts';
import { instant, integer, members, oneOf, requireVersion, text, variants } from './shape.ts';

const id = text(200, 1);
const tag = text(20);

const shape = members(
  {
    about: variants('is', {
      diagnosis: members({ is: tag, ticket: text(100, 1) }),
      proposal: members({ is: tag, remediation: id }),
      outcome: members({ is: tag, remediation: id }),
      answer: members({ is: tag, conversation: id, message: id }),
    }),
    verdict: oneOf(['up', 'down']),
    by: text(200, 1),
    at: instant,
    schemaVersion: integer(1),
  },
  {
    reason: text(2_000),
    correctCause: text(300),
    action: text(200),
    targetClass: text(200),
    cause: text(300),
  },
);

/** What people think, each in their own name: scores are made of it. */
export function validate(doc: Members, before: Members | null, user: UserContext): void {
  const given = readGiven(doc, before, user);
  refuseDeletion(given);
  refuseChange(given);
  requireRole(given.writer, 'operator', 'feedback');
  requireVersion(doc, 1);
  shape(doc, '');
  requireSpoken(given.writer, doc['by'], 'feedback');
}
