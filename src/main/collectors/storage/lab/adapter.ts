import type { ObservedRecord } from '../../../../shared/model/entity.ts';
import type { EntityKind } from '../../../../shared/model/kinds/registry.ts';
import type { McpSession } from '../../../mcp/session.ts';
import type { Adapter, CollectContext, CollectEvent } from '../../collector.ts';
import { storageCollectedKinds } from '../collected-kinds.ts';
import { arrayContext, type ArrayContext } from './array-context.ts';
import { lists, readList, type ListName, type ListResult, type RecordOf } from './lists.ts';
import { mapCifsShare, mapExport, mapIgroup, mapLun } from './map-access.ts';
import { mapAggregate, mapRelationship, mapSnapshot, mapVolume } from './map-space.ts';
import { mapArray, mapDisk, mapEthernetPort, mapFcPort, mapNode, mapShelf } from './map-system.ts';

/** The lab's storage tools, which answer as a storage vendor's REST interface does. */
export const labStorageAdapter: Adapter = {
  id: 'lab-storage',
  title: 'Storage arrays of the lab',
  matches: ({ tools }) => {
    const names = new Set(tools.map(({ name }) => name));
    return (
      names.has(lists.clusters.tool) && names.has(lists.aggregates.tool) && names.has(lists.volumes.tool)
    );
  },
  readOnlyTools: [...new Set(Object.values(lists).map(({ tool }) => tool))],
  collect,
};

/** What no array of this kind tells, for the documents' coverage. */
const unavailable = [
  { what: 'deduplication savings of single LUNs', reason: 'the array reports savings by volume' },
  {
    what: 'switch ports that storage ports hang on',
    reason: 'the array reports no LLDP or fabric neighbours',
  },
  { what: 'files and their owners on shares', reason: 'the interface reports volumes and shares only' },
];

/** Of one array, in the order in which operators read it. */
const parts: readonly {
  readonly kind: EntityKind;
  /** The lists without which the kind cannot be judged. */
  readonly needs: readonly Exclude<ListName, 'clusters'>[];
  readonly map: (array: ArrayContext) => readonly ObservedRecord[];
}[] = [
  { kind: 'controller', needs: ['nodes'], map: (array) => each(array, 'nodes', mapNode) },
  { kind: 'shelf', needs: ['shelves'], map: (array) => each(array, 'shelves', mapShelf) },
  { kind: 'disk', needs: ['disks'], map: (array) => each(array, 'disks', mapDisk) },
  { kind: 'pool', needs: ['aggregates'], map: (array) => each(array, 'aggregates', mapAggregate) },
  { kind: 'volume', needs: ['volumes'], map: (array) => each(array, 'volumes', mapVolume) },
  { kind: 'initiator-host', needs: ['igroups'], map: (array) => each(array, 'igroups', mapIgroup) },
  // Without their storage hosts LUNs would lose their mappings, and look remapped.
  { kind: 'lun', needs: ['luns', 'igroups'], map: (array) => each(array, 'luns', mapLun) },
  {
    kind: 'share',
    needs: ['cifsShares', 'volumes'],
    map: (array) => [
      ...each(array, 'cifsShares', mapCifsShare),
      ...records(array, 'volumes').flatMap((volume) => mapExport(array, volume) ?? []),
    ],
  },
  {
    kind: 'storage-port',
    needs: ['fcPorts', 'fcInterfaces', 'ethernetPorts'],
    map: (array) => [...each(array, 'fcPorts', mapFcPort), ...each(array, 'ethernetPorts', mapEthernetPort)],
  },
  { kind: 'storage-snapshot', needs: ['snapshots'], map: (array) => each(array, 'snapshots', mapSnapshot) },
  {
    kind: 'replication',
    needs: ['relationships'],
    map: (array) => each(array, 'relationships', mapRelationship),
  },
];

