import { z } from 'zod';
import { equalValue } from '../../inventory/digest.ts';
import type { CouchClient } from '../couch/couch-client.ts';
import { CouchError } from '../couch/couch-error.ts';
import { lifePath } from '../couch/database-life.ts';
import { databasePath, layoutVersion } from '../layout.ts';
import { expectedSecurity, revisionsLimit, type ExpectedDatabase } from './expected.ts';
import { migrationsFrom, type Migration } from './migrations.ts';
import { ruleText } from './rules.ts';
import type { FoundDatabase } from './survey.ts';

/** One thing that is not as it should be, and what puts it right; doing it twice does nothing the second time. */
export interface Step {
  readonly is: 'create' | 'adopt' | 'migrate' | 'rules' | 'revisions' | 'index' | 'security';
  readonly says: string;
  run(client: CouchClient): Promise<void>;
}

const done = z.unknown();

/**
 * In the order in which a break does no harm: rules stand before anybody but an administrator is let in. CouchDB lets
 * nobody else into a database that has just been made.
 */
export function stepsFor(
  expected: ExpectedDatabase,
  found: FoundDatabase | undefined,
  newLife: () => string,
  known?: readonly Migration[],
): Step[] {
  const path = databasePath(expected.name);
  const steps: Step[] = [];
  if (!found)
    steps.push({
      is: 'create',
      says: 'is not there',
      run: async (client) => {
        // Somebody else may have been quicker; what is there is set up all the same.
        await unlessThere(client.ask(done, 'PUT', path));
      },
    });
  if (found && !found.design && found.documents > 0)
    steps.push({
      is: 'adopt',
      says: 'was made by something else: its documents are kept',
      run: async () => {},
    });
  for (const migration of found ? migrationsFrom(found.design?.layout ?? 0, known) : [])
    steps.push({
      is: 'migrate',
      says: `layout ${migration.to}: ${migration.says}`,
      run: (client) => migration.migrate(client, expected),
    });
  const text = ruleText(expected.rule);
  const design = found?.design;
  if (
    design?.life === undefined ||
    design.layout !== layoutVersion ||
    design.validate_doc_update !== text ||
    design['language'] !== 'javascript'
  )
    steps.push({
      is: 'rules',
      says: whatOfDesign(found, text),
      run: async (client) => {
        await client.ask(done, 'PUT', `${path}/${lifePath}`, {
          body: {
            ...design,
            language: 'javascript',
            life: design?.life ?? newLife(),
            layout: layoutVersion,
            validate_doc_update: text,
          },
        });
      },
    });
  if (found?.revisionsLimit !== revisionsLimit)
    steps.push({
      is: 'revisions',
      says: found ? `keeps ${found.revisionsLimit} revisions of a document` : 'keeps too many revisions',
      run: async (client) => {
        await client.ask(done, 'PUT', `${path}/_revs_limit`, { body: revisionsLimit });
      },
    });
  for (const { name, fields } of expected.indexes) {
    if (found?.indexes.some((index) => index.name === name && equalValue(index.fields, fields)) === true)
      continue;
    steps.push({
      is: 'index',
      says: `has no index ${name} (${fields.join(', ')})`,
      run: async (client) => {
        await client.ask(done, 'POST', `${path}/_index`, {
          body: { index: { fields }, name, ddoc: `datacenter-docs-${name}`, type: 'json' },
        });
      },
    });
  }
  if (!found || !isSecure(found.security))
    steps.push({
      is: 'security',
      says: found ? whatOfSecurity(found.security) : 'lets nobody in',
      run: async (client) => {
        await client.ask(done, 'PUT', `${path}/_security`, { body: expectedSecurity });
      },
    });
  return steps;
}

function whatOfDesign(found: FoundDatabase | undefined, text: string): string {
  const design = found?.design;
  if (!design) return 'has no rules';
  if (design.validate_doc_update === undefined) return 'has no rules any more';
  if (design.layout !== layoutVersion) return `has the layout ${design.layout ?? 0}`;
  return design.validate_doc_update === text ? 'has lost its identity' : 'has other rules';
}

const membersSchema = z.looseObject({
  names: z.array(z.string()).default([]),
  roles: z.array(z.string()).default([]),
});
const securitySchema = z.looseObject({
  admins: membersSchema.prefault({}),
  members: membersSchema.prefault({}),
});

function isSecure(security: unknown): boolean {
  const read = securitySchema.safeParse(security);
  if (!read.success) return false;
  const { admins, members } = read.data;
  const sorted = (names: readonly string[]) => names.toSorted();
  return (
    admins.names.length === 0 &&
    members.names.length === 0 &&
    equalValue(sorted(admins.roles), sorted(expectedSecurity.admins.roles)) &&
    equalValue(sorted(members.roles), sorted(expectedSecurity.members.roles))
  );
}

function whatOfSecurity(security: unknown): string {
  const read = securitySchema.safeParse(security);
  if (!read.success) return 'lets in whom nobody can tell';
  const { admins, members } = read.data;
  if (members.names.length === 0 && members.roles.length === 0) return 'lets everybody in';
  const others = [
    ...admins.names,
    ...admins.roles.filter((role) => role !== '_admin'),
    ...members.names,
    ...members.roles.filter((role) => !(expectedSecurity.members.roles as readonly string[]).includes(role)),
  ].filter((name) => name !== '_admin');
  return others.length > 0
    ? `lets in others: ${[...new Set(others)].join(', ')}`
    : 'does not let our roles in';
}

/** For what somebody else may be doing at the same time. */
export async function unlessThere(asked: Promise<unknown>): Promise<void> {
  try {
    await asked;
  } catch (error) {
    if (!(error instanceof CouchError) || error.fault !== 'conflict') throw error;
  }
}
