import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { collectors } from '../../src/main/collectors/registry.ts';
import { McpError, type McpErrorCode } from '../../src/main/mcp/mcp-error.ts';
import { acceptBuiltIn } from '../../src/main/mcp/open-mcp.ts';
import { parseServer } from '../../src/main/mcp/server-config.ts';
import type { McpSession, McpWriter } from '../../src/main/mcp/session.ts';
import { policyFileName } from '../../src/main/policy/open-policies.ts';
import { createSecretStore } from '../../src/main/platform/secrets.ts';
import { openAppClient, type AppClient } from '../support/app-client.ts';
import { compareTruth, type Compared } from './compare-truth.ts';
import { people, playTrial, type TrialResult } from './play-trial.ts';
import type { RealSource, RealSystem, RunningSystem } from './real-system.ts';

export interface SourceResult {
  readonly name: string;
  readonly server: string;
  /** Those that were called, by name. */
  readonly tools: readonly string[];
  readonly compared?: Compared;
  readonly trials: readonly TrialResult[];
  readonly checks: number;
  readonly failedChecks: number;
  readonly wrong: readonly string[];
}

export type SystemResult =
  | {
      readonly is: 'not-brought-up';
      readonly id: string;
      readonly title: string;
      readonly reason: string;
      /** It is all there, and did not come up. */
      readonly broken: boolean;
    }
  | {
      readonly is: 'ran';
      readonly id: string;
      readonly title: string;
      readonly version: string;
      readonly documents: number;
      readonly sources: readonly SourceResult[];
    };

/** Within minutes more is tried than a site would let run in an hour; everything else of the policy is the default. */
const busyPolicy = `rates:
  perHour: 1000
  perAction: 1000
  perTarget: 1000
  perCluster: 1000
circuitBreaker:
  failures: 100
cooldownMinutes: 0
`;

interface RunContext {
  readonly folder: string;
  readonly bin: (name: string) => string;
  readonly say: (line: string) => void;
}

const noKeyring = {
  get: () => Promise.resolve(undefined),
  set: () => Promise.reject(new Error('there is no keyring here')),
  delete: () => Promise.resolve(false),
};

export async function runSystem(system: RealSystem, context: RunContext): Promise<SystemResult> {
  const { id, title } = system;
  const reason = await system.missing();
  if (reason !== undefined) {
    context.say(`not brought up: ${reason}`);
    return { is: 'not-brought-up', id, title, reason, broken: false };
  }
  const folder = join(context.folder, 'system');
  mkdirSync(folder);
  let running: RunningSystem;
  try {
    running = await system.start({ ...context, folder });
  } catch (error) {
    return { is: 'not-brought-up', id, title, reason: textOf(error), broken: true };
  }
  try {
    return { is: 'ran', id, title, version: running.version, ...(await runSources(running, context)) };
  } finally {
    await running[Symbol.asyncDispose]();
  }
}

async function runSources(
  { sources }: RunningSystem,
  context: RunContext,
): Promise<{ documents: number; sources: SourceResult[] }> {
  const secrets = Object.assign({}, ...sources.map((source) => source.secrets ?? {})) as Record<
    string,
    string
  >;
  const data = join(context.folder, 'data');
  mkdirSync(data);
  writeFileSync(join(data, policyFileName), busyPolicy);
  const opened = await openAppClient(data, 'alice', {
    secrets: createSecretStore({ ...process.env, ...secrets }, noKeyring),
  });
  const { app, client } = opened;
  try {
    const called = watchCalls(opened);
    for (const [role, names] of Object.entries(people))
      for (const name of names) await app.operators.add({ name, role: role as keyof typeof people });
    await app.remediations.start();
    const first: { source: RealSource; wrong: string[]; compared?: Compared }[] = [];
    for (const source of sources) first.push({ source, ...(await collectFirst(opened, source, context)) });
    const { documents } = await client.documents.generate({ prose: false });
    const failed = documents.flatMap(({ title, errors }) =>
      errors.map(({ message }) => `${title}: ${message}`),
    );
    context.say(`${documents.length} documents`);
    const results: SourceResult[] = [];
    for (const { source, wrong, compared } of first) {
      const trials: TrialResult[] = [];
      for (const trial of compared || !source.truth ? (source.trials ?? []) : []) {
        const result = await playTrial(opened, source, trial);
        context.say(
          `${result.wrong === undefined ? 'ok    ' : 'FAILED'} ${result.title}: ${result.ended}${result.wrong === undefined ? '' : `: ${result.wrong}`}`,
        );
        trials.push(result);
        if (result.wrong !== undefined) wrong.push(`${result.action}, ${result.title}: ${result.wrong}`);
      }
      let failedChecks = 0;
      for (const check of source.checks ?? []) {
        const fault = await check
          .run({ view: await app.inventory.view(), client, app })
          .catch((error: unknown) => textOf(error));
        context.say(
          `${fault === undefined ? 'ok    ' : 'FAILED'} ${check.title}${fault === undefined ? '' : `: ${fault}`}`,
        );
        if (fault === undefined) continue;
        failedChecks += 1;
        wrong.push(`${check.title}: ${fault}`);
      }
      results.push({
        name: source.name,
        server: source.server,
        tools: [...(called.get(source.name) ?? [])].toSorted(),
        ...(compared && { compared }),
        trials,
        checks: source.checks?.length ?? 0,
        failedChecks,
        wrong,
      });
    }
    const audit = await app.audit.verify();
    const broken = audit.some((chain) => chain.break !== undefined);
    return {
      documents: documents.length,
      sources: results.map((result, position) =>
        position === 0
          ? {
              ...result,
              wrong: [...result.wrong, ...failed, ...(broken ? ['the audit does not prove itself'] : [])],
            }
          : result,
      ),
    };
  } finally {
    await opened.close();
  }
}

