import type { Documents } from './documents/documents.ts';
import type { Findings } from './findings/service.ts';
import type { Inventory } from './inventory/inventory.ts';
import type { LiveSettings } from './live-settings.ts';
import type { Mcp } from './mcp/open-mcp.ts';
import type { Clock } from './platform/clock.ts';
import type { Logger } from './platform/logger.ts';
import type { Random } from './platform/random.ts';
import { findingsSource } from './record-findings.ts';
import { awakeClock } from './sync/leases/awake-clock.ts';
import { createLeases } from './sync/leases/create-leases.ts';
import { collectTask } from './sync/leases/lease-documents.ts';
import type { Leadership, Leases } from './sync/leases/leases.ts';
import type { Sync } from './sync/sync.ts';

export interface LeadingPorts {
  readonly sync: Sync;
  readonly live: LiveSettings;
  readonly mcp: Pick<Mcp, 'servers' | 'trust'>;
  readonly workstation: () => Promise<string>;
  readonly inventory: Pick<Inventory, 'highestFence' | 'onChanged'>;
  readonly documents: Pick<Documents, 'highestFence'>;
  readonly findings: Pick<Findings, 'evaluate'>;
  /** Whether this process runs jobs by itself: only whoever is there to do something leads it. */
  readonly runsJobs: () => boolean;
  readonly hasAlerts: () => boolean;
  readonly hasModel: () => boolean;
  readonly onSourcesChanged: (listener: () => void) => () => void;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
}

export interface Leading {
  readonly leases: Leases;
  /** Of what is written now under the lease of a task. */
  fence(task: string): number | undefined;
  /** Whether something that only one workstation does by itself is done by this one. */
  doesByItself(task: string): boolean;
  /** Takes part from now on; a host calls it. */
  start(): void;
  close(): Promise<void>;
}

const lookAgainMs = 10_000;
/** After what others collected has come in, findings are judged as one. */
const quietMs = 2_000;

/** Which tasks this workstation leads for all, as far as its settings, its sources and its account let it. */
export function openLeading(ports: LeadingPorts): Leading {
  const { sync, live, mcp, clock, logger } = ports;
  const lifetime = new AbortController();
  const leases = createLeases({
    server: () => sync.server,
    isPaused: () => sync.state === 'paused',
    workstation: ports.workstation,
    floor: (task) => {
      if (task === 'documents') return ports.documents.highestFence();
      const source = sourceOf(task);
      return source === undefined ? Promise.resolve(0) : ports.inventory.highestFence(source);
    },
    monotonicMs: awakeClock(clock),
    clock,
    random: ports.random,
    logger,
  });

  async function wanted(): Promise<string[]> {
    if (!live.current.couchdb.leads || !ports.runsJobs() || sync.server === undefined) return [];
    const { servers } = await mcp.servers.read();
    const sources: string[] = [];
    for (const { name, disabled } of servers)
      if (!disabled && (await mcp.trust.get(name)) !== undefined) sources.push(collectTask(name));
    return [
      ...sources,
      collectTask(findingsSource),
      'documents',
      'automation',
      ...(ports.hasModel() ? ['prose'] : []),
      ...(ports.hasAlerts() ? ['alerts'] : []),
    ];
  }

  let before = '';
  async function look(): Promise<void> {
    const now = [sync.state, ...(await wanted()).toSorted()].join('\n');
    if (now === before) return;
    before = now;
    leases.want(await wanted());
    leases.start();
  }
  let looking: Promise<void> = Promise.resolve();
  const lookSoon = () => {
    looking = looking
      .then(look)
      .catch((error: unknown) => logger.error({ err: error }, 'what is to be led cannot be looked at'));
  };
  let again: Promise<void> | undefined;
  async function keepLooking(): Promise<void> {
    while (!lifetime.signal.aborted) {
      lookSoon();
      await looking;
      await clock.sleep(lookAgainMs, lifetime.signal).catch(() => undefined);
    }
  }
  /** A command that does one thing and ends leads only what it does. */
  const lookIfStarted = () => {
    if (again) lookSoon();
  };

  const doesByItself = (task: string): boolean => {
    const { is } = leases.of(task);
    return is === 'alone' || is === 'here';
  };

  /** Whoever judges findings for all follows what others collect. */
  let soon: AbortController | undefined;
  const judgeSoon = (force: boolean) => {
    soon?.abort();
    soon = new AbortController();
    clock
      .sleep(quietMs, AbortSignal.any([soon.signal, lifetime.signal]))
      .then(() => ports.findings.evaluate({ force }))
      .catch((error: unknown) => {
        if (!(error instanceof DOMException) && !lifetime.signal.aborted)
          logger.error({ err: error }, 'findings could not be judged');
      });
  };
  let judged = false;
  const stops = [
    sync.onChanged(lookIfStarted),
    live.onChanged(lookIfStarted),
    ports.onSourcesChanged(lookIfStarted),
    leases.onChanged(() => {
      const judges = leases.of(collectTask(findingsSource)).is === 'here';
      if (judges && !judged) judgeSoon(true);
      judged = judges;
    }),
    ports.inventory.onChanged(({ source }) => {
      if (judged && source !== findingsSource) judgeSoon(false);
    }),
  ];

  return {
    leases,
    fence(task) {
      const is = leases.of(task);
      return is.is === 'here' ? is.fence : undefined;
    },
    doesByItself,
    start() {
      again ??= keepLooking();
    },
    async close() {
      lifetime.abort();
      for (const stop of stops) stop();
      await again;
      await looking;
      await leases.close();
    },
  };
}

/** @returns the source whose collection the task is */
function sourceOf(task: string): string | undefined {
  const prefix = collectTask('');
  return task.startsWith(prefix) ? task.slice(prefix.length) : undefined;
}

/** Whom a job is left to: it is led elsewhere, all of it. */
export function leaderOf(job: string, leadership: (task: string) => Leadership, sources: readonly string[]) {
  const tasks = job === 'collection' || job === 'metrics' ? sources.map(collectTask) : [job];
  const holders = tasks.map((task) => {
    const is = leadership(task);
    return is.is === 'elsewhere' ? is.holder : undefined;
  });
  if (holders.length === 0 || holders.includes(undefined)) return undefined;
  return [...new Set(holders)].join(', ');
}
