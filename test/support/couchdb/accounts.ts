import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { Refusal, badRequest, conflict, missing } from './refusal.ts';

/** What rules on the server are given of whoever writes. */
export interface UserContext {
  readonly db: string;
  readonly name: string | null;
  readonly roles: readonly string[];
}
export type User = Omit<UserContext, 'db'>;

interface Account {
  readonly rev: string;
  readonly roles: readonly string[];
  readonly salt: string;
  readonly hash: string;
}

export interface Accounts {
  /** @throws Refusal 401 */
  byPassword(name: string, password: string): User;
  /** @throws Refusal 401 when it has run out or is none of ours */
  byCookie(token: string): User;
  /** A cookie that is good for a while. */
  cookieOf(name: string): string;
  /** As `_users` takes them. @throws Refusal */
  put(document: Record<string, unknown>): { readonly id: string; readonly rev: string };
  get(id: string): Record<string, unknown>;
  all(): readonly Record<string, unknown>[];
  delete(id: string, rev: string | undefined): { readonly id: string; readonly rev: string };
}

const prefix = 'org.couchdb.user:';
const wrong = () => new Refusal(401, 'unauthorized', 'Name or password is incorrect.');
const expired = () => new Refusal(401, 'unauthorized', 'Session expired, please log in again.');

/** @param now milliseconds; cookies run out by it */
export function createAccounts(
  admin: { readonly name: string; readonly password: string },
  sessionSeconds: number,
  now: () => number,
): Accounts {
  const secret = randomBytes(32);
  const accounts = new Map<string, Account>();
  const userOf = (name: string): User | undefined => {
    if (name === admin.name) return { name, roles: ['_admin'] };
    const account = accounts.get(name);
    return account && { name, roles: account.roles };
  };
  const sign = (text: string) => createHmac('sha256', secret).update(text).digest('base64url');
  const nameOf = (id: string): string => {
    if (!id.startsWith(prefix))
      throw new Refusal(403, 'forbidden', `Doc ID must be of the form \`${prefix}name\``);
    return id.slice(prefix.length);
  };
  return {
    byPassword(name, password) {
      const account = accounts.get(name);
      const right =
        name === admin.name
          ? same(password, admin.password)
          : account !== undefined && same(hashed(password, account.salt), account.hash);
      const user = right ? userOf(name) : undefined;
      if (!user) throw wrong();
      return user;
    },
    byCookie(token) {
      const [name = '', issued = '', signature = ''] = Buffer.from(token, 'base64url')
        .toString()
        .split('\u0000');
      if (!same(signature, sign(`${name}\u0000${issued}`))) throw wrong();
      if (now() - Number(issued) > sessionSeconds * 1000) throw expired();
      const user = userOf(name);
      if (!user) throw wrong();
      return user;
    },
    cookieOf(name) {
      const issued = `${name}\u0000${now()}`;
      return Buffer.from(`${issued}\u0000${sign(issued)}`).toString('base64url');
    },
    put(document) {
      const { _id: id, _rev: rev, name, password, roles, type } = document;
      if (typeof id !== 'string') throw badRequest('Document id must be a string');
      if (name !== nameOf(id))
        throw new Refusal(403, 'forbidden', 'Doc ID must be of the form `org.couchdb.user:name`');
      if (type !== 'user') throw new Refusal(403, 'forbidden', 'doc.type must be user');
      if (!Array.isArray(roles)) throw new Refusal(403, 'forbidden', 'doc.roles must exist');
      if (roles.some((role) => typeof role !== 'string' || role.startsWith('_')))
        throw new Refusal(403, 'forbidden', 'No system roles (starting with underscore) in users db.');
      const before = accounts.get(nameOf(id));
      if (before?.rev !== rev) throw conflict();
      const salt = typeof password === 'string' ? randomBytes(16).toString('hex') : before?.salt;
      const hash = typeof password === 'string' && salt !== undefined ? hashed(password, salt) : before?.hash;
      if (salt === undefined || hash === undefined)
        throw new Refusal(403, 'forbidden', 'doc.password is required');
      const next = nextRev(before?.rev, document);
      accounts.set(nameOf(id), { rev: next, roles: roles as string[], salt, hash });
      return { id, rev: next };
    },
    get(id) {
      const account = accounts.get(nameOf(id));
      if (!account) throw missing();
      return documentOf(nameOf(id), account);
    },
    all: () => [...accounts].map(([name, account]) => documentOf(name, account)),
    delete(id, rev) {
      const account = accounts.get(nameOf(id));
      if (!account) throw missing();
      if (account.rev !== rev) throw conflict();
      accounts.delete(nameOf(id));
      return { id, rev: nextRev(rev, {}) };
    },
  };
}

/** As an administrator of the server reads it: what the password was made into is a member as well. */
const documentOf = (name: string, { rev, roles, salt, hash }: Account): Record<string, unknown> => ({
  _id: `${prefix}${name}`,
  _rev: rev,
  name,
  roles,
  type: 'user',
  password_scheme: 'pbkdf2',
  salt,
  derived_key: hash,
});

const hashed = (password: string, salt: string): string =>
  createHash('sha256').update(`${salt}${password}`).digest('hex');

function same(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}

function nextRev(before: string | undefined, document: unknown): string {
  const generation = Number(before?.split('-')[0] ?? 0) + 1;
  return `${generation}-${createHash('md5').update(JSON.stringify(document)).digest('hex')}`;
}