function records<L extends Exclude<ListName, 'clusters'>>(
  array: ArrayContext,
  name: L,
): readonly RecordOf<L>[] {
  const list: ListResult<L> = array.lists[name];
  return list.ok ? list.records : [];
}

function each<L extends Exclude<ListName, 'clusters'>>(
  array: ArrayContext,
  name: L,
  map: (array: ArrayContext, record: RecordOf<L>) => ObservedRecord,
): readonly ObservedRecord[] {
  return records(array, name).map((record) => map(array, record));
}

async function* collect(session: McpSession, context: CollectContext): AsyncIterable<CollectEvent> {
  const clusters = await readList(session, context, 'clusters');
  if (!clusters.ok) {
    for (const kind of storageCollectedKinds) yield { type: 'failed', kind, reason: clusters.reason };
    return;
  }
  for (const reject of clusters.rejects) yield { type: 'reject', reject };
  for (const one of unavailable) yield { type: 'unavailable', ...one };
  const total = clusters.records.length;
  yield { type: 'progress', done: 0, total, message: 'replications' };
  // On every array at once: a replication stands on the array that receives, and says something of the one that sends.
  const replications = await readList(session, context, 'relationships');
  const unread = clusters.rejects.length > 0;
  for (const [done, cluster] of clusters.records.entries()) {
    yield { type: 'progress', done, total, message: cluster.name };
    const array = await readArray(session, context, cluster, replications);
    yield* arrayEvents(array);
    yield { type: 'records', kind: 'array', records: [mapArray(array)] };
  }
  yield { type: 'complete', kind: 'array' };
  // An array that could not be read must not look as if it had been taken away with everything in it.
  for (const { kind } of parts) {
    if (unread) for (const { name } of clusters.records) yield { type: 'complete', kind, partition: name };
    else yield { type: 'complete', kind };
  }
  yield { type: 'progress', done: total, total, message: 'done' };
}

async function readArray(
  session: McpSession,
  context: CollectContext,
  cluster: RecordOf<'clusters'>,
  replications: ListResult<'relationships'>,
): Promise<ArrayContext> {
  const read = <L extends ListName>(name: L) => readList(session, context, name, cluster.name);
  return arrayContext(
    session.source,
    cluster,
    {
      licenses: await read('licenses'),
      nodes: await read('nodes'),
      shelves: await read('shelves'),
      disks: await read('disks'),
      aggregates: await read('aggregates'),
      volumes: await read('volumes'),
      luns: await read('luns'),
      igroups: await read('igroups'),
      cifsShares: await read('cifsShares'),
      exportPolicies: await read('exportPolicies'),
      fcPorts: await read('fcPorts'),
      fcInterfaces: await read('fcInterfaces'),
      ethernetPorts: await read('ethernetPorts'),
      snapshots: await read('snapshots'),
      relationships: await read('relationships'),
    },
    replications,
  );
}

/** A record that does not fit is missed where another kind is made of it; in its own kind it counts as seen. */
function whyIncomplete(
  kind: EntityKind,
  list: ListResult<Exclude<ListName, 'clusters'>>,
): string | undefined {
  if (!list.ok) return list.reason;
  const unfit = list.rejects.find((reject) => reject.kind !== kind);
  return (
    unfit && `${unfit.kind} ${unfit.name ?? 'without a name'} does not fit: ${unfit.path}: ${unfit.reason}`
  );
}

function* arrayEvents(array: ArrayContext): Iterable<CollectEvent> {
  for (const [name, list] of Object.entries(array.lists)) {
    if (list.ok) for (const reject of list.rejects) yield { type: 'reject', reject };
    else yield { type: 'unavailable', what: `${name} of ${array.name}`, reason: list.reason };
  }
  for (const { kind, needs, map } of parts) {
    const reason = needs
      .map((name) => whyIncomplete(kind, array.lists[name]))
      .find((why) => why !== undefined);
    if (reason !== undefined) yield { type: 'failed', kind, partition: array.name, reason };
    else yield { type: 'records', kind, records: map(array) };
  }
}
