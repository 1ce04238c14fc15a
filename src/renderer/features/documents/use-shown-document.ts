import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Instant } from '../../../shared/model/ids.ts';
import { useCall, useEvent, useRefresh } from '../../app/use-call.ts';
import type { Shown } from './section-view.tsx';

export interface Which {
  readonly id: string;
  readonly version?: number;
  readonly at?: Instant;
}

/** What there is beside what is shown, while somebody reads. */
export type Newer = 'version' | 'values' | 'retired';

/**
 * A document that stays as it is while it is read: notes and marks follow at once, since they move nothing that was
 * there; newer text waits until it is asked for.
 */
export function useShownDocument(which: Which) {
  const answer = useCall('documents.show', which);
  const refresh = useRefresh();
  const { data } = answer;
  const key = JSON.stringify(which);
  const [held, setHeld] = useState<{ readonly key: string; readonly document: Shown }>();
  const adopting = useRef(false);
  useEvent('documents.changed', {}, ({ ids, stale }, missed) => {
    if (missed > 0 || ids.includes(which.id) || stale) refresh('documents.show');
  });

  const kept = held?.key === key ? held.document : undefined;
  const newer = kept && data ? difference(kept, data) : undefined;
  const adopt = data !== undefined && (kept === undefined || newer === undefined || adopting.current);
  const document = useMemo(
    () => (adopt ? data : kept && data ? { ...kept, ...marksOf(data) } : kept),
    [adopt, data, kept],
  );
  useEffect(() => {
    if (!adopt || data === undefined) return;
    setHeld({ key, document: data });
    if (newer !== undefined) adopting.current = false;
  }, [adopt, data, key, newer]);

  return {
    answer,
    document,
    newer: adopt ? undefined : newer,
    showNewer: useCallback(() => {
      if (data) setHeld({ key, document: data });
    }, [data, key]),
    adoptNext: useCallback(() => {
      adopting.current = true;
    }, []),
  };
}

function difference(shown: Shown, now: Shown): Newer | undefined {
  if (now.version !== shown.version) return 'version';
  if ((now.retiredAt === undefined) !== (shown.retiredAt === undefined)) return 'retired';
  return now.refreshedAt === shown.refreshedAt ? undefined : 'values';
}

/** What is kept up to date around a text that stays. */
function marksOf({ notes, sources, currentVersion }: Shown) {
  return { notes, sources, currentVersion };
}
