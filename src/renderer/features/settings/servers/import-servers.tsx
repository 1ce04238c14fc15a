import { Button, Checkbox, FileButton, Switch, Textarea } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import type { SourceImportReport } from '../../../../shared/contract/sources.ts';
import { useCall, useCommand } from '../../../app/use-call.ts';
import { Permitted } from '../../../app/permitted.tsx';
import { useText } from '../../../i18n/catalogue.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { StatusMark } from '../../../ui/status-mark.tsx';
import classes from './servers.module.css';

/** Takes servers over from another MCP client's file: paste it, drop it or choose it; what it would do is shown first. */
export function ImportServers(props: {
  opened: boolean;
  /** A file that was dropped on the list. */
  initial: string;
  onClose: () => void;
  onImported: (name: string | undefined) => void;
}) {
  const { servers: words } = useText().settings;
  return (
    <Dialog opened={props.opened} onClose={props.onClose} title={words.importTitle} size={720}>
      {props.opened && <ImportForm key={props.initial} {...props} />}
    </Dialog>
  );
}

function ImportForm(props: {
  initial: string;
  onClose: () => void;
  onImported: (name: string | undefined) => void;
}) {
  const { servers: words } = useText().settings;
  const [content, setContent] = useState(props.initial);
  const [fileName, setFileName] = useState<string>();
  const [replace, setReplace] = useState(false);
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [settled] = useDebouncedValue(content, 250);
  const isThere = settled.trim() !== '';
  const preview = useCall('sources.previewImport', { text: settled, replace }, { enabled: isThere });
  const run = useCommand('sources.import', ['sources.list', 'sources.secrets']);
  const chosen = (preview.data?.servers ?? []).filter(({ name }) => !left.has(name));

  if (run.data) {
    const [first] = run.data.added;
    return (
      <div className={classes['form']}>
        <StatusMark
          status={run.data.added.length > 0 ? 'ok' : 'warning'}
          label={words.imported(run.data.added)}
          wrap
        />
        <Report report={run.data} done />
        <div className={classes['buttons']}>
          <Button
            variant="filled"
            className={classes['pushed'] ?? ''}
            onClick={() => props.onImported(first)}
          >
            {first === undefined ? words.done : words.lookAt(first)}
          </Button>
        </div>
      </div>
    );
  }

  return (
    <div
      className={classes['form']}
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        const [file] = event.dataTransfer.files;
        if (!file) return;
        setFileName(file.name);
        void file.text().then(setContent);
      }}
    >
      <Textarea
        label={words.importLabel}
        description={words.importDetail}
        placeholder='{ "mcpServers": { … } }'
        value={content}
        autosize
        minRows={6}
        maxRows={14}
        spellCheck={false}
        data-autofocus
        className={classes['mono'] ?? ''}
        onChange={(event) => setContent(event.currentTarget.value)}
      />
      <div className={classes['buttons']}>
        <FileButton
          accept="application/json,.json,.jsonc"
          onChange={(file) => {
            if (!file) return;
            setFileName(file.name);
            void file.text().then(setContent);
          }}
        >
          {(button) => <Button {...button}>{words.chooseFile}</Button>}
        </FileButton>
        <Switch
          label={words.replaceSame}
          checked={replace}
          onChange={(event) => setReplace(event.currentTarget.checked)}
        />
      </div>
      {isThere && preview.error && (
        <StatusMark
          status="critical"
          label={`${preview.error.message} ${preview.error.hint ?? ''}`.trim()}
          wrap
        />
      )}
      {isThere && preview.data && (
        <>
          <ul className={classes['found']} aria-label={words.found}>
            {preview.data.servers.map(({ name, target }) => (
              <li key={name}>
                <Checkbox
                  checked={!left.has(name)}
                  label={<span className="mono">{name}</span>}
                  onChange={(event) => {
                    const next = new Set(left);
                    if (event.currentTarget.checked) next.delete(name);
                    else next.add(name);
                    setLeft(next);
                  }}
                />
                <span className={classes['target']} title={target}>
                  {target}
                </span>
              </li>
            ))}
          </ul>
          <Report report={preview.data.report} />
        </>
      )}
      {run.error && <StatusMark status="critical" label={run.error.message} wrap />}
      <div className={classes['buttons']}>
        <span className={classes['hint']}>{words.importStartsNothing}</span>
        <Permitted method="sources.import">
          <Button
            variant="filled"
            className={classes['pushed'] ?? ''}
            disabled={chosen.length === 0}
            loading={run.isPending}
            onClick={() =>
              run.mutate({
                text: content,
                replace,
                only: chosen.map(({ name }) => name),
                ...(fileName !== undefined && { name: fileName }),
              })
            }
          >
            {words.importSome(chosen.length)}
          </Button>
        </Permitted>
      </div>
    </div>
  );
}

function Report({ report, done = false }: { report: SourceImportReport; done?: boolean }) {
  const { servers: words } = useText().settings;
  const lines = [
    ...report.problems.map(({ path, message }) => ({
      status: 'critical' as const,
      label: `${path}: ${message}`,
    })),
    ...report.collisions.map((name) => ({ status: 'warning' as const, label: words.collision(name) })),
    ...report.renamed.map(({ from, to }) => ({ status: 'info' as const, label: words.renamed(from, to) })),
    ...report.stored.map(({ server, where, reference }) => ({
      status: 'info' as const,
      label: done ? words.wasStored(server, where, reference) : words.willBeStored(server, where, reference),
    })),
    ...report.toSet.map(({ server, where, reference }) => ({
      status: 'warning' as const,
      label: words.toSet(server, where, reference),
    })),
    ...(report.keyringUnavailable !== undefined && report.toSet.length > 0
      ? [{ status: 'warning' as const, label: words.noKeyring(report.keyringUnavailable) }]
      : []),
    ...report.notes.map((note) => ({ status: 'info' as const, label: note })),
  ];
  return (
    <div className={classes['form']} style={{ gap: 4 }}>
      {lines.map(({ status, label }) => (
        <StatusMark key={label} status={status} label={label} wrap />
      ))}
    </div>
  );
}
