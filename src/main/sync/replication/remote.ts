import type { CouchClient } from '../couch/couch-client.ts';
import { fromCouch, type CouchDocument, type Replicated } from './documents.ts';
import { changesAfter, pullChanges } from './pull.ts';
import { pushRows, type PushOptions, type PushRow, type RequestSize } from './push.ts';

/** Where reading ended, by path of the database. */
export interface Checkpoint {
  readonly sequences: Readonly<Record<string, string>>;
}

export interface RemoteDatabase {
  /** `/datacenter-docs-changes-2026` */
  readonly path: string;
  /** Of `at`, where documents are kept by it. */
  readonly year?: number;
}

export interface RemoteOptions {
  readonly client: CouchClient;
  /** One; or those of the years that there are, newest last. */
  readonly databases: readonly RemoteDatabase[];
  /** Newest years may stand there before they begin: from this one on news are waited for. None: of the newest. */
  readonly thisYear?: number;
  readonly heartbeatMs: number;
  readonly size?: RequestSize;
  /** Whether what came is a document of this collection. Undefined: yes. @returns what is wrong with it */
  readonly problemOf?: (document: Replicated) => string | undefined;
  readonly onNotUnderstood?: (received: { readonly id: string; readonly reason: string }) => void;
  /** What is not wanted here at all, whatever it says. */
  readonly passesOver?: (document: Replicated) => boolean;
  /** A document of a year that the server has no database for. */
  readonly onWithoutDatabase?: (year: number) => void;
  /** A revision that was read or written. */
  readonly onRevision?: (path: string, id: string, rev: string) => void;
}

/** A collection as it lies on the server: in one database, or in one for each year. */
export interface Remote {
  pull(
    since: Checkpoint | undefined,
    batchSize: number,
    signal: AbortSignal,
  ): Promise<{ documents: Replicated[]; checkpoint: Checkpoint }>;
  push(rows: readonly PushRow[], options: PushOptions): Promise<Replicated[]>;
  /** Databases that news are waited for; the others are asked now and then. */
  readonly watched: readonly RemoteDatabase[];
  readonly unwatched: readonly RemoteDatabase[];
  /** Waits until there is something that was not read. @returns whether there is */
  changed(database: RemoteDatabase, signal: AbortSignal): Promise<boolean>;
  /** How far reading has got: another text once something was read. */
  sequenceOf(database: RemoteDatabase): string | undefined;
  /** The next pull asks it. */
  ring(database: RemoteDatabase): void;
  /** Changes there that were not read yet, as they were last told. */
  readonly behind: number | undefined;
}

export function createRemote(options: RemoteOptions): Remote {
  const { client, databases, heartbeatMs } = options;
  const sequences = new Map<string, string>();
  const behind = new Map<string, number>();
  /** Where there is, or may be, something that was not read. */
  const due = new Set(databases);
  const from = Math.min(options.thisYear ?? Infinity, databases.at(-1)?.year ?? Infinity);
  const watched = databases.filter(({ year }) => year === undefined || year >= from);
  const unwatched = databases.filter((database) => !watched.includes(database));
  let mostlyThere = false;

  function taken(document: CouchDocument): Replicated | undefined {
    const one = fromCouch(document);
    if (options.passesOver?.(one) === true) return undefined;
    const problem = one._deleted ? undefined : options.problemOf?.(one);
    if (problem === undefined) return one;
    options.onNotUnderstood?.({ id: one.id, reason: problem });
    return undefined;
  }

  return {
    watched,
    unwatched,
    get behind() {
      return behind.size === 0 ? undefined : [...behind.values()].reduce((sum, one) => sum + one, 0);
    },
    sequenceOf: ({ path }) => sequences.get(path),
    ring: (database) => void due.add(database),
    changed: ({ path }, signal) =>
      changesAfter(client, path, sequences.get(path) ?? '0', heartbeatMs, signal),
    async pull(since, batchSize, signal) {
      const documents: Replicated[] = [];
      const reached: Record<string, string> = { ...since?.sequences };
      for (const database of databases) {
        const { path } = database;
        if (!due.has(database)) continue;
        // What was left out is not read again only because nothing that was kept came after it.
        const from = sequences.get(path) ?? reached[path] ?? '0';
        due.delete(database);
        try {
          const pulled = await pullChanges(client, path, from, {
            batchSize: batchSize - documents.length,
            signal,
            take(document) {
              options.onRevision?.(path, document._id, document._rev);
              return taken(document);
            },
          });
          documents.push(...pulled.documents);
          reached[path] = pulled.sequence;
          sequences.set(path, pulled.sequence);
          behind.set(path, pulled.behind ?? 0);
        } catch (error) {
          due.add(database);
          throw error;
        }
        if (documents.length >= batchSize) {
          due.add(database);
          break;
        }
      }
      return { documents, checkpoint: { sequences: reached } };
    },
    async push(rows, pushing) {
      const conflicts: Replicated[] = [];
      for (const [database, own] of byDatabase(databases, rows, options.onWithoutDatabase)) {
        let written = 0;
        const found = await pushRows(client, database.path, own, {
          ...pushing,
          ...(options.size && { size: options.size }),
          askFirst: mostlyThere,
          written(id, rev) {
            options.onRevision?.(database.path, id, rev);
            written += 1;
          },
        });
        mostlyThere = written < own.length / 2;
        conflicts.push(...found);
      }
      return conflicts;
    },
  };
}

function byDatabase(
  databases: readonly RemoteDatabase[],
  rows: readonly PushRow[],
  without: ((year: number) => void) | undefined,
): Map<RemoteDatabase, PushRow[]> {
  const [only] = databases;
  if (only && only.year === undefined) return new Map([[only, [...rows]]]);
  const byYear = new Map(databases.map((database) => [database.year, database]));
  const grouped = new Map<RemoteDatabase, PushRow[]>();
  for (const row of rows) {
    const year = yearOf(row.newDocumentState);
    const database = byYear.get(year);
    if (!database) without?.(year);
    else grouped.set(database, [...(grouped.get(database) ?? []), row]);
  }
  return grouped;
}

/** Of `at`; what has none belongs nowhere. */
export function yearOf({ at }: Replicated): number {
  return typeof at === 'string' && /^\d{4}-/.test(at) ? Number(at.slice(0, 4)) : 0;
}
