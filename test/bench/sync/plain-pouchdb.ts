import memory from 'pouchdb-adapter-memory';
import http from 'pouchdb-adapter-http';
import PouchDb from 'pouchdb-core';
import replication from 'pouchdb-replication';

interface Replicated {
  readonly ok: boolean;
  readonly docs_read: number;
}
interface Pouch {
  bulkDocs(documents: readonly object[]): Promise<unknown>;
  info(): Promise<{ readonly doc_count: number }>;
  destroy(): Promise<void>;
}
type PouchClass = new (name: string, options?: object) => Pouch;
type Replicate = (from: Pouch, to: Pouch, options: { readonly batch_size: number }) => Promise<Replicated>;

const Constructor = PouchDb.plugin(memory).plugin(http).plugin(replication) as unknown as PouchClass & {
  replicate: Replicate;
};

/** PouchDB's own replication of so many documents, from memory and into memory. @returns milliseconds */
export async function replicateByPouchDb(
  url: string,
  auth: { readonly name: string; readonly password: string },
  documents: readonly { readonly id: string }[],
  batchSize: number,
): Promise<{ pushMs: number; pullMs: number }> {
  const remote = new Constructor(url, { auth: { username: auth.name, password: auth.password } });
  const from = new Constructor('bench-from', { adapter: 'memory' });
  await from.bulkDocs(documents.map(({ id, ...fields }) => ({ _id: id, ...fields })));
  let begun = performance.now();
  await Constructor.replicate(from, remote, { batch_size: batchSize });
  const pushMs = performance.now() - begun;
  const to = new Constructor('bench-to', { adapter: 'memory' });
  begun = performance.now();
  await Constructor.replicate(remote, to, { batch_size: batchSize });
  const pullMs = performance.now() - begun;
  const { doc_count: arrived } = await to.info();
  if (arrived !== documents.length) throw new Error(`PouchDB read ${arrived} of ${documents.length}`);
  await from.destroy();
  await to.destroy();
  return { pushMs, pullMs };
}
