import {
  isAtLeast,
  listOf,
  memberOf,
  quoted,
  readGiven,
  refuseDeletion,
  requireOwn,
  requireRole,
  requireSpoken,
  type Given,
  type Members,
  type UserContext,
} from './given.ts';
import { refuse } from './refuse.ts';
import { rankOf, remediationStates } from './remediation-rank.ts';
import { same, some } from './same.ts';
import {
  anyInstant,
  anything,
  flag,
  instant,
  integer,
  list,
  members,
  number,
  oneOf,
  openMembers,
  plainMembers,
  requireVersion,
  text,
} from './shape.ts';

const who = text(200);
const name = text(400, 1);
const journal = list(
  openMembers({ seq: integer(1), at: instant, is: text(50, 1) }, { by: who }, 20_000),
  2_000,
);
const claim = openMembers(
  { workstation: text(200, 1), at: instant },
  { nonce: text(100), operator: who, breakGlass: openMembers({ by: who, typed: text(400) }) },
);

const shape = members(
  {
    action: text(200, 1),
    target: name,
    targetName: text(300),
    targetClass: text(300),
    parameters: plainMembers(),
    cause: text(1_000),
    pattern: plainMembers(20),
    confidence: number(0, 1),
    expectedEffect: text(20_000),
    howToVerify: text(20_000),
    proposedBy: openMembers({ by: oneOf(['rules', 'model', 'operator']) }, { operator: who }),
    state: oneOf(remediationStates),
    createdAt: instant,
    updatedAt: instant,
    expiresAt: anyInstant,
    score: plainMembers(),
    decision: openMembers({}, { at: instant }, 20_000),
    approvals: list(
      openMembers(
        { by: text(200, 1), at: instant, planHash: text(200, 1), workstation: text(200), breakGlass: flag },
        { role: oneOf(['viewer', 'operator', 'approver', 'admin']), typedName: flag },
      ),
      200,
    ),
    journal,
    dryRun: flag,
    schemaVersion: integer(1),
  },
  {
    ticketId: name,
    runbook: openMembers({ run: name, id: name, step: integer(0) }),
    decisionInput: anything(),
    plan: openMembers({ hash: text(200, 1) }, {}, 50_000),
    planProblem: text(20_000),
    rejection: openMembers({ by: text(200, 1), at: instant, reason: text(20_000) }),
    claim,
    claimsLife: text(200),
    cancelRequests: list(openMembers({ by: text(200, 1), at: instant, reason: text(1_000) }), 200),
    otherRuns: list(openMembers({ claim, state: oneOf(remediationStates), journal }, {}, 200_000), 50),
    outcome: text(20_000),
    meanwhile: journal,
  },
);

const fixed = [
  'action',
  'target',
  'parameters',
  'cause',
  'pattern',
  'confidence',
  'ticketId',
  'runbook',
  'createdAt',
  'expiresAt',
  'proposedBy',
  'claimsLife',
];

/**
 * Remediations by everybody who works; a word is believed of its own account only, an approval only of an approver.
 * What was approved, claimed and done stays, and it only ever gets further.
 */
export function validate(doc: Members, before: Members | null, user: UserContext): void {
  const given = readGiven(doc, before, user);
  if (!given.writer.server) refuseDeletion(given);
  if (given.deleted) return;
  requireRole(given.writer, 'operator', 'a remediation', true);
  requireVersion(doc, 1);
  shape(doc, '');
  for (const one of fixed)
    if (given.before !== undefined && !same(doc[one], given.before[one]))
      refuse('state', `${one} of a remediation never changes`);
  const by = memberOf(doc['proposedBy'], 'operator');
  if (given.before === undefined && by !== undefined) requireSpoken(given.writer, by, 'a proposal', true);
  judgeApprovals(given);
  judgeRejection(given);
  judgeCancelRequests(given);
  judgeClaim(given);
  judgeRuns(given);
}

function judgeApprovals({ doc, before, writer }: Given): void {
  const were = listOf(memberOf(before, 'approvals'));
  const are = listOf(doc['approvals']);
  for (const was of were)
    if (!some(are, (one) => same(one, was)))
      refuse('append-only', `the approval by ${quoted(memberOf(was, 'by'))} is gone or another`);
  for (const one of are) {
    if (some(were, (was) => same(was, one))) continue;
    requireOwn(writer, memberOf(one, 'by'), 'an approval');
    requireRole(writer, 'approver', 'an approval');
    if (memberOf(one, 'role') === 'admin') requireRole(writer, 'admin', 'an approval as admin');
  }
}

function judgeRejection({ doc, before, writer }: Given): void {
  const now = doc['rejection'];
  const was = memberOf(before, 'rejection');
  if (now === undefined && was !== undefined) refuse('append-only', 'the rejection is gone');
  if (now === undefined || same(now, was)) {
    if (now === undefined && doc['state'] === 'rejected') refuse('state', 'rejected by nobody');
    return;
  }
  requireOwn(writer, memberOf(now, 'by'), 'a rejection');
  requireRole(writer, 'approver', 'a rejection');
}

function judgeCancelRequests({ doc, before, writer }: Given): void {
  const were = listOf(memberOf(before, 'cancelRequests'));
  const are = listOf(doc['cancelRequests']);
  for (const was of were)
    if (!some(are, (one) => same(one, was)))
      refuse('append-only', `the wish of ${String(memberOf(was, 'by'))} to stop is gone`);
  for (const one of are)
    if (!some(were, (was) => same(was, one)))
      requireSpoken(writer, memberOf(one, 'by'), 'the wish to stop', true);
}

