import { Button, SegmentedControl } from '@mantine/core';
import { useRef, useState } from 'react';
import type { OutputOf } from '../../../shared/contract/contract.ts';
import { cleanText } from '../../../shared/clean-text.ts';
import { useCall, useEvent, useRefresh } from '../../app/use-call.ts';
import { useRoom } from '../../app/use-room.ts';
import { useText } from '../../i18n/catalogue.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { LoadingScreen, SkeletonRows } from '../../ui/loading.tsx';
import { DiffEditor, type DiffHandle } from './diff-editor.tsx';
import { VersionList } from './version-list.tsx';
import classes from './compare-view.module.css';

type Diff = OutputOf<'documents.diff'>;

/** Any two versions of a page side by side, with what changed and why there is each version. */
export function CompareView(props: {
  id: string;
  from: number | undefined;
  to: number | undefined;
  onChange: (from: number, to: number) => void;
  onRead: (version: number) => void;
}) {
  const { id, onChange, onRead } = props;
  const text = useText();
  const refresh = useRefresh();
  const versions = useCall('documents.versions', { id });
  useEvent('documents.changed', {}, ({ ids }, missed) => {
    if (missed > 0 || ids.includes(id)) refresh('documents.versions');
  });
  const roomy = useRoom(1280);
  const [layout, setLayout] = useState<'auto' | 'side' | 'inline'>('auto');
  if (!versions.data) {
    return versions.isError ? (
      <ErrorState error={versions.error} onRetry={() => void versions.refetch()} />
    ) : (
      <LoadingScreen />
    );
  }
  const list = versions.data.versions;
  const newest = list[0]?.version ?? 1;
  const to = props.to ?? newest;
  const from = props.from ?? list.find(({ version }) => version < to)?.version;
  const sideBySide = layout === 'auto' ? roomy : layout === 'side';
  return (
    <div className={classes['compare']}>
      <aside className={classes['side']} aria-label={text.documents.compare.versions}>
        <div className={classes['sideHead']}>
          <strong>{cleanText(versions.data.title)}</strong>
          <SegmentedControl
            aria-label={text.documents.compare.layout}
            value={sideBySide ? 'side' : 'inline'}
            onChange={(next) => setLayout(next === 'side' ? 'side' : 'inline')}
            data={[
              { value: 'side', label: text.documents.compare.sideBySide },
              { value: 'inline', label: text.documents.compare.inline },
            ]}
          />
        </div>
        <VersionList versions={list} from={from} to={to} onChange={onChange} onRead={onRead} />
      </aside>
      <div className={classes['main']}>
        {from === undefined ? (
          <EmptyState
            title={list.length === 1 ? text.documents.compare.onlyOne : text.documents.compare.first}
          >
            <Button onClick={() => onRead(to)}>{text.documents.compare.showVersion(to)}</Button>
          </EmptyState>
        ) : (
          <Comparison id={id} from={from} to={to} sideBySide={sideBySide} />
        )}
      </div>
    </div>
  );
}

function Comparison({
  id,
  from,
  to,
  sideBySide,
}: {
  id: string;
  from: number;
  to: number;
  sideBySide: boolean;
}) {
  const text = useText();
  const answer = useCall('documents.diff', { id, from, to }, { keepPrevious: true });
  const editor = useRef<DiffHandle>(null);
  const { data } = answer;
  if (!data) {
    return answer.isError ? (
      <ErrorState error={answer.error} onRetry={() => void answer.refetch()} />
    ) : (
      <div className={classes['loading']}>
        <SkeletonRows rows={20} />
      </div>
    );
  }
  return (
    <>
      <ChangedSections diff={data} onJump={(section) => editor.current?.reveal(section)} />
      <DiffEditor
        ref={editor}
        before={data.before.text}
        after={data.after.text}
        sideBySide={sideBySide}
        label={text.documents.compare.region(data.from, data.to)}
        plain={data.text}
      />
    </>
  );
}

function ChangedSections({
  diff,
  onJump,
}: {
  diff: Diff;
  onJump: (section: Diff['sections'][number]) => void;
}) {
  const { compare } = useText().documents;
  return (
    <div className={classes['changed']}>
      {diff.sections.length === 0 ? (
        <span className={classes['dim']}>{compare.same}</span>
      ) : (
        <>
          <span className={classes['dim']}>{compare.sections}</span>
          <ul>
            {diff.sections.map((section) => (
              <li key={section.key}>
                <button type="button" data-type={section.type} onClick={() => onJump(section)}>
                  {cleanText(section.title)}
                  <span className={classes['type']}>{compare.type[section.type]}</span>
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}
