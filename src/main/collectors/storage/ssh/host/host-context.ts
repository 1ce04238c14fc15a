import { entityId } from '../../../../../shared/model/ids.ts';
import { naturalKey } from '../../../../../shared/model/keys.ts';
import type { Relation } from '../../../../../shared/model/relation.ts';
import { naaOf, withAll, type BlockDevice } from './block.ts';
import type { HostRead } from './read-host.ts';

/** What the parts of one host's storage need to know of each other. */
export interface HostContext {
  readonly source: string;
  readonly host: HostRead;
  readonly partOf: Relation;
  /** The disk or map that a device lies on, by any path that leads to it. */
  readonly rootOf: ReadonlyMap<string, BlockDevice>;
  /** The pool that takes a device, by its path. */
  readonly poolOf: ReadonlyMap<string, PoolUse>;
}

export interface PoolUse {
  readonly id: string;
  readonly pool: string;
  readonly role: 'data' | 'cache' | 'spare';
  /** What the pool says of the device; undefined where it says nothing. */
  readonly state: string | undefined;
}

export function hostContext(source: string, host: HostRead, uses: ReadonlyMap<string, PoolUse>): HostContext {
  const rootOf = new Map<string, BlockDevice>();
  for (const device of host.devices.ok ? host.devices.value.records : []) {
    // Below a path to a multipath map everything lies on the map, whichever path it is seen through.
    const map = device.children.find(({ type }) => type === 'mpath');
    for (const one of withAll([device])) if (!rootOf.has(one.path)) rootOf.set(one.path, map ?? device);
  }
  return {
    source,
    host,
    partOf: { type: 'part-of', to: entityId(source, 'array', host.name) },
    rootOf,
    poolOf: uses,
  };
}

/** The LUNs of other systems that these devices are, for whoever knows them. */
export function lunsBehind({ host, rootOf }: HostContext, paths: readonly string[]): Relation[] {
  const maps = host.multipath.is === 'there' ? host.multipath.value.records : [];
  const identifiers = new Set(
    paths.flatMap((path) => {
      const root = rootOf.get(path);
      const map = maps.find(({ name }) => name === root?.name || path === `/dev/mapper/${name}`);
      return naaOf(map?.uuid) ?? naaOf(root?.wwn) ?? [];
    }),
  );
  return [...identifiers].toSorted().map((naa) => ({ type: 'backed-by', toKey: naturalKey.naa(naa) }));
}