/** Adds it, accepts it, and reads it for the first time. */
async function collectFirst(
  { app, client }: AppClient,
  source: RealSource,
  context: RunContext,
): Promise<{ wrong: string[]; compared?: Compared }> {
  const parsed = parseServer(source.name, source.entry);
  if (!parsed.ok) return { wrong: parsed.problems.map(({ path, message }) => `${path}: ${message}`) };
  const { servers } = await app.mcp.servers.read();
  await app.mcp.servers.put([...servers, parsed.config]);
  try {
    await acceptBuiltIn(app.mcp.pool, source.name);
    const { server } = await app.mcp.pool.session(source.name);
    const wrong: string[] = [];
    const matching = collectors.flatMap(({ adapters }) =>
      adapters.filter((adapter) => adapter.matches(server)).map(({ id }) => id),
    );
    if (matching.toSorted().join() !== [...source.adapters].toSorted().join())
      wrong.push(`${server.name} is taken for ${matching.join(', ') || 'nothing'}`);
    if (!source.truth) return { wrong };
    const { runs, failed } = await client.collection.collect({ sources: [source.name] });
    wrong.push(...failed.map(({ message }) => message));
    const unseen = source.unseen ?? [];
    const told = runs.flatMap((run) => [
      ...run.unavailable.map(({ what, reason }) => `${what}: ${reason}`),
      ...run.scopes.flatMap(({ kind, partition, reason }) =>
        reason === undefined ? [] : [`${kind} ${partition ?? ''}: ${reason}`],
      ),
    ]);
    for (const run of runs) {
      if (run.error) wrong.push(`${run.domain}: ${run.error.message}`);
      wrong.push(
        ...run.rejects.map(
          ({ kind, name, path, reason }) => `${kind} ${name ?? ''} rejected, ${path}: ${reason}`,
        ),
      );
      wrong.push(
        ...run.scopes.flatMap(({ outcome, kind, partition, reason = '' }) =>
          outcome === 'failed' &&
          !unseen.some((pattern) => pattern.test(`${kind} ${partition ?? ''}: ${reason}`))
            ? [`${kind} ${partition ?? ''} failed: ${reason}`]
            : [],
        ),
      );
    }
    for (const pattern of unseen)
      if (!told.some((line) => pattern.test(line)))
        wrong.push(`it does not say that it could not see ${pattern}`);
    const compared = compareTruth(await app.inventory.view(), source.name, await source.truth());
    wrong.push(...compared.wrong);
    context.say(
      `${source.name} over ${source.server}: ${compared.found} of ${compared.there} entities, ${compared.values} values, ${wrong.length} faults`,
    );
    for (const line of wrong.slice(0, 20)) context.say(`  ${line}`);
    return { wrong, compared };
  } catch (error) {
    return { wrong: [textOf(error)] };
  }
}

/** Before anything is sent. */
const refusedByUs: ReadonlySet<McpErrorCode> = new Set<McpErrorCode>([
  'argument-refused',
  'not-read-only',
  'tool-not-found',
]);

/** Which tools were really called, by source. */
function watchCalls({ app }: AppClient): ReadonlyMap<string, Set<string>> {
  const called = new Map<string, Set<string>>();
  const note = (source: string, tool: string) =>
    void called.set(source, (called.get(source) ?? new Set()).add(tool));
  const pool = app.mcp.pool;
  const session = pool.session.bind(pool);
  const writer = pool.writer.bind(pool);
  pool.session = async (name, options): Promise<McpSession> => {
    const one = await session(name, options);
    return {
      ...one,
      async callTool(tool, args, call) {
        let sent = true;
        try {
          return await one.callTool(tool, args, call);
        } catch (error) {
          sent = !(error instanceof McpError && refusedByUs.has(error.code));
          throw error;
        } finally {
          if (sent) note(name, tool);
        }
      },
    };
  };
  pool.writer = (name, options): McpWriter => {
    const one = writer(name, options);
    return {
      ...one,
      callTool: (permit, call) => {
        note(name, permit.tool);
        return one.callTool(permit, call);
      },
    };
  };
  return called;
}

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
