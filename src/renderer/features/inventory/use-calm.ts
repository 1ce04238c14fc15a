import { useEffect, useRef, useState } from 'react';

/** The value at once after a pause; while it keeps changing, only when it stays for `ms`. */
export function useCalm<T>(value: T, ms: number): T {
  const [calm, setCalm] = useState(value);
  const changedAt = useRef(Number.NEGATIVE_INFINITY);
  useEffect(() => {
    const now = performance.now();
    const isQuick = now - changedAt.current < 2 * ms;
    changedAt.current = now;
    const timer = setTimeout(() => setCalm(value), isQuick ? ms : 0);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return calm;
}
