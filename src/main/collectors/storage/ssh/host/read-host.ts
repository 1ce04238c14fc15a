import { z } from 'zod';
import { hostCommands } from '../../../../ssh/commands/host.ts';
import { networkCommands } from '../../../../ssh/commands/network.ts';
import { storageCommands as commands } from '../../../../ssh/commands/storage.ts';
import type { HostReader } from '../../../../ssh/host-reader.ts';
import type { Said } from '../../../../ssh/said.ts';
import { partOf, recordsOf, type Part, type Records } from '../part.ts';
import * as block from './block.ts';
import * as lvm from './lvm.ts';
import * as multipath from './multipath.ts';
import { exportTable, type ExportTable } from './nfs.ts';
import * as zfs from './zfs.ts';

/** What a host may have or not, as far as it could be told. */
export type Feature<T> =
  | { readonly is: 'none' }
  | { readonly is: 'there'; readonly value: T }
  | { readonly is: 'unread'; readonly reason: string };

export interface Lvm {
  readonly groups: Records<lvm.VolumeGroup>;
  readonly volumes: Part<Records<lvm.LogicalVolume>>;
  readonly physical: Part<Records<lvm.PhysicalVolume>>;
}
export interface Zfs {
  readonly pools: Records<zfs.ZfsPool>;
  readonly layouts: Part<ReadonlyMap<string, zfs.PoolLayout>>;
  readonly datasets: Part<Records<zfs.Dataset>>;
  readonly snapshots: Part<Records<zfs.ZfsSnapshot>>;
}

export interface FileSystem {
  readonly source: string;
  readonly target: string;
  readonly usedBytes: number | undefined;
  readonly freeBytes: number | undefined;
}

/** What a host says of the storage that it has itself. */
export interface HostRead {
  /** What it calls itself. */
  readonly name: string;
  readonly address: string;
  readonly system: { readonly name?: string; readonly version?: string };
  readonly vendor: string | undefined;
  readonly product: string | undefined;
  readonly devices: Part<Records<block.BlockDevice>>;
  readonly fileSystems: Part<readonly FileSystem[]>;
  readonly lvm: Feature<Lvm>;
  readonly zfs: Feature<Zfs>;
  readonly multipath: Feature<Records<multipath.MultipathMap>>;
  readonly nfs: Feature<ExportTable>;
  /** By which clients may reach it; empty where it exports nothing. */
  readonly addresses: readonly string[];
}

/** @returns why nothing of this host can be told, where not even its name can */
export async function readHost(reader: HostReader): Promise<HostRead | { readonly reason: string }> {
  const kernel = await reader.ask(hostCommands.kernel);
  if (kernel.is !== 'answered') return { reason: kernel.reason };
  const [name] = kernel.stdout.trim().split(/\s+/);
  if (name === undefined || name === '') return { reason: 'it does not say what it is called' };
  const devices = await readDevices(reader);
  const seen = devices.ok ? [...block.withAll(devices.value.records)] : undefined;
  /** Whether a look at the devices shows that there is such a thing, whatever its own program says. */
  const shown = (is: (device: block.BlockDevice) => boolean): boolean | undefined => seen?.some(is);
  const nfs = await readExports(reader);
  return {
    name,
    address: reader.host.address,
    system: systemOf(await reader.ask(hostCommands.osRelease)),
    vendor: lineOf(await reader.ask(hostCommands.vendor)),
    product: lineOf(await reader.ask(hostCommands.product)),
    devices,
    fileSystems: await readFileSystems(reader),
    lvm: await readLvm(
      reader,
      shown(({ type, fileSystem }) => type === 'lvm' || fileSystem === 'LVM2_member'),
    ),
    zfs: await readZfs(
      reader,
      shown(({ fileSystem }) => fileSystem === 'zfs_member'),
    ),
    multipath: await readMultipath(
      reader,
      shown(({ type }) => type === 'mpath'),
    ),
    nfs,
    addresses: nfs.is === 'there' ? await readAddresses(reader) : [],
  };
}

