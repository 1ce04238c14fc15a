import { settingsProblems } from '../../check-settings.ts';
import type { Check } from '../../diagnostics/check.ts';
import { checkNode, checkSpace, checkSqlite } from '../../diagnostics/local-checks.ts';
import { checkModel } from '../../diagnostics/model-check.ts';
import { checkProfiles } from '../../diagnostics/profile-checks.ts';
import { checkServers } from '../../diagnostics/server-checks.ts';
import { checkSync } from '../../diagnostics/sync-check.ts';
import { settingsPath } from '../../platform/settings-file.ts';
import { version } from '../../platform/version.ts';
import type { Handler, HandlerContext } from '../handler.ts';

export const check: Handler<'diagnostics.check'> = async (_input, { app, signal, progress }) => {
  const checks: Check[] = [];
  for await (const one of examine(app, signal)) {
    signal.throwIfAborted();
    checks.push(one);
    progress({ ...one });
  }
  return { checks: checks.map((one) => ({ ...one })) };
};

async function* examine(app: HandlerContext['app'], signal: AbortSignal): AsyncGenerator<Check> {
  yield { name: 'program', status: 'ok', detail: `Datacenter Docs ${version}` };
  yield checkNode();
  yield checkSqlite();
  yield checkSpace(app.dataDir);
  yield checkSettings(app);
  yield* checkServers(app.mcp, app.collectors, signal, await app.inventory.freshness());
  yield* checkProfiles(app.profiles, (await app.mcp.servers.read()).servers);
  yield await checkModel(app.llm, signal);
  yield await checkSync(app.sync);
}

function checkSettings({ settings, liveSettings, dataDir }: HandlerContext['app']): Check {
  const { problem } = liveSettings;
  const problems = [...(problem === undefined ? [] : [problem]), ...settingsProblems(settings)];
  if (problems.length === 0) return { name: 'settings', status: 'ok', detail: 'valid' };
  return {
    name: 'settings',
    status: 'failed',
    detail: problems.join('\n'),
    hint: `Correct it in ${settingsPath(dataDir)}; until then what it names is not used.`,
  };
}
