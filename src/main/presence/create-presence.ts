import { isDeepStrictEqual } from 'node:util';
import type { Station } from '../../shared/contract/presence.ts';
import type { Instant } from '../../shared/model/ids.ts';
import type { Clock } from '../platform/clock.ts';
import { createListeners } from '../platform/listeners.ts';
import type { Logger } from '../platform/logger.ts';
import type { StoreCollection, StoredRecord } from '../store/store.ts';
import { Attendance, type Look } from './attendance.ts';
import {
  mostLeads,
  mostRunning,
  presenceRecordSchema,
  presenceSchemaVersion,
  type PresenceRecord,
} from './presence-record.ts';

export interface PresencePorts {
  readonly store: StoreCollection<StoredRecord>;
  readonly workstation: () => Promise<string>;
  /** Host name. */
  readonly name: string;
  readonly version: string;
  /** Account that the state is shared as; undefined: nothing is shared. */
  readonly account: () => string | undefined;
  /** Whether the server was heard of lately. */
  readonly isCurrent: () => boolean;
  readonly leads: () => readonly string[];
  /** What another workstation leads as the server tells it, which knows when one is gone; undefined: it does not tell. */
  readonly leadsElsewhere?: (workstation: string) => readonly string[] | undefined;
  /** Why nothing is led here although it would be. */
  readonly notLeading?: () => string | undefined;
  readonly running: () => Promise<readonly string[]>;
  readonly clock: Clock;
  readonly logger: Logger;
}

interface Listed {
  readonly stations: Station[];
  readonly current: boolean;
  readonly notLeading?: string;
}

export interface Presence {
  list(): Promise<Listed>;
  /** Somebody is here, with a window of their own. @returns what ends it */
  arrive(operator: string): () => void;
  look(operator: string, view: string, subject: string | undefined): void;
  /** What this workstation leads or runs is something else. */
  selfChanged(): void;
  /** Others' documents came into the store. */
  storeChanged(ids: readonly string[]): Promise<void>;
  onChanged(listener: () => void): () => void;
  /** Says from now on that this workstation is here; a host calls it. */
  start(): void;
  close(): Promise<void>;
}

/** Written at most so often, and at least so often. */
const shortestMs = 2_000;
const longestMs = 60_000;
/** Two writings missed, and then some. */
const onlineForMs = 150_000;
const forgottenAfterMs = 7 * 86_400_000;

/** What is known of a workstation, and when that changed as it was seen here. */
interface Heard {
  readonly record: PresenceRecord;
  /** By this clock; undefined: it stood like that when it was first looked at. */
  readonly changed: { readonly atMs: number; readonly at: Instant } | undefined;
}

