import type { OutputOf } from '../../../shared/contract/contract.ts';
import { isShared, useSyncStatus } from '../sync/use-sync.ts';
import { useCall, useEvent, useRefresh } from '../use-call.ts';
import { useWhoAmI } from '../use-permission.ts';
import { useSoon } from '../use-soon.ts';

export type Presence = OutputOf<'presence.list'>;
type Station = Presence['stations'][number];

/** Who is on shift, and where; nothing while this workstation works for itself. */
export function usePresence(): Presence | undefined {
  const enabled = isShared(useSyncStatus()?.state);
  const { data } = useCall('presence.list', {}, { enabled, staleTime: Number.POSITIVE_INFINITY });
  return enabled ? data : undefined;
}

/** Keeps what is told about others fresh; once in the shell. */
export function usePresenceFeed(): void {
  const refresh = useRefresh();
  const soon = useSoon(() => refresh('presence.list'));
  useEvent('presence.changed', {}, soon);
}

export interface OtherLooking {
  readonly operator: string;
  /** What people call their workstation. */
  readonly station: string;
  readonly since: string;
}

/** Who else has this before them; whoever sits at two places stands in it once, with the newer one. */
export function othersLookingAt(
  stations: readonly Station[],
  subject: string,
  me: string | undefined,
): readonly OtherLooking[] {
  const found = new Map<string, OtherLooking>();
  for (const { online, name, looking } of stations) {
    if (!online) continue;
    for (const one of looking) {
      if (one.subject !== subject || one.operator === me) continue;
      const before = found.get(one.operator);
      if (before === undefined || before.since < one.since) {
        found.set(one.operator, { operator: one.operator, station: name, since: one.since });
      }
    }
  }
  return [...found.values()].toSorted((a, b) => a.operator.localeCompare(b.operator));
}

export function useOthersLookingAt(subject: string): readonly OtherLooking[] {
  const presence = usePresence();
  const me = useWhoAmI()?.operator;
  return presence === undefined || !presence.current ? [] : othersLookingAt(presence.stations, subject, me);
}
