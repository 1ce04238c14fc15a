import { settingsProblems } from '../check-settings.ts';
import { systemClock } from '../platform/clock.ts';
import { makeFolder } from '../platform/make-folder.ts';
import { parseSettingValue, setSetting } from '../platform/settings-file.ts';
import { dataDirOwner } from '../store/data-dir-lock.ts';
import type { CliContext } from './context.ts';

/**
 * Changes one setting where it is in force: in the process that holds the data directory, else in the file alone, also
 * when what stands there keeps the application from starting.
 * @returns all settings as they are then
 */
export async function changeSetting(
  context: CliContext,
  path: string,
  value: string | undefined,
): Promise<unknown> {
  const { dataDir } = context;
  if (dataDirOwner(dataDir, systemClock) === undefined) {
    makeFolder(dataDir, 0o700);
    return setSetting(dataDir, path, value, settingsProblems);
  }
  return context.withClient(async ({ settings }) => {
    if (value === undefined) await settings.reset({ path });
    else await settings.set({ path, value: parseSettingValue(path, value) });
    return (await settings.read({})).values;
  });
}
