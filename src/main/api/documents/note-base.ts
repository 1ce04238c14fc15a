import type { NoteBase } from '../../documents/document-notes.ts';
import type { Handler } from '../handler.ts';

/** What an editor says that it began with. */
export const noteBase = ({
  basedOn,
  alternatives,
}: Pick<Parameters<Handler<'documents.editNote'>>[0], 'basedOn' | 'alternatives'>): NoteBase => ({
  ...(basedOn !== undefined && { writtenAt: basedOn }),
  ...(alternatives !== undefined && { alternatives }),
});
