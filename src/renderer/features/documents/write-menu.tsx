import { Button, Menu, Progress, Tooltip } from '@mantine/core';
import { ChevronDown, PenLine } from 'lucide-react';
import type { OutputOf } from '../../../shared/contract/contract.ts';
import { usePermission } from '../../app/use-permission.ts';
import { useText } from '../../i18n/catalogue.tsx';
import { useWrite } from './use-write.ts';
import { useWriting } from './writing.ts';
import classes from './write-menu.module.css';

/** Writing what is out of date, this page, or everything; while it is written, how far it is. */
export function WriteMenu(props: { tree: OutputOf<'documents.tree'>; id?: string; prominent?: boolean }) {
  const { tree, id, prominent = false } = props;
  const { write: text } = useText().documents;
  const { start, prevented } = useWrite();
  const writing = useWriting();
  const permission = usePermission('documents.generate');
  const why = permission.granted ? prevented : permission.reason;
  if (writing) return <WritingNow />;
  const stale =
    tree.documents.filter((document) => document.stale !== undefined).length + tree.unwritten.length;
  if (why !== undefined) {
    return (
      <Tooltip label={why}>
        <Button
          data-disabled
          leftSection={<PenLine size={14} aria-hidden />}
          onClick={(event) => event.preventDefault()}
        >
          {text.action}
        </Button>
      </Tooltip>
    );
  }
  if (prominent) {
    return (
      <Button variant="filled" leftSection={<PenLine size={14} aria-hidden />} onClick={() => start({})}>
        {text.action}
      </Button>
    );
  }
  const below = tree.documents.some(({ parent }) => parent === id);
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button
          leftSection={<PenLine size={14} aria-hidden />}
          rightSection={<ChevronDown size={14} aria-hidden />}
        >
          {text.action}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item disabled={stale === 0} onClick={() => start({})}>
          {text.stale(stale)}
        </Menu.Item>
        {id !== undefined && (
          <Menu.Item onClick={() => start({ ids: [id], force: true })}>
            {below ? text.thisWithPages : text.this}
          </Menu.Item>
        )}
        <Menu.Item onClick={() => start({ force: true })}>{text.everything}</Menu.Item>
        <Menu.Label>{text.hint}</Menu.Label>
      </Menu.Dropdown>
    </Menu>
  );
}

function WritingNow() {
  const { documents, ui } = useText();
  const writing = useWriting();
  const progress = writing?.progress;
  const { done = 0, total } = progress ?? {};
  const words =
    progress?.state === 'queued'
      ? documents.write.queued
      : total === undefined
        ? documents.write.begun
        : documents.write.running(done, total);
  return (
    <div className={classes['writing']} role="status">
      <span>{words}</span>
      <Progress
        className={classes['bar'] ?? ''}
        size="xs"
        aria-label={words}
        value={total === undefined || total === 0 ? 0 : (100 * done) / total}
      />
      <Button size="xs" aria-label={documents.write.cancel} onClick={() => writing?.cancel()}>
        {ui.cancel}
      </Button>
    </div>
  );
}
