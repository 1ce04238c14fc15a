import { Tabs } from '@mantine/core';
import { useState } from 'react';
import { cleanText } from '../../../../shared/clean-text.ts';
import { isEntityKind } from '../../../../shared/model/kinds/registry.ts';
import { useText } from '../../../i18n/catalogue.tsx';
import { useFormat } from '../../../i18n/format.ts';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { LineLink } from '../../../ui/fault-list.tsx';
import { StatusMark } from '../../../ui/status-mark.tsx';
import { RawResult } from './raw-result.tsx';
import classes from './trial.module.css';
import { TriedEntities } from './tried-entities.tsx';
import type { Trial } from './use-trial.ts';

const views = ['entities', 'raw', 'rejects', 'missing'] as const;

/** What a text made of a server: what came, what it became, what was dropped, and what is not to be had. */
export function TrialResult(props: {
  trial: Trial;
  /** Whether the text is another by now: its lines are not these any more. */
  isOld: boolean;
  onGoTo: (line: number) => void;
}) {
  const { trial, isOld, onGoTo } = props;
  const { profiles: words } = useText();
  const { number } = useFormat();
  const [view, setView] = useState<(typeof views)[number]>('entities');
  const entities = trial.kinds.reduce((sum, { total }) => sum + total, 0);
  const labels: Readonly<Record<(typeof views)[number], string>> = {
    raw: words.resultViews.raw,
    entities: words.resultViews.entities(entities),
    rejects: words.resultViews.rejects(trial.rejects.total),
    missing: words.resultViews.missing(trial.unavailable.length),
  };
  return (
    <div className={classes['trial']}>
      <div className={classes['facts']} role="status">
        {isOld && <StatusMark status="info" label={words.otherText} wrap />}
        {trial.error !== undefined && (
          <StatusMark status="critical" label={words.endedEarly(cleanText(trial.error))} wrap />
        )}
        <StatusMark
          status={trial.matches ? 'ok' : 'warning'}
          label={trial.matches ? words.matches : words.matchesNot}
          wrap
        />
        {trial.readBy !== undefined && (
          <StatusMark status="info" label={words.readBy(cleanText(trial.readBy))} wrap />
        )}
        <span className={classes['hint']}>
          {words.triedOf(cleanText(trial.server.name), cleanText(trial.server.version), number(trial.tookMs))}
        </span>
      </div>
      <Tabs
        className={classes['trial'] ?? ''}
        value={view}
        onChange={(next) => setView(views.find((one) => one === next) ?? 'entities')}
      >
        <Tabs.List className={classes['tabs'] ?? ''} aria-label={words.resultLabel}>
          {views.map((one) => (
            <Tabs.Tab key={one} value={one}>
              {labels[one]}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="entities" className={classes['part'] ?? ''}>
          <TriedEntities kinds={trial.kinds} />
        </Tabs.Panel>
        <Tabs.Panel value="raw" className={classes['part'] ?? ''}>
          <RawResult steps={trial.steps} />
        </Tabs.Panel>
        <Tabs.Panel value="rejects" className={classes['part'] ?? ''}>
          <Rejects rejects={trial.rejects} {...(!isOld && { onGoTo })} />
        </Tabs.Panel>
        <Tabs.Panel value="missing" className={classes['part'] ?? ''}>
          <Missing unavailable={trial.unavailable} />
        </Tabs.Panel>
      </Tabs>
    </div>
  );
}

function Rejects(props: { rejects: Trial['rejects']; onGoTo?: (line: number) => void }) {
  const { rejects, onGoTo } = props;
  const { profiles: words, kinds } = useText();
  if (rejects.total === 0) return <EmptyState title={words.noRejects} reason={words.noRejectsReason} />;
  return (
    <div className={classes['padded']}>
      {rejects.items.length < rejects.total && (
        <p className={classes['hint']}>{words.rejectsCut(rejects.items.length, rejects.total)}</p>
      )}
      <table className={classes['rejects']} aria-label={words.rejects}>
        <thead>
          <tr>
            <th scope="col">{words.reject.what}</th>
            <th scope="col">{words.reject.path}</th>
            <th scope="col">{words.reject.reason}</th>
            <th scope="col">{words.reject.line}</th>
          </tr>
        </thead>
        <tbody>
          {rejects.items.map(({ kind, nativeId, name, path, reason, line }, at) => (
            // What was dropped has no id that it could be told by.
            <tr key={at}>
              <td>
                {cleanText(name ?? nativeId ?? '–')}{' '}
                <span className={classes['dim']}>
                  {isEntityKind(kind) ? kinds.name(kind) : cleanText(kind)}
                </span>
              </td>
              <td>
                <code>{cleanText(path)}</code>
              </td>
              <td>{cleanText(reason)}</td>
              <td>{line === undefined ? '–' : <LineLink line={line} {...(onGoTo && { onGoTo })} />}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Missing({ unavailable }: Pick<Trial, 'unavailable'>) {
  const { profiles: words } = useText();
  if (unavailable.length === 0) {
    return <EmptyState title={words.nothingMissing} reason={words.nothingMissingReason} />;
  }
  return (
    <div className={classes['padded']}>
      <dl className={classes['missing']}>
        {unavailable.map(({ what, reason }) => (
          <div key={`${what} ${reason}`}>
            <dt>{cleanText(what)}</dt>
            <dd>{cleanText(reason)}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
