import { watch } from 'node:fs';
import type { Clock } from './platform/clock.ts';
import type { Logger } from './platform/logger.ts';

/** Editors write a file in several steps; it is read when it has been quiet for so long. */
const quietMs = 300;

/**
 * Tells when one of these files of the data directory was written by somebody. Where the system cannot watch a folder
 * (some network file systems), nothing is told, and the log says so.
 * @returns what ends it
 */
export function watchDataDir(options: {
  readonly dataDir: string;
  readonly files: Readonly<Record<string, () => void>>;
  /** Of all others, whatever they are called: for a folder whose files are alike. */
  readonly others?: () => void;
  readonly clock: Clock;
  readonly logger: Logger;
}): () => void {
  const { dataDir, files, others, clock, logger } = options;
  const waiting = new Map<string, AbortController>();
  const written = (name: string) => {
    waiting.get(name)?.abort();
    const timer = new AbortController();
    waiting.set(name, timer);
    clock.sleep(quietMs, timer.signal).then(
      () => (Object.hasOwn(files, name) ? files[name] : others)?.(),
      () => {},
    );
  };
  try {
    const watcher = watch(dataDir, { persistent: false }, (_, name) => {
      if (name !== null && (others !== undefined || Object.hasOwn(files, name))) written(name);
    });
    watcher.on('error', (error) =>
      logger.warn({ err: error }, 'the data directory can no longer be watched for edited files'),
    );
    return () => {
      watcher.close();
      for (const timer of waiting.values()) timer.abort();
    };
  } catch (error) {
    logger.warn({ err: error }, 'the data directory cannot be watched for edited files');
    return () => {};
  }
}