export function createPresence(ports: PresencePorts): Presence {
  const { store, clock, logger } = ports;
  const attendance = new Attendance(clock);
  const listeners = createListeners<undefined>((error) =>
    logger.error({ err: error }, 'a listener of presence failed'),
  );
  const lifetime = new AbortController();
  const heard = new Map<string, Heard>();
  let loaded: Promise<void> | undefined;
  let nudge = new AbortController();
  let loop: Promise<void> | undefined;
  let written: { readonly said: object; readonly atMs: number } | undefined;
  let shown = '';

  const load = () =>
    (loaded ??= (async () => {
      for (const record of await store.find({ selector: {} })) take(record);
    })());

  function take(stored: StoredRecord): void {
    const read = presenceRecordSchema.safeParse(stored);
    if (!read.success) return;
    const record = read.data;
    const before = heard.get(record.id);
    if (before?.record.seenAt === record.seenAt) return;
    heard.set(record.id, {
      record,
      // Only the first time is a clock believed: somebody who was there a moment ago is not shown as gone for a minute.
      changed: before || isRecent(record.seenAt) ? { atMs: clock.monotonicMs(), at: clock.now() } : undefined,
    });
  }

  const isRecent = (at: Instant): boolean => Math.abs(Date.parse(clock.now()) - Date.parse(at)) < onlineForMs;

  async function self(): Promise<Pick<PresenceRecord, 'looking' | 'leads' | 'running'>> {
    return {
      looking: attendance.looking().map(copied),
      leads: ports.leads().slice(0, mostLeads),
      running: (await ports.running()).slice(0, mostRunning),
    };
  }

  async function write(): Promise<void> {
    const operator = ports.account();
    if (operator === undefined) return;
    const said = await self();
    const now = clock.monotonicMs();
    const before = written;
    const isNews = before === undefined || !isDeepStrictEqual(before.said, { operator, ...said });
    if (!isNews && now - before.atMs < longestMs) return;
    const workstation = await ports.workstation();
    const record: PresenceRecord = {
      id: workstation,
      workstation,
      name: ports.name.slice(0, 300),
      version: ports.version,
      operator,
      seenAt: clock.now(),
      ...said,
      schemaVersion: presenceSchemaVersion,
    };
    await store.put([record]);
    written = { said: { operator, ...said }, atMs: now };
  }

  async function run(): Promise<void> {
    while (!lifetime.signal.aborted) {
      // What changes from here on may not be told yet.
      nudge = new AbortController();
      try {
        await write();
        await tellChanges();
      } catch (error) {
        logger.error({ err: error }, 'what this workstation does could not be told');
      }
      await clock.sleep(shortestMs, lifetime.signal).catch(() => undefined);
      if (lifetime.signal.aborted) return;
      const quiet = AbortSignal.any([nudge.signal, lifetime.signal]);
      await clock.sleep(longestMs / 4, quiet).catch(() => undefined);
    }
  }

  /** Also that somebody has not been heard of for a while. */
  async function tellChanges(): Promise<void> {
    const { stations, notLeading } = await list();
    const now = JSON.stringify([notLeading, stations.map(({ seenAt: _, ...rest }) => rest)]);
    if (now === shown) return;
    shown = now;
    listeners.emit(undefined);
  }

  async function list(): Promise<Listed> {
    await load();
    const workstation = await ports.workstation();
    const here: Station = {
      workstation,
      name: ports.name,
      self: true,
      online: true,
      seenAt: clock.now(),
      version: ports.version,
      ...(await self()),
    };
    if (ports.account() === undefined) return { stations: [here], current: true };
    const others = [...heard.values()]
      .filter(({ record }) => record.id !== workstation)
      .map(stationOf)
      .filter(({ seenAt }) => Date.parse(here.seenAt) - Date.parse(seenAt) < forgottenAfterMs)
      .toSorted(
        (a, b) =>
          Number(b.online) - Number(a.online) ||
          a.name.localeCompare(b.name) ||
          a.workstation.localeCompare(b.workstation),
      );
    const notLeading = ports.notLeading?.();
    return {
      stations: [here, ...others],
      current: ports.isCurrent(),
      ...(notLeading !== undefined && { notLeading: notLeading.slice(0, 4_000) }),
    };
  }

  function stationOf({ record, changed }: Heard): Station {
    const { workstation, name, version, looking, running } = record;
    const leads = [...(ports.leadsElsewhere?.(workstation) ?? record.leads)];
    const online = changed !== undefined && clock.monotonicMs() - changed.atMs < onlineForMs;
    // When it was seen here: another's clock may stand anywhere.
    const seenAt = changed?.at ?? record.seenAt;
    return { workstation, name, self: false, online, seenAt, version, looking, leads, running };
  }

  const changed = () => {
    listeners.emit(undefined);
    nudge.abort();
  };

  return {
    list,
    arrive(operator) {
      const leave = attendance.arrive(operator);
      return () => {
        leave();
        changed();
      };
    },
    look(operator, view, subject) {
      if (attendance.look(operator, view, subject)) changed();
    },
    selfChanged: changed,
    async storeChanged(ids) {
      await load();
      for (const record of await store.getMany(ids)) take(record);
      for (const id of ids) if ((await store.get(id)) === undefined) heard.delete(id);
      await tellChanges();
    },
    onChanged: (listener) => listeners.add(listener),
    start() {
      loop ??= run();
    },
    async close() {
      lifetime.abort();
      await loop;
    },
  };
}

const copied = (look: Look): Look => ({ ...look });
