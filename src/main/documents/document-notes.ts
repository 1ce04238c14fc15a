import type { DocumentNote, DocumentRecord } from '../../shared/model/document.ts';
import { instant, type Instant } from '../../shared/model/ids.ts';
import { DomainError } from '../platform/errors.ts';
import { nameOfText, textsOf, withTexts } from './note-texts.ts';

/** Longest note, in characters: a note is a remark, not a manual. */
const longest = 20_000;

/** Texts that were written over and are remembered by name: more is no use to anybody who was away. */
const mostReplaced = 200;
const mostRemoved = 200;

/** It gets a time after all that was written in the document. */
export function withNote(document: DocumentRecord, note: DocumentNote): DocumentRecord {
  const keys = document.sections.map((section) => section.key);
  if (!keys.includes(note.section)) {
    throw new DomainError(
      'section-not-found',
      `"${document.id}" has no section "${note.section}": expected one of ${keys.join(', ')}`,
    );
  }
  const createdAt = afterAll(document, note.createdAt);
  return { ...document, notes: [...document.notes, { ...note, createdAt, text: checkText(note.text) }] };
}

/** What an editor began with; absent members: whatever stands is replaced. */
export interface NoteBase {
  /** When the note was last written. */
  readonly writtenAt?: Instant;
  /** How many other texts stood beside it. */
  readonly alternatives?: number;
}

/**
 * The note with another text in place of all that stand there.
 * @param by absent: its author
 */
export function withEditedNote(
  document: DocumentRecord,
  id: string,
  text: string,
  editedAt: Instant,
  base: NoteBase = {},
  by?: string,
): DocumentRecord {
  const standing = requireNote(document, id);
  checkUnchanged(standing, base);
  const author = by ?? standing.author;
  const written = { text: checkText(text), author, writtenAt: afterAll(document, editedAt) };
  const replaced = replacedNow(standing);
  const [edited = standing] = withTexts(standing, [written], replaced);
  return {
    ...document,
    notes: document.notes.map((note) => (note.id === id ? edited : note)),
    // Whoever writes it anew knows of its removal.
    ...(document.removedNotes && {
      removedNotes: document.removedNotes.map((note) => (note.id === id ? { ...note, replaced } : note)),
    }),
  };
}

/** The note is gone, and remembered: another workstation may have written it anew meanwhile. */
export function withoutNote(
  document: DocumentRecord,
  id: string,
  removal: { readonly by: string; readonly at: Instant },
  base: NoteBase = {},
): DocumentRecord {
  const standing = requireNote(document, id);
  checkUnchanged(standing, base);
  const removed = {
    id,
    by: removal.by,
    at: afterAll(document, removal.at),
    writtenAt: lastWritten(standing),
    replaced: replacedNow(standing),
  };
  const others = (document.removedNotes ?? []).filter((note) => note.id !== id);
  return {
    ...document,
    notes: document.notes.filter((note) => note.id !== id),
    removedNotes: [...others, removed].slice(-mostRemoved),
  };
}

/** Brings a note back that was removed: its texts, said again by whoever brings it back. */
export function withRestoredNote(
  document: DocumentRecord,
  note: DocumentNote,
  at: Instant,
  by: string,
): DocumentRecord {
  if (document.notes.some(({ id }) => id === note.id)) return document;
  const removed = (document.removedNotes ?? []).find(({ id }) => id === note.id);
  // Its texts are known as removed: written again, they are others.
  let writtenAt = afterAll(document, at);
  const texts = textsOf(note).map((text) => {
    const again = { text: text.text, author: by, writtenAt };
    writtenAt = instant(Date.parse(writtenAt) + 1);
    return again;
  });
  const notes = [...document.notes, ...withTexts(note, texts, removed?.replaced ?? [])];
  return { ...document, notes: notes.toSorted((a, b) => (a.createdAt < b.createdAt ? -1 : 1)) };
}

const replacedNow = (note: DocumentNote): string[] =>
  [...new Set([...(note.replaced ?? []), ...textsOf(note).map(nameOfText)])].toSorted().slice(-mostReplaced);

/** Later than all that was written in the document: another workstation's clock may be a day ahead. */
function afterAll({ notes, removedNotes = [] }: DocumentRecord, at: Instant): Instant {
  const before = [...notes.map(lastWritten), ...removedNotes.map((note) => note.at)].toSorted().at(-1);
  return before === undefined || at > before ? at : instant(Date.parse(before) + 1);
}

export function requireNote(document: DocumentRecord, id: string): DocumentNote {
  const found = document.notes.find((note) => note.id === id);
  if (found !== undefined) return found;
  const known = document.notes.map((note) => note.id);
  throw new DomainError(
    'note-not-found',
    `"${document.id}" has no note "${id}": expected ${known.length === 0 ? 'none, it has no notes' : `one of ${known.join(', ')}`}`,
  );
}

export function lastWritten(note: DocumentNote): Instant {
  return note.editedAt ?? note.createdAt;
}

function checkUnchanged(note: DocumentNote, { writtenAt, alternatives }: NoteBase): void {
  if (writtenAt !== undefined && lastWritten(note) !== writtenAt) {
    throw new DomainError(
      'note-conflict',
      `the note was changed at ${lastWritten(note)}, after the ${writtenAt} that this change is based on`,
      { hint: 'read what it says now, and change that' },
    );
  }
  const beside = note.alternatives?.length ?? 0;
  if (alternatives !== undefined && beside !== alternatives) {
    throw new DomainError(
      'note-conflict',
      `${beside} other texts of the note came from other workstations, this change is based on ${alternatives}`,
      { hint: 'read what it says now, and change that' },
    );
  }
}

function checkText(text: string): string {
  if (text.trim() === '') throw new DomainError('note-empty', 'a note needs a text, this one is empty');
  if (text.length > longest) {
    throw new DomainError(
      'note-too-long',
      `a note has at most ${longest} characters, this one has ${text.length}`,
    );
  }
  return text;
}
