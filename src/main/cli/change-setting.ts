import { scheduleProblems, settingsProblems } from '../check-settings.ts';
import { systemClock } from '../platform/clock.ts';
import { makeFolder } from '../platform/make-folder.ts';
import { parseSettingValue, readSettings, setSetting } from '../platform/settings-file.ts';
import { dataDirOwner } from '../store/data-dir-lock.ts';
import type { CliContext } from './context.ts';

/**
 * Changes one setting where it is in force, with a word in the audit. What stands in the file and keeps the application
 * from starting is changed in the file alone: that is how it is mended.
 * @returns all settings as they are then
 */
export async function changeSetting(
  context: CliContext,
  path: string,
  value: string | undefined,
): Promise<unknown> {
  const { dataDir } = context;
  if (dataDirOwner(dataDir, systemClock) === undefined && !canStart(dataDir)) {
    makeFolder(dataDir, 0o700);
    return setSetting(dataDir, path, value, settingsProblems);
  }
  return context.withClient(async ({ settings }) => {
    if (value === undefined) await settings.reset({ path });
    else await settings.set({ path, value: parseSettingValue(path, value) });
    return (await settings.read({})).values;
  });
}

function canStart(dataDir: string): boolean {
  try {
    return scheduleProblems(readSettings(dataDir)).length === 0;
  } catch {
    return false;
  }
}
