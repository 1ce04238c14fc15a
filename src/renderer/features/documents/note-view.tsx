import { Pencil, StickyNote, Trash2 } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useClient, usePortStatus } from '../../app/client-context.tsx';
import { useRefresh } from '../../app/use-call.ts';
import { Permitted } from '../../app/permitted.tsx';
import { useText } from '../../i18n/catalogue.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Moment } from '../../ui/moment.tsx';
import { useToast } from '../../ui/toast.tsx';
import { ContractError } from '../../../shared/contract/errors.ts';
import { cleanText } from '../../../shared/clean-text.ts';
import { readDraft } from './note-drafts.ts';
import { NoteAlternatives } from './note-alternatives.tsx';
import { baseOf, NoteEditor, type Note } from './note-editor.tsx';
import { usePage } from './page-context.ts';
import classes from './note-view.module.css';

const NoteMarkdown = lazy(async () => ({ default: (await import('./note-markdown.tsx')).NoteMarkdown }));

/** A note in its place: who, when, what; to be changed or taken away by whoever reads it. */
export function NoteView({ note, sectionTitle }: { note: Note; sectionTitle: string }) {
  const text = useText();
  const client = useClient();
  const refresh = useRefresh();
  const toast = useToast();
  const away = usePortStatus().is !== 'open';
  const { id, current } = usePage();
  const [editing, setEditing] = useState(() => current && readDraft(id, note.id) !== undefined);

  const say = (error: unknown) =>
    toast({ message: error instanceof ContractError ? error.message : String(error), status: 'critical' });
  const after = () => refresh('documents.show', 'documents.notes', 'documents.tree');
  const restore = async () => {
    try {
      await client.documents.restoreNote({ id, note: note.id });
    } catch {
      toast({ message: text.documents.notes.notRestored, status: 'critical' });
    }
    after();
  };
  const remove = async () => {
    try {
      await client.documents.removeNote({ id, note: note.id, ...baseOf(note) });
      toast({ message: text.documents.notes.removed, undo: () => void restore() });
    } catch (error) {
      say(error);
    }
    after();
  };

  return (
    <aside
      className={classes['note']}
      id={`note-${note.id}`}
      aria-label={text.documents.notes.label(sectionTitle)}
    >
      <header className={classes['head']}>
        <StickyNote size={14} aria-hidden />
        <strong>{text.documents.notes.note}</strong>
        <span>{cleanText(note.author)}</span>
        <Moment at={note.createdAt} />
        {note.editedAt !== undefined && (
          <span>
            {note.editedBy === undefined
              ? text.documents.notes.edited
              : text.documents.notes.editedBy(cleanText(note.editedBy))}{' '}
            <Moment at={note.editedAt} />
          </span>
        )}
        {current && !editing && (
          <span className={classes['tools']}>
            <Permitted method="documents.editNote">
              <IconButton
                icon={Pencil}
                size={24}
                label={text.documents.notes.edit}
                disabled={away}
                onClick={() => setEditing(true)}
              />
            </Permitted>
            <Permitted method="documents.removeNote">
              <IconButton
                icon={Trash2}
                size={24}
                label={text.documents.notes.remove}
                disabled={away}
                onClick={() => void remove()}
              />
            </Permitted>
          </span>
        )}
      </header>
      {editing ? (
        <NoteEditor
          section={note.section}
          sectionTitle={sectionTitle}
          note={note}
          onDone={() => setEditing(false)}
        />
      ) : (
        <div className={classes['text']}>
          <Suspense fallback={<pre className={classes['plain']}>{note.text}</pre>}>
            <NoteMarkdown text={note.text} />
          </Suspense>
        </div>
      )}
      <NoteAlternatives note={note} />
    </aside>
  );
}
