import { Button } from '@mantine/core';
import type { PolicyRecordView } from '../../../../shared/contract/policy.ts';
import { useClient } from '../../../app/client-context.tsx';
import { useCall } from '../../../app/use-call.ts';
import { useText } from '../../../i18n/catalogue.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { SkeletonRows } from '../../../ui/loading.tsx';
import { Moment } from '../../../ui/moment.tsx';
import { useToast } from '../../../ui/toast.tsx';
import classes from './policy.module.css';

/** Who put which policy in force, when, why, and what it changed. */
export function VersionsView(props: {
  inForce: string;
  chosen: string | undefined;
  onChoose: (version: string | undefined) => void;
  /** Takes its text into the editor. */
  onShow: (text: string) => void;
}) {
  const { inForce, chosen, onChoose, onShow } = props;
  const { policy } = useText();
  const words = policy.history;
  const client = useClient();
  const toast = useToast();
  const { data, error, refetch } = useCall('policy.history', { limit: 200 }, { keepPrevious: true });
  const show = async (version: string) => {
    try {
      onShow((await client.policy.version({ version })).text);
    } catch (problem) {
      toast({ message: problem instanceof Error ? problem.message : String(problem), status: 'critical' });
    }
  };
  if (!data) {
    return error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <SkeletonRows rows={8} />;
  }
  if (data.items.length === 0) return <EmptyState title={words.empty} />;
  return (
    <ul className={classes['versions']} aria-label={words.list}>
      {data.items.map((record) => (
        <li key={record.sequence}>
          <button
            type="button"
            className={classes['version']}
            aria-expanded={record.version === chosen}
            onClick={() => onChoose(record.version === chosen ? undefined : record.version)}
          >
            <code>{record.version.slice(0, 8)}</code>
            <span>
              {words.how[record.how]} {policy.by(record.by)} <Moment at={record.at} />
            </span>
            {record.version === inForce && <span className={classes['current']}>{words.current}</span>}
            <span className={classes['why']}>{record.reason === '' ? words.noReason : record.reason}</span>
          </button>
          {record.version === chosen && <Opened record={record} onShow={() => void show(record.version)} />}
        </li>
      ))}
    </ul>
  );
}

function Opened({ record, onShow }: { record: PolicyRecordView; onShow: () => void }) {
  const { policy } = useText();
  const words = policy.history;
  return (
    <div className={classes['opened']}>
      {record.diff === '' ? (
        <p className={classes['dim']}>{words.noDiff}</p>
      ) : (
        <pre className={classes['unified']} tabIndex={0} aria-label={words.diff}>
          {record.diff.split('\n').map((line, place) => (
            // Lines of a text that never changes.
            <span key={place} data-line={lineKind(line)}>
              {line}
              {'\n'}
            </span>
          ))}
        </pre>
      )}
      <Button size="xs" onClick={onShow}>
        {words.show}
      </Button>
    </div>
  );
}

function lineKind(line: string): 'added' | 'removed' | 'head' | undefined {
  if (/^(?:\+\+\+|---|@@|Index|===)/.test(line)) return 'head';
  return line.startsWith('+') ? 'added' : line.startsWith('-') ? 'removed' : undefined;
}
