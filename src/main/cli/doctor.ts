import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import { age, instantText } from '../../shared/format.ts';
import type { Settings } from '../../shared/model/settings.ts';
import { settingsProblems } from '../check-settings.ts';
import { failure, type Check } from '../diagnostics/check.ts';
import { checkNode, checkSpace, checkSqlite } from '../diagnostics/local-checks.ts';
import { checkCouchDb, checkModel } from '../diagnostics/remote-checks.ts';
import { checkServers } from '../diagnostics/server-checks.ts';
import { openMcp } from '../mcp/open-mcp.ts';
import { systemClock } from '../platform/clock.ts';
import { readSettings, settingsPath } from '../platform/settings-file.ts';
import { version } from '../platform/version.ts';
import { dataDirOwner } from '../store/data-dir-lock.ts';
import type { CliContext } from './context.ts';
import { exitCodes } from './exit-codes.ts';

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
  const mcp = openMcp({ dataDir: context.dataDir });
  try {
    yield* checkServers(mcp, context.signal);
  } finally {
    await mcp.close();
  }
  yield await checkModel(settings.value, process.env, context.signal);
  yield await checkCouchDb(settings.value, process.env, context.signal);
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
