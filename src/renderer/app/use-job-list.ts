import { useState } from 'react';
import type { OutputOf, PayloadOf } from '../../shared/contract/contract.ts';
import type { ContractError } from '../../shared/contract/errors.ts';
import { useCall, useEvent, useRefresh } from './use-call.ts';

export type JobList = OutputOf<'jobs.list'>;
type Progress = NonNullable<PayloadOf<'jobs.changed'>['progress']>;

/**
 * The jobs, with how far each one that runs is. The list is read again when a run begins or ends; how it gets on comes
 * with the events.
 */
export function useJobList(): {
  readonly data: JobList | undefined;
  readonly error: ContractError | null;
  readonly refetch: () => unknown;
} {
  const refresh = useRefresh();
  const [heard, setHeard] = useState<ReadonlyMap<string, Progress>>(new Map());
  const { data, error, refetch } = useCall('jobs.list', {});
  useEvent('jobs.changed', {}, ({ run, progress }) => {
    if (progress) {
      setHeard((before) => new Map(before).set(run.id, progress));
      return;
    }
    if (run.finishedAt !== undefined) {
      setHeard((before) => new Map([...before].filter(([id]) => id !== run.id)));
    }
    refresh('jobs.list');
  });
  const jobs = data?.jobs.map((job) => {
    const progress = job.current && heard.get(job.current.id);
    return progress ? { ...job, progress } : job;
  });
  return { data: data && jobs && { ...data, jobs }, error, refetch };
}
