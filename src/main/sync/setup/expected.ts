import { sharedCollections } from '../../../shared/model/sync.ts';
import { coordinationDatabases, couchRoles, databaseName, isKeptByYear } from '../layout.ts';
import type { RuleName } from './rules.ts';

export interface Index {
  readonly name: string;
  readonly fields: readonly string[];
}

/** One database as it should be. */
export interface ExpectedDatabase {
  readonly name: string;
  readonly rule: RuleName;
  readonly year?: number;
  readonly indexes: readonly Index[];
}

/** What operators look for in the server itself. */
const indexes: Partial<Record<RuleName, readonly Index[]>> = {
  tickets: [{ name: 'by-state', fields: ['state', 'updatedAt'] }],
  remediations: [{ name: 'by-state', fields: ['state', 'updatedAt'] }],
  audit: [{ name: 'by-workstation', fields: ['workstation', 'sequence'] }],
};

/** As many as a station may be behind in one document and still be told how the revisions follow on each other. */
export const revisionsLimit = 100;

/** Members are whoever has a role of ours; only administrators of the server change how it is set up. */
export const expectedSecurity = {
  admins: { names: [], roles: ['_admin'] },
  members: { names: [], roles: Object.values(couchRoles) },
} as const;

/** @param years how many from this one on */
export function expectedDatabases(prefix: string, thisYear: number, years: number): ExpectedDatabase[] {
  return [...sharedCollections, ...coordinationDatabases].flatMap((rule) => {
    const common = { rule, indexes: indexes[rule] ?? [] };
    return rule !== 'claims' && rule !== 'leases' && isKeptByYear(rule)
      ? Array.from({ length: years }, (_, ahead) => ({
          ...common,
          name: databaseName(prefix, rule, thisYear + ahead),
          year: thisYear + ahead,
        }))
      : [{ ...common, name: databaseName(prefix, rule) }];
  });
}

/** The year of a database that is kept by year, whichever year that is. */
export function ofYear(prefix: string, name: string): { rule: RuleName; year: number } | undefined {
  for (const rule of sharedCollections.filter(isKeptByYear)) {
    const begin = `${databaseName(prefix, rule)}-`;
    const year = name.startsWith(begin) ? name.slice(begin.length) : '';
    if (/^\d{4}$/.test(year)) return { rule, year: Number(year) };
  }
  return undefined;
}

/** Databases to look after: those that should be, and those of other years that are. */
export function lookedAfter(
  prefix: string,
  expected: readonly ExpectedDatabase[],
  there: readonly string[],
): { readonly databases: readonly ExpectedDatabase[]; readonly unknown: readonly string[] } {
  const names = new Set(expected.map(({ name }) => name));
  const databases = [...expected];
  const unknown: string[] = [];
  for (const name of there.filter((one) => one.startsWith(`${prefix}-`) && !names.has(one))) {
    const known = ofYear(prefix, name);
    if (known) databases.push({ name, ...known, indexes: indexes[known.rule] ?? [] });
    else unknown.push(name);
  }
  return { databases, unknown };
}
