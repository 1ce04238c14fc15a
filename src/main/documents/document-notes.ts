import type { DocumentNote, DocumentRecord } from '../../shared/model/document.ts';
import { instant, type Instant } from '../../shared/model/ids.ts';
import { DomainError } from '../platform/errors.ts';

/** Longest note, in characters: a note is a remark, not a manual. */
const longest = 20_000;

export function withNote(document: DocumentRecord, note: DocumentNote): DocumentRecord {
  const keys = document.sections.map((section) => section.key);
  if (!keys.includes(note.section)) {
    throw new DomainError(
      'section-not-found',
      `"${document.id}" has no section "${note.section}": expected one of ${keys.join(', ')}`,
    );
  }
  return { ...document, notes: [...document.notes, { ...note, text: checkText(note.text) }] };
}

/** @param basedOn when the note that the editor began with was last written; absent: whatever stands is replaced */
export function withEditedNote(
  document: DocumentRecord,
  id: string,
  text: string,
  editedAt: Instant,
  basedOn?: Instant,
): DocumentRecord {
  const standing = requireNote(document, id);
  checkUnchanged(standing, basedOn);
  const edited = checkText(text);
  // Two changes never have the same time: it tells them apart.
  const before = lastWritten(standing);
  const at = editedAt > before ? editedAt : instant(Date.parse(before) + 1);
  return {
    ...document,
    notes: document.notes.map((note) => (note.id === id ? { ...note, text: edited, editedAt: at } : note)),
  };
}

export function withoutNote(document: DocumentRecord, id: string, basedOn?: Instant): DocumentRecord {
  checkUnchanged(requireNote(document, id), basedOn);
  return { ...document, notes: document.notes.filter((note) => note.id !== id) };
}

/** Brings a note back that was removed, as it was. */
export function withRestoredNote(document: DocumentRecord, note: DocumentNote): DocumentRecord {
  if (document.notes.some(({ id }) => id === note.id)) return document;
  const notes = [...document.notes, note];
  return { ...document, notes: notes.toSorted((a, b) => (a.createdAt < b.createdAt ? -1 : 1)) };
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

function lastWritten(note: DocumentNote): Instant {
  return note.editedAt ?? note.createdAt;
}

function checkUnchanged(note: DocumentNote, basedOn: Instant | undefined): void {
  if (basedOn === undefined || lastWritten(note) === basedOn) return;
  throw new DomainError(
    'note-conflict',
    `the note was changed at ${lastWritten(note)}, after the ${basedOn} that this change is based on`,
    { hint: 'read what it says now, and change that' },
  );
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
