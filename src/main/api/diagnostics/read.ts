import { statfsSync } from 'node:fs';
import { hostname } from 'node:os';
import { contractHash } from '../../../shared/contract/pinned.ts';
import type { OutputOf } from '../../../shared/contract/contract.ts';
import { dataFiles } from '../../diagnostics/data-files.ts';
import { sqliteVersion } from '../../diagnostics/local-checks.ts';
import { version } from '../../platform/version.ts';
import { dataDirOwner } from '../../store/data-dir-lock.ts';
import type { Handler, HandlerContext } from '../handler.ts';

/** What the files of the data directory are, by name. */
const whatLiesWhere: Readonly<Record<string, string>> = {
  'config.yaml': 'settings',
  'mcp.json': 'sources',
  'mcp-trust.json': 'trust',
  'scheduler.json': 'schedule',
  'workstation.json': 'audit',
  'views.json': 'views',
  'knowledge.sqlite': 'knowledge',
  'knowledge.sqlite-wal': 'knowledge',
  'knowledge.sqlite-shm': 'knowledge',
  'knowledge.sqlite.next': 'knowledge',
  'knowledge-vectors': 'knowledge',
  'knowledge-folders.json': 'folders',
  handbook: 'handbook',
  logs: 'logs',
  lock: 'lock',
  'lock.guard': 'lock',
  'attach.json': 'attach',
  'operators.json': 'operators',
  'server-token': 'token',
};

export const read: Handler<'diagnostics.read'> = (_input, context) => readDiagnostics(context);

export async function readDiagnostics({
  app,
  host,
}: Pick<HandlerContext, 'app' | 'host'>): Promise<OutputOf<'diagnostics.read'>> {
  const { store, dataDir, clock } = app;
  const [inventory, documents, collections] = await Promise.all([
    app.inventory.stats(),
    app.documents.list(),
    countCollections(app),
  ]);
  const owner = dataDirOwner(dataDir, clock);
  const { bavail, blocks, bsize } = statfsSync(dataDir);
  const { rss, heapUsed, heapTotal } = process.memoryUsage();
  const files = dataFiles(dataDir);
  const { electron } = process.versions;
  return {
    versions: {
      program: version,
      contract: contractHash,
      node: process.versions.node,
      sqlite: sqliteVersion(),
      platform: `${process.platform} ${process.arch}`,
      ...(electron !== undefined && { electron }),
    },
    startedAt: host.startedAt,
    host: host.kind,
    lock: {
      pid: owner?.pid ?? process.pid,
      host: owner?.host ?? hostname(),
      what: owner?.what ?? host.kind,
      since: owner?.startedAt ?? host.startedAt,
    },
    memory: { residentBytes: rss, heapUsedBytes: heapUsed, heapTotalBytes: heapTotal },
    disk: { freeBytes: bavail * bsize, totalBytes: blocks * bsize },
    dataDir,
    files: files.map((file) => ({ ...file, what: whatIs(file.name) })),
    store: {
      file: store.file,
      sizeBytes: files
        .filter(({ name }) => whatIs(name) === 'store')
        .reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
      collections,
      ...(store.setAside && {
        setAside: { movedTo: store.setAside.movedTo, reason: store.setAside.reason },
      }),
    },
    inventory: {
      present: inventory.present,
      disappeared: inventory.disappeared,
      changes: inventory.changes,
      runs: inventory.runs,
      documents: documents.length,
    },
  };
}

function whatIs(name: string): string {
  if (/\.sqlite(-wal|-shm)?$/.test(name)) return 'store';
  return whatLiesWhere[name] ?? 'other';
}

async function countCollections({ store }: HandlerContext['app']): Promise<Record<string, number>> {
  const { entities, changes, runs, documents, documentVersions, audit } = store;
  const all = { entities, changes, runs, documents, documentVersions, audit };
  return Object.fromEntries(
    await Promise.all(
      Object.entries(all).map(
        async ([name, collection]) => [name, await collection.count({ selector: {} })] as const,
      ),
    ),
  );
}
