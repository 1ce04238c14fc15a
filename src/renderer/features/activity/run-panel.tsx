import { useRef } from 'react';
import { useCall, useEvent, useRefresh } from '../../app/use-call.ts';
import { useText } from '../../i18n/catalogue.tsx';
import { DetailPanel } from '../../ui/detail-panel.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { SkeletonRows } from '../../ui/loading.tsx';
import { StatusMark } from '../../ui/status-mark.tsx';
import classes from './activity.module.css';
import { CollectionRunDetail } from './collection-run-detail.tsx';
import { JobRunDetail } from './job-run-detail.tsx';
import { outcomeStatus } from '../../ui/outcome-status.ts';

/** At most so often a run that goes on is read again. */
const quietMs = 500;

/** One run of either sort, in the panel beside the log; a run that goes on is followed. */
export function RunPanel({ id, onClose }: { id: string; onClose: () => void }) {
  const text = useText();
  const { activity: words } = text;
  const refresh = useRefresh();
  const readAt = useRef(0);
  const { data, error, refetch } = useCall('jobs.details', { id });
  useEvent('jobs.changed', {}, ({ run, progress }) => {
    if (run.id !== id) return;
    if (progress && performance.now() - readAt.current < quietMs) return;
    readAt.current = performance.now();
    refresh('jobs.details');
  });
  useEvent('jobs.collected', {}, ({ runId }) => {
    if (runId === id || data?.type === 'job') refresh('jobs.details');
  });
  const title =
    data === undefined
      ? id
      : data.type === 'job'
        ? (text.settings.schedule.jobNames[data.job] ?? data.job)
        : `${data.source} · ${text.settings.servers.domains[data.domain]}`;
  return (
    <DetailPanel
      title={title}
      label={words.panelLabel(title)}
      detail={
        data && <StatusMark status={outcomeStatus(data.outcome)} label={words.outcomes[data.outcome]} />
      }
      onClose={onClose}
    >
      <div className={classes['detail']}>
        {error && !data && <ErrorState error={error} onRetry={() => void refetch()} />}
        {!data && !error && <SkeletonRows rows={8} />}
        {data?.type === 'job' && <JobRunDetail run={data} />}
        {data?.type === 'collection' && <CollectionRunDetail run={data} />}
      </div>
    </DetailPanel>
  );
}
