import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAccounts, type Accounts, type User } from './accounts.ts';
import { notAllowed, ok, type Answer, type Asked } from './asked.ts';
import { ofDatabase } from './database-routes.ts';
import { Database, type DatabaseSnapshot, type Limits } from './database.ts';
import { badRequest, missing, Refusal } from './refusal.ts';
import { startUpstream, type Upstream } from './upstream.ts';

export interface CouchOptions {
  readonly port?: number;
  /** Known where a server comes back as another process. */
  readonly adminPassword?: string;
  readonly limits?: Partial<Limits>;
  /** How long a cookie is good for: CouchDB's default is 600. */
  readonly sessionSeconds?: number;
  /** Milliseconds; cookies run out by it. */
  readonly now?: () => number;
}

/** Everything that a backup of the server has. */
export type CouchSnapshot = ReadonlyMap<string, DatabaseSnapshot>;

/**
 * A CouchDB for tests: documents are kept by express-pouchdb, and before it stands what CouchDB 3.5 documents and
 * PouchDB leaves out: accounts, sessions, `_security`, rules of design documents, revisions on deletes, opaque
 * sequences, limits, and the long poll of `_changes`.
 */
export interface StrictCouchDb extends AsyncDisposable {
  readonly url: string;
  readonly admin: { readonly name: string; readonly password: string };
  /** Bytes of bodies, both ways, and requests since the start. */
  readonly traffic: { requests: number; received: number; sent: number };
  backup(): Promise<CouchSnapshot>;
  /** Puts every database back to what it was; those made since are gone. */
  restore(backup: CouchSnapshot): Promise<void>;
}

const databaseName = /^[a-z][a-z0-9_$()+/-]*$/;

export async function startStrictCouchDb(options: CouchOptions = {}): Promise<StrictCouchDb> {
  const admin = { name: 'admin', password: options.adminPassword ?? randomUUID() };
  const upstream = await startUpstream();
  const couch = new Couch(
    upstream,
    createAccounts(admin, options.sessionSeconds ?? 600, options.now ?? Date.now),
    { document: 8_000_000, request: 64 * 1024 * 1024, ...options.limits },
  );
  const traffic = { requests: 0, received: 0, sent: 0 };
  const server = createServer((request, response) => {
    traffic.requests += 1;
    request.on('data', (chunk: Buffer) => void (traffic.received += chunk.length));
    const write = response.write.bind(response);
    response.write = ((chunk: string | Buffer, ...rest: never[]) => {
      traffic.sent += Buffer.byteLength(chunk);
      return write(chunk, ...rest);
    }) as typeof response.write;
    const end = response.end.bind(response);
    response.end = ((chunk?: string | Buffer) => {
      traffic.sent += chunk === undefined ? 0 : Buffer.byteLength(chunk);
      return chunk === undefined ? end() : end(chunk);
    }) as typeof response.end;
    void couch.handle(request, response);
  });
  server.keepAliveTimeout = 60_000;
  server.listen(options.port ?? 0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    admin,
    traffic,
    async backup() {
      const kept = new Map<string, DatabaseSnapshot>();
      for (const [name, database] of couch.databases) kept.set(name, await database.snapshot());
      return kept;
    },
    async restore(backup) {
      for (const database of couch.databases.values()) await database.end();
      couch.databases.clear();
      for (const [name, snapshot] of backup) await (await couch.create(name, snapshot.id)).restore(snapshot);
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
      await upstream[Symbol.asyncDispose]();
    },
  };
}

class Couch {
  readonly databases = new Map<string, Database>();
  #upstream: Upstream;
  #accounts: Accounts;
  #limits: Limits;
  #hasUsers = false;
  #uuid = randomUUID().replaceAll('-', '');

  constructor(upstream: Upstream, accounts: Accounts, limits: Limits) {
    this.#upstream = upstream;
    this.#accounts = accounts;
    this.#limits = limits;
  }

