import { useCallback, useState } from 'react';

/**
 * What keeps a log readable while it grows: at the top it follows what comes, further down it stands still and counts
 * what came, to be shown when asked for.
 */
export function useLiveList(): {
  /** Until when the list goes while it stands still. */
  readonly until: string | undefined;
  readonly arrived: number;
  readonly turn: number;
  readonly onTop: (top: boolean) => void;
  /** Something new came. @returns whether the list should be read again */
  readonly onArrival: (newestShown: string | undefined) => boolean;
  readonly showNew: () => void;
} {
  const [top, setTop] = useState(true);
  const [state, setState] = useState<{ until: string | undefined; arrived: number; turn: number }>({
    until: undefined,
    arrived: 0,
    turn: 0,
  });
  const onArrival = (newestShown: string | undefined) => {
    if (top || newestShown === undefined) return true;
    setState((before) => ({
      ...before,
      until: before.until ?? newestShown,
      arrived: before.arrived + 1,
    }));
    return false;
  };
  return {
    ...state,
    onTop: useCallback((isTop: boolean) => setTop(isTop), []),
    onArrival,
    showNew: () => setState(({ turn }) => ({ until: undefined, arrived: 0, turn: turn + 1 })),
  };
}
