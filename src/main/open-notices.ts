import { activeStates } from '../shared/model/remediation.ts';
import { isOpenTicket } from '../shared/model/ticket-transitions.ts';
import type { Settings } from '../shared/model/settings.ts';
import { createNotices, type Notices } from './notices/notices.ts';
import { createPendingWork, type PendingWork } from './notices/pending-work.ts';
import type { Clock } from './platform/clock.ts';
import type { Logger } from './platform/logger.ts';
import type { Random } from './platform/random.ts';
import type { Policies } from './policy/policies.ts';
import type { Remediations } from './remediation/remediations.ts';
import type { TicketDesk } from './tickets/desk.ts';

/** More than these at the start of the process may be told once again when they change. */
const mostKnown = 5_000;
const hourMs = 3_600_000;

/** What people are told of, out of remediations, tickets and the policy. */
export function openNotices(ports: {
  readonly remediations: Remediations;
  readonly tickets: TicketDesk;
  readonly policies: Policies;
  readonly settings: () => Settings;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
}): { readonly notices: Notices; readonly pendingWork: PendingWork } {
  const { remediations, tickets, policies, settings, clock, random, logger } = ports;
  const notices = createNotices({
    remediations: {
      onChanged: (listener) =>
        remediations.onChanged((changed, where) => {
          // What came to its end long ago is no news to whoever was away for a day.
          const isOld = Date.parse(clock.now()) - Date.parse(changed.updatedAt) > hourMs;
          if (where === 'here' || !isOld || changed.state === 'awaiting-approval') listener(changed);
        }),
      waiting: async () =>
        (await remediations.list({ states: ['awaiting-approval'], limit: mostKnown })).map(({ id }) => id),
    },
    tickets: {
      onChanged: (listener) => tickets.onChanged(listener),
      async get(id) {
        const ticket = await tickets.get(id);
        return ticket && { title: ticket.title, urgent: ticket.priority === 'p1' && isOpenTicket(ticket) };
      },
      urgent: async () =>
        (await tickets.heads({ priorities: ['p1'], open: true, sort: 'newest' })).map(({ id }) => id),
    },
    killSwitch: {
      read() {
        const { killed, current } = policies;
        return {
          on: current.policy.killSwitch,
          ...(killed && { by: killed.by, reason: killed.reason }),
        };
      },
      onChanged: (listener) => policies.onChanged(listener),
    },
    policy: {
      onShared(listener) {
        let told: string | undefined;
        return policies.onChanged(({ by, taken, problem }) => {
          if (by !== 'shared') return;
          const isNew = problem !== undefined && problem !== told;
          told = problem;
          if (taken || isNew) listener({ ...taken, ...(isNew && { problem }) });
        });
      },
    },
    settings: () => settings().notifications,
    clock,
    random,
    logger,
  });
  return { notices, pendingWork: createPendingWork({ remediations, activeStates, clock, logger }) };
}
