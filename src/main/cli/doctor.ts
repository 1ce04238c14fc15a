import { existsSync, statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Command } from 'commander';
import { age, bytes, instantText } from '../../shared/format.ts';
import type { Settings } from '../../shared/model/settings.ts';
import { collectors } from '../collectors/registry.ts';
import { findingRules } from '../findings/registry.ts';
import { findingSettingsProblems } from '../findings/settings.ts';
import { openMcp } from '../mcp/open-mcp.ts';
import { systemClock } from '../platform/clock.ts';
import { DomainError } from '../platform/errors.ts';
import { readSettings, settingsPath } from '../platform/settings-file.ts';
import { version } from '../platform/version.ts';
import { dataDirOwner } from '../store/data-dir-lock.ts';
import type { CliContext } from './context.ts';
import { exitCodes } from './exit-codes.ts';

export interface Check {
  readonly name: string;
  readonly status: 'ok' | 'warning' | 'failed' | 'not-set';
  readonly detail: string;
  /** What to do. */
  readonly hint?: string;
}

const probeTimeoutMs = 5_000;

export function registerDoctorCommand(program: Command, context: CliContext): void {
  program
    .command('doctor')
    .description('check Node, store, servers, model and CouchDB, and say what to do')
    .action(async () => {
      const checks: Check[] = [];
      for await (const check of examine(context)) checks.push(check);
      const failed = checks.filter((check) => check.status === 'failed');
      const { output } = context;
      const mark = {
        ok: output.color.green('✓'),
        warning: output.color.yellow('▲'),
        failed: output.color.red('■'),
        'not-set': output.color.dim('○'),
      };
      output.data({ ok: failed.length === 0, checks }, () =>
        checks
          .flatMap((check) => [
            `${mark[check.status]} ${check.name.padEnd(20)} ${indented(check.detail)}`,
            ...(check.hint === undefined ? [] : [`${margin}${output.color.dim(indented(check.hint))}`]),
          ])
          .join('\n'),
      );
      if (failed.length > 0) context.exitWith(exitCodes.failed);
    });
}

const margin = ' '.repeat(23);

function indented(text: string): string {
  return text.replaceAll('\n', `\n${margin}`);
}

async function* examine(context: CliContext): AsyncGenerator<Check> {
  yield { name: 'program', status: 'ok', detail: `Datacenter Docs ${version}` };
  yield checkNode();
  yield checkSqlite();
  yield checkSpace(context.dataDir);
  const settings = checkSettings(context.dataDir);
  yield settings.check;
  yield await checkStore(context);
  yield* checkServers(context);
  yield await checkModel(settings.value);
  yield await checkCouchDb(settings.value);
}

function checkNode(): Check {
  const major = Number(process.versions.node.split('.')[0]);
  return major >= 24
    ? { name: 'node', status: 'ok', detail: process.versions.node }
    : {
        name: 'node',
        status: 'failed',
        detail: `expected 24 or newer, this is ${process.versions.node}`,
        hint: 'Run `npm ci` in the program’s folder.',
      };
}

function checkSqlite(): Check {
  const database = new DatabaseSync(':memory:');
  try {
    database.exec('CREATE VIRTUAL TABLE probe USING fts5(word)');
    const row = database.prepare('SELECT sqlite_version() AS version').get();
    return { name: 'sqlite', status: 'ok', detail: `${String(row?.['version'])} with full-text search` };
  } catch (error) {
    return {
      name: 'sqlite',
      status: 'failed',
      detail: `no full-text search: ${messageOf(error)}`,
      hint: 'Use the Node that comes with the program.',
    };
  } finally {
    database.close();
  }
}

function checkSpace(dataDir: string): Check {
  let folder = dataDir;
  while (!existsSync(folder)) folder = dirname(folder);
  const { bavail, bsize } = statfsSync(folder);
  const free = bavail * bsize;
  const detail = `${dataDir}${existsSync(dataDir) ? '' : ' (not there yet)'}, ${bytes(free)} free`;
  return free < 2 ** 30
    ? {
        name: 'data directory',
        status: 'warning',
        detail,
        hint: 'Less than 1 GiB is free: make room, or choose another folder with --data-dir.',
      }
    : { name: 'data directory', status: 'ok', detail };
}

function checkSettings(dataDir: string): { check: Check; value?: Settings } {
  try {
    const value = readSettings(dataDir);
    const problems = findingSettingsProblems(findingRules, value.findings);
    if (problems.length === 0) return { value, check: { name: 'settings', status: 'ok', detail: 'valid' } };
    const hint = `Correct it in ${settingsPath(dataDir)}; until then the rule is not judged.`;
    return { value, check: { name: 'settings', status: 'failed', detail: problems.join('\n'), hint } };
  } catch (error) {
    return { check: { name: 'settings', status: 'failed', ...failure(error) } };
  }
}

