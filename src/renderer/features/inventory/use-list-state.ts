import { useCallback, useEffect, useEffectEvent, useRef, useState } from 'react';
import { useLinkState } from '../../app/use-link-state.ts';
import {
  listParameters,
  readListState,
  writeListState,
  type ListParameters,
  type ListState,
} from './list-state.ts';
import { useListPreferences } from './list-preferences.ts';

/** Browsers refuse addresses that change with every letter typed or row walked past. */
const pauseMs = 200;

/**
 * The state of the list. It changes at once; the address follows when things are quiet, and the other way round at
 * once when the address changes by itself (back, forward, a link).
 */
export function useListState(): {
  readonly state: ListState;
  readonly change: (change: Partial<ListState>) => void;
  /** Writes the address now: before another page is opened. */
  readonly flush: () => void;
} {
  const [parameters, changeParameters] = useLinkState(listParameters);
  const usual = useListPreferences(({ lastKind }) => lastKind);
  const [state, setState] = useState(() => readListState(parameters, usual));
  const written = useRef(keyOf(parameters));
  const timer = useRef<number | undefined>(undefined);
  const latest = useRef(state);

  const key = keyOf(parameters);
  const follow = useEffectEvent(() => {
    if (key === written.current) return;
    written.current = key;
    clearTimeout(timer.current);
    const next = readListState(parameters, usual);
    latest.current = next;
    setState(next);
    write();
  });
  const write = useEffectEvent(() => {
    clearTimeout(timer.current);
    timer.current = undefined;
    const next = writeListState(latest.current);
    const nextKey = keyOf(next);
    if (nextKey === written.current) return;
    written.current = nextKey;
    changeParameters(next);
  });
  useEffect(() => follow(), [key]);
  // A link to a filter is written as the tab and the filter that it means.
  useEffect(() => {
    write();
    return () => clearTimeout(timer.current);
  }, []);

  const change = useCallback((changes: Partial<ListState>) => {
    latest.current = { ...latest.current, ...changes };
    setState(latest.current);
    clearTimeout(timer.current);
    timer.current = window.setTimeout(() => write(), pauseMs);
  }, []);
  const flush = useCallback(() => write(), []);
  return { state, change, flush };
}

function keyOf(parameters: Readonly<Partial<Record<string, string | undefined>>> | ListParameters): string {
  return JSON.stringify(listParameters.map((name) => (parameters as ListParameters)[name] ?? ''));
}
