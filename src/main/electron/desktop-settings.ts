import { readFileSync } from 'node:fs';
import writeFileAtomic from 'write-file-atomic';
import { z } from 'zod';

/** What a person chose for the desktop application on this machine. */
const desktopSettingsSchema = z.object({ keepRunning: z.boolean().default(false) });
export type DesktopSettings = z.output<typeof desktopSettingsSchema>;

export interface DesktopSettingsFile {
  read(): DesktopSettings;
  change(settings: Partial<DesktopSettings>): Promise<void>;
}

/** A damaged file is as good as none: everything in it can be chosen again. */
export function openDesktopSettings(file: string): DesktopSettingsFile {
  let settings = read(file);
  return {
    read: () => settings,
    async change(changes) {
      const next = { ...settings, ...changes };
      await writeFileAtomic(file, `${JSON.stringify(next, undefined, 2)}\n`);
      settings = next;
    },
  };
}

function read(file: string): DesktopSettings {
  try {
    return desktopSettingsSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return desktopSettingsSchema.parse({});
  }
}
