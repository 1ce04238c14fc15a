import { roles, type Role } from '../../shared/model/role.ts';
import type { SharedCollection } from '../../shared/model/sync.ts';

/*
 * How the shared state lies on the server: one database for each collection, named by a prefix; two that are no
 * collections of ours.
 */

export const defaultPrefix = 'datacenter-docs';

/** Of what `init-db` sets up: raised with whatever an older application could not work with. */
export const layoutVersion = 1;

/**
 * Only ever added to, and too much to be kept for ever: a database for each year of `at`. A year that is not wanted any
 * more is taken off the server whole, instead of by deletes that would have to be kept as well.
 */
export const keptByYear = ['changes', 'audit'] as const satisfies readonly SharedCollection[];

/** What is written once and stays: what is cleared away at a workstation is not cleared away at the others. */
export const appendOnly = [
  'changes',
  'runs',
  'document-versions',
  'feedback',
  'audit',
  'policies',
] as const satisfies readonly SharedCollection[];

/** Databases that no collection is replicated with: a claim is made there or it is not made at all. */
export const coordinationDatabases = ['claims', 'leases'] as const;
export type CoordinationDatabase = (typeof coordinationDatabases)[number];

export const isKeptByYear = (name: SharedCollection): boolean =>
  (keptByYear as readonly string[]).includes(name);
export const isAppendOnly = (name: SharedCollection): boolean =>
  (appendOnly as readonly string[]).includes(name);

/** @param year of those that are kept by year */
export const databaseName = (
  prefix: string,
  name: SharedCollection | CoordinationDatabase,
  year?: number,
): string => `${prefix}-${name}${year === undefined ? '' : `-${year}`}`;

/** A database's place in a URL. */
export const databasePath = (name: string): string => `/${encodeURIComponent(name)}`;

/**
 * What an account may do, as CouchDB roles. An account has one of viewer to admin, each more than the one before; a
 * workstation that collects has collector as well, a server that several sign in to has node. What somebody says or
 * approves is believed of the account of their name; what permits nothing also of a node's.
 */
export const couchRoles = {
  viewer: 'datacenter-docs-viewer',
  operator: 'datacenter-docs-operator',
  approver: 'datacenter-docs-approver',
  admin: 'datacenter-docs-admin',
  collector: 'datacenter-docs-collector',
  node: 'datacenter-docs-node',
} as const;
export type CouchRole = keyof typeof couchRoles;

/** What an account with these roles is among operators, as the rules on the server see it. */
export const rankOf = (given: readonly string[]): Role =>
  given.includes('_admin')
    ? 'admin'
    : (roles.findLast((role) => given.includes(couchRoles[role])) ?? 'viewer');
