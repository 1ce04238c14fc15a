import type { Clock } from '../platform/clock.ts';
import type { Logger } from '../platform/logger.ts';
import type { Random } from '../platform/random.ts';
import type { StoreCollection, StoredRecord } from '../store/store.ts';
import type { KillSwitchFile, ThrownSwitch } from './kill-switch-file.ts';
import type { KillSwitch } from './policies.ts';
import { byHand, sharedSwitch, type Throw } from './shared-switch.ts';

/**
 * The kill switch of this workstation: thrown in memory before anything is written, kept in a file of its own, and told
 * to all others by a record. It is on while the file lies there, or while there is a throw that nobody released.
 */
export interface Throws {
  readonly killed: KillSwitch | undefined;
  /** How often it was thrown: what was asked for before it was thrown again does not release it. */
  readonly count: number;
  /** What lies there, and what others threw meanwhile. */
  open(): Promise<void>;
  /** In force when this returns; on disk when it resolves. */
  throw(by: string, reason: string): Promise<void>;
  /** When nothing is on its way to the disk. */
  written(): Promise<void>;
  /** All throws that are known here. */
  release(by: string, reason: string): Promise<void>;
  /** @returns whether it is on or off otherwise than before */
  fileChanged(): Promise<boolean>;
  follow(): Promise<boolean>;
}

export function createThrows({
  file,
  store,
  account = () => undefined,
  random,
  clock,
  logger,
}: {
  readonly file: KillSwitchFile;
  readonly store: StoreCollection<StoredRecord>;
  readonly account?: () => string | undefined;
  readonly random: Pick<Random, 'id'>;
  readonly clock: Clock;
  readonly logger: Logger;
}): Throws {
  const shared = sharedSwitch(store, account, random, logger);
  let killed: ThrownSwitch | undefined = file.read(clock.now());
  /** Thrown, and not on disk (yet): its missing file does not release it. */
  let unwritten = false;
  let count = 0;
  let writing: Promise<void> = Promise.resolve();
  let recording: Promise<void> = Promise.resolve();
  /** Thrown here, and not told to the others yet. */
  const untold = new Map<string, Throw>();

  /** One that cannot be told is told with the next occasion; here it holds all the same. */
  async function tell(): Promise<void> {
    for (const one of untold.values()) {
      try {
        await shared.thrown(one);
        untold.delete(one.id);
      } catch (error) {
        logger.error({ err: error }, 'that the kill switch was thrown could not be put on record');
        return;
      }
    }
  }

  async function write(next: ThrownSwitch): Promise<void> {
    unwritten = true;
    writing = file.write(next);
    await writing;
    unwritten = false;
  }

  /** A file that somebody laid there is a throw as any other. */
  async function own(): Promise<void> {
    if (killed === undefined || killed.elsewhere === true) return;
    if (killed.id === undefined) {
      killed = { ...killed, id: random.id(20) };
      await write(killed).catch((error: unknown) =>
        logger.error({ err: error }, 'the file of the kill switch could not be written'),
      );
    }
    const { id = '', by, at, reason } = killed;
    untold.set(id, { id, by: by === 'unknown' ? byHand : by, at, reason });
    await tell();
  }

  async function follow(): Promise<boolean> {
    const before = killed !== undefined;
    await recording;
    await tell();
    const [oldest] = await shared.unreleased();
    if (killed?.id !== undefined && !untold.has(killed.id) && (await shared.isReleased(killed.id))) {
      logger.warn({ by: killed.by }, 'the kill switch was released at another workstation');
      await writing.catch(() => {});
      file.remove();
      unwritten = false;
      killed = undefined;
    }
    if (oldest && killed === undefined) {
      killed = { ...oldest, elsewhere: true };
      logger.warn(
        { by: oldest.by, reason: oldest.reason },
        'the kill switch was thrown at another workstation',
      );
      await write(killed).catch((error: unknown) =>
        logger.error({ err: error }, 'the kill switch holds, and its file could not be written'),
      );
    }
    return before !== (killed !== undefined);
  }

  return {
    get killed() {
      return killed && { by: killed.by, at: killed.at, reason: killed.reason };
    },
    get count() {
      return count;
    },
    async open() {
      await own();
      await follow();
    },
    async throw(by, reason) {
      // In force before it is on disk: a full disk does not keep it from being thrown.
      const one: Throw = { id: random.id(20), by, at: clock.now(), reason };
      killed ??= one;
      count += 1;
      logger.warn({ by, reason }, 'the kill switch was thrown');
      untold.set(one.id, one);
      recording = recording.then(tell);
      const onDisk = write(killed);
      await recording;
      await onDisk;
    },
    async written() {
      await Promise.allSettled([writing, recording]);
    },
    async release(by, reason) {
      await tell();
      const at = clock.now();
      const known = new Set((await shared.unreleased()).map(({ id }) => id));
      if (killed?.id !== undefined) known.add(killed.id);
      for (const id of known) await shared.release(id, { by, at, reason });
      untold.clear();
      file.remove();
      killed = undefined;
      unwritten = false;
      logger.warn({ by, reason }, 'the kill switch was released');
    },
    async fileChanged() {
      const before = killed;
      const read = file.read(clock.now());
      if (read === undefined && before !== undefined && !unwritten) {
        killed = undefined;
        if (before.id !== undefined && before.elsewhere !== true) {
          untold.delete(before.id);
          await shared.release(before.id, { by: byHand, at: clock.now(), reason: 'its file was taken away' });
        }
      } else if (read !== undefined) {
        killed = read;
        await own();
      }
      // What was thrown elsewhere stays on, whoever takes the file away here.
      await follow();
      return (before !== undefined) !== (killed !== undefined);
    },
    follow,
  };
}
