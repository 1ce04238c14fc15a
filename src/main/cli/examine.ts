import { existsSync } from 'node:fs';
import type { Client } from '../../shared/contract/client.ts';
import { age, instantText } from '../../shared/format.ts';
import { settingsSchema, type Settings } from '../../shared/model/settings.ts';
import { settingsProblems } from '../check-settings.ts';
import { failure, type Check } from '../diagnostics/check.ts';
import { checkNode, checkSpace, checkSqlite } from '../diagnostics/local-checks.ts';
import { checkModel } from '../diagnostics/model-check.ts';
import { checkCouchDb } from '../diagnostics/remote-checks.ts';
import { checkProfiles } from '../diagnostics/profile-checks.ts';
import { builtInProfiles } from '../profiles/built-in-profiles.ts';
import { openProfiles } from '../profiles/open-profiles.ts';
import { remediationActions } from '../remediation/registry.ts';
import { collectors } from '../collectors/registry.ts';
import { checkServers } from '../diagnostics/server-checks.ts';
import { openMcp } from '../mcp/open-mcp.ts';
import { createLlm } from '../llm/create-llm.ts';
import { systemClock } from '../platform/clock.ts';
import { silentLogger } from '../platform/logger.ts';
import { systemRandom } from '../platform/random.ts';
import type { SecretStore } from '../platform/secrets.ts';
import { readSettings, settingsPath } from '../platform/settings-file.ts';
import { version } from '../platform/version.ts';
import { dataDirOwner } from '../store/data-dir-lock.ts';
import type { CliContext } from './context.ts';

/**
 * What `doctor` looks at: this program and its files here; the store, servers, model and CouchDB with the eyes of the
 * application, wherever it runs, because it is the one that needs them. What cannot be asked there is asked here.
 */
export async function examine(context: CliContext): Promise<Check[]> {
  const settings = checkSettings(context.dataDir);
  const here: Check[] = [
    { name: 'program', status: 'ok', detail: `Datacenter Docs ${version}` },
    checkNode(),
    checkSqlite(),
    checkSpace(context.dataDir),
    settings.check,
  ];
  if (!existsSync(context.dataDir)) {
    const store: Check = {
      name: 'store',
      status: 'not-set',
      detail: 'nothing has been collected yet',
      hint: 'Start with `datacenter-docs demo`.',
    };
    return [...here, store, ...(await checkFromHere(context, settings.value))];
  }
  try {
    return await context.withClient(async (client) => {
      const store = await storeCheck(context.dataDir, client);
      const { checks } = await client.diagnostics.check({});
      const named = new Set(here.map(({ name }) => name));
      return [...here, store, ...checks.filter(({ name }) => !named.has(name))];
    });
  } catch (error) {
    context.signal.throwIfAborted();
    const store: Check = { name: 'store', status: 'failed', ...failure(error) };
    return [...here, store, ...(await checkFromHere(context, settings.value))];
  }
}

async function checkFromHere(
  { dataDir, signal }: CliContext,
  settings: Settings | undefined,
): Promise<Check[]> {
  const mcp = openMcp({ dataDir });
  try {
    const checks: Check[] = [];
    const profiles = openProfiles({
      dataDir,
      builtIn: builtInProfiles(),
      collectors,
      catalogue: remediationActions,
      clock: systemClock,
      logger: silentLogger,
    });
    for await (const check of checkServers(mcp, profiles.collectors, signal)) checks.push(check);
    checks.push(...checkProfiles(profiles, (await mcp.servers.read()).servers));
    checks.push(await checkModelFromHere(mcp.secrets, settings, signal));
    checks.push(await checkCouchDb(settings, signal));
    return checks;
  } finally {
    await mcp.close();
  }
}

/** Without the application: with its own eyes, over the settings that could be read. */
async function checkModelFromHere(
  secrets: SecretStore,
  settings: Settings | undefined,
  signal: AbortSignal,
): Promise<Check> {
  const { llm: values } = settings ?? settingsSchema.parse({});
  const llm = createLlm({
    settings: () => values,
    env: process.env,
    secrets,
    knownSecrets: async () => [],
    names: async () => [],
    usageFile: undefined,
    clock: systemClock,
    random: systemRandom,
    logger: silentLogger,
  });
  try {
    return await checkModel(llm, signal);
  } finally {
    await llm.close();
  }
}

async function storeCheck(dataDir: string, client: Client): Promise<Check> {
  const { inventory, freshness } = await client.system.stats({});
  const newest = freshness
    .map((row) => row.lastCompleteAt ?? '')
    .toSorted()
    .at(-1);
  const owner = dataDirOwner(dataDir, systemClock);
  const holder =
    owner === undefined || owner.pid === process.pid
      ? ''
      : `; in use by ${owner.what} (process ${owner.pid} on ${owner.host}) for ${age(owner.startedAt, systemClock.now())}`;
  return {
    name: 'store',
    status: 'ok',
    detail: `${inventory.present} entities, ${inventory.changes} changes, ${newest ? `newest collection ${instantText(newest)}` : 'never collected'}${holder}`,
  };
}

function checkSettings(dataDir: string): { check: Check; value?: Settings } {
  try {
    const value = readSettings(dataDir);
    const problems = settingsProblems(value);
    if (problems.length === 0) return { value, check: { name: 'settings', status: 'ok', detail: 'valid' } };
    const hint = `Correct it in ${settingsPath(dataDir)}; until then what it names is not used.`;
    return { value, check: { name: 'settings', status: 'failed', detail: problems.join('\n'), hint } };
  } catch (error) {
    return { check: { name: 'settings', status: 'failed', ...failure(error) } };
  }
}
