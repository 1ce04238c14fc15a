import { Button, Select, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { cleanText } from '../../../shared/clean-text.ts';
import { ContractError } from '../../../shared/contract/errors.ts';
import { links } from '../../app/links.ts';
import { useClient, usePortStatus } from '../../app/client-context.tsx';
import { useCall, useRefresh } from '../../app/use-call.ts';
import { useText } from '../../i18n/catalogue.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { LoadingScreen } from '../../ui/loading.tsx';
import { StatusMark } from '../../ui/status-mark.tsx';
import { useToast } from '../../ui/toast.tsx';
import type { Turn } from './turns.ts';
import classes from './save-note.module.css';

/** Longest note, in characters, as the application has it. */
const longest = 20_000;

/** An answer becomes a note at a section of a document: by itself where it comes from, or another one. */
export function SaveNote({
  turn,
  text: initial,
  onClose,
}: {
  turn: Turn;
  text: string;
  onClose: () => void;
}) {
  const text = useText();
  const { note: words } = text.assistant;
  const client = useClient();
  const refresh = useRefresh();
  const toast = useToast();
  const [, navigate] = useLocation();
  const away = usePortStatus().is !== 'open';
  const tree = useCall('documents.tree', {});
  const documents = tree.data?.documents.filter(({ retiredAt }) => retiredAt === undefined) ?? [];
  const suggested = suggestedPlace(turn);
  const [chosen, setChosen] = useState<{ readonly document?: string; readonly section?: string }>(suggested);
  const [value, setValue] = useState(initial);
  const [saving, setSaving] = useState(false);
  const [failure, setFailure] = useState<ContractError>();
  const document = documents.find(({ id }) => id === chosen.document);
  const section =
    document?.sections.find(({ key }) => key === chosen.section) ?? (document && document.sections[0]);
  const save = async () => {
    if (!document || !section) return;
    setSaving(true);
    setFailure(undefined);
    try {
      await client.documents.addNote({ id: document.id, section: section.key, text: value });
      refresh('documents.show', 'documents.notes', 'documents.tree');
      toast({
        message: words.saved(cleanText(section.title)),
        status: 'ok',
        action: { label: words.open, run: () => navigate(links.document(document.id, section.key)) },
      });
      onClose();
    } catch (error) {
      if (!(error instanceof ContractError)) throw error;
      setFailure(error);
    } finally {
      setSaving(false);
    }
  };
  return (
    <Dialog opened onClose={onClose} title={words.title} size={640}>
      {tree.isPending ? (
        <LoadingScreen />
      ) : documents.length === 0 ? (
        <EmptyState title={words.none} />
      ) : (
        <form
          className={classes['form']}
          onSubmit={(event) => {
            event.preventDefault();
            void save();
          }}
        >
          <div className={classes['where']}>
            <Select
              label={words.document}
              placeholder={words.choose}
              searchable
              nothingFoundMessage={words.nothingFound}
              limit={100}
              data={documents.map(({ id, title }) => ({ value: id, label: cleanText(title) }))}
              value={document?.id ?? null}
              onChange={(id) => setChosen(id === null ? {} : { document: id })}
            />
            <Select
              label={words.section}
              disabled={!document}
              allowDeselect={false}
              data={(document?.sections ?? []).map(({ key, title }) => ({
                value: key,
                label: cleanText(title),
              }))}
              value={section?.key ?? null}
              onChange={(key) =>
                document && setChosen({ document: document.id, ...(key !== null && { section: key }) })
              }
            />
          </div>
          <Textarea
            label={words.text}
            description={words.hint}
            autosize
            minRows={6}
            maxRows={16}
            dir="auto"
            classNames={{ input: classes['text'] ?? '' }}
            value={value}
            onChange={(event) => setValue(event.currentTarget.value)}
            error={value.length > longest && text.documents.notes.tooLong(value.length, longest)}
          />
          {failure && <StatusMark status="critical" label={failure.message} wrap />}
          <div className={classes['buttons']}>
            {away && <span className={classes['away']}>{text.documents.write.away}</span>}
            <Button onClick={onClose}>{text.ui.cancel}</Button>
            <Button
              type="submit"
              variant="filled"
              loading={saving}
              disabled={!document || !section || away || value.trim() === '' || value.length > longest}
            >
              {words.save}
            </Button>
          </div>
        </form>
      )}
    </Dialog>
  );
}

/** Where the answer's first passage stands; else the document that was looked at. */
function suggestedPlace({ answer, question }: Turn): {
  readonly document?: string;
  readonly section?: string;
} {
  for (const citation of answer?.citations ?? []) {
    if (citation.is !== 'passage' || citation.gone === true) continue;
    if (citation.origin.is === 'document') {
      return { document: citation.origin.document, section: citation.origin.section };
    }
  }
  const { document, section } = question.context ?? {};
  if (document === undefined) return {};
  return { document, ...(section !== undefined && { section }) };
}
