import { useCallback, useLayoutEffect, useRef } from 'react';

/**
 * The same function for as long as the component is there, which does what the newest one does: whoever gets it need
 * not be drawn again because its parent was.
 */
export function useStable<A extends readonly unknown[], R>(work: (...args: A) => R): (...args: A) => R {
  const newest = useRef(work);
  useLayoutEffect(() => {
    newest.current = work;
  });
  return useCallback((...args: A) => newest.current(...args), []);
}
