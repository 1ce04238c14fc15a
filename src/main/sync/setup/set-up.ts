import { z } from 'zod';
import { DomainError } from '../../platform/errors.ts';
import type { CouchClient } from '../couch/couch-client.ts';
import { databasePath, layoutVersion } from '../layout.ts';
import { settleAccounts, type AccountReport, type WantedAccount } from './accounts.ts';
import { stepsFor, unlessThere, type Step } from './database-steps.ts';
import { expectedDatabases, lookedAfter, ofYear, type ExpectedDatabase } from './expected.ts';
import type { Migration } from './migrations.ts';
import { whyUnfit } from './rules.ts';
import { surveyDatabase } from './survey.ts';

export interface SetUpOptions {
  readonly prefix: string;
  readonly thisYear: number;
  /** How many years of what is kept by year, from this one on. */
  readonly years: number;
  /** Looks, and changes nothing. */
  readonly dryRun: boolean;
  readonly accounts: readonly WantedAccount[];
  readonly resetPasswords: readonly string[];
  readonly password: (name: string) => Promise<{ readonly text: string; readonly tell: boolean }>;
  readonly newLife: () => string;
  readonly onDatabase: (name: string, done: number, total: number) => void;
  readonly migrations?: readonly Migration[];
}

export interface DatabaseReport {
  readonly name: string;
  readonly documents: number;
  /** What was wrong with it, and was put right unless nothing was to be changed. */
  readonly steps: readonly { readonly is: Step['is']; readonly says: string }[];
  /** Documents of one that was taken over that the rules would not let in; the first hundred. */
  readonly unfit: readonly { readonly id: string; readonly reason: string }[];
}

export interface SetUpReport {
  readonly version: string;
  readonly databases: readonly DatabaseReport[];
  /** Of the same prefix, and nothing of ours. */
  readonly unknown: readonly string[];
  readonly accounts: readonly AccountReport[];
  /** Something was not as it should be. */
  readonly drift: boolean;
}

const welcomeSchema = z.looseObject({ couchdb: z.string(), version: z.string() });
const namesSchema = z.array(z.string());
const sessionSchema = z.looseObject({ userCtx: z.looseObject({ roles: z.array(z.string()) }) });
const pageSchema = z.looseObject({
  rows: z.array(z.looseObject({ id: z.string(), doc: z.record(z.string(), z.unknown()).nullish() })),
});
const mostUnfit = 100;

/**
 * Brings a server to what it should be, or tells what it is not. Whatever it finds half done it completes.
 * @throws CouchError; DomainError couchdb-not-admin | couchdb-newer-layout | account-not-found
 */
export async function setUpServer(client: CouchClient, options: SetUpOptions): Promise<SetUpReport> {
  const { prefix, dryRun } = options;
  const { version } = await client.ask(welcomeSchema, 'GET', '/');
  const session = await client.ask(sessionSchema, 'GET', '/_session');
  if (!session.userCtx.roles.includes('_admin'))
    throw new DomainError('couchdb-not-admin', 'This account is no administrator of the server.', {
      hint: 'Name one with --admin: only administrators of the server make databases and accounts.',
    });
  const there = await client.ask(namesSchema, 'GET', '/_all_dbs');
  const expected = expectedDatabases(prefix, options.thisYear, options.years);
  const { databases, unknown } = lookedAfter(prefix, expected, there);
  const found = await Promise.all(databases.map((one) => surveyDatabase(client, one)));
  for (const one of found) refuseNewer(one?.expected.name, one?.design?.layout);
  const usersMissing = !there.includes('_users');
  if (usersMissing && !dryRun) await unlessThere(client.ask(z.unknown(), 'PUT', '/_users'));
  const reports: DatabaseReport[] = [];
  for (const [place, database] of databases.entries()) {
    options.onDatabase(database.name, place, databases.length);
    const was = found[place];
    const steps = stepsFor(database, was, options.newLife, options.migrations);
    const unfit = steps.some(({ is }) => is === 'adopt') ? await unfitIn(client, database) : [];
    if (!dryRun) for (const step of steps) await step.run(client);
    reports.push({
      name: database.name,
      documents: was?.documents ?? 0,
      steps: steps.map(({ is, says }) => ({ is, says })),
      unfit,
    });
  }
  options.onDatabase('', databases.length, databases.length);
  const accounts =
    usersMissing && dryRun
      ? options.accounts.map((one): AccountReport => ({ ...one, is: 'created', says: 'is not there' }))
      : await settleAccounts(client, {
          wanted: options.accounts,
          resetPasswords: options.resetPasswords,
          password: options.password,
          dryRun,
        });
  return {
    version,
    databases: reports,
    unknown,
    accounts,
    drift:
      usersMissing ||
      unknown.length > 0 ||
      reports.some(({ steps }) => steps.length > 0) ||
      accounts.some(({ is }) => is !== 'as-it-should-be'),
  };
}

function refuseNewer(name: string | undefined, layout: number | undefined): void {
  if (layout === undefined || layout <= layoutVersion) return;
  throw new DomainError(
    'couchdb-newer-layout',
    `${name ?? ''} has the layout ${layout}, and this version knows ${layoutVersion}. Nothing was changed.`,
    { hint: 'Use the newer version that set it up; an older one would take its rules back.' },
  );
}

/** What is there already stays: whoever changes it next is told what is wrong with it. */
async function unfitIn(
  client: CouchClient,
  { name, rule }: ExpectedDatabase,
): Promise<{ id: string; reason: string }[]> {
  const unfit: { id: string; reason: string }[] = [];
  let after: string | undefined;
  for (;;) {
    const { rows } = await client.ask(pageSchema, 'GET', `${databasePath(name)}/_all_docs`, {
      query: {
        include_docs: true,
        limit: 500,
        ...(after !== undefined && { startkey: JSON.stringify(after), skip: 1 }),
      },
    });
    for (const { id, doc } of rows) {
      const reason = doc && !id.startsWith('_design/') ? whyUnfit(rule, doc) : undefined;
      if (reason !== undefined) unfit.push({ id, reason });
    }
    after = rows.at(-1)?.id;
    if (rows.length < 500 || unfit.length >= mostUnfit) return unfit.slice(0, mostUnfit);
  }
}

/**
 * Takes a year off the server, with its history and its audit.
 * @throws DomainError year-in-use | year-not-found
 */
export async function dropYear(
  client: CouchClient,
  options: {
    readonly prefix: string;
    readonly year: number;
    readonly thisYear: number;
    readonly really: boolean;
  },
): Promise<readonly { readonly name: string; readonly documents: number }[]> {
  const { prefix, year, thisYear } = options;
  if (year >= thisYear)
    throw new DomainError('year-in-use', `${year} is written to: expected a year before ${thisYear}.`);
  const names = await client.ask(namesSchema, 'GET', '/_all_dbs');
  const doomed = names.filter((name) => ofYear(prefix, name)?.year === year);
  if (doomed.length === 0)
    throw new DomainError('year-not-found', `There is nothing of ${year} on the server.`);
  const dropped: { name: string; documents: number }[] = [];
  for (const name of doomed) {
    const found = await surveyDatabase(client, { name, rule: 'changes', indexes: [] });
    dropped.push({ name, documents: found?.documents ?? 0 });
    if (options.really) await client.ask(z.unknown(), 'DELETE', databasePath(name));
  }
  return dropped;
}
