import { useEffect } from 'react';
import { screens } from './screens.ts';

/** How long the first screen has the machine for itself, in milliseconds. */
const quietMs = 3_000;

/** Loads the other screens once the first one is there: they open at once then, and while the application is away. */
export function useScreensAhead(): void {
  useEffect(() => {
    const timer = setTimeout(() => {
      // What cannot be loaded now is asked for again when it is opened.
      for (const { load } of screens) load().catch(() => {});
    }, quietMs);
    return () => clearTimeout(timer);
  }, []);
}
