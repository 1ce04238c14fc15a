import { useEffect, useEffectEvent, useRef } from 'react';
import { useEvent, useRefresh } from '../../app/use-call.ts';

/** A run says something several times a second; what is shown is read again at most so often. */
const calmMs = 250;

/** Keeps what is shown of remediations at what they are; once on a screen. */
export function useRemediationFeed(): void {
  const refresh = useRefresh();
  const soon = useSoon(() =>
    refresh('remediation.list', 'remediation.get', 'remediation.state', 'remediation.journal'),
  );
  useEvent('remediation.changed', {}, soon);
  useEvent('policy.changed', {}, () => refresh('policy.read', 'remediation.state', 'policy.history'));
}

/** @returns what has it done soon: once, however often it is asked for meanwhile */
export function useSoon(run: () => void): () => void {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const act = useEffectEvent(run);
  useEffect(() => () => clearTimeout(timer.current), []);
  return useEffectEvent(() => {
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      act();
    }, calmMs);
  });
}
