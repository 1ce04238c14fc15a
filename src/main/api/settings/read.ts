import { settingsProblems } from '../../check-settings.ts';
import { settingsPath } from '../../platform/settings-file.ts';
import type { Handler } from '../handler.ts';
import { fileValues, leaves } from './paths.ts';
import { settingsDefaults, settingsJsonSchema } from './schema.ts';

export const read: Handler<'settings.read'> = (_input, { app }) => {
  const { settings, liveSettings, dataDir } = app;
  const { problem } = liveSettings;
  return {
    values: plain(settings),
    defaults: plain(settingsDefaults),
    changed: leaves(fileValues(dataDir)),
    schema: settingsJsonSchema(),
    file: settingsPath(dataDir),
    problems: [...(problem === undefined ? [] : [problem]), ...settingsProblems(settings)],
  };
};

/** As JSON: what is not set is not there. */
function plain(value: object): Record<string, unknown> {
  return JSON.parse(JSON.stringify(value)) as Record<string, unknown>;
}
