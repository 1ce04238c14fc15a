import { hostname } from 'node:os';
import { activeStates } from '../shared/model/remediation.ts';
import type { Clock } from './platform/clock.ts';
import type { Logger } from './platform/logger.ts';
import { version } from './platform/version.ts';
import { createPresence, type Presence } from './presence/create-presence.ts';
import type { Remediations } from './remediation/remediations.ts';
import type { Store } from './store/store.ts';
import type { Leases } from './sync/leases/leases.ts';
import type { Sync } from './sync/sync.ts';

/** Who is on shift, which workstation does what, and who looks at the same thing. */
export function openPresence(ports: {
  readonly store: Store;
  readonly sync: Sync;
  readonly leases: Pick<Leases, 'led' | 'leaders' | 'fault' | 'onChanged'>;
  readonly remediations: Pick<Remediations, 'list' | 'onChanged'>;
  readonly workstation: () => Promise<string>;
  readonly clock: Clock;
  readonly logger: Logger;
}): Presence {
  const { store, sync, leases, remediations, workstation, clock, logger } = ports;
  const presence = createPresence({
    store: store.presence,
    workstation,
    name: hostname(),
    version,
    account: () => sync.server?.user,
    isCurrent: () => sync.state === 'running',
    leads: () => leases.led(),
    leadsElsewhere(of) {
      const leaders = leases.leaders();
      if (leaders.size === 0) return undefined;
      return [...leaders].flatMap(([task, holder]) => (holder === of ? [task] : [])).toSorted();
    },
    notLeading: () => leases.fault,
    async running() {
      const self = await workstation();
      const active = await remediations.list({ states: [...activeStates], limit: 50 });
      return active.filter(({ claim }) => claim?.workstation === self).map(({ id }) => id);
    },
    clock,
    logger,
  });
  const stops = [
    leases.onChanged(() => presence.selfChanged()),
    remediations.onChanged(() => presence.selfChanged()),
    sync.onChanged(() => presence.selfChanged()),
    sync.onReceived(({ collection, ids }) => {
      if (collection !== 'presence') return;
      presence
        .storeChanged(ids)
        .catch((error: unknown) => logger.error({ err: error }, 'who is on shift could not be taken in'));
    }),
  ];
  return {
    ...presence,
    async close() {
      for (const stop of stops) stop();
      await presence.close();
    },
  };
}
