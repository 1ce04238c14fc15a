import type { DocumentNote, DocumentRecord } from '../../shared/model/document.ts';
import type { Instant } from '../../shared/model/ids.ts';
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

export function withEditedNote(
  document: DocumentRecord,
  id: string,
  text: string,
  editedAt: Instant,
): DocumentRecord {
  requireNote(document, id);
  const edited = checkText(text);
  return {
    ...document,
    notes: document.notes.map((note) => (note.id === id ? { ...note, text: edited, editedAt } : note)),
  };
}

export function withoutNote(document: DocumentRecord, id: string): DocumentRecord {
  requireNote(document, id);
  return { ...document, notes: document.notes.filter((note) => note.id !== id) };
}

function requireNote(document: DocumentRecord, id: string): void {
  if (document.notes.some((note) => note.id === id)) return;
  const known = document.notes.map((note) => note.id);
  throw new DomainError(
    'note-not-found',
    `"${document.id}" has no note "${id}": expected ${known.length === 0 ? 'none, it has no notes' : `one of ${known.join(', ')}`}`,
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
