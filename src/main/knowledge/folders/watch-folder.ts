import { watch } from 'node:fs';
import type { Clock } from '../../platform/clock.ts';
import type { Logger } from '../../platform/logger.ts';

/** Editors and checkouts write in many steps: a folder is looked at when it has been quiet for so long. */
const quietMs = 400;
/** Longest wait while it is never quiet. */
const longestMs = 5_000;
/** How often a folder is looked at where the system cannot watch it. */
const pollMs = 60_000;

export interface FolderWatch {
  /** false: it is looked at once a minute. */
  readonly watched: boolean;
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
  let watcher: ReturnType<typeof watch> | undefined;
  try {
    watcher = watch(path, { recursive: true, persistent: false }, noticed);
    watcher.on('error', (error) => {
      logger.warn(
        { err: error },
        'an imported folder can no longer be watched; it is looked at once a minute',
      );
      watcher?.close();
      pollUntilEnded();
    });
  } catch (error) {
    logger.warn({ err: error }, 'an imported folder cannot be watched; it is looked at once a minute');
    pollUntilEnded();
  }
  return {
    get watched() {
      return watched;
    },
    close() {
      ended.abort();
      watcher?.close();
    },
  };
}
