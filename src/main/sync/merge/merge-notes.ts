import type { DocumentNote, DocumentRecord, RemovedNote } from '../../../shared/model/document.ts';
import { nameOfText, textsOf, withTexts, type NoteText } from '../../documents/note-texts.ts';
import { compareText, greater, lastBy } from './join.ts';

type Notes = Pick<DocumentRecord, 'notes' | 'removedNotes'>;

/**
 * Operators' notes: all texts that anybody wrote and nobody who had read them wrote over or removed. Of several of one
 * note the newest stands, and the others beside it.
 */
export function mergeNotes(one: Notes, other: Notes): Notes {
  const removed = mergeRemoved(one.removedNotes ?? [], other.removedNotes ?? []);
  const notes = new Map<string, DocumentNote[]>();
  for (const note of [...one.notes, ...other.notes])
    notes.set(note.id, [...(notes.get(note.id) ?? []), note]);
  const merged = [...notes].flatMap(([id, copies]): DocumentNote[] => {
    const gone = removed.get(id);
    const replaced = new Set([...copies.flatMap((copy) => copy.replaced ?? []), ...(gone?.replaced ?? [])]);
    const texts = new Map<string, NoteText>();
    for (const text of copies.flatMap(textsOf)) texts.set(nameOfText(text), text);
    const standing = [...texts].filter(([name]) => !replaced.has(name)).map(([, text]) => text);
    if (gone) removed.set(id, { ...gone, replaced: inOrder(replaced) });
    return withTexts(copies.reduce(greaterHead), standing, inOrder(replaced));
  });
  const removedNotes = [...removed.values()].toSorted(
    (a, b) => compareText(a.at, b.at) || compareText(a.id, b.id),
  );
  return {
    notes: merged.toSorted((a, b) => compareText(a.createdAt, b.createdAt) || compareText(a.id, b.id)),
    ...(removedNotes.length > 0 && { removedNotes }),
  };
}

const inOrder = (names: ReadonlySet<string>): string[] => [...names].toSorted(compareText);

/** What of a note never changes; two of one id have the same. */
function greaterHead(one: DocumentNote, other: DocumentNote): DocumentNote {
  const head = ({ id, section, author, createdAt }: DocumentNote) => ({ id, section, author, createdAt });
  const first = head(one);
  return greater(first, head(other)) === first ? one : other;
}

function mergeRemoved(one: readonly RemovedNote[], other: readonly RemovedNote[]): Map<string, RemovedNote> {
  const removed = new Map<string, RemovedNote>();
  for (const note of [...one, ...other]) {
    const before = removed.get(note.id);
    if (!before) {
      removed.set(note.id, note);
      continue;
    }
    const said = ({ replaced, ...rest }: RemovedNote) => {
      void replaced;
      return rest;
    };
    const replaced = new Set([...(before.replaced ?? []), ...(note.replaced ?? [])]);
    removed.set(note.id, {
      ...lastBy(said(before), said(note), ({ at }) => at),
      replaced: inOrder(replaced),
    });
  }
  return removed;
}
