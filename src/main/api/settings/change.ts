import { mkdirSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import type { App } from '../../app.ts';
import { settingsProblems } from '../../check-settings.ts';
import { setSetting } from '../../platform/settings-file.ts';
import { fileValues, valueAt } from './paths.ts';

/** One change after the other: each is checked against what the one before wrote. */
let tail: Promise<unknown> = Promise.resolve();

/**
 * Writes one value into config.yaml, or takes it out, and puts it in force at once.
 * @throws DomainError settings-invalid | invalid-schedule, and nothing was changed
 */
export function changeSetting(app: App, path: string, value: unknown) {
  const done = tail.then(async () => {
    const before = valueAt(fileValues(app.dataDir), path);
    mkdirSync(app.dataDir, { recursive: true, mode: 0o700 });
    const settings = await setSetting(
      app.dataDir,
      path,
      value === undefined ? undefined : JSON.stringify(value),
      settingsProblems,
    );
    const findingsBefore = relevantToFindings(app);
    app.liveSettings.apply(settings, 'operator');
    // Thresholds are judged anew at once: an operator wants to see what they do.
    if (!isDeepStrictEqual(findingsBefore, relevantToFindings(app))) await app.findings.evaluate();
    return { path, before };
  });
  tail = done.catch(() => undefined);
  return done;
}

function relevantToFindings({ settings }: App) {
  return [settings.findings, settings.collection.intervalMinutes];
}
