import { lstatSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { z } from 'zod';
import { instantSchema, type Instant } from '../../shared/model/ids.ts';
import { readSmallFile } from '../platform/read-small-file.ts';

export const killSwitchFileName = 'kill-switch.json';

const schema = z.strictObject({
  by: z.string().max(200),
  at: instantSchema,
  reason: z.string().max(1_000),
  /** Of the throw; absent: somebody laid the file there by hand. */
  id: z.string().min(1).max(100).exactOptional(),
  /** Thrown at another workstation: that the file is taken away here does not release it. */
  elsewhere: z.literal(true).exactOptional(),
});
export type ThrownSwitch = Readonly<z.output<typeof schema>>;

/** Whether the switch is thrown, in a file of its own: it must work whatever the policy's file is like. */
export interface KillSwitchFile {
  read(now: Instant): ThrownSwitch | undefined;
  write(thrown: ThrownSwitch): Promise<void>;
  remove(): void;
}

export function killSwitchFile(dataDir: string): KillSwitchFile {
  const path = join(dataDir, killSwitchFileName);
  return {
    read(now) {
      try {
        return schema.parse(JSON.parse(readSmallFile(path).text));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT' && !isLink(path)) return undefined;
        // That it lies there is enough: somebody meant it.
        return { by: 'unknown', at: now, reason: `${killSwitchFileName} cannot be read` };
      }
    },
    write: (thrown) => writeFileAtomic(path, `${JSON.stringify(thrown, null, 2)}\n`, { mode: 0o600 }),
    remove: () => rmSync(path, { force: true }),
  };
}

/** One that leads nowhere lies there all the same. */
const isLink = (path: string): boolean =>
  lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
