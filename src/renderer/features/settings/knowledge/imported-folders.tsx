import { Button, TextInput } from '@mantine/core';
import { RefreshCw, X } from 'lucide-react';
import { useState, type FormEvent } from 'react';
import type { OutputOf } from '../../../../shared/contract/contract.ts';
import type { KnowledgeFolder } from '../../../../shared/contract/knowledge.ts';
import { cleanText } from '../../../../shared/clean-text.ts';
import { useCommand } from '../../../app/use-call.ts';
import { Permitted } from '../../../app/permitted.tsx';
import { useText } from '../../../i18n/catalogue.tsx';
import { useFormat } from '../../../i18n/format.ts';
import { IconButton } from '../../../ui/icon-button.tsx';
import { Moment } from '../../../ui/moment.tsx';
import { Section } from '../../../ui/section.tsx';
import { StatusMark } from '../../../ui/status-mark.tsx';
import { useToast } from '../../../ui/toast.tsx';
import { CallProblem } from '../call-problem.tsx';
import classes from './imported-folders.module.css';

/** Folders of texts: what of them is indexed, what could not be, and how to add and take away one. */
export function ImportedFolders({ folders }: { folders: readonly KnowledgeFolder[] }) {
  const { knowledge: words } = useText();
  const [path, setPath] = useState('');
  const toast = useToast();
  const add = useCommand('knowledge.importFolder', ['knowledge.status']);
  const again = useCommand('knowledge.importFolder', ['knowledge.status']);
  const remove = useCommand('knowledge.removeFolder', ['knowledge.status']);
  const failed = (what: string) => (error: { readonly message: string }) =>
    toast({ message: words.failed(what, error.message), status: 'critical', stays: true });
  const added = ({ name, files, problemCount }: OutputOf<'knowledge.importFolder'>) =>
    toast({
      message: words.added(cleanText(name), files, problemCount),
      status: problemCount === 0 ? 'ok' : 'warning',
    });
  const importAgain = (folder: string, what: string) =>
    again.mutate({ path: folder }, { onSuccess: added, onError: failed(what) });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (path.trim() === '') return;
    add.mutate(
      { path: path.trim() },
      {
        onSuccess: (folder) => {
          setPath('');
          added(folder);
        },
      },
    );
  };
  const takeAway = ({ name, path: folder }: KnowledgeFolder) =>
    remove.mutate(
      { folder: name },
      {
        onSuccess: () =>
          toast({ message: words.removed(cleanText(name)), undo: () => importAgain(folder, words.add) }),
        onError: failed(words.remove(cleanText(name))),
      },
    );
  return (
    <Section title={words.folders}>
      <p className={classes['hint']}>{words.foldersDetail}</p>
      {folders.length === 0 ? (
        <p className={classes['hint']}>{words.none}</p>
      ) : (
        <table className={classes['table']}>
          <thead>
            <tr>
              <th scope="col">{words.columns.folder}</th>
              <th scope="col" data-number>
                {words.columns.files}
              </th>
              <th scope="col" data-number>
                {words.columns.passages}
              </th>
              <th scope="col">{words.columns.looked}</th>
              <th scope="col">{words.columns.problems}</th>
              <th scope="col" aria-label={words.columns.folder} />
            </tr>
          </thead>
          <tbody>
            {folders.map((folder) => (
              <FolderRow
                key={folder.name}
                folder={folder}
                busy={add.isPending || again.isPending || remove.isPending}
                onAgain={() => importAgain(folder.path, words.again(cleanText(folder.name)))}
                onRemove={() => takeAway(folder)}
              />
            ))}
          </tbody>
        </table>
      )}
      <form className={classes['form']} onSubmit={submit}>
        <TextInput
          className={classes['path']}
          label={words.path}
          placeholder={words.placeholder}
          value={path}
          spellCheck={false}
          autoComplete="off"
          maxLength={4096}
          onChange={(event) => {
            // What was said of another path is not said of this one.
            add.reset();
            setPath(event.currentTarget.value);
          }}
        />
        <Permitted method="knowledge.importFolder">
          <Button type="submit" loading={add.isPending} disabled={path.trim() === ''}>
            {words.add}
          </Button>
        </Permitted>
      </form>
      {add.error && <CallProblem error={add.error} />}
    </Section>
  );
}

const shownProblems = 20;

function FolderRow(props: {
  folder: KnowledgeFolder;
  busy: boolean;
  onAgain: () => void;
  onRemove: () => void;
}) {
  const { folder, busy, onAgain, onRemove } = props;
  const { knowledge: words } = useText();
  const format = useFormat();
  const name = cleanText(folder.name);
  const { problems, problemCount } = folder;
  return (
    <tr>
      <td>
        <span className={classes['name']}>{name}</span>
        <span className={classes['where']}>{cleanText(folder.path)}</span>
        {folder.missing && <StatusMark status="warning" label={words.missing} wrap />}
        {!folder.missing && !folder.watched && <span className={classes['note']}>{words.notWatched}</span>}
      </td>
      <td data-number>{format.number(folder.files)}</td>
      <td data-number>{format.number(folder.passages)}</td>
      <td>{folder.scannedAt === undefined ? '–' : <Moment at={folder.scannedAt} />}</td>
      <td>
        {problemCount === 0 ? (
          words.noProblems
        ) : (
          <details className={classes['problems']}>
            <summary>
              <StatusMark status="warning" label={words.problems(problemCount)} />
            </summary>
            <ul>
              {problems.slice(0, shownProblems).map(({ file, reason }) => (
                <li key={`${file} ${reason}`}>
                  <span className="mono">{file === '' ? words.theFolder : cleanText(file)}</span> {reason}
                </li>
              ))}
              {problemCount > shownProblems && <li>{words.moreProblems(problemCount - shownProblems)}</li>}
            </ul>
          </details>
        )}
      </td>
      <td className={classes['buttons']}>
        <Permitted method="knowledge.importFolder">
          <IconButton icon={RefreshCw} label={words.again(name)} disabled={busy} onClick={onAgain} />
        </Permitted>
        <Permitted method="knowledge.removeFolder">
          <IconButton icon={X} label={words.remove(name)} disabled={busy} onClick={onRemove} />
        </Permitted>
      </td>
    </tr>
  );
}
