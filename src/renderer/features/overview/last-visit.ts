import { create } from 'zustand';
import { persist } from 'zustand/middleware';

/** Away for longer than this, and coming back is another visit: a shift has its breaks. */
const breakMs = 30 * 60_000;

interface LastVisit {
  /** When this person last looked before this visit began; milliseconds since 1970. */
  readonly before?: number;
  /** When the page was last looked at. */
  readonly seen?: number;
}

/** Kept by the browser or window, never sent. */
export const useLastVisit = create<LastVisit>()(
  persist((): LastVisit => ({}), { name: 'datacenter-docs.last-visit', version: 1 }),
);

/** The page is looked at now. */
export function lookAt(now: number): void {
  useLastVisit.setState((state) => lookedAt(state, now));
}

export function lookedAt({ before, seen }: LastVisit, now: number): LastVisit {
  if (seen !== undefined && now - seen > breakMs) return { before: seen, seen: now };
  return { ...(before !== undefined && { before }), seen: now };
}

/** From now on everything before is old. */
export function markSeen(now: number): void {
  useLastVisit.setState({ before: now, seen: now });
}
