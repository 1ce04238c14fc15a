import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import expressPouchDb from 'express-pouchdb';
import memory from 'pouchdb-adapter-memory';
import PouchDb from 'pouchdb-core';
import find from 'pouchdb-find';
import mapReduce from 'pouchdb-mapreduce';
import { Refusal } from './refusal.ts';

/** A document as CouchDB writes it. */
export interface CouchDocument {
  readonly _id: string;
  readonly _rev?: string;
  readonly _deleted?: boolean;
  readonly [member: string]: unknown;
}

export interface UpstreamChange {
  readonly seq: number;
  readonly id: string;
  readonly changes: readonly { readonly rev: string }[];
  readonly deleted?: true;
  readonly doc?: CouchDocument;
}

/** What keeps the documents: PouchDB behind express-pouchdb, on a port of its own that nobody else is told. */
export interface Upstream extends AsyncDisposable {
  /** @throws Refusal with what it answers, unless that is a success */
  ask(method: string, path: string, body?: unknown): Promise<unknown>;
}

export async function startUpstream(): Promise<Upstream> {
  const InMemory = PouchDb.plugin(memory).plugin(mapReduce).plugin(find).defaults({ adapter: 'memory' });
  const server: Server = createServer(
    expressPouchDb(InMemory, {
      mode: 'minimumForPouchDB',
      inMemoryConfig: true,
      logPath: join(tmpdir(), `express-pouchdb-${process.pid}.txt`),
    }),
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    async ask(method, path, body) {
      const response = await fetch(`http://127.0.0.1:${port}${path}`, {
        method,
        ...(body !== undefined && {
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
        }),
      });
      const answer: unknown = await response.json().catch(() => undefined);
      if (response.ok) return answer;
      const { error = 'unknown_error', reason = response.statusText } = (answer ?? {}) as Record<
        string,
        string
      >;
      throw new Refusal(response.status, error, reason);
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
