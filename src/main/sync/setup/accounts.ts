import { z } from 'zod';
import { operatorNameSchema } from '../../../shared/model/operator.ts';
import type { CouchClient } from '../couch/couch-client.ts';
import { couchRoles, type CouchRole } from '../layout.ts';
import { applicationNames } from '../rules/given.ts';
import { DomainError } from '../../platform/errors.ts';

export interface WantedAccount {
  readonly name: string;
  readonly roles: readonly CouchRole[];
}

export interface AccountReport {
  readonly name: string;
  readonly roles: readonly CouchRole[];
  readonly is: 'created' | 'roles-changed' | 'password-reset' | 'as-it-should-be' | 'too-many-roles';
  readonly says: string;
  /** Made by chance, and told once. */
  readonly password?: string;
}

const personRoles = ['viewer', 'operator', 'approver', 'admin'] as const satisfies readonly CouchRole[];

const isPersonRole = (role: CouchRole): boolean => (personRoles as readonly CouchRole[]).includes(role);

/** `alice=approver,collector`. @throws DomainError usage */
export function parseAccount(text: string): WantedAccount {
  const split = text.lastIndexOf('=');
  const name = text.slice(0, Math.max(0, split)).trim();
  const roles = text
    .slice(split + 1)
    .split(',')
    .map((role) => role.trim());
  const expected = `expected NAME=ROLE, with a role of ${Object.keys(couchRoles).join(', ')}`;
  if (split < 1) throw usage(`${text}: ${expected}`);
  const known = roles.filter((role): role is CouchRole => Object.hasOwn(couchRoles, role));
  if (known.length !== roles.length || new Set(known).size !== known.length)
    throw usage(`${text}: ${expected}, each once`);
  if (known.filter(isPersonRole).length > 1)
    throw usage(`${text}: expected one of ${personRoles.join(', ')}: each can do what those before it can`);
  const parsed = operatorNameSchema.safeParse(name);
  if (!parsed.success) throw usage(`${name}: expected ${parsed.error.issues[0]?.message ?? 'a name'}`);
  if (applicationNames.some((own) => own.toLowerCase() === name.toLowerCase()))
    throw usage(`${name}: that is what the application calls itself; expected another name`);
  return { name: parsed.data, roles: known };
}

const accountSchema = z.looseObject({
  _id: z.string(),
  _rev: z.string(),
  name: z.string(),
  roles: z.array(z.string()),
});
const allSchema = z.looseObject({
  rows: z.array(z.looseObject({ id: z.string(), doc: z.unknown().optional() })),
});
const done = z.unknown();

/** Everybody who has a role of ours, and whoever is wanted. */
export async function settleAccounts(
  client: CouchClient,
  options: {
    readonly wanted: readonly WantedAccount[];
    readonly resetPasswords: readonly string[];
    readonly password: (name: string) => Promise<{ readonly text: string; readonly tell: boolean }>;
    readonly dryRun: boolean;
  },
): Promise<AccountReport[]> {
  const { wanted, resetPasswords, dryRun } = options;
  const { rows } = await client.ask(allSchema, 'GET', '/_users/_all_docs', { query: { include_docs: true } });
  const there = new Map(
    rows.flatMap(({ doc }) => {
      const read = accountSchema.safeParse(doc);
      return read.success ? [[read.data.name, read.data] as const] : [];
    }),
  );
  for (const name of resetPasswords)
    if (!there.has(name) && !wanted.some((one) => one.name === name))
      throw new DomainError('account-not-found', `There is no account ${name} on the server.`, {
        hint: `\`--user ${name}=ROLE\` makes one.`,
      });
  const names = new Set([
    ...wanted.map(({ name }) => name),
    ...resetPasswords,
    ...[...there.values()].filter(({ roles }) => rolesOf(roles).length > 0).map(({ name }) => name),
  ]);
  const reports: AccountReport[] = [];
  for (const name of [...names].toSorted()) {
    const account = there.get(name);
    const asked = wanted.find((one) => one.name === name)?.roles;
    const has = rolesOf(account?.roles ?? []);
    const roles = asked ?? has;
    const foreign = (account?.roles ?? []).filter(
      (role) => !Object.values<string>(couchRoles).includes(role),
    );
    const write = async (password: string | undefined) =>
      client.ask(done, 'PUT', `/_users/${encodeURIComponent(`org.couchdb.user:${name}`)}`, {
        body: {
          ...account,
          name,
          type: 'user',
          roles: [...foreign, ...roles.map((role) => couchRoles[role])],
          ...(password !== undefined && { password }),
        },
      });
    const differs = roles.toSorted().join() !== has.toSorted().join();
    if (!account || resetPasswords.includes(name)) {
      const made = dryRun ? undefined : await options.password(name);
      if (made) await write(made.text);
      reports.push({
        name,
        roles,
        is: account ? 'password-reset' : 'created',
        says: account ? 'gets a new password' : 'is not there',
        ...(made?.tell === true && { password: made.text }),
      });
    } else if (differs) {
      if (!dryRun) await write(undefined);
      reports.push({ name, roles, is: 'roles-changed', says: `had ${has.join(', ') || 'no role'}` });
    } else if (has.filter(isPersonRole).length > 1) {
      const says = `has ${has.join(', ')}: \`--user ${name}=ROLE\` says which one`;
      reports.push({ name, roles, is: 'too-many-roles', says });
    } else reports.push({ name, roles, is: 'as-it-should-be', says: '' });
  }
  return reports;
}

const rolesOf = (roles: readonly string[]): CouchRole[] =>
  (Object.keys(couchRoles) as CouchRole[]).filter((role) => roles.includes(couchRoles[role]));

const usage = (text: string): DomainError => new DomainError('usage', `--user ${text}`);
