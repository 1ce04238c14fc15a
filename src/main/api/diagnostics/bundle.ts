import type { CollectionRun, JobRun } from '../../../shared/model/run.ts';
import { messageOf } from '../../diagnostics/check.ts';
import { knownSecrets } from '../../known-secrets.ts';
import { createRedactor } from '../../platform/secrets-redact.ts';
import { auditDetails } from '../audit-subject.ts';
import type { App } from '../../app.ts';
import type { Handler } from '../handler.ts';
import { readJobs } from '../jobs/list.ts';
import { shownCollectionRun, shownJobRun } from '../jobs/shown-run.ts';
import { shownEntry, shownTarget } from '../sources/shown-entry.ts';
import { readDiagnostics } from './read.ts';

const mostRuns = 100;
const mostLogLines = 40;
const mostRejects = 20;

/**
 * Everything that helps to help, in one JSON file. Secrets are taken out twice: what looks like one by its name or
 * form, and then every value that a reference of a source stands for, wherever it turns up.
 */
export const bundle: Handler<'diagnostics.bundle'> = async (_input, context) => {
  const { app } = context;
  const parts = {
    about: part(() => readDiagnostics(context)),
    settings: part(() => app.settings),
    sources: part(() => sourcesOf(app)),
    jobs: part(() => jobsOf(app)),
    collections: part(() => collectionsOf(app)),
    languageModel: part(async () => ({ ...(await app.llm.describe()), usage: await app.llm.usage() })),
    audit: part(async () => ({ chains: await app.audit.verify() })),
  };
  const redactor = createRedactor();
  for (const secret of [...(await knownSecrets(app)), ...(await app.llm.secrets())]) redactor.add(secret);
  const told = await Promise.all(
    Object.entries(parts).map(async ([name, value]) => [name, auditDetails(await value)] as const),
  );
  const content = redactor.redact(
    `${JSON.stringify({ madeAt: app.clock.now(), ...Object.fromEntries(told) }, undefined, 2)}\n`,
  );
  return {
    fileName: `datacenter-docs-diagnostics-${app.clock.now().slice(0, 10)}.json`,
    mimeType: 'application/json',
    content,
    parts: told.map(([name, value]) => ({
      name,
      sizeBytes: Buffer.byteLength(JSON.stringify(value) ?? ''),
    })),
  };
};

/** A part that cannot be read is no reason to give nothing. */
async function part(read: () => unknown): Promise<unknown> {
  try {
    return await read();
  } catch (error) {
    return { unreadable: messageOf(error) };
  }
}

async function sourcesOf({ mcp, inventory }: App) {
  const [{ servers, problems }, described, freshness] = await Promise.all([
    mcp.servers.read(),
    mcp.pool.describe(),
    inventory.freshness(),
  ]);
  return {
    problems,
    sources: servers.map((config) => ({
      name: config.name,
      target: shownTarget(config),
      entry: shownEntry(config),
      disabled: config.disabled,
      status: described.find(({ name }) => name === config.name),
      freshness: freshness.filter(({ source }) => source === config.name),
      log: mcp.pool.stderr(config.name).slice(-mostLogLines),
    })),
  };
}

async function jobsOf(app: App) {
  const runs = (await app.store.runs.find({
    selector: { type: 'job' },
    sort: [{ queuedAt: 'desc' }],
    limit: mostRuns,
  })) as JobRun[];
  return {
    ...(await readJobs(app)),
    history: runs.map((run) => ({ ...shownJobRun(run), log: run.log.slice(-mostLogLines) })),
  };
}

async function collectionsOf({ store }: App) {
  const runs = (await store.runs.find({
    selector: { type: 'collection' },
    sort: [{ startedAt: 'desc' }],
    limit: mostRuns,
  })) as CollectionRun[];
  return runs.map((run) => ({
    ...shownCollectionRun(run),
    failedScopes: run.scopes.filter(({ outcome }) => outcome === 'failed'),
    rejects: run.rejects.slice(0, mostRejects),
    unavailable: run.unavailable,
  }));
}
