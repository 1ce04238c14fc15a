import { randomUUID } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import type { User, UserContext } from './accounts.ts';
import { badRequest, conflict, missing, Refusal } from './refusal.ts';
import { createSequences, type Sequences } from './sequence.ts';
import type { CouchDocument, Upstream, UpstreamChange } from './upstream.ts';
import { compileValidation, type ValidateUpdate } from './validate-update.ts';

interface Members {
  readonly names?: readonly string[];
  readonly roles?: readonly string[];
}
export interface Security {
  readonly admins?: Members;
  readonly members?: Members;
}

export interface Limits {
  /** `max_document_size` in bytes. */
  readonly document: number;
  /** `max_http_request_size` in bytes. */
  readonly request: number;
}

export interface WriteOptions {
  /** false: revisions are the writer's, as replication between servers sends them. */
  readonly newEdits: boolean;
}

export type WriteResult =
  | { readonly ok: true; readonly id: string; readonly rev: string }
  | { readonly id: string; readonly error: string; readonly reason: string };

/** Everything that comes back after a restore. */
export interface DatabaseSnapshot {
  readonly id: string;
  readonly security: Security;
  readonly sequence: number;
  readonly documents: readonly CouchDocument[];
  /** `_local` documents: replicated to nobody, and part of every backup. */
  readonly local: readonly CouchDocument[];
}

const mostRows = 1_000_000_000;
const ownMembers = new Set(['_id', '_rev', '_deleted', '_revisions', '_attachments']);
const adminsOnly: Security = { admins: { roles: ['_admin'] }, members: { roles: ['_admin'] } };

/** One database with CouchDB's rules: who may, revisions, what design documents forbid. PouchDB keeps what passes. */
export class Database {
  readonly name: string;
  /** Of this life: one that is created anew is another. */
  readonly id: string;
  readonly sequences: Sequences;
  security: Security = adminsOnly;
  /** Kept and told; how many revisions there are is PouchDB's own affair. */
  revisionsLimit = 1_000;
  #upstream: Upstream;
  #limits: Limits;
  #changed = new EventEmitter();
  #validations: Promise<readonly ValidateUpdate[]> | undefined;
  /** Writes are one after the other, so that what was looked at is what is changed. */
  #writes: Promise<unknown> = Promise.resolve();
  /** Between what PouchDB counts and what this database has counted, also before a restore. */
  #offset = 0;
  #gone = false;
  readonly #local = new Map<string, CouchDocument>();
  /** What PouchDB calls it: never again the same, so that nothing is left of an earlier life. */
  readonly #path = `/d${randomUUID()}`;

  constructor(upstream: Upstream, name: string, limits: Limits, id: string = randomUUID()) {
    this.#upstream = upstream;
    this.#limits = limits;
    this.name = name;
    this.id = id;
    this.sequences = createSequences(id);
    this.#changed.setMaxListeners(0);
  }

  isAdmin(user: User): boolean {
    return user.roles.includes('_admin') || isOne(user, this.security.admins);
  }

  /** @throws Refusal 401 of a stranger, 403 of one who is known */
  assertMember(user: User): void {
    const { members = {} } = this.security;
    const everybody = (members.names ?? []).length === 0 && (members.roles ?? []).length === 0;
    if (everybody || this.isAdmin(user) || isOne(user, members)) return;
    throw user.name === null
      ? new Refusal(401, 'unauthorized', 'You are not authorized to access this db.')
      : new Refusal(403, 'forbidden', 'You are not allowed to access this db.');
  }

  /** @throws Refusal */
  assertAdmin(user: User): void {
    if (this.isAdmin(user)) return;
    throw new Refusal(
      user.name === null ? 401 : 403,
      user.name === null ? 'unauthorized' : 'forbidden',
      'You are not a db or server admin.',
    );
  }

  /** Makes room for its documents. */
  async begin(): Promise<void> {
    await this.ask('PUT', '');
  }

  /** Lets go of its documents, and of whoever waits for changes. */
  async end(): Promise<void> {
    this.#gone = true;
    this.#changed.emit('changed');
    await this.ask('DELETE', '');
  }

