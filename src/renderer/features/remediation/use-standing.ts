import type { OutputOf } from '../../../shared/contract/contract.ts';
import { useCall } from '../../app/use-call.ts';

/** Whether anything runs at all, and what waits. Read again by whoever listens: `useRemediationFeed`. */
export function useStanding(): OutputOf<'remediation.state'> | undefined {
  return useCall('remediation.state', {}, { staleTime: Number.POSITIVE_INFINITY }).data;
}

/** Who the application takes this operator for. */
export function useOperator(): string | undefined {
  return useCall('system.about', {}, { staleTime: 60_000 }).data?.operator;
}
