import { renameSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { DomainError } from '../../platform/errors.ts';
import type { Logger } from '../../platform/logger.ts';
import { KnowledgeIndex } from './knowledge-index.ts';
import { isDamaged, openDatabase, openOfOtherVersion, removeDatabase } from './open-database.ts';

/**
 * The index that answers. Another one is made beside it, in a file of its own, and takes its place in one step: at any
 * moment, also after a sudden end, the file is the one or the other, whole.
 */
export interface StandingIndex {
  /** Opened when it is first wanted; what is there stays until something better is. */
  get(): KnowledgeIndex;
  readonly isOpen: boolean;
  /** Another version made it: it answers as well as it can, and is to be made anew. */
  readonly isOutdated: boolean;
  /**
   * Makes a new one and puts it in the place of the present one; when `make` fails, that one stays.
   *
   * @param make is given the new one, and the present one if it can be read
   */
  replace(make: (next: KnowledgeIndex, previous: KnowledgeIndex | undefined) => Promise<void>): Promise<void>;
  /** The file is damaged: nothing in it can be kept. */
  discard(): void;
  close(): void;
}

/** @param beforeSwap told that whoever reads the present one must stop */
export function createStandingIndex(
  file: string,
  { logger, beforeSwap }: { readonly logger: Logger; readonly beforeSwap: () => void },
): StandingIndex {
  const nextFile = `${file}.next`;
  let index: KnowledgeIndex | undefined;
  let isOutdated = false;

  /** @returns undefined when its tables are others than this version can read */
  function otherVersion(): KnowledgeIndex | undefined {
    const database = openOfOtherVersion(file);
    if (database === undefined) return undefined;
    try {
      return new KnowledgeIndex(database);
    } catch (error) {
      logger.info({ err: error }, 'the knowledge index of another version cannot be read');
      database.close();
      return undefined;
    }
  }

  function opened(): KnowledgeIndex {
    if (index === undefined) {
      index = otherVersion();
      isOutdated = index !== undefined;
      index ??= new KnowledgeIndex(openDatabase(file));
    }
    return index;
  }

  function close(): void {
    try {
      index?.close();
    } catch (error) {
      logger.debug({ err: error }, 'the knowledge index could not be closed');
    }
    index = undefined;
  }

  return {
    get: opened,
    get isOpen() {
      return index !== undefined;
    },
    get isOutdated() {
      return isOutdated;
    },
    async replace(make) {
      // What is left of one that did not come to its end.
      removeDatabase(nextFile);
      const next = new KnowledgeIndex(openDatabase(nextFile, 'MEMORY'));
      try {
        await make(next, readable(opened));
        next.close();
        await toDisk(nextFile);
      } catch (error) {
        if (next.isOpen) next.close();
        removeDatabase(nextFile);
        // What is wrong with the new file is no reason to throw the present one away.
        if (!isDamaged(error)) throw error;
        throw new DomainError('knowledge-unavailable', 'the new index was damaged while it was made', {
          cause: error,
        });
      }
      beforeSwap();
      // All of it in one turn. Closed, the present one is a single file: a log of it would be taken for one of the next.
      close();
      removeDatabase(file, 'beside');
      renameSync(nextFile, file);
      isOutdated = false;
      opened();
    },
    discard() {
      close();
      removeDatabase(file);
      isOutdated = false;
    },
    close,
  };
}

function readable(open: () => KnowledgeIndex): KnowledgeIndex | undefined {
  try {
    return open();
  } catch (error) {
    if (isDamaged(error)) return undefined;
    throw error;
  }
}

async function toDisk(file: string): Promise<void> {
  const handle = await open(file, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
