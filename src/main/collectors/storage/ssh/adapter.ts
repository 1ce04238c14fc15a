import type { EntityKind } from '../../../../shared/model/kinds/registry.ts';
import { DomainError } from '../../../platform/errors.ts';
import { hostReader } from '../../../ssh/host-reader.ts';
import { listedHosts, type ListedHosts, type SshHost } from '../../../ssh/hosts.ts';
import { isSshServer, listTool, refuseSshRead, sshReadTools } from '../../../ssh/ssh-server.ts';
import type { McpSession } from '../../../mcp/session.ts';
import type { Adapter, CollectContext, CollectEvent } from '../../collector.ts';
import { storageCollectedKinds } from '../collected-kinds.ts';
import type { ArrayRead } from './array-read.ts';
import { clusterArray } from './ceph/cluster-array.ts';
import { askCluster, type ClusterAnswer } from './ceph/read-cluster.ts';
import { hostArray } from './host/host-array.ts';
import { readHost } from './host/read-host.ts';

/** Storage of Linux hosts over `ssh-mcp` (2.x): Ceph clusters, LVM, ZFS, multipath and NFS exports. */
export const sshStorageAdapter: Adapter = {
  id: 'ssh-storage',
  title: 'Storage of hosts over ssh-mcp',
  matches: isSshServer,
  readOnlyTools: sshReadTools,
  guard: refuseSshRead,
  collect,
};

/** Hosts that are asked at the same time. */
const atOnce = 4;

/** Of every array, whatever it is. */
const partKinds = [
  'controller',
  'disk',
  'pool',
  'volume',
  'storage-snapshot',
  'replication',
  'share',
] as const satisfies readonly EntityKind[];

const unavailable = [
  {
    what: 'shelves, storage ports, LUNs and storage hosts',
    reason: 'hosts and Ceph clusters are asked for what they have themselves',
  },
];

/** What one host told of the storage that it has, and which cluster it is in. */
interface Answer {
  readonly host: SshHost;
  readonly own: ArrayRead | undefined;
  readonly cluster: ClusterAnswer;
  /** Why there may be more. */
  readonly reasons: readonly string[];
}

async function* collect(session: McpSession, context: CollectContext): AsyncIterable<CollectEvent> {
  let listed: ListedHosts;
  try {
    listed = listedHosts(session.source, await session.callTool(listTool, {}, context.call));
  } catch (error) {
    context.signal.throwIfAborted();
    if (!(error instanceof DomainError)) throw error;
    for (const kind of storageCollectedKinds) yield { type: 'failed', kind, reason: error.message };
    return;
  }
  for (const one of unavailable) yield { type: 'unavailable', ...one };
  for (const line of listed.unread)
    yield { type: 'unavailable', what: 'a connection', reason: `cannot be read: ${line.slice(0, 200)}` };
  const told = new Set<string>();
  const unread = new Set<string>(listed.unread.length === 0 ? [] : ['a connection']);
  const total = listed.hosts.length;
  const clusters = new Set<string>();
  for (let done = 0; done < total; done += atOnce) {
    const next = listed.hosts.slice(done, done + atOnce);
    yield { type: 'progress', done, total, message: next.map(({ name }) => name).join(', ') };
    const answers = await Promise.all(next.map((host) => readOne(session, context, host)));
    for (const { host, own, cluster, reasons } of answers) {
      for (const reason of reasons) {
        yield { type: 'unavailable', what: `storage of ${host.name}`, reason };
        unread.add(host.name);
      }
      const arrays = own ? [own] : [];
      // Each host of a cluster could tell of it: the first that may does, in the order in which they are configured.
      if (cluster.is === 'read' && !clusters.has(cluster.fsid)) {
        clusters.add(cluster.fsid);
        arrays.push(clusterArray(session.source, await cluster.rest()));
      }
      for (const array of arrays) {
        if (told.has(array.name)) {
          yield {
            type: 'unavailable',
            what: `storage of ${host.name}`,
            reason: `another host is called ${array.name} as well`,
          };
          continue;
        }
        told.add(array.name);
        yield* arrayEvents(array);
      }
    }
  }
  // Of a host that could not be read it is not known what it has: nothing is taken for gone.
  const whole = unread.size === 0;
  if (whole) yield { type: 'complete', kind: 'array' };
  else
    yield {
      type: 'failed',
      kind: 'array',
      reason: `not every host could be read: ${[...unread].join(', ')}`,
    };
  for (const kind of partKinds)
    if (whole) yield { type: 'complete', kind };
    else for (const name of told) yield { type: 'complete', kind, partition: name };
  yield { type: 'progress', done: total, total, message: 'done' };
}

async function readOne(session: McpSession, context: CollectContext, host: SshHost): Promise<Answer> {
  const reader = hostReader(host, (tool, args) => session.callTool(tool, args, context.call));
  const read = await readHost(reader);
  // What cannot be reached is not asked for its cluster as well.
  if ('reason' in read) return { host, own: undefined, cluster: { is: 'none' }, reasons: [read.reason] };
  const found = hostArray(session.source, read);
  const cluster = await askCluster(reader);
  return {
    host,
    own: found.is === 'array' ? found.array : undefined,
    cluster,
    reasons: [found, cluster].flatMap((one) => (one.is === 'unread' ? [one.reason] : [])),
  };
}

function* arrayEvents({
  name,
  record,
  kinds,
  rejects,
  unavailable: missing,
}: ArrayRead): Iterable<CollectEvent> {
  for (const reject of rejects) yield { type: 'reject', reject };
  for (const one of missing) yield { type: 'unavailable', ...one };
  for (const read of kinds) {
    if ('reason' in read) yield { type: 'failed', kind: read.kind, partition: name, reason: read.reason };
    else yield { type: 'records', kind: read.kind, records: read.records };
  }
  yield { type: 'records', kind: 'array', records: [record] };
}
