import { readFile, rename } from 'node:fs/promises';
import writeFileAtomic from 'write-file-atomic';
import { z } from 'zod';
import { instantSchema, type Instant } from '../../shared/model/ids.ts';
import type { Logger } from '../platform/logger.ts';

/** What the scheduler must know again after a restart; it belongs to this workstation and is never shared. */
export interface SchedulerState {
  /** Jobs that an operator paused; `*` for all. */
  readonly paused: readonly string[];
  /** Until when each job's due times are dealt with. */
  readonly seenUntil: Readonly<Record<string, Instant>>;
}

export interface SchedulerStatePort {
  read(): Promise<SchedulerState>;
  write(state: SchedulerState): Promise<void>;
}

export const emptySchedulerState: SchedulerState = { paused: [], seenUntil: {} };

const schema = z.strictObject({
  paused: z.array(z.string()),
  seenUntil: z.record(z.string(), instantSchema),
});

/** Keeps the state in a file of the data directory. One that cannot be read is set aside, and said so. */
export function schedulerStateFile(file: string, logger: Logger): SchedulerStatePort {
  let writing: Promise<void> = Promise.resolve();
  return {
    async read() {
      let text: string;
      try {
        text = await readFile(file, 'utf8');
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return emptySchedulerState;
        throw error;
      }
      try {
        return schema.parse(JSON.parse(text));
      } catch (error) {
        const aside = `${file}.unreadable`;
        await rename(file, aside);
        logger.error(
          { file, aside, err: error },
          'the scheduler state cannot be read and was set aside; nothing is paused, nothing is caught up',
        );
        return emptySchedulerState;
      }
    },
    write(state) {
      // One after the other: two writes at once would race for which one stays.
      writing = writing
        .catch(() => {})
        .then(() => writeFileAtomic(file, `${JSON.stringify(state, undefined, 2)}\n`));
      return writing;
    },
  };
}

export function memorySchedulerState(initial: SchedulerState = emptySchedulerState): SchedulerStatePort {
  let current = initial;
  return {
    read: async () => current,
    write: async (state) => {
      current = state;
    },
  };
}