/** A claim is never another's afterwards. Where two ran it, both runs are shown. */
function judgeClaim({ doc, before, writer }: Given): void {
  const now = doc['claim'];
  const was = memberOf(before, 'claim');
  if (was !== undefined && now === undefined) refuse('append-only', 'the claim is gone');
  for (const one of runsOf(doc)) {
    if (isShared(doc) && memberOf(one, 'claim') === undefined && begun.indexOf(stateOf(one)) !== -1)
      refuse('state', `it is ${stateOf(one)}, and nobody has claimed it`);
    const claimed = memberOf(one, 'claim');
    if (claimed === undefined || some(runsOf(before), (run) => isSameClaim(memberOf(run, 'claim'), claimed)))
      continue;
    const operator = memberOf(claimed, 'operator');
    if (operator !== undefined) requireOwn(writer, operator, 'a claim');
    const glass = memberOf(claimed, 'breakGlass');
    if (isShared(doc) && operator === undefined && glass === undefined)
      refuse('owner', 'a claim of what is shared is in the name of nobody');
    if (glass === undefined) continue;
    requireRole(writer, 'approver', 'breaking glass');
    requireOwn(writer, memberOf(glass, 'by'), 'breaking glass');
  }
}

/** What is done by whoever has the claim alone. */
const begun = [
  'planned',
  'pre-checked',
  'executing',
  'verifying',
  'outcome-unknown',
  'succeeded',
  'failed',
  'rolling-back',
  'rolled-back',
  'rollback-failed',
];

/** What was proposed while nothing was shared was claimed without an account. */
const isShared = (doc: Members): boolean => doc['claimsLife'] !== undefined;

const stateOf = (run: unknown): string => String(memberOf(run, 'state'));

const isSameClaim = (one: unknown, other: unknown): boolean =>
  memberOf(one, 'workstation') === memberOf(other, 'workstation') &&
  memberOf(one, 'at') === memberOf(other, 'at') &&
  memberOf(one, 'nonce') === memberOf(other, 'nonce');

/** The run that is gone on with first, then those that are only shown. */
function runsOf(document: Members | undefined): readonly unknown[] {
  return document === undefined ? [] : [document as unknown].concat(listOf(document['otherRuns']));
}

function judgeRuns(given: Given): void {
  const { doc, before } = given;
  for (const was of runsOf(before)) {
    const [now] = runsOf(doc).filter((run) => isSameRun(was, run));
    if (now === undefined) return refuse('append-only', 'a run of it is gone');
    if (rankOf(now) < rankOf(was) && !isWithdrawnTooLate(was, now))
      refuse(
        'state',
        `it is ${String(memberOf(was, 'state'))}, and cannot become ${String(memberOf(now, 'state'))}`,
      );
    judgeClaimant(given, was, now);
  }
  judgeJournals(given);
}

/** Until it is claimed a run is whoever claims it. */
function isSameRun(was: unknown, now: unknown): boolean {
  const claimed = memberOf(was, 'claim');
  return claimed === undefined ? true : isSameClaim(claimed, memberOf(now, 'claim'));
}

/** Somebody withdrew it where they could not know that it had been taken up. */
const isWithdrawnTooLate = (was: unknown, now: unknown): boolean =>
  memberOf(was, 'state') === 'cancelled' &&
  memberOf(was, 'claim') === undefined &&
  memberOf(now, 'claim') !== undefined &&
  rankOf(now) > 1;

function judgeJournals({ doc, before, writer }: Given): void {
  const were = entriesOf(before);
  const are = entriesOf(doc);
  for (let at = 0; at < were.length; at += 1) {
    const was = were[at];
    // Most stand where they stood.
    if (!same(are[at], was) && !some(are, (one) => same(one, was)))
      refuse('append-only', `entry ${String(memberOf(was, 'seq'))} of the journal is gone or another`);
  }
  for (let at = 0; at < are.length; at += 1) {
    const entry = are[at];
    const by = memberOf(entry, 'by');
    if (by === undefined || same(were[at], entry) || some(were, (was) => same(was, entry))) continue;
    const is = String(memberOf(entry, 'is'));
    // Whoever executes takes the wish of somebody else over into the journal.
    const wished =
      is === 'cancel-asked' && some(listOf(doc['cancelRequests']), (one) => memberOf(one, 'by') === by);
    if (!wished) requireOwn(writer, by, `an entry of the journal (${is})`, is !== 'settled');
    if (is === 'settled') requireRole(writer, 'approver', 'settling an outcome');
  }
}

/** Wherever they stand: which run they belong to may be seen otherwise when two are merged. */
function entriesOf(document: Members | undefined): readonly unknown[] {
  let entries = listOf(memberOf(document, 'meanwhile'));
  for (const run of runsOf(document)) entries = entries.concat(listOf(memberOf(run, 'journal')));
  return entries;
}

/** What another executes goes on there; an approver may say what became of it. */
function judgeClaimant({ writer }: Given, was: unknown, now: unknown): void {
  const operator = memberOf(memberOf(was, 'claim'), 'operator');
  if (operator === undefined || operator === writer.name || isAtLeast(writer, 'approver')) return;
  const changed = ['state', 'journal', 'outcome'].filter(
    (member) => !same(memberOf(was, member), memberOf(now, member)),
  );
  if (changed.length > 0)
    refuse(
      'owner',
      `${changed.join(', ')} of what ${quoted(operator)} executes, and ${writer.name} writes it`,
    );
}
