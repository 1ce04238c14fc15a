import { Button } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'wouter';
import type { OutputOf } from '../../../shared/contract/contract.ts';
import { links } from '../../app/links.ts';
import { useCall } from '../../app/use-call.ts';
import { useText } from '../../i18n/catalogue.tsx';
import { useFormat } from '../../i18n/format.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import { KeyValue } from '../../ui/key-value.tsx';
import { SkeletonRows } from '../../ui/loading.tsx';
import { ExactMoment } from '../../ui/moment.tsx';
import { StatusMark } from '../../ui/status-mark.tsx';
import classes from './activity.module.css';
import { durationText } from './duration-text.ts';
import { useSeconds } from './use-seconds.ts';

type CollectionRun = Extract<OutputOf<'jobs.details'>, { type: 'collection' }>;

const countKeys = ['seen', 'added', 'changed', 'unchanged', 'disappeared', 'returned', 'rejected'] as const;
const rejectsPage = 100;
const firstScopes = 30;

/** What a collection saw: counts, scopes, what the source cannot give, and what could not be taken with the reason. */
export function CollectionRunDetail({ run }: { run: CollectionRun }) {
  const text = useText();
  const { activity: words } = text;
  const { number } = useFormat();
  const now = useSeconds(run.finishedAt === undefined);
  const [allScopes, setAllScopes] = useState(false);
  const failedFirst = run.scopeList.toSorted(
    (a, b) => Number(b.outcome === 'failed') - Number(a.outcome === 'failed'),
  );
  const scopes = allScopes ? failedFirst : failedFirst.slice(0, firstScopes);
  return (
    <>
      {run.error && <StatusMark status="critical" label={run.error.message} wrap />}
      <dl className={classes['counts']}>
        {countKeys.map((key) => (
          <div key={key}>
            <dt>{words.counts[key]}</dt>
            <dd>{number(run.counts[key])}</dd>
          </div>
        ))}
      </dl>
      <KeyValue
        facts={[
          {
            key: 'source',
            label: words.columns.source,
            value: (
              <Link href={`${links.settingsSection('servers')}?source=${encodeURIComponent(run.source)}`}>
                <span className="mono">{run.source}</span>
              </Link>
            ),
          },
          ...(run.adapter === undefined
            ? []
            : [{ key: 'adapter', label: words.adapter, value: run.adapter, mono: true }]),
          { key: 'startedAt', label: words.startedAt, value: <ExactMoment at={run.startedAt} /> },
          {
            key: 'took',
            label: words.columns.took,
            value: durationText(run.startedAt, run.finishedAt ?? now),
          },
          ...(run.simulated ? [{ key: 'simulated', label: words.simulated, value: words.yes }] : []),
          { key: 'id', label: words.id, value: run.id, mono: true },
        ]}
      />
      {run.counts.rejected > 0 && <Rejects id={run.id} />}
      {run.unavailableList.length > 0 && (
        <div>
          <h3 className={classes['sub']}>{words.unavailable}</h3>
          <table className={classes['facts']}>
            <tbody>
              {run.unavailableList.map(({ what, reason }) => (
                <tr key={`${what} ${reason}`}>
                  <td>{what}</td>
                  <td className={classes['dim']}>{reason}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {run.scopeList.length > 0 && (
        <div>
          <h3 className={classes['sub']}>{words.scopes(run.scopeList.length)}</h3>
          <table className={classes['facts']}>
            <thead>
              <tr>
                <th scope="col">{words.scopeColumns.kind}</th>
                <th scope="col">{words.scopeColumns.outcome}</th>
                <th scope="col" data-number>
                  {words.counts.seen}
                </th>
              </tr>
            </thead>
            <tbody>
              {scopes.map((scope) => (
                <tr key={`${scope.kind} ${scope.partition ?? ''}`}>
                  <td>
                    {scope.kind}
                    {scope.partition !== undefined && (
                      <span className={classes['dim']}> {scope.partition}</span>
                    )}
                  </td>
                  <td>
                    {scope.outcome === 'complete' ? (
                      <StatusMark status="ok" label={words.complete} />
                    ) : (
                      <StatusMark status="critical" label={scope.reason ?? words.outcomes.failed} wrap />
                    )}
                  </td>
                  <td data-number>{number(scope.seen)}</td>
                </tr>
              ))}
            </tbody>
          </table>
          {scopes.length < failedFirst.length && (
            <Button size="xs" mt={8} onClick={() => setAllScopes(true)}>
              {words.allScopes(failedFirst.length)}
            </Button>
          )}
        </div>
      )}
    </>
  );
}

/** Records that could not be taken: where in them, and why. */
function Rejects({ id }: { id: string }) {
  const { activity: words } = useText();
  const [offset, setOffset] = useState(0);
  const { data, error, refetch } = useCall(
    'jobs.rejects',
    { id, offset, limit: rejectsPage },
    { keepPrevious: true },
  );
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <SkeletonRows rows={4} />;
  return (
    <div>
      <h3 className={classes['sub']}>{words.rejects(data.rejected)}</h3>
      {data.total < data.rejected && <div className={classes['dim']}>{words.rejectsKept(data.total)}</div>}
      <table className={classes['facts']}>
        <thead>
          <tr>
            <th scope="col">{words.rejectColumns.record}</th>
            <th scope="col">{words.rejectColumns.path}</th>
            <th scope="col">{words.rejectColumns.reason}</th>
          </tr>
        </thead>
        <tbody>
          {data.items.map((reject, i) => (
            <tr key={`${offset + i}`}>
              <td>
                {reject.kind} <span className="mono">{reject.name ?? reject.nativeId ?? ''}</span>
              </td>
              <td className="mono">{reject.path}</td>
              <td>{reject.reason}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {data.total > rejectsPage && (
        <div style={{ display: 'flex', gap: 8, marginTop: 8 }}>
          <Button
            size="xs"
            disabled={offset === 0}
            onClick={() => setOffset(Math.max(0, offset - rejectsPage))}
          >
            {words.previous}
          </Button>
          <Button
            size="xs"
            disabled={offset + rejectsPage >= data.total}
            onClick={() => setOffset(offset + rejectsPage)}
          >
            {words.nextPage}
          </Button>
        </div>
      )}
    </div>
  );
}
