import { useMemo } from 'react';
import type { ContractError } from '../../../../shared/contract/errors.ts';
import { activeStates, openStates } from '../../../../shared/model/remediation.ts';
import { useCall } from '../../../app/use-call.ts';
import { orderQueue } from './order-queue.ts';

/** What a workstation can show and somebody can work off; beyond it the newest are shown, and it is said. */
const mostShown = 500;
const queued = [...openStates, ...activeStates, 'outcome-unknown' as const];

export interface Queue {
  readonly sections: ReturnType<typeof orderQueue> | undefined;
  readonly shown: number;
  readonly total: number;
  readonly error: ContractError | null;
  retry(): void;
}

export function useQueue(): Queue {
  const { data, error, refetch } = useCall(
    'remediation.list',
    { states: queued, limit: mostShown },
    { keepPrevious: true },
  );
  const sections = useMemo(() => data && orderQueue(data.items), [data]);
  return {
    sections,
    shown: data?.items.length ?? 0,
    total: data?.total ?? 0,
    error,
    retry: () => void refetch(),
  };
}
