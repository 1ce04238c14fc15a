import { watch, type FSWatcher } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import type { Clock } from '../../platform/clock.ts';
import { isSystemError } from '../../platform/errors.ts';
import type { Logger } from '../../platform/logger.ts';

/** Editors and checkouts write in many steps: a folder is looked at when it has been quiet for so long. */
const quietMs = 400;
/** Longest wait while it is never quiet. */
const longestMs = 5_000;
/** How often a folder is looked at where the system cannot watch it. */
const pollMs = 60_000;

/**
 * Where the system watches one folder at a time, watching all below it would go through every file first, and keep
 * everything else waiting for as long. The folders are known from looking for texts.
 */
const folderByFolder = process.platform === 'linux';
/** Between two places where others may have their turn. */
const foldersAStep = 100;

export interface FolderWatch {
  /** false: it is looked at once a minute. */
  readonly watched: boolean;
  /**
   * Which folders there are in it now, itself among them; none when it cannot be seen.
   * @returns whether some of them were not watched before: what changed in them until now was not noticed
   */
  follow(folders: readonly string[]): Promise<boolean>;
  close(): void;
}

/** Tells when something below a folder may be another. */
export function watchFolder(options: {
  readonly path: string;
  readonly changed: () => void;
  readonly clock: Clock;
  readonly logger: Logger;
}): FolderWatch {
  const { path, changed, clock, logger } = options;
  const ended = new AbortController();
  let timer: AbortController | undefined;
  let since: number | undefined;
  let watched = true;
  const noticed = () => {
    since ??= clock.monotonicMs();
    timer?.abort();
    if (clock.monotonicMs() - since >= longestMs) {
      since = undefined;
      changed();
      return;
    }
    timer = new AbortController();
    tellWhenQuiet(timer.signal).catch(() => {});
  };
  const tellWhenQuiet = async (signal: AbortSignal) => {
    await clock.sleep(quietMs, AbortSignal.any([signal, ended.signal]));
    since = undefined;
    changed();
  };
  const poll = async () => {
    watched = false;
    for (;;) {
      await clock.sleep(pollMs, ended.signal);
      changed();
    }
  };
  const pollUntilEnded = () => {
    if (!ended.signal.aborted) poll().catch(() => {});
  };
  const watchers = new Map<string, FSWatcher>();
  const giveUp = (error: unknown) => {
    logger.warn({ err: error }, 'an imported folder can no longer be watched; it is looked at once a minute');
    for (const one of watchers.values()) one.close();
    watchers.clear();
    if (watched) pollUntilEnded();
  };
  const watchOne = (place: string, recursive: boolean) => {
    try {
      const watcher = watch(place, { recursive, persistent: false }, noticed);
      watcher.on('error', giveUp);
      watchers.set(place, watcher);
    } catch (error) {
      // Gone since it was looked at: whoever looks again sees that.
      if (!isSystemError(error) || error.code !== 'ENOENT') giveUp(error);
    }
  };
  if (!folderByFolder) watchOne(path, true);
  return {
    get watched() {
      return watched;
    },
    async follow(folders) {
      if (folders.length === 0) {
        // A disk that is put back says so to nobody.
        clock.sleep(pollMs, ended.signal).then(changed, () => {});
      }
      if (!folderByFolder || !watched) return false;
      const wanted = new Set(folders);
      for (const [place, watcher] of watchers) {
        if (wanted.has(place)) continue;
        watcher.close();
        watchers.delete(place);
      }
      let added = 0;
      for (const place of folders) {
        if (ended.signal.aborted || !watched) return false;
        if (watchers.has(place)) continue;
        watchOne(place, false);
        if (++added % foldersAStep === 0) await setImmediate();
      }
      return added > 0;
    },
    close() {
      ended.abort(new Error('closed'));
      for (const one of watchers.values()) one.close();
      watchers.clear();
    },
  };
}
