import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { z } from 'zod';
import { instantSchema, type Instant } from '../../shared/model/ids.ts';

export const killSwitchFileName = 'kill-switch.json';

const schema = z.strictObject({
  by: z.string().max(200),
  at: instantSchema,
  reason: z.string().max(1_000),
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
      if (!existsSync(path)) return undefined;
      try {
        return schema.parse(JSON.parse(readFileSync(path, 'utf8')));
      } catch {
        // That it lies there is enough: somebody meant it.
        return { by: 'unknown', at: now, reason: `${killSwitchFileName} cannot be read` };
      }
    },
    write: (thrown) => writeFileAtomic(path, `${JSON.stringify(thrown, null, 2)}\n`, { mode: 0o600 }),
    remove: () => rmSync(path, { force: true }),
  };
}