async function checkStore(context: CliContext): Promise<Check> {
  const name = 'store';
  if (!existsSync(context.dataDir))
    return {
      name,
      status: 'not-set',
      detail: 'nothing has been collected yet',
      hint: 'Start with `datacenter-docs demo`.',
    };
  const owner = dataDirOwner(context.dataDir, systemClock);
  if (owner !== undefined) {
    return {
      name,
      status: 'ok',
      detail: `in use by ${owner.what} (process ${owner.pid} on ${owner.host}) for ${age(owner.startedAt, systemClock.now())}`,
    };
  }
  try {
    return await context.withApp(async (app) => {
      const stats = await app.inventory.stats();
      const newest = (await app.inventory.freshness())
        .map((row) => row.lastCompleteAt ?? '')
        .toSorted()
        .at(-1);
      return {
        name,
        status: 'ok' as const,
        detail: `${stats.present} entities, ${stats.changes} changes, ${newest ? `newest collection ${instantText(newest)}` : 'never collected'}`,
      };
    });
  } catch (error) {
    return { name, status: 'failed', ...failure(error) };
  }
}

async function* checkServers(context: CliContext): AsyncGenerator<Check> {
  const mcp = openMcp({ dataDir: context.dataDir });
  try {
    const keyring = (await mcp.secrets.describe()).keyring;
    yield keyring.available
      ? { name: 'secrets', status: 'ok', detail: 'the system’s keyring is there' }
      : {
          name: 'secrets',
          status: 'warning',
          detail: `no keyring: ${keyring.reason}`,
          hint: 'Refer to secrets as ${env:NAME}.',
        };
    const { servers, problems } = await mcp.servers.read();
    for (const problem of problems)
      yield { name: 'mcp.json', status: 'failed', detail: `${problem.path}: ${problem.message}` };
    if (servers.length === 0 && problems.length === 0) {
      yield {
        name: 'mcp servers',
        status: 'not-set',
        detail: 'none configured',
        hint: 'Add one with `datacenter-docs mcp add` or `mcp import FILE`.',
      };
    }
    for (const server of servers) {
      const name = `mcp ${server.name}`;
      if (server.disabled) {
        yield { name, status: 'not-set', detail: 'switched off' };
        continue;
      }
      try {
        const session = await mcp.pool.session(server.name, {
          signal: AbortSignal.any([context.signal, AbortSignal.timeout(probeTimeoutMs * 2)]),
        });
        const matching = collectors.filter((collector) =>
          collector.adapters.some((adapter) => adapter.matches(session.server)),
        );
        const answered = `${session.server.name} ${session.server.version}, ${session.server.tools.length} tools`;
        yield matching.length > 0
          ? {
              name,
              status: 'ok',
              detail: `${answered}, read by ${matching.map((collector) => collector.domain).join(', ')}`,
            }
          : {
              name,
              status: 'warning',
              detail: `${answered}, but no adapter knows these tools`,
              hint: `See \`datacenter-docs mcp tools ${server.name}\`.`,
            };
      } catch (error) {
        yield { name, status: 'failed', ...failure(error) };
      }
    }
  } catch (error) {
    yield { name: 'mcp servers', status: 'failed', ...failure(error) };
  } finally {
    await mcp.close();
  }
}

async function checkModel(settings: Settings | undefined): Promise<Check> {
  const base = process.env['LLM_BASE_URL'] ?? settings?.llm.baseUrl;
  if (base === undefined)
    return {
      name: 'language model',
      status: 'not-set',
      detail: 'none set; nothing in this version needs one',
    };
  return probe('language model', `${base.replace(/\/$/, '')}/models`, {
    ...(process.env['LLM_API_KEY'] && { authorization: `Bearer ${process.env['LLM_API_KEY']}` }),
  });
}

async function checkCouchDb(settings: Settings | undefined): Promise<Check> {
  const url = settings?.couchdb.url;
  if (url === undefined)
    return {
      name: 'couchdb',
      status: 'not-set',
      detail: 'none set; this workstation keeps its state to itself',
    };
  return probe('couchdb', URL.canParse(url) ? new URL('/_up', url).href : url, {});
}

async function probe(name: string, url: string, headers: Record<string, string>): Promise<Check> {
  if (!URL.canParse(url)) {
    return {
      name,
      status: 'failed',
      detail: `expected an address that begins with http:// or https://, got "${url}"`,
      hint: 'Correct it in the environment or in config.yaml.',
    };
  }
  const shown = new URL(url);
  shown.username = '';
  shown.password = '';
  try {
    const response = await fetch(shown, {
      headers,
      redirect: 'manual',
      signal: AbortSignal.timeout(probeTimeoutMs),
    });
    await response.body?.cancel();
    return response.ok
      ? { name, status: 'ok', detail: `${shown.origin} answers` }
      : {
          name,
          status: 'failed',
          detail: `${shown.href} answered ${response.status}`,
          hint: 'Check the address and the credentials.',
        };
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    return {
      name,
      status: 'failed',
      detail: `${shown.href}: ${messageOf(cause)}`,
      hint: 'Check the address, and that the server runs.',
    };
  }
}

function failure(error: unknown): { detail: string; hint?: string } {
  return {
    detail: messageOf(error),
    ...(error instanceof DomainError && error.hint !== undefined && { hint: error.hint }),
  };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