  /** Rows after a sequence, oldest first, where reading ended, and how many are left (at most). */
  async changes(
    since: number,
    limit: number,
  ): Promise<{ rows: UpstreamChange[]; last: number; pending: number }> {
    const newest = await this.newest();
    // One that is ahead of the database, as after a restore, is told nothing until the database has caught up.
    if (since >= newest) return { rows: [], last: since, pending: 0 };
    const { results, last_seq: last } = (await this.ask(
      'GET',
      `/_changes?since=${Math.max(0, since - this.#offset)}&limit=${limit}&include_docs=true&style=all_docs`,
    )) as { results: UpstreamChange[]; last_seq: number };
    const rows = results.map((row) => ({ ...row, seq: row.seq + this.#offset }));
    const at = Math.max(since, last + this.#offset);
    return { rows, last: at, pending: Math.max(0, newest - at) };
  }

  /** Where it stands now. */
  async newest(): Promise<number> {
    const { update_seq: sequence } = (await this.ask('GET', '')) as { update_seq: number };
    return sequence + this.#offset;
  }

  /** @returns whether it is still there */
  async changed(signal: AbortSignal): Promise<boolean> {
    if (!this.#gone) await once(this.#changed, 'changed', { signal }).catch(() => undefined);
    return !this.#gone;
  }

  /** What PouchDB answers as it is; for what has no rules of its own. */
  ask(method: string, path: string, body?: unknown): Promise<unknown> {
    return this.#upstream.ask(method, `${this.#path}${path}`, body);
  }

  write(given: readonly unknown[], user: User, { newEdits }: WriteOptions): Promise<WriteResult[]> {
    const run = this.#writes.then(async () => {
      const documents = given.map((document) => this.#judgeShape(document));
      const before = await this.#standing(documents.map(({ _id }) => _id));
      const results: (WriteResult | undefined)[] = [];
      const passing: { document: CouchDocument; at: number }[] = [];
      const taken = new Set<string>();
      for (const [at, document] of documents.entries())
        try {
          await this.#judge(document, before.get(document._id), user, newEdits);
          if (newEdits && taken.has(document._id)) throw conflict();
          taken.add(document._id);
          passing.push({ document, at });
        } catch (error) {
          if (!(error instanceof Refusal)) throw error;
          results[at] = { id: document._id, error: error.error, reason: error.reason };
        }
      await this.#keep(passing, results, newEdits);
      return results.filter((result) => result !== undefined);
    });
    this.#writes = run.catch(() => undefined);
    return run;
  }

  /** @throws Refusal not_found */
  local(id: string): CouchDocument {
    return isThere(this.#local.get(id));
  }

  /** @throws Refusal 409 when it is not the revision that is there */
  writeLocal(id: string, given: CouchDocument): WriteResult {
    const before = this.#local.get(id);
    if (before?._rev !== given._rev) throw conflict();
    const rev = `0-${Number(before?._rev?.slice(2) ?? 0) + 1}`;
    if (given._deleted === true) this.#local.delete(id);
    else this.#local.set(id, { ...given, _id: id, _rev: rev });
    return { ok: true, id, rev };
  }

  async snapshot(): Promise<DatabaseSnapshot> {
    const { rows, last } = await this.changes(0, mostRows);
    return {
      id: this.id,
      security: this.security,
      sequence: last,
      documents: rows.flatMap(({ doc }) => (doc ? [doc] : [])),
      local: [...this.#local.values()],
    };
  }

  /** Into one that is empty. */
  async restore({ security, sequence, documents, local }: DatabaseSnapshot): Promise<void> {
    this.security = security;
    for (const document of local) this.#local.set(document._id, document);
    await this.ask('POST', '/_bulk_docs', { docs: documents, new_edits: false });
    this.#offset = sequence - (await this.newest());
  }

  async #keep(
    passing: readonly { readonly document: CouchDocument; readonly at: number }[],
    results: (WriteResult | undefined)[],
    newEdits: boolean,
  ): Promise<void> {
    if (passing.length === 0) return;
    const rows = (await this.ask('POST', '/_bulk_docs', {
      docs: passing.map(({ document }) => document),
      new_edits: newEdits,
    })) as WriteResult[];
    if (newEdits) for (const [index, { at }] of passing.entries()) results[at] = rows[index];
    if (passing.some(({ document }) => document._id.startsWith('_design/'))) this.#validations = undefined;
    this.#changed.emit('changed');
  }

  #judgeShape(given: unknown): CouchDocument {
    if (typeof given !== 'object' || given === null || Array.isArray(given))
      throw badRequest('Document must be a JSON object');
    const document = given as Record<string, unknown>;
    const { _id: id = randomUUID().replaceAll('-', ''), _rev: rev } = document;
    if (typeof id !== 'string') throw new Refusal(400, 'illegal_docid', 'Document id must be a string');
    if (id === '') throw new Refusal(400, 'illegal_docid', 'Document id must not be empty');
    if (id.startsWith('_') && !id.startsWith('_design/') && !id.startsWith('_local/'))
      throw new Refusal(400, 'illegal_docid', 'Only reserved document ids may start with underscore.');
    if (rev !== undefined && (typeof rev !== 'string' || !/^[1-9]\d*-[0-9a-f]+$/.test(rev)))
      throw badRequest('Invalid rev format');
    for (const member of Object.keys(document))
      if (member.startsWith('_') && !ownMembers.has(member))
        throw new Refusal(400, 'doc_validation', `Bad special document member: ${member}`);
    if (document['_attachments'] !== undefined)
      throw new Refusal(403, 'forbidden', 'Attachments are not taken here.');
    if (Buffer.byteLength(JSON.stringify(document)) > this.#limits.document)
      throw new Refusal(413, 'document_too_large', id);
    return { ...document, _id: id };
  }

  async #judge(
    document: CouchDocument,
    before: CouchDocument | undefined,
    user: User,
    newEdits: boolean,
  ): Promise<void> {
    const { _id: id, _rev: rev } = document;
    if (id.startsWith('_design/')) this.assertAdmin(user);
    if (newEdits) {
      // Over what was deleted only something new can be written, and without a revision: not even another deletion.
      if (before?._deleted === true && (rev !== undefined || document._deleted === true)) throw conflict();
      if (before?._deleted !== true && before?._rev !== rev) throw conflict();
    } else if (rev === undefined) throw badRequest('A revision is needed where new_edits is false');
    if (id.startsWith('_design/') || id.startsWith('_local/')) return;
    const context: UserContext = { db: this.name, ...user };
    const known = newEdits ? standing(before) : await this.#ancestorOf(document);
    for (const validate of await this.#rules()) validate(document, known, context, this.security);
  }

  /**
   * What a revision that the writer brings along goes on from, as far as it is there: that is what CouchDB shows to
   * rules, however far the document has got by another branch.
   */
  async #ancestorOf(document: CouchDocument): Promise<CouchDocument | undefined> {
    const { start, ids } = (document['_revisions'] ?? { start: 0, ids: [] }) as {
      start: number;
      ids: readonly string[];
    };
    for (const [back, id] of ids.slice(1).entries()) {
      const rev = `${start - 1 - back}-${id}`;
      const path = `/${encodeURIComponent(document._id)}?rev=${rev}`;
      const found = (await this.ask('GET', path).catch(() => undefined)) as CouchDocument | undefined;
      if (found?._rev === rev) return found;
    }
    return undefined;
  }

  async #standing(ids: readonly string[]): Promise<ReadonlyMap<string, CouchDocument>> {
    const { rows } = (await this.ask('POST', '/_all_docs?include_docs=true', { keys: ids })) as {
      rows: {
        id?: string;
        key: string;
        value?: { rev: string; deleted?: boolean };
        doc?: CouchDocument | null;
      }[];
    };
    return new Map(
      rows.flatMap(({ id, value, doc }): [string, CouchDocument][] =>
        id === undefined || value === undefined
          ? []
          : [[id, doc ?? { _id: id, _rev: value.rev, _deleted: true }]],
      ),
    );
  }

  #rules(): Promise<readonly ValidateUpdate[]> {
    this.#validations ??= this.ask(
      'GET',
      '/_all_docs?include_docs=true&startkey=%22_design/%22&endkey=%22_design0%22',
    ).then((answer) =>
      (answer as { rows: { doc: CouchDocument }[] }).rows.flatMap(({ doc }) =>
        typeof doc['validate_doc_update'] === 'string' ? [compileValidation(doc['validate_doc_update'])] : [],
      ),
    );
    return this.#validations;
  }
}

const standing = (document: CouchDocument | undefined): CouchDocument | undefined =>
  document?._deleted === true ? undefined : document;

/** @throws Refusal not_found */
export function isThere(document: CouchDocument | undefined): CouchDocument {
  if (!document) throw missing();
  if (document._deleted === true) throw missing('deleted');
  return document;
}

const isOne = (user: User, { names = [], roles = [] }: Members = {}): boolean =>
  (user.name !== null && names.includes(user.name)) || user.roles.some((role) => roles.includes(role));
