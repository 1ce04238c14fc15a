import { useSyncExternalStore } from 'react';
import { flushSync } from 'react-dom';

const listeners = new Set<() => void>();
let printing = false;

/** Told by the browser, and by whoever wants everything on the page before the print dialog opens. */
export function setPrinting(on: boolean): void {
  if (printing === on) return;
  printing = on;
  // The browser takes its picture when the event is over.
  flushSync(() => {
    for (const listener of listeners) listener();
  });
}

addEventListener('beforeprint', () => setPrinting(true));
addEventListener('afterprint', () => setPrinting(false));

/** The page is on its way to paper: nothing may be left out because it is out of sight. */
export function usePrinting(): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => printing,
  );
}
