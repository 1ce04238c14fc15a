import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { z } from 'zod';
import { readSmallFile } from '../platform/read-small-file.ts';

const fileName = 'policy-in-force.json';
const schema = z.object({ record: z.string().max(200) });

/**
 * Which record stood in the policy's file last. A file that says something else was edited; a newer record came from
 * another workstation while this one did not run.
 */
export interface InForceFile {
  read(): string | undefined;
  write(record: string): Promise<void>;
}

export function inForceFile(dataDir: string): InForceFile {
  const path = join(dataDir, fileName);
  return {
    read() {
      try {
        return schema.parse(JSON.parse(readSmallFile(path).text)).record;
      } catch {
        // As where nothing was shared yet: the newest record is the one of the file.
        return undefined;
      }
    },
    write: (record) => writeFileAtomic(path, `${JSON.stringify({ record })}\n`, { mode: 0o600 }),
  };
}