/** An account that may not look is also told that there is nothing. */
const nothing = (shown: boolean | undefined, program: string): Feature<never> =>
  shown === true
    ? {
        is: 'unread',
        reason: `${program}: it lists nothing, and the block devices show that there is something`,
      }
    : { is: 'none' };

/** Why something that a program does not tell is there all the same, or is not. */
function unlessShown(said: Exclude<Said, { is: 'answered' }>, shown: boolean | undefined): Feature<never> {
  const sure = said.is === 'absent' || said.is === 'stopped' ? shown !== true : shown === false;
  return sure ? { is: 'none' } : { is: 'unread', reason: said.reason };
}

async function readDevices(reader: HostReader): Promise<Part<Records<block.BlockDevice>>> {
  const said = partOf(await reader.askJson(commands.blockDevices, block.rawDevices));
  if (!said.ok) return said;
  const { blockdevices } = said.value;
  return {
    ok: true,
    value: recordsOf(blockdevices, {
      kind: 'disk',
      schema: block.rawDevice,
      path: commands.blockDevices.id,
    }),
  };
}

const rawFileSystems = z.object({
  filesystems: z.array(
    z.object({
      source: z.string(),
      target: z.string(),
      used: z.coerce.number().nullish(),
      avail: z.coerce.number().nullish(),
    }),
  ),
});

async function readFileSystems(reader: HostReader): Promise<Part<readonly FileSystem[]>> {
  const said = await reader.askJson(commands.fileSystems, rawFileSystems, { empty: { filesystems: [] } });
  // It ends with 1 where there is no file system of these types.
  if (said.is === 'failed' && said.stdout.trim() === '') return { ok: true, value: [] };
  if (said.is !== 'answered') return { ok: false, reason: said.reason };
  return {
    ok: true,
    value: said.value.filesystems.map(({ source, target, used, avail }) => ({
      source,
      target,
      usedBytes: used ?? undefined,
      freeBytes: avail ?? undefined,
    })),
  };
}

async function readLvm(reader: HostReader, shown: boolean | undefined): Promise<Feature<Lvm>> {
  const said = await reader.askJson(commands.volumeGroups, lvm.rawVolumeGroups);
  if (said.is !== 'answered') return unlessShown(said, shown);
  if (said.value.length === 0) return nothing(shown, commands.volumeGroups.id);
  const named = (member: string) => (record: unknown) =>
    textMember(record, member) === undefined
      ? undefined
      : `${textMember(record, 'vg_name') ?? ''} ${textMember(record, member) ?? ''}`.trim();
  const volumes = partOf(await reader.askJson(commands.logicalVolumes, lvm.rawLogicalVolumes));
  const physical = partOf(await reader.askJson(commands.physicalVolumes, lvm.rawPhysicalVolumes));
  return {
    is: 'there',
    value: {
      groups: recordsOf(said.value, {
        kind: 'pool',
        schema: lvm.rawVolumeGroup,
        path: commands.volumeGroups.id,
        name: (record) => textMember(record, 'vg_name'),
      }),
      volumes: each(volumes, (list) =>
        recordsOf(list, {
          kind: 'volume',
          schema: lvm.rawLogicalVolume,
          path: commands.logicalVolumes.id,
          name: named('lv_name'),
        }),
      ),
      physical: each(physical, (list) =>
        recordsOf(list, {
          kind: 'disk',
          schema: lvm.rawPhysicalVolume,
          path: commands.physicalVolumes.id,
          name: (record) => textMember(record, 'pv_name'),
        }),
      ),
    },
  };
}

