import { useEvent, useRefresh } from '../../app/use-call.ts';
import { useSoon } from '../../app/use-soon.ts';

/** Keeps what is shown of remediations at what they are; once on a screen. */
export function useRemediationFeed(): void {
  const refresh = useRefresh();
  const soon = useSoon(() => refresh('remediation.list', 'remediation.get'));
  useEvent('remediation.changed', {}, soon);
  useEvent('policy.changed', {}, () => refresh('policy.history'));
}
