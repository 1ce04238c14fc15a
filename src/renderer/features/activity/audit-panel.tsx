import type { AuditEntry } from '../../../shared/contract/audit.ts';
import { useCall } from '../../app/use-call.ts';
import { useText } from '../../i18n/catalogue.tsx';
import { DetailPanel } from '../../ui/detail-panel.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { KeyValue } from '../../ui/key-value.tsx';
import { SkeletonRows } from '../../ui/loading.tsx';
import { ExactMoment } from '../../ui/moment.tsx';
import { StatusMark } from '../../ui/status-mark.tsx';
import classes from './activity.module.css';
import { durationText } from './duration-text.ts';

const marks = { done: 'ok', failed: 'critical', cancelled: 'unknown', 'under-way': 'info' } as const;

/** One act: what was asked for, what came of it, and its place in the chain. */
export function AuditPanel({ id, onClose }: { id: string; onClose: () => void }) {
  const { activity: words } = useText();
  const { data, error, refetch } = useCall('audit.list', { id, limit: 1 }, { keepPrevious: true });
  const entry = data?.items.find((one) => one.id === id);
  const title = entry ? (words.actions[entry.action] ?? entry.action) : words.act;
  return (
    <DetailPanel
      title={title}
      label={words.panelLabel(title)}
      detail={entry && <StatusMark status={marks[entry.result]} label={words.results[entry.result]} />}
      onClose={onClose}
    >
      <div className={classes['detail']}>
        {error && !data && <ErrorState error={error} onRetry={() => void refetch()} />}
        {!data && !error && <SkeletonRows rows={8} />}
        {data && !entry && <EmptyState title={words.noSuchEntry} />}
        {entry && <Facts entry={entry} />}
      </div>
    </DetailPanel>
  );
}

function Facts({ entry }: { entry: AuditEntry }) {
  const { activity: words } = useText();
  return (
    <>
      <KeyValue
        facts={[
          { key: 'operator', label: words.columns.operator, value: entry.operator },
          { key: 'via', label: words.columns.via, value: words.vias[entry.via] ?? entry.via },
          { key: 'action', label: words.columns.action, value: entry.action, mono: true },
          { key: 'subject', label: words.columns.subject, value: entry.subject, mono: true },
          { key: 'at', label: words.columns.at, value: <ExactMoment at={entry.at} /> },
          ...(entry.finishedAt === undefined
            ? []
            : [{ key: 'took', label: words.columns.took, value: durationText(entry.at, entry.finishedAt) }]),
          {
            key: 'chain',
            label: words.chain,
            value: words.chainPlace(entry.sequence, entry.workstation),
          },
          { key: 'hash', label: words.hash, value: entry.hash, mono: true },
        ]}
      />
      <div>
        <h3 className={classes['sub']}>{words.asked}</h3>
        <pre className={classes['json']} tabIndex={0}>
          {JSON.stringify(entry.details, undefined, 2)}
        </pre>
      </div>
      {entry.outcome !== undefined && (
        <div>
          <h3 className={classes['sub']}>{words.came}</h3>
          <pre className={classes['json']} tabIndex={0}>
            {JSON.stringify(entry.outcome, undefined, 2)}
          </pre>
        </div>
      )}
    </>
  );
}
