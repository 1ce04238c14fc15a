import type { OutputOf } from '../../shared/contract/contract.ts';
import { useCall, useEvent, useRefresh } from './use-call.ts';
import { useSoon } from './use-soon.ts';

const forever = { staleTime: Number.POSITIVE_INFINITY };

/** Whether anything that changes something runs, and what waits; read again by the frame. */
export function useStanding(): OutputOf<'remediation.state'> | undefined {
  return useCall('remediation.state', {}, forever).data;
}

/** The policy in force, with its kill switch; read again by the frame. */
export function usePolicy(): OutputOf<'policy.read'> | undefined {
  return useCall('policy.read', {}, forever).data;
}

/** Keeps both at what they are; once in the frame. */
export function useStandstillFeed(): void {
  const refresh = useRefresh();
  const soon = useSoon(() => refresh('remediation.state'));
  useEvent('remediation.changed', {}, soon);
  useEvent('policy.changed', {}, () => refresh('policy.read', 'remediation.state'));
}