  async create(name: string, id?: string): Promise<Database> {
    const database = new Database(this.#upstream, name, this.#limits, id);
    await database.begin();
    this.databases.set(name, database);
    return database;
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const url = new URL(request.url ?? '/', 'http://couch');
      const path = url.pathname.split('/').slice(1).filter(Boolean).map(decodeURIComponent);
      const answer = await this.#route({
        method: request.method ?? 'GET',
        path,
        query: url.searchParams,
        user: path[0] === '_session' && request.method === 'POST' ? nobody : this.#userOf(request),
        body: () => this.#bodyOf(request),
        response,
      });
      if (answer) send(response, answer);
    } catch (error) {
      const {
        status,
        error: kind,
        reason,
      } = error instanceof Refusal
        ? error
        : new Refusal(500, 'unknown_error', error instanceof Error ? error.message : String(error));
      if (response.headersSent) response.destroy();
      else send(response, { status, body: { error: kind, reason } });
    }
  }

  #userOf({ headers }: IncomingMessage): User {
    const { authorization = '', cookie = '' } = headers;
    const [, basic] = /^Basic (.+)$/i.exec(authorization) ?? [];
    if (basic !== undefined) {
      const text = Buffer.from(basic, 'base64').toString();
      const colon = text.indexOf(':');
      return this.#accounts.byPassword(text.slice(0, colon), text.slice(colon + 1));
    }
    const [, token] = /(?:^|;\s*)AuthSession=([^;]+)/.exec(cookie) ?? [];
    return token === undefined || token === '' ? nobody : this.#accounts.byCookie(token);
  }

  async #bodyOf(request: IncomingMessage): Promise<unknown> {
    const type = request.headers['content-type'] ?? '';
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of request as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > this.#limits.request) throw new Refusal(413, 'too_large', 'the request entity is too large');
      chunks.push(chunk);
    }
    const text = Buffer.concat(chunks).toString();
    if (type.startsWith('application/x-www-form-urlencoded'))
      return Object.fromEntries(new URLSearchParams(text));
    if (!type.startsWith('application/json'))
      throw new Refusal(415, 'bad_content_type', 'Content-Type must be application/json');
    try {
      return JSON.parse(text);
    } catch {
      throw badRequest('invalid UTF-8 JSON');
    }
  }

  async #route(asked: Asked): Promise<Answer | undefined> {
    const { method, path, user } = asked;
    const [first, ...rest] = path;
    if (first === undefined)
      return ok({
        couchdb: 'Welcome',
        version: '3.5.0',
        git_sha: 'test',
        uuid: this.#uuid,
        features: [],
        vendor: { name: 'The Apache Software Foundation' },
      });
    if (first === '_up') return ok({ status: 'ok', seeds: {} });
    if (first === '_session') return this.#session(asked);
    if (first === '_users') return this.#users(asked, rest.join('/'));
    if (first === '_all_dbs') {
      assertServerAdmin(user);
      return ok([...(this.#hasUsers ? ['_users'] : []), ...this.databases.keys()].toSorted());
    }
    if (first.startsWith('_')) throw missing(`${first} is not offered here`);
    if (rest.length === 0 && (method === 'PUT' || method === 'DELETE')) return this.#ofServer(asked, first);
    const database = this.databases.get(first);
    if (!database) throw missing('Database does not exist.');
    database.assertMember(user);
    return ofDatabase(database, asked, rest);
  }

  async #session({ method, user, body, response }: Asked): Promise<Answer> {
    switch (method) {
      case 'POST': {
        const { name, password } = (await body()) as Record<string, unknown>;
        const found = this.#accounts.byPassword(String(name), String(password));
        response.setHeader(
          'set-cookie',
          `AuthSession=${this.#accounts.cookieOf(String(name))}; Version=1; Path=/; HttpOnly`,
        );
        return ok({ ok: true, ...found });
      }
      case 'DELETE':
        response.setHeader('set-cookie', 'AuthSession=; Version=1; Path=/; HttpOnly');
        return ok({ ok: true });
      case 'GET':
        return ok({ ok: true, userCtx: user, info: { authentication_handlers: ['cookie', 'default'] } });
      default:
        throw notAllowed(method);
    }
  }

  /** A server that was never set up has no such database; this one has it from its first account on. */
  async #users({ method, user, query, body }: Asked, id: string): Promise<Answer> {
    assertServerAdmin(user);
    if (id === '' && method === 'PUT') {
      if (this.#hasUsers)
        throw new Refusal(412, 'file_exists', 'The database could not be created, the file already exists.');
      this.#hasUsers = true;
      return ok({ ok: true }, 201);
    }
    if (id === '_all_docs' && method === 'GET') {
      const documents = this.#accounts.all();
      return ok({
        total_rows: documents.length,
        offset: 0,
        rows: documents.map((doc) => ({
          id: doc['_id'],
          key: doc['_id'],
          value: { rev: doc['_rev'] },
          ...(query.get('include_docs') === 'true' && { doc }),
        })),
      });
    }
    this.#hasUsers = true;
    switch (method) {
      case 'PUT':
        return ok({ ok: true, ...this.#accounts.put({ ...((await body()) as object), _id: id }) }, 201);
      case 'GET':
        return ok(this.#accounts.get(id));
      case 'DELETE':
        return ok({ ok: true, ...this.#accounts.delete(id, query.get('rev') ?? undefined) });
      default:
        throw notAllowed(method);
    }
  }

  async #ofServer({ method, user }: Asked, name: string): Promise<Answer> {
    assertServerAdmin(user);
    const database = this.databases.get(name);
    if (method === 'DELETE') {
      if (!database) throw missing('Database does not exist.');
      this.databases.delete(name);
      await database.end();
      return ok({ ok: true });
    }
    if (!databaseName.test(name))
      throw new Refusal(
        400,
        'illegal_database_name',
        `Name: '${name}'. Only lowercase characters (a-z), digits (0-9), and any of the characters _, $, (, ), +, -, and / are allowed. Must begin with a letter.`,
      );
    if (database)
      throw new Refusal(412, 'file_exists', 'The database could not be created, the file already exists.');
    await this.create(name);
    return ok({ ok: true }, 201);
  }
}

const nobody: User = { name: null, roles: [] };

function assertServerAdmin(user: User): void {
  if (!user.roles.includes('_admin')) throw new Refusal(401, 'unauthorized', 'You are not a server admin.');
}

function send(response: ServerResponse, { status, body }: Answer): void {
  response.statusCode = status;
  response.setHeader('content-type', 'application/json');
  // What was not read of the request stands in the way of the next.
  if (status === 413) response.setHeader('connection', 'close');
  response.setHeader('server', 'CouchDB/3.5.0 (strict double)');
  response.end(`${JSON.stringify(body)}\n`);
}
