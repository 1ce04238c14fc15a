import {
  isApplication,
  readGiven,
  refuseChange,
  refuseDeletion,
  requireOwn,
  requireRole,
  requireSpoken,
  type Given,
  type Members,
  type UserContext,
} from './given.ts';
import { refuse } from './refuse.ts';
import { instant, integer, members, oneOf, requireVersion, text } from './shape.ts';

const shape = members({
  sequence: integer(0, 999_999_999),
  version: text(100, 1),
  at: instant,
  by: text(200, 1),
  how: oneOf(['first', 'applied', 'file', 'kill-switch-thrown', 'kill-switch-released']),
  reason: text(1_000),
  text: text(200_000),
  diff: text(400_000),
  schemaVersion: integer(1),
});

/** Who laid a file by hand is not known; that is somebody at a workstation whose account may do as much. */
const byHand = 'whoever edited the file';

const mostDefaults = 1_000;

/** Policies by admins. Everybody who works may stop automation, and approvers let it go on. */
export function validate(doc: Members, before: Members | null, user: UserContext): void {
  const given = readGiven(doc, before, user);
  refuseDeletion(given);
  refuseChange(given);
  requireRole(given.writer, 'operator', 'a policy', true);
  requireVersion(doc, 1);
  shape(doc, '');
  switch (doc['how']) {
    case 'kill-switch-thrown':
      return judgeThrown(given);
    case 'kill-switch-released':
      return judgeReleased(given);
    default:
      return judgePolicy(given);
  }
}

function judgePolicy({ id, doc, writer }: Given): void {
  const [, digits, version] = /^(\d{9})-([0-9a-f]{16})(?:-[A-Za-z0-9_-]{4,40})?$/.exec(id) || [];
  if (Number(digits) !== doc['sequence'] || version !== doc['version'] || doc['sequence'] === 0)
    refuse(
      'shape',
      '_id: expected the nine digits of the sequence, the version, and what makes it one of a kind',
    );
  // What every workstation comes with takes force over nothing.
  if (doc['how'] === 'first' && doc['by'] === 'application') {
    // Whoever writes a policy counts on from the highest there is: nobody is to use the numbers up.
    if (doc['sequence'] > mostDefaults)
      refuse('shape', `sequence: expected at most ${mostDefaults} of what every workstation comes with`);
    return;
  }
  requireRole(writer, 'admin', 'a policy');
  if (doc['how'] === 'applied' || doc['by'] !== byHand) requireOwn(writer, doc['by'], 'a policy');
}

function judgeThrown({ id, doc, writer }: Given): void {
  requireSwitch(doc, id, `kill-switch-${String(doc['version'])}`);
  // Whoever wants everything to stop is not asked twice for their name.
  if (!isApplication(doc['by'])) requireSpoken(writer, doc['by'], 'the kill switch');
}

function judgeReleased({ id, doc, writer }: Given): void {
  const throwing = `kill-switch-${String(doc['version'])}-released-`;
  requireSwitch(doc, id.slice(0, throwing.length), throwing);
  if (!/^[A-Za-z0-9_-]{1,60}$/.test(id.slice(throwing.length)))
    refuse('shape', '_id: expected something that makes it one of a kind');
  requireRole(writer, 'approver', 'letting automation go on');
  if (doc['by'] !== byHand) requireOwn(writer, doc['by'], 'letting automation go on');
}

function requireSwitch(doc: Members, id: string, expected: string): void {
  if (id !== expected) refuse('shape', `_id: expected ${expected.slice(0, 100)}`);
  if (doc['sequence'] !== 0 || doc['text'] !== '' || doc['diff'] !== '')
    refuse('shape', 'the kill switch has the sequence 0 and no text');
}
