import type { Instant } from '../../shared/model/ids.ts';
import type { Notice, NotificationSettings } from '../../shared/model/notice.ts';
import type { RemediationState } from '../../shared/model/remediation.ts';
import type { Clock } from '../platform/clock.ts';
import { createListeners } from '../platform/listeners.ts';
import type { Logger } from '../platform/logger.ts';
import type { Random } from '../platform/random.ts';

/** What notices come from; an application satisfies it. */
export interface NoticePorts {
  readonly remediations: {
    onChanged(
      listener: (changed: {
        readonly id: string;
        readonly state: RemediationState;
        readonly action: string;
        readonly targetName: string;
        /** It was taken up at other workstations as well. */
        readonly otherRuns?: readonly unknown[];
      }) => void,
    ): () => void;
    /** What waits already is old news. */
    waiting(): Promise<readonly string[]>;
  };
  readonly tickets: {
    onChanged(listener: (changed: { readonly id: string }) => void): () => void;
    get(id: string): Promise<{ readonly title: string; readonly urgent: boolean } | undefined>;
    urgent(): Promise<readonly string[]>;
  };
  readonly killSwitch: {
    read(): { readonly on: boolean; readonly by?: string; readonly reason?: string };
    onChanged(listener: () => void): () => void;
  };
  /** What came from other workstations. */
  readonly policy: { onShared(listener: (shared: SharedPolicy) => void): () => void };
  readonly settings: () => NotificationSettings;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
}

export interface SharedPolicy {
  readonly by?: string;
  readonly over?: string;
  readonly problem?: string;
}

export interface Notices {
  /** Newest first. */
  list(): readonly Notice[];
  /** Looks at what there is already, so that only what comes after is told. */
  start(): Promise<void>;
  /** @returns what ends the subscription */
  onTold(listener: (notice: Notice) => void): () => void;
  close(): void;
}

type Gathered = 'approvals' | 'bad-endings' | 'double-runs' | 'urgent-tickets';

const badEndings: ReadonlySet<RemediationState> = new Set([
  'failed',
  'rolled-back',
  'rollback-failed',
  'outcome-unknown',
]);

/** What comes within this time is told together. */
const gatherMs = 2_000;
/** And nothing of the same kind sooner after: a thousand alerts in ten minutes are ten notices. */
const quietMs = 60_000;
const mostNames = 3;
const mostKept = 100;
/** Things whose state is remembered; beyond that something may be told twice. */
const mostRemembered = 20_000;

/** Tells what people have to know who look elsewhere: bounded, and nothing that was so before. */
export function createNotices(ports: NoticePorts): Notices {
  const { remediations, tickets, killSwitch, settings, clock, random, logger } = ports;
  const listeners = createListeners<Notice>((error) =>
    logger.error({ err: error }, 'a listener of notices failed'),
  );
  const closing = new AbortController();
  const told: Notice[] = [];
  const states = new Map<string, RemediationState>();
  const urgent = new Set<string>();
  const doubled = new Set<string>();
  const gathered = new Map<Gathered, Map<string, string>>();
  const quietUntil = new Map<Gathered, number>();
  let switchOn = killSwitch.read().on;
  const unfollow: (() => void)[] = [];

  function tell(notice: Notice): void {
    told.unshift(notice);
    told.length = Math.min(told.length, mostKept);
    listeners.emit(notice);
  }
  const head = (): { id: string; at: Instant } => ({ id: random.id(12), at: clock.now() });

  function gather(is: Gathered, id: string, name: string): void {
    const waiting = gathered.get(is);
    if (waiting) {
      waiting.set(id, name);
      return;
    }
    gathered.set(is, new Map([[id, name]]));
    const wait = Math.max(gatherMs, (quietUntil.get(is) ?? 0) - clock.monotonicMs());
    clock.sleep(wait, closing.signal).then(
      () => flush(is),
      () => {},
    );
  }

  function flush(is: Gathered): void {
    const waiting = gathered.get(is) ?? new Map<string, string>();
    gathered.delete(is);
    const [only] = waiting.keys();
    if (only === undefined) return;
    quietUntil.set(is, clock.monotonicMs() + quietMs);
    tell({
      ...head(),
      is,
      count: waiting.size,
      names: [...waiting.values()].slice(0, mostNames),
      ...(waiting.size === 1 && { only }),
    });
  }

  function remember(id: string, state: RemediationState): RemediationState | undefined {
    const before = states.get(id);
    states.delete(id);
    if (states.size >= mostRemembered) states.clear();
    states.set(id, state);
    return before;
  }

  function remediationChanged({
    id,
    state,
    action,
    targetName,
    otherRuns = [],
  }: Parameters<Parameters<NoticePorts['remediations']['onChanged']>[0]>[0]): void {
    if (otherRuns.length > 0 && !doubled.has(id)) {
      if (doubled.size >= mostRemembered) doubled.clear();
      doubled.add(id);
      // Of that everybody is told, whatever else they want to hear of.
      gather('double-runs', id, `${action} ${targetName}`);
    }
    if (remember(id, state) === state) return;
    const name = `${action} ${targetName}`;
    // Nobody has to come any more for what was approved meanwhile.
    if (state !== 'awaiting-approval') gathered.get('approvals')?.delete(id);
    else if (settings().approvals) gather('approvals', id, name);
    if (badEndings.has(state) && settings().badEndings) gather('bad-endings', id, name);
  }

  async function ticketChanged(id: string): Promise<void> {
    const ticket = await tickets.get(id);
    if (ticket?.urgent !== true) {
      // It may come back, or be raised again.
      urgent.delete(id);
      gathered.get('urgent-tickets')?.delete(id);
      return;
    }
    if (urgent.has(id)) return;
    if (urgent.size >= mostRemembered) urgent.clear();
    urgent.add(id);
    if (settings().urgentTickets) gather('urgent-tickets', id, ticket.title);
  }

  function switchChanged(): void {
    const { on, by, reason } = killSwitch.read();
    if (on === switchOn) return;
    switchOn = on;
    if (!settings().killSwitch) return;
    tell({
      ...head(),
      is: 'kill-switch',
      on,
      ...(by !== undefined && { by }),
      ...(reason !== undefined && { reason }),
    });
  }

  return {
    list: () => [...told],
    async start() {
      for (const id of await remediations.waiting()) states.set(id, 'awaiting-approval');
      for (const id of await tickets.urgent()) urgent.add(id);
      if (closing.signal.aborted) return;
      unfollow.push(
        remediations.onChanged(remediationChanged),
        tickets.onChanged(({ id }) => {
          ticketChanged(id).catch((error: unknown) =>
            logger.error({ err: error, id }, 'a ticket could not be looked at for a notice'),
          );
        }),
        killSwitch.onChanged(switchChanged),
        ports.policy.onShared((shared) => tell({ ...head(), is: 'policy', ...shared })),
      );
    },
    onTold: (listener) => listeners.add(listener),
    close() {
      closing.abort();
      for (const end of unfollow) end();
    },
  };
}
