import type { z } from 'zod';
import type { HostReader } from '../../../../ssh/host-reader.ts';
import type { ReadCommand } from '../../../../ssh/read-command.ts';
import { storageCommands as commands } from '../../../../ssh/commands/storage.ts';
import { partOf, recordsOf, type Part, type Records } from '../part.ts';
import * as raw from './raw.ts';
import { readImages, type PoolImages } from './read-images.ts';

/** Everything that a cluster told through one host that may ask it. */
export interface ClusterRead {
  readonly fsid: string;
  /** What the site is told it is called: every Ceph cluster calls itself `ceph`. */
  readonly name: string;
  readonly status: z.output<typeof raw.rawStatus>;
  readonly health: Part<z.output<typeof raw.rawHealth>>;
  readonly space: Part<z.output<typeof raw.rawSpace>>;
  readonly tree: Part<z.output<typeof raw.rawTree>>;
  readonly osdSpace: Part<z.output<typeof raw.rawOsdSpaces>>;
  readonly osdMap: Part<OsdMap>;
  readonly poolStates: Part<z.output<typeof raw.rawPoolStates>>;
  readonly rules: Part<z.output<typeof raw.rawRules>>;
  readonly monitors: Part<z.output<typeof raw.rawMonitors>>;
  readonly daemons: Readonly<Record<DaemonType, Part<z.output<typeof raw.rawDaemons>>>>;
  readonly versions: Part<z.output<typeof raw.rawVersions>>;
  readonly fileSystems: Part<Records<z.output<typeof raw.rawFileSystem>>>;
  /** Of each pool that holds block images, by the pool's id. */
  readonly images: ReadonlyMap<number, PoolImages>;
}

export type DaemonType = 'mon' | 'mgr' | 'osd' | 'mds';
export type Osd = z.output<typeof raw.rawOsd>;
export type Pool = z.output<typeof raw.rawPool>;

export interface OsdMap extends Omit<z.output<typeof raw.rawOsdMap>, 'osds' | 'pools'> {
  readonly osds: Records<Osd>;
  readonly pools: Records<Pool>;
}

export type ClusterAnswer =
  /** The host is in no cluster. */
  | { readonly is: 'none' }
  /** There is one, or may be one, and it could not be asked. */
  | { readonly is: 'unread'; readonly reason: string }
  | { readonly is: 'read'; readonly fsid: string; rest(): Promise<ClusterRead> };

/** The first question says which cluster it is: another host may have told of it already. */
export async function askCluster(reader: HostReader): Promise<ClusterAnswer> {
  const said = await reader.askJson(commands.cephStatus, raw.rawStatus);
  if (said.is === 'absent' || said.is === 'stopped') return { is: 'none' };
  if (said.is !== 'answered') return { is: 'unread', reason: said.reason };
  const status = said.value;
  return { is: 'read', fsid: status.fsid, rest: () => readCluster(reader, status) };
}

async function readCluster(reader: HostReader, status: ClusterRead['status']): Promise<ClusterRead> {
  const ask = async <S extends z.ZodType>(command: ReadCommand, schema: S): Promise<Part<z.output<S>>> =>
    partOf(await reader.askJson(command, schema));
  const osdMap = splitMap(await ask(commands.cephOsdMap, raw.rawOsdMap));
  const fileSystems = await ask(commands.cephFileSystems, raw.rawFileSystems);
  return {
    fsid: status.fsid,
    name: `ceph-${status.fsid.slice(0, 8)}`,
    status,
    osdMap,
    health: await ask(commands.cephHealth, raw.rawHealth),
    space: await ask(commands.cephSpace, raw.rawSpace),
    tree: await ask(commands.cephOsdTree, raw.rawTree),
    osdSpace: await ask(commands.cephOsdSpace, raw.rawOsdSpaces),
    poolStates: await ask(commands.cephPoolStates, raw.rawPoolStates),
    rules: await ask(commands.cephRules, raw.rawRules),
    monitors: await ask(commands.cephMonitors, raw.rawMonitors),
    daemons: {
      mon: await ask(commands.cephMonitorHosts, raw.rawDaemons),
      mgr: await ask(commands.cephManagerHosts, raw.rawDaemons),
      osd: await ask(commands.cephOsdHosts, raw.rawDaemons),
      mds: await ask(commands.cephFileSystemHosts, raw.rawDaemons),
    },
    versions: await ask(commands.cephVersions, raw.rawVersions),
    fileSystems: fileSystems.ok
      ? {
          ok: true,
          value: recordsOf(fileSystems.value, {
            kind: 'share',
            schema: raw.rawFileSystem,
            path: commands.cephFileSystems.id,
          }),
        }
      : fileSystems,
    images: osdMap.ok ? await imagesOf(reader, osdMap.value.pools.records) : new Map(),
  };
}

function splitMap(part: Part<z.output<typeof raw.rawOsdMap>>): Part<OsdMap> {
  if (!part.ok) return part;
  const path = commands.cephOsdMap.id;
  return {
    ok: true,
    value: {
      ...part.value,
      osds: recordsOf(part.value.osds, {
        kind: 'disk',
        schema: raw.rawOsd,
        path: `${path}.osds`,
        name: (record) => memberText(record, 'osd', (id) => `osd.${id}`),
      }),
      pools: recordsOf(part.value.pools, {
        kind: 'pool',
        schema: raw.rawPool,
        path: `${path}.pools`,
        name: (record) => memberText(record, 'pool_name', (name) => name),
      }),
    },
  };
}

function memberText(record: unknown, member: string, say: (value: string) => string): string | undefined {
  const value: unknown =
    typeof record === 'object' && record !== null ? Reflect.get(record, member) : undefined;
  return typeof value === 'string' || typeof value === 'number' ? say(String(value)) : undefined;
}

/** Only pools that are said to hold block images: listing another one finds nothing and costs a scan. */
async function imagesOf(
  reader: HostReader,
  pools: readonly Pool[],
): Promise<ReadonlyMap<number, PoolImages>> {
  const images = new Map<number, PoolImages>();
  for (const { pool, pool_name: name, application_metadata: applications } of pools)
    if ('rbd' in applications) images.set(pool, await readImages(reader, name));
  return images;
}
