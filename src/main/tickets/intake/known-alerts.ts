import { readFile } from 'node:fs/promises';
import writeFileAtomic from 'write-file-atomic';
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { instantSchema } from '../../../shared/model/ids.ts';
import type { Logger } from '../../platform/logger.ts';

const alertSchema = z.strictObject({
  /** Of its words as this source lists them; empty where its ticket came another way and has better ones. */
  digest: z.string(),
  /** Complete answers are without it since then. */
  missingSince: instantSchema.exactOptional(),
  /** Silences that its ticket tells of already. */
  silences: z.array(z.string()).exactOptional(),
});
const fileSchema = z.strictObject({
  version: z.literal(1),
  sources: z.record(z.string(), z.record(z.string(), alertSchema)),
});

/** By ticket id. */
export type SourceAlerts = Readonly<Record<string, z.output<typeof alertSchema>>>;

/** Which alerts each source listed last: an alert can only be over where it was listed before. */
export interface KnownAlerts {
  read(): Promise<ReadonlyMap<string, SourceAlerts>>;
  write(all: ReadonlyMap<string, SourceAlerts>): Promise<void>;
}

/** In a file of the data directory. One that cannot be read says of no alert that it was there: then none is over. */
export function knownAlertsFile(file: string, logger: Logger): KnownAlerts {
  let last: ReadonlyMap<string, SourceAlerts> | undefined;
  return {
    async read() {
      last ??= await load(file, logger);
      return last;
    },
    async write(all) {
      if (last && isDeepStrictEqual(last, all)) return;
      await writeFileAtomic(file, `${JSON.stringify({ version: 1, sources: Object.fromEntries(all) })}\n`, {
        mode: 0o600,
      });
      last = all;
    },
  };
}

async function load(file: string, logger: Logger): Promise<ReadonlyMap<string, SourceAlerts>> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return new Map();
    throw error;
  }
  try {
    return new Map(Object.entries(fileSchema.parse(JSON.parse(text)).sources));
  } catch (error) {
    logger.warn(
      { err: error, file },
      'which alerts were listed cannot be read: what is over since is not noticed',
    );
    return new Map();
  }
}
