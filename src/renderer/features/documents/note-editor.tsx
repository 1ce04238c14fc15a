import { Button, SegmentedControl, Textarea } from '@mantine/core';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import type { OutputOf } from '../../../shared/contract/contract.ts';
import { ContractError } from '../../../shared/contract/errors.ts';
import { useClient, usePortStatus } from '../../app/client-context.tsx';
import { useRefresh } from '../../app/use-call.ts';
import { useText } from '../../i18n/catalogue.tsx';
import { StatusMark } from '../../ui/status-mark.tsx';
import { readDraft, writeDraft } from './note-drafts.ts';
import { usePage } from './page-context.ts';
import classes from './note-view.module.css';

const NoteMarkdown = lazy(async () => ({ default: (await import('./note-markdown.tsx')).NoteMarkdown }));

export type Note = OutputOf<'documents.notes'>['notes'][number];

/** Longest note, in characters, as the application has it. */
const longest = 20_000;

/** Writes a new note or changes one. What is typed survives a reload; what others change meanwhile is shown. */
export function NoteEditor(props: {
  section: string;
  sectionTitle: string;
  /** Absent: a new one. */
  note?: Note;
  onDone: () => void;
}) {
  const { section, sectionTitle, note, onDone } = props;
  const text = useText();
  const client = useClient();
  const refresh = useRefresh();
  const away = usePortStatus().is !== 'open';
  const { id } = usePage();
  const place = note?.id ?? section;
  // What the editor began with: what the application is told that the change is based on.
  const [base, setBase] = useState(note);
  const [value, setValue] = useState(() => readDraft(id, place) ?? note?.text ?? '');
  const [theirs, setTheirs] = useState<Note | 'gone'>();
  const [failure, setFailure] = useState<ContractError>();
  const [saving, setSaving] = useState(false);
  const [preview, setPreview] = useState(false);
  const area = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    area.current?.focus();
    area.current?.setSelectionRange(area.current.value.length, area.current.value.length);
  }, []);
  // Somebody else's change arrives while this one is written.
  const changed = note !== undefined && base !== undefined && !isSame(baseOf(note), baseOf(base));
  const conflict = theirs ?? (changed ? note : undefined);

  const type = (next: string) => {
    setValue(next);
    writeDraft(id, place, next === (note?.text ?? '') ? undefined : next);
  };
  const close = () => {
    writeDraft(id, place, undefined);
    onDone();
  };
  const save = async (basedOn = base) => {
    if (value.trim() === '' || value.length > longest || saving) return;
    setSaving(true);
    setFailure(undefined);
    try {
      if (basedOn === undefined) await client.documents.addNote({ id, section, text: value });
      else {
        await client.documents.editNote({ id, note: basedOn.id, text: value, ...baseOf(basedOn) });
      }
      refresh('documents.show', 'documents.notes', 'documents.tree');
      close();
    } catch (error) {
      await explain(error, basedOn?.id);
    } finally {
      setSaving(false);
    }
  };
  const explain = async (error: unknown, noteId: string | undefined): Promise<void> => {
    if (!(error instanceof ContractError)) throw error;
    if (error.code !== 'note-conflict' && error.code !== 'note-not-found') {
      setFailure(error);
      return;
    }
    try {
      const { notes } = await client.documents.notes({ id });
      setTheirs(notes.find((one) => one.id === noteId) ?? 'gone');
    } catch (lost) {
      // What the other one wrote cannot be shown now; what was typed stands, and can be saved again.
      if (!(lost instanceof ContractError)) throw lost;
      setFailure(lost);
    }
  };

  return (
    <div
      className={classes['editor']}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
          event.preventDefault();
          void save();
        }
        if (event.key === 'Escape') {
          event.stopPropagation();
          // The draft stays: Esc must not lose what was typed.
          onDone();
        }
      }}
    >
      {preview ? (
        <div className={classes['preview']}>
          {value.trim() === '' ? (
            text.documents.notes.empty
          ) : (
            <Suspense fallback={text.ui.loading}>
              <NoteMarkdown text={value} />
            </Suspense>
          )}
        </div>
      ) : (
        <Textarea
          ref={area}
          autosize
          minRows={3}
          maxRows={20}
          aria-label={text.documents.notes.label(sectionTitle)}
          placeholder={text.documents.notes.placeholder}
          value={value}
          onChange={(event) => type(event.currentTarget.value)}
          error={value.length > longest && text.documents.notes.tooLong(value.length, longest)}
        />
      )}
      {conflict !== undefined && (
        <div className={classes['conflict']} role="alert">
          <StatusMark
            status="warning"
            label={conflict === 'gone' ? text.documents.notes.gone : text.documents.notes.conflict}
          />
          {conflict !== 'gone' && <pre className={classes['theirs']}>{conflict.text}</pre>}
          <div className={classes['buttons']}>
            <Button
              size="xs"
              onClick={() => {
                const next = conflict === 'gone' ? undefined : conflict;
                setBase(next);
                setTheirs(undefined);
                void save(next);
              }}
            >
              {text.documents.notes.saveMine}
            </Button>
            <Button size="xs" onClick={close}>
              {text.documents.notes.takeTheirs}
            </Button>
          </div>
        </div>
      )}
      {failure && <StatusMark status="critical" label={failure.message} />}
      <div className={classes['buttons']}>
        <Button
          variant="filled"
          loading={saving}
          disabled={value.trim() === '' || value.length > longest || away || conflict !== undefined}
          onClick={() => void save()}
        >
          {text.documents.notes.save}
        </Button>
        <Button onClick={close}>{text.documents.notes.cancel}</Button>
        <SegmentedControl
          value={preview ? 'preview' : 'write'}
          onChange={(next) => setPreview(next === 'preview')}
          data={[
            { value: 'write', label: text.documents.notes.write },
            { value: 'preview', label: text.documents.notes.preview },
          ]}
        />
        <span className={classes['draft']}>
          {away
            ? text.documents.write.away
            : value === (note?.text ?? '')
              ? ''
              : text.documents.notes.draftKept}
        </span>
      </div>
    </div>
  );
}

/** What stands: when it was written, and how many texts there are beside it. */
export function baseOf({ createdAt, editedAt, alternatives }: Note) {
  return { basedOn: editedAt ?? createdAt, alternatives: alternatives?.length ?? 0 };
}

const isSame = (one: ReturnType<typeof baseOf>, other: ReturnType<typeof baseOf>): boolean =>
  one.basedOn === other.basedOn && one.alternatives === other.alternatives;
