import { useEffect, useEffectEvent, useRef } from 'react';
import type { OutputOf } from '../../../shared/contract/contract.ts';
import type { SyncState } from '../../../shared/model/sync.ts';
import { useCall, useEvent, useRefresh } from '../use-call.ts';

export type SyncStatus = OutputOf<'sync.status'>;

/** How this workstation stands with the others; read again whenever the application says that it changed. */
export function useSyncStatus(): SyncStatus | undefined {
  return useCall('sync.status', {}, { staleTime: Number.POSITIVE_INFINITY }).data;
}

/** While nothing is sent nothing is told, and what waits still grows. */
const countAgainMs = 5_000;

/** Keeps the answers about the shared state fresh; once in the shell. */
export function useSyncFeed(): void {
  const refresh = useRefresh();
  const before = useRef<SyncState>(undefined);
  const state = useSyncStatus()?.state;
  const idle = isShared(state) && state !== 'running';
  const again = useEffectEvent(() => refresh('sync.status'));
  useEffect(() => {
    if (!idle) return;
    const timer = setInterval(again, countAgainMs);
    return () => clearInterval(timer);
  }, [idle]);
  useEvent('sync.changed', {}, ({ state: now }) => {
    refresh('sync.status', 'sync.parked');
    if (before.current === now) return;
    before.current = now;
    // With the server comes and goes what may be run, and who is known to be there.
    refresh('remediation.state', 'remediation.get', 'presence.list');
  });
}

/** Whether there are other workstations to speak of: a server is set, reachable or not. */
export const isShared = (state: SyncState | undefined): boolean => state !== undefined && state !== 'off';

/** Whether the application's own words tell more than the name of the state: whose reason, or what went wrong. */
export const saysMore = (state: SyncState): boolean =>
  state === 'paused' || state === 'unreachable' || state === 'refused' || state === 'connecting';

export interface SyncSums {
  readonly pending: number;
  readonly parked: number;
}

export function sumsOf({ collections }: Pick<SyncStatus, 'collections'>): SyncSums {
  let pending = 0;
  let parked = 0;
  for (const one of collections) {
    // What the server does not take waits for somebody to do something about it, not for the server.
    pending += Math.max(0, one.pending - one.parked);
    parked += one.parked;
  }
  return { pending, parked };
}

/** Where the server is, as people name it. */
export function hostOf(url: string | undefined): string | undefined {
  if (url === undefined) return undefined;
  return URL.canParse(url) ? new URL(url).host : url;
}
