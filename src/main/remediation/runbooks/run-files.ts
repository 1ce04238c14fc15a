import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { runbookRunSchema, type RunbookRun } from '../../../shared/model/runbook.ts';
import type { Logger } from '../../platform/logger.ts';

/** Runs of runbooks as they are kept: on disk when a call returns. */
export interface RunFiles {
  all(): Promise<readonly RunbookRun[]>;
  write(run: RunbookRun): Promise<void>;
}

/** One file a run; one that cannot be read is passed over, and said. */
export function runFiles(folder: string, logger: Logger): RunFiles {
  return {
    async all() {
      let names: string[];
      try {
        names = await readdir(folder);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
        throw error;
      }
      const runs = await Promise.all(
        names
          .filter((name) => /^B-[a-z2-7]+\.json$/.test(name))
          .map(async (name) => {
            try {
              return [runbookRunSchema.parse(JSON.parse(await readFile(join(folder, name), 'utf8')))];
            } catch (error) {
              logger.error({ err: error, file: name }, 'a run of a runbook cannot be read');
              return [];
            }
          }),
      );
      return runs.flat();
    },
    async write(run) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await writeFileAtomic(join(folder, `${run.id}.json`), `${JSON.stringify(run, undefined, 2)}\n`, {
        mode: 0o600,
      });
    },
  };
}
