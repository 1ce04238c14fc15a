import { useEffect } from 'react';
import type { Status } from '../../shared/contract/status.ts';
import { setApplicationTime } from './now.ts';
import { useCall, useEvent, useRefresh } from './use-call.ts';

/** What stands around every screen; read again whenever the application says that it changed. */
export function useStatus(): Status | undefined {
  return useCall('status.read', {}, { staleTime: Number.POSITIVE_INFINITY }).data;
}

/** Keeps the status and the clock at the application's; once in the shell. */
export function useStatusFeed(): void {
  const refresh = useRefresh();
  useEvent('status.changed', {}, () => refresh('status.read'));
  const { data } = useCall('system.about', {});
  const now = data?.now;
  useEffect(() => {
    if (now !== undefined) setApplicationTime(now);
  }, [now]);
}
