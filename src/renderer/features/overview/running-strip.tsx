import { Progress } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'wouter';
import type { PayloadOf } from '../../../shared/contract/contract.ts';
import { links } from '../../app/links.ts';
import { useCall, useEvent } from '../../app/use-call.ts';
import { useText, type Catalogue } from '../../i18n/catalogue.tsx';
import classes from './overview.module.css';
import { LabProgress } from './first-run.tsx';
import { useLabStart } from './lab-start.ts';

type Running = PayloadOf<'jobs.changed'>;

/** What is under way, live: nothing when nothing is. */
export function RunningStrip() {
  const text = useText();
  const [heard, setHeard] = useState<ReadonlyMap<string, Running & { readonly at: number }>>(new Map());
  const { data, dataUpdatedAt } = useCall('jobs.list', {});
  const lab = useLabStart();
  useEvent('jobs.changed', {}, (payload) =>
    setHeard((before) => new Map(before).set(payload.run.job, { ...payload, at: Date.now() })),
  );
  const jobs = new Map<string, Running>();
  for (const { name, current, progress } of data?.jobs ?? []) {
    if (current) jobs.set(name, { run: current, ...(progress && { progress }) });
  }
  // What was heard before the list was read again stands in the list.
  for (const [name, one] of heard) if (one.at >= dataUpdatedAt) jobs.set(name, one);
  const active = [...jobs.values()].filter(
    ({ run }) => run.outcome === 'queued' || run.outcome === 'running',
  );
  if (active.length === 0 && lab.is !== 'running') return null;
  return (
    <div className={classes['running']} role="status">
      {lab.is === 'running' && <LabProgress />}
      {active.map(({ run, progress }) => {
        const share =
          progress?.total === undefined || progress.total === 0
            ? undefined
            : Math.min(100, (100 * progress.done) / progress.total);
        const name = nameOf(run.job, text);
        return (
          <div key={run.id} className={classes['runningJob']}>
            <span>{name}</span>
            <Progress
              className={classes['bar'] ?? ''}
              value={share ?? 100}
              striped={share === undefined}
              animated={share === undefined}
              aria-label={name}
            />
            <span className={classes['runningWhat']}>
              {run.outcome === 'queued' ? text.overview.running.waiting : progress?.message}
            </span>
            <Link href={links.run(run.id)}>{text.overview.running.open}</Link>
          </div>
        );
      })}
    </div>
  );
}

function nameOf(job: string, text: Catalogue): string {
  const words = text.overview.running;
  if (job === 'collection' || job === 'metrics') return words.collection;
  return job === 'documents' ? words.documents : words.other(job);
}
