import type { MangoQuery, RxCollection } from 'rxdb';
import type { Change } from '../../shared/model/change.ts';
import type { DocumentRecord, DocumentVersion } from '../../shared/model/document.ts';
import type { Entity } from '../../shared/model/entity.ts';
import type { Run } from '../../shared/model/run.ts';
import type { SetAside } from './sqlite/set-aside.ts';

/**
 * The application's state. `openStore` (open-store.ts) opens it; everything but the collections that later features
 * fill is typed by its model. Documents are plain data without RxDB's `_meta` and `_rev`; every read
 * gives fresh objects that nobody else holds.
 */
export interface Store {
  readonly entities: StoreCollection<Entity>;
  readonly changes: StoreCollection<Change>;
  readonly runs: StoreCollection<Run>;
  readonly documents: StoreCollection<DocumentRecord>;
  readonly documentVersions: StoreCollection<DocumentVersion>;
  readonly conversations: StoreCollection<StoredRecord>;
  readonly tickets: StoreCollection<StoredRecord>;
  readonly remediations: StoreCollection<StoredRecord>;
  readonly feedback: StoreCollection<StoredRecord>;
  readonly audit: StoreCollection<StoredRecord>;
  readonly policies: StoreCollection<StoredRecord>;
  readonly presence: StoreCollection<StoredRecord>;
  /** Where it lies, for `doctor` and `stats`. */
  readonly file: string;
  /** Set when this start found the file damaged: where it lies now, and why. The store is then a fresh one: say so. */
  readonly setAside?: SetAside;
  close(): Promise<void>;
}

/** A document of a collection whose model comes with a later feature. */
export interface StoredRecord {
  readonly id: string;
  readonly schemaVersion: number;
  readonly [field: string]: unknown;
}

export interface StoreCollection<T extends { readonly id: string }> {
  readonly name: string;
  /** The collection itself, for replication and for reactive queries; reads of many documents go the raw way below. */
  readonly rx: RxCollection<T>;
  get(id: string): Promise<T | undefined>;
  /** In no particular order; missing ids are left out. */
  getMany(ids: readonly string[]): Promise<T[]>;
  /** Inserts or replaces whole documents, one transaction a call; later duplicates of an id win. */
  put(documents: readonly T[]): Promise<void>;
  /** @returns false, and writes nothing, when a document with that id is already there. */
  insert(document: T): Promise<boolean>;
  /**
   * Reads a document and puts another in its place, as one: nothing that is written at the same time is lost. `change`
   * gives undefined to leave it as it is; what it throws is what the caller gets, and nothing is written.
   * @returns what was written; undefined when nothing was, or there is no such document
   */
  update(id: string, change: (now: T) => T | undefined): Promise<T | undefined>;
  /** Missing ids are no error. What is removed stays on disk as a tombstone, for replication, until `purge`. */
  remove(ids: readonly string[]): Promise<void>;
  /** Takes tombstones off the disk that are at least so old. Replication must have sent them by then. */
  purge(minimumAgeMs: number): Promise<void>;
  find(query: MangoQuery<T>): Promise<T[]>;
  count(query: MangoQuery<T>): Promise<number>;
  /** All documents, in batches, ordered by id, without holding them all. */
  each(batchSize?: number): AsyncIterable<readonly T[]>;
}
