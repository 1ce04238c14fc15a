import { canonicalJson } from './canonical.ts';
import {
  readGiven,
  refuseChange,
  refuseDeletion,
  requireRole,
  requireSpoken,
  type Members,
  type UserContext,
} from './given.ts';
import { refuse } from './refuse.ts';
import { sha256 } from './sha256.ts';
import {
  anything,
  instant,
  integer,
  matching,
  members,
  oneOf,
  requireVersion,
  text,
  variants,
} from './shape.ts';
import { requireYear } from './year.ts';

const hash = /^[0-9a-f]{64}$/;
const action = { phase: text(10), action: text(300, 1), via: text(300) };
const result = oneOf(['done', 'failed', 'cancelled']);

const shape = members({
  workstation: text(200, 1),
  sequence: integer(1),
  at: instant,
  operator: text(200),
  event: variants('phase', {
    intent: members(action),
    outcome: members({ ...action, of: matching(hash, 'a hash'), result }),
    fact: members({ ...action, result }),
  }),
  subject: text(20_000),
  details: anything(50_000),
  previousHash: matching(/^([0-9a-f]{64}|genesis)$/, 'a hash, or genesis'),
  hash: matching(hash, 'a hash'),
  schemaVersion: integer(1),
});

/** Longest text that is hashed: it has to be done in a moment. */
const longest = 500_000;

/**
 * Written once, by nobody else than who did it, and only what its hash was made of: also by the administrator of the
 * server. That records follow on each other is seen where all of them are, by `audit verify`.
 */
export function validate(doc: Members, before: Members | null, user: UserContext): void {
  const given = readGiven(doc, before, user);
  refuseDeletion(given);
  refuseChange(given);
  requireRole(given.writer, 'operator', 'the audit', true);
  requireVersion(doc, 1);
  shape(doc, '');
  requireYear(given, doc['at']);
  if ((doc['sequence'] === 1) !== (doc['previousHash'] === 'genesis'))
    refuse('chain', `previousHash: genesis is what the first record follows on, and no other`);
  const canonical = canonicalJson(contentOf(doc));
  if (canonical.length > longest)
    refuse('shape', `the record has ${canonical.length} characters, and at most ${longest} are taken`);
  const real = sha256(canonical);
  if (doc['hash'] !== real || given.id !== real)
    refuse('chain', `the record is not what its hash was made of: expected ${real}`);
  requireSpoken(given.writer, doc['operator'], 'a record of the audit', true);
}

function contentOf(doc: Members): Members {
  const content: { [name: string]: unknown } = {};
  for (const name of Object.keys(doc))
    if (name.charAt(0) !== '_' && name !== 'hash') content[name] = doc[name];
  return content;
}
