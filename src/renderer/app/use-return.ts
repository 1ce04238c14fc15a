import { useEffect, useEffectEvent, useRef } from 'react';
import { usePortStatus } from './client-context.tsx';

/**
 * Told when the application is back after it was away, or is another one: for what keeps answers of its own. Calls
 * through `useCall` are read again without this.
 */
export function useReturn(onReturn: () => void): void {
  const status = usePortStatus();
  const returned = useEffectEvent(onReturn);
  const wasLost = useRef(status.is === 'lost');
  const instance = useRef(status.is === 'open' ? status.instance : undefined);
  const current = status.is === 'open' ? status.instance : undefined;
  useEffect(() => {
    if (status.is === 'lost') wasLost.current = true;
    if (current === undefined) return;
    const isOther = instance.current !== undefined && instance.current !== current;
    const isBack = wasLost.current;
    instance.current = current;
    wasLost.current = false;
    if (isBack || isOther) returned();
  }, [status.is, current]);
}
