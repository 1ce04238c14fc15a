import { refuseFenced } from './fence.ts';
import {
  isAtLeast,
  listOf,
  memberOf,
  readGiven,
  requireCollector,
  requireRole,
  requireSpoken,
  type Given,
  type Members,
  type UserContext,
} from './given.ts';
import { refuse } from './refuse.ts';
import { same, sameBut, some } from './same.ts';
import { anything, instant, integer, list, members, openMembers, requireVersion, text } from './shape.ts';

const who = text(200, 1);
const noteText = text(20_000, 1);
/** Names of texts. */
const replaced = list(text(300, 1), 10_000);

const shape = members(
  {
    generator: text(200, 1),
    generatorVersion: integer(0),
    domain: text(100),
    title: text(1_000),
    version: integer(0),
    versionAt: instant,
    refreshedAt: instant,
    sections: list(anything(500_000), 10_000),
    notes: list(
      openMembers(
        { id: text(200, 1), section: text(1_000), text: noteText, author: who, createdAt: instant },
        {
          editedAt: instant,
          editedBy: who,
          replaced,
          alternatives: list(openMembers({ text: noteText, author: who, writtenAt: instant }), 500),
        },
      ),
      2_000,
    ),
    schemaVersion: integer(1),
  },
  {
    parent: text(400),
    removedNotes: list(
      openMembers({ id: text(200, 1), by: who, at: instant, writtenAt: instant }, { replaced }),
      10_000,
    ),
    otherProse: list(anything(50_000), 10_000),
    fence: integer(1),
    retiredAt: instant,
  },
);

const ofOperators = ['notes', 'removedNotes'];

/** Generated parts by whoever generates; notes by everybody in their own name, and no note goes without a trace. */
export function validate(doc: Members, before: Members | null, user: UserContext): void {
  const given = readGiven(doc, before, user);
  const { writer } = given;
  if (given.deleted) {
    if (!isAtLeast(writer, 'admin')) requireCollector(writer, 'removing a document');
    if (memberOf(doc, 'fence') !== undefined) refuseFenced(doc, given.before);
    return;
  }
  requireRole(writer, 'operator', 'a document', true);
  requireVersion(doc, 1);
  shape(doc, '');
  if (given.before === undefined || !sameBut(doc, given.before, ofOperators))
    requireCollector(writer, 'a generated part of a document');
  refuseFenced(doc, given.before);
  judgeNotes(given);
}

interface Written {
  readonly text: unknown;
  readonly author: unknown;
}

function judgeNotes({ doc, before, writer }: Given): void {
  const known = writings(before);
  for (const written of writings(doc))
    if (!some(known, (one) => same(one, written))) requireSpoken(writer, written.author, 'a note');
  const removedBefore = listOf(memberOf(before, 'removedNotes'));
  for (const removed of listOf(doc['removedNotes']))
    if (!some(removedBefore, (one) => isSameRemoval(one, removed)))
      requireSpoken(writer, memberOf(removed, 'by'), 'the removal of a note');
  for (const note of listOf(doc['notes'])) {
    const [was] = listOf(memberOf(before, 'notes')).filter((one) => isOf(one, note));
    if (was === undefined) requireSpoken(writer, authorOf(note), 'a note');
    else if (memberOf(was, 'author') !== memberOf(note, 'author'))
      refuse('owner', `note ${idOf(note)} was begun by ${String(memberOf(was, 'author'))}`);
  }
  for (const note of listOf(memberOf(before, 'notes')))
    if (
      !some(listOf(doc['notes']), (one) => isOf(one, note)) &&
      !some(listOf(doc['removedNotes']), (one) => isOf(one, note))
    )
      refuse('append-only', `note ${idOf(note)} is gone, and nobody says that they removed it`);
}

const idOf = (note: unknown): string => String(memberOf(note, 'id'));
const isOf = (one: unknown, note: unknown): boolean => idOf(one) === idOf(note);
const isSameRemoval = (one: unknown, other: unknown): boolean =>
  isOf(one, other) &&
  memberOf(one, 'by') === memberOf(other, 'by') &&
  memberOf(one, 'at') === memberOf(other, 'at');

interface Written {
  readonly text: unknown;
  readonly author: unknown;
}

/** Of the text as it stands. */
const authorOf = (note: unknown): unknown => {
  const editedBy = memberOf(note, 'editedBy');
  return editedBy === undefined ? memberOf(note, 'author') : editedBy;
};

/** Everything that somebody wrote, where it stands now. */
function writings(document: Members | undefined): Written[] {
  const found: Written[] = [];
  for (const note of listOf(memberOf(document, 'notes'))) {
    found.push({ text: memberOf(note, 'text'), author: authorOf(note) });
    for (const other of listOf(memberOf(note, 'alternatives')))
      found.push({ text: memberOf(other, 'text'), author: memberOf(other, 'author') });
  }
  return found;
}
