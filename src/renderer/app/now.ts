import { create } from 'zustand';

/** How often ages on the screen are looked at again. */
const tickMs = 10_000;

interface Now {
  /** Milliseconds since 1970 by the application's clock. */
  readonly now: number;
  /** How far the application's clock is ahead of this page's, in milliseconds. */
  readonly offset: number;
}

const useNowStore = create<Now>()(() => ({ now: Date.now(), offset: 0 }));
setInterval(() => useNowStore.setState(({ offset }) => ({ now: Date.now() + offset })), tickMs);

/** The application's clock at this very moment, for what is timed by the second. */
export function applicationNow(): number {
  return Date.now() + useNowStore.getState().offset;
}

export function useNow(): number {
  return useNowStore((state) => state.now);
}

/** Told with every answer of `system.about`. */
export function setApplicationTime(now: string): void {
  const offset = Date.parse(now) - Date.now();
  useNowStore.setState({ offset, now: Date.now() + offset });
}
