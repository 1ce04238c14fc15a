import { useEffect, useEffectEvent, useRef } from 'react';

/** What is told several times a second is looked at again at most so often. */
const calmMs = 250;

/** @returns what has it done soon: once, however often it is asked for meanwhile. To be called from listeners only. */
export function useSoon(run: () => void): () => void {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const act = useEffectEvent(run);
  useEffect(() => () => clearTimeout(timer.current), []);
  return () => {
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      act();
    }, calmMs);
  };
}
