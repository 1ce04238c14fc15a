import { useEffect, useState } from 'react';
import { applicationNow } from '../../app/now.ts';

/** The application's clock, every second while something is timed. */
export function useSeconds(running: boolean): number {
  const [now, setNow] = useState(applicationNow);
  useEffect(() => {
    if (!running) return;
    setNow(applicationNow());
    const timer = setInterval(() => setNow(applicationNow()), 1_000);
    return () => clearInterval(timer);
  }, [running]);
  return now;
}
