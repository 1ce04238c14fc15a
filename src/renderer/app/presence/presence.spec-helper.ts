import type { Presence } from './use-presence.ts';

type Station = Presence['stations'][number];
const since = '2026-11-23T11:58:00.000Z' as Station['seenAt'];

/** A workstation as others are told of it, where nothing else is said. */
export function exampleStation(parts: Partial<Station> = {}): Station {
  return {
    workstation: 'w-1',
    name: 'noc-1',
    self: false,
    online: true,
    seenAt: since,
    version: '1.0.0',
    looking: [],
    leads: [],
    running: [],
    ...parts,
  };
}

export const looks = (operator: string, view: string, subject?: string): Station['looking'][number] => ({
  operator,
  view,
  since,
  ...(subject !== undefined && { subject }),
});
