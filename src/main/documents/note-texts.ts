import type { DocumentNote, NoteAlternative } from '../../shared/model/document.ts';
import { canonicalText, digestText } from '../inventory/digest.ts';

/** One text of a note, as one person wrote it at one moment. */
export type NoteText = NoteAlternative;

/** The text that stands and those beside it. */
export const textsOf = ({
  text,
  author,
  createdAt,
  editedAt,
  editedBy,
  alternatives = [],
}: DocumentNote): readonly NoteText[] => [
  ...alternatives,
  { text, author: editedBy ?? author, writtenAt: editedAt ?? createdAt },
];

/**
 * Tells a text from all others that were ever written there: the same words written again are another text. Names sort
 * as the texts were written.
 */
export const nameOfText = ({ text, author, writtenAt }: NoteText): string =>
  `${writtenAt} ${digestText(canonicalText({ text, author, writtenAt }))}`;

export type ShownNote = Omit<DocumentNote, 'replaced'>;

/** The note as people see it: without what only merging needs. */
export function shownNote({ replaced, ...note }: DocumentNote): ShownNote {
  void replaced;
  return note;
}

/**
 * The note with these texts and no others, the newest as the one that stands. @returns none where there is no text: it
 * was removed
 */
export function withTexts(
  { id, section, author, createdAt }: DocumentNote,
  texts: readonly NoteText[],
  replaced: readonly string[],
): DocumentNote[] {
  const written = texts.toSorted((a, b) => (nameOfText(a) < nameOfText(b) ? -1 : 1));
  const newest = written.at(-1);
  if (!newest) return [];
  const alternatives = written.slice(0, -1);
  return [
    {
      id,
      section,
      text: newest.text,
      author,
      createdAt,
      ...(newest.writtenAt !== createdAt && { editedAt: newest.writtenAt }),
      ...(newest.author !== author && { editedBy: newest.author }),
      ...(replaced.length > 0 && { replaced }),
      ...(alternatives.length > 0 && { alternatives }),
    },
  ];
}