async function readZfs(reader: HostReader, shown: boolean | undefined): Promise<Feature<Zfs>> {
  const said = await reader.ask(commands.zfsPools);
  if (said.is !== 'answered') return unlessShown(said, shown);
  const rows = zfs.zfsRows(said.stdout, zfs.poolFields);
  if (rows.length === 0) return nothing(shown, commands.zfsPools.id);
  const states = textOf(await reader.ask(commands.zfsPoolStates));
  const datasets = textOf(await reader.ask(commands.zfsDatasets));
  const snapshots = textOf(await reader.ask(commands.zfsSnapshots));
  return {
    is: 'there',
    value: {
      pools: recordsOf(rows, { kind: 'pool', schema: zfs.rawZfsPool, path: commands.zfsPools.id }),
      layouts: each(states, zfs.poolLayouts),
      datasets: each(datasets, (text) =>
        recordsOf(zfs.zfsRows(text, zfs.datasetFields), {
          kind: 'volume',
          schema: zfs.rawDataset,
          path: commands.zfsDatasets.id,
        }),
      ),
      snapshots: each(snapshots, (text) =>
        recordsOf(zfs.zfsRows(text, zfs.snapshotFields), {
          kind: 'storage-snapshot',
          schema: zfs.rawZfsSnapshot,
          path: commands.zfsSnapshots.id,
        }),
      ),
    },
  };
}

async function readMultipath(
  reader: HostReader,
  shown: boolean | undefined,
): Promise<Feature<Records<multipath.MultipathMap>>> {
  const said = await reader.askJson(commands.multipathMaps, multipath.rawMaps, { empty: { maps: [] } });
  if (said.is !== 'answered') return unlessShown(said, shown);
  const { maps } = said.value;
  if (maps.length === 0) return nothing(shown, commands.multipathMaps.id);
  return {
    is: 'there',
    value: recordsOf(maps, { kind: 'disk', schema: multipath.rawMap, path: commands.multipathMaps.id }),
  };
}

async function readExports(reader: HostReader): Promise<Feature<ExportTable>> {
  const said = await reader.ask(commands.nfsExports);
  if (said.is === 'absent' || said.is === 'stopped') return { is: 'none' };
  if (said.is !== 'answered') return { is: 'unread', reason: said.reason };
  const table = exportTable(said.stdout);
  return table.exports.length === 0 && table.unread.length === 0
    ? { is: 'none' }
    : { is: 'there', value: table };
}

const rawAddresses = z.array(
  z.object({
    addr_info: z.array(z.object({ local: z.string().optional(), scope: z.string().optional() })).default([]),
  }),
);

/** Those that others can use. */
async function readAddresses(reader: HostReader): Promise<string[]> {
  const said = await reader.askJson(networkCommands.addresses, rawAddresses);
  if (said.is !== 'answered') return [];
  const all = said.value.flatMap(({ addr_info: list }) =>
    list.flatMap(({ local, scope }) => (local !== undefined && scope === 'global' ? [local] : [])),
  );
  return [...new Set(all)].toSorted();
}

const textOf = (said: Said): Part<string> =>
  said.is === 'answered' ? { ok: true, value: said.stdout } : { ok: false, reason: said.reason };

const each = <From, To>(part: Part<From>, map: (value: From) => To): Part<To> =>
  part.ok ? { ok: true, value: map(part.value) } : part;

/** The first line; undefined where there is none. */
function lineOf(said: Said): string | undefined {
  const [line] = said.is === 'answered' ? said.stdout.trim().split('\n') : [];
  return line === undefined || line === '' || line.includes('[REDACTED:') ? undefined : line;
}

/** `NAME` and `VERSION` of `/etc/os-release`. */
function systemOf(said: Said): HostRead['system'] {
  if (said.is !== 'answered') return {};
  const field = (name: string) => new RegExp(`^${name}="?([^"\n]*)"?$`, 'm').exec(said.stdout)?.[1];
  const name = field('NAME');
  const version = field('VERSION') ?? field('VERSION_ID');
  return { ...(name !== undefined && { name }), ...(version !== undefined && { version }) };
}

function textMember(record: unknown, member: string): string | undefined {
  const value: unknown =
    typeof record === 'object' && record !== null ? Reflect.get(record, member) : undefined;
  return typeof value === 'string' && value !== '' ? value : undefined;
}
