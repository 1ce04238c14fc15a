import { refuse, refuseNobody } from './refuse.ts';

/*
 * What a rule is given, made safe to look at. Rules run inside CouchDB: there is nothing but the language here, and of
 * that only what engines of ten years ago have.
 */

export interface Members {
  readonly [name: string]: unknown;
}

/** Of whoever writes, as CouchDB knows them. */
export interface UserContext {
  readonly db?: string;
  readonly name: string | null;
  readonly roles?: readonly string[];
}

export interface Writer {
  readonly name: string;
  /** Of viewer, operator, approver, admin; 0: none of them. */
  readonly rank: number;
  readonly collector: boolean;
  /** A server that operators sign in to: it tells what they say there. */
  readonly node: boolean;
  /** Administrator of the server: may repair. */
  readonly server: boolean;
}

export interface Given {
  readonly id: string;
  readonly doc: Members;
  /** What stands there; undefined where nothing does. */
  readonly before: Members | undefined;
  readonly deleted: boolean;
  readonly writer: Writer;
  /** Of the database, where it is kept by year. */
  readonly year: string | undefined;
}

const rolePrefix = 'datacenter-docs-';
const ranked = ['viewer', 'operator', 'approver', 'admin'];

/**
 * What the application calls itself, in the places where operators have their names. Nobody may be called so, and
 * nothing is believed of such a name.
 */
export const applicationNames = [
  'application',
  'Datacenter Docs',
  'scheduler',
  'whoever edited the file',
  'nobody',
  'unknown',
];

export const isApplication = (name: unknown): boolean => applicationNames.indexOf(name as string) !== -1;

export const hasOwn = (members: object, name: string): boolean =>
  Object.prototype.hasOwnProperty.call(members, name);

export const isMembers = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** A member of something of which it is not known what it is. */
export const memberOf = (value: unknown, name: string): unknown =>
  isMembers(value) && hasOwn(value, name) ? value[name] : undefined;

export function readGiven(doc: Members, before: Members | null, user: UserContext): Given {
  const writer = writerOf(user);
  const year = /-(\d{4})$/.exec(user.db === undefined ? '' : user.db);
  const standing =
    before === null || before === undefined || before['_deleted'] === true ? undefined : before;
  refuseBranch(doc, before, writer);
  return {
    id: String(doc['_id']),
    doc,
    before: standing,
    deleted: doc['_deleted'] === true,
    writer,
    year: year === null ? undefined : year[1],
  };
}

/**
 * Whoever brings revisions of their own, as replication between servers does, sets a document beside the one that is
 * there, or lets it go on from where it was young: CouchDB then compares it with nothing, or with that, and shows the
 * one with more revisions. Of a write like ours CouchDB names the revision that is there, and of a new document none;
 * of what is brought along it names the revision that it is to become.
 */
function refuseBranch(doc: Members, before: Members | null | undefined, writer: Writer): void {
  const goesOnFrom = memberOf(doc, '_rev');
  if (writer.server || goesOnFrom === memberOf(before, '_rev')) return;
  refuse('state', `it brings revision ${quoted(goesOnFrom)} along: revisions are made here`);
}

function writerOf(user: UserContext): Writer {
  const roles = listOf(user.roles);
  const server = roles.indexOf('_admin') !== -1;
  if (typeof user.name !== 'string' && !server) refuseNobody();
  let rank = 0;
  for (let at = 0; at < ranked.length; at += 1)
    if (roles.indexOf(rolePrefix + ranked[at]) !== -1) rank = at + 1;
  return {
    name: typeof user.name === 'string' ? user.name : '',
    rank,
    collector: roles.indexOf(`${rolePrefix}collector`) !== -1,
    node: roles.indexOf(`${rolePrefix}node`) !== -1,
    server,
  };
}

export type Role = 'viewer' | 'operator' | 'approver' | 'admin';

export const isAtLeast = (writer: Writer, role: Role): boolean =>
  writer.server || writer.rank > ranked.indexOf(role);

/** Refuses whoever has neither the role nor, where that will do, collects. */
export function requireRole(writer: Writer, role: Role, what: string, orCollector = false): void {
  if (isAtLeast(writer, role) || (orCollector && writer.collector)) return;
  const has = [ranked[writer.rank - 1], writer.collector ? 'collector' : undefined];
  const roles = has.filter((one) => one !== undefined).join(' and ');
  refuse(
    'role',
    `${what} takes the role ${role}${orCollector ? ' or collector' : ''}; ${writer.name} has ${roles === '' ? 'none' : roles}`,
  );
}

export function requireCollector(writer: Writer, what: string): void {
  if (writer.server || writer.collector) return;
  refuse(
    'role',
    `${what} takes the role collector; ${writer.name} has ${writer.rank === 0 ? 'none' : ranked[writer.rank - 1]}`,
  );
}

/** What somebody says is believed of their own account; what the application notes is believed of nobody. */
export function requireOwn(writer: Writer, name: unknown, what: string, orApplication = false): void {
  if (writer.server || name === writer.name || (orApplication && isApplication(name))) return;
  refuse('owner', `${what} is in the name of ${quoted(name)}, and ${writer.name} writes it`);
}

/**
 * As `requireOwn`, for words that permit nothing: a node is believed of those who sign in at it. What permits something
 * is believed of nobody but the account.
 */
export function requireSpoken(writer: Writer, name: unknown, what: string, orApplication = false): void {
  if (!(writer.node && typeof name === 'string' && name !== ''))
    requireOwn(writer, name, what, orApplication);
}

/** Only where nothing is kept for ever. */
export function refuseDeletion({ deleted, id }: Given): void {
  if (deleted) refuse('deleted', `${shortened(id)} stays: nothing is deleted here`);
}

export function refuseChange({ before, id }: Given): void {
  if (before !== undefined) refuse('append-only', `${shortened(id)} is there already, and never changes`);
}

/** A name of somebody or something, for a message. */
export const quoted = (value: unknown): string =>
  typeof value === 'string' ? `"${shortened(value)}"` : typeof value;

const shortened = (text: string): string => (text.length > 80 ? `${text.slice(0, 80)}…` : text);
