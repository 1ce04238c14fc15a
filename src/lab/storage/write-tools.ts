import { z } from 'zod';
import { defineTool } from '../define-tool.ts';
import { LabError, type LabContext, type LabTool } from '../domain.ts';
import { naaPrefix } from './build.ts';
import { deleteSnapshot, snapshotsOf, type SnapshotState } from './snapshots.ts';
import {
  isInterfaceUp,
  type ArrayState,
  type FcInterfaceState,
  type FcPortState,
  type VolumeState,
} from './state.ts';

const day = 86_400_000;
const cluster = z.string().describe('Storage cluster, by name');
const volume = z.string().describe('Volume, by name');

/** What changes arrays. Each answers what it did in the vendor's way: a job; what is so afterwards is read back. */
export function writeTools(context: LabContext, arrays: readonly ArrayState[]): LabTool[] {
  const random = context.random('storage/jobs');
  const job = (message: string) => ({ job: { uuid: random.hex(32), state: 'success', message } });
  const arrayNamed = (name: string): ArrayState => {
    const array = arrays.find((candidate) => candidate.name === name);
    if (!array) throw new LabError(`no storage cluster "${name}"`);
    return array;
  };
  const volumeNamed = (array: ArrayState, name: string): VolumeState => {
    const found = array.volumes.find((candidate) => candidate.name === name);
    if (!found) throw new LabError(`no volume "${name}" on ${array.name}`);
    return found;
  };

  return [
    defineTool({
      name: 'storage_grow_volume',
      title: 'Grow a volume',
      description: 'Makes a volume, and the LUN that fills it, larger. Cannot be undone.',
      input: z.strictObject({ cluster, volume, new_size: z.number().int().positive().describe('Bytes') }),
      readOnly: false,
      run: (args) => {
        const array = arrayNamed(args.cluster);
        const target = volumeNamed(array, args.volume);
        growVolume(context, array, target, args.new_size);
        return {
          ...job(`volume ${target.name} resized to ${target.sizeBytes}`),
          volume: { name: target.name, size: target.sizeBytes },
        };
      },
      partially: (args) => {
        const array = arrayNamed(args.cluster);
        const target = volumeNamed(array, args.volume);
        growVolume(
          context,
          array,
          target,
          target.sizeBytes + Math.floor((args.new_size - target.sizeBytes) / 2),
        );
        return {};
      },
    }),
    defineTool({
      name: 'storage_create_snapshot',
      title: 'Create a snapshot',
      description: 'Takes a snapshot of a volume now.',
      input: z.strictObject({
        cluster,
        volume,
        name: z.string().regex(/^[\w.-]{1,255}$/),
        comment: z.string().max(255).default(''),
      }),
      readOnly: false,
      run: (args) => {
        const target = volumeNamed(arrayNamed(args.cluster), args.volume);
        if (snapshotsOf(target, context.now()).some(({ name }) => name === args.name))
          throw new LabError(`volume ${target.name} has a snapshot "${args.name}" already`);
        target.manualSnapshots.push({ name: args.name, createdAt: context.now(), comment: args.comment });
        return job(`snapshot ${args.name} created`);
      },
    }),
    defineTool({
      name: 'storage_delete_snapshot',
      title: 'Delete a snapshot',
      description: 'Deletes one snapshot of a volume. Cannot be undone.',
      input: z.strictObject({ cluster, volume, snapshot: z.string() }),
      readOnly: false,
      destructive: true,
      run: (args) => {
        const target = volumeNamed(arrayNamed(args.cluster), args.volume);
        const found = snapshotsOf(target, context.now()).find(({ name }) => name === args.snapshot);
        if (!found) throw new LabError(`no snapshot "${args.snapshot}" of volume ${target.name}`);
        release(target, [found]);
        return job(`snapshot ${found.name} deleted`);
      },
    }),
    defineTool({
      name: 'storage_clean_snapshots',
      title: 'Delete old snapshots',
      description: 'Deletes the snapshots of a volume that are older than so many days. Cannot be undone.',
      input: z.strictObject({ cluster, volume, older_than_days: z.number().min(0) }),
      readOnly: false,
      destructive: true,
      run: (args) => {
        const target = volumeNamed(arrayNamed(args.cluster), args.volume);
        const limit = context.now() - args.older_than_days * day;
        const old = snapshotsOf(target, context.now()).filter(({ createdAt }) => createdAt < limit);
        release(target, old);
        return { ...job(`${old.length} snapshots deleted`), deleted: old.map(({ name }) => name) };
      },
    }),
    defineTool({
      name: 'storage_failover_path',
      title: 'Move interfaces to a working port',
      description:
        'Moves the interfaces of a failed Fibre Channel port to a port of the same node that works.',
      input: z.strictObject({ cluster, node: z.string(), port: z.string() }),
      readOnly: false,
      idempotent: true,
      partially: (args) => {
        const array = arrayNamed(args.cluster);
        // The last one stays behind.
        const last = failOver(array, args.node, args.port).at(-1);
        if (last) last.port = args.port;
        return {};
      },
      run: (args) => {
        const array = arrayNamed(args.cluster);
        const moved = failOver(array, args.node, args.port);
        return {
          ...job(`${moved.length} interfaces moved`),
          interfaces: moved.map((lif) => ({
            name: lif.name,
            port: lif.port,
            state: isInterfaceUp(array, lif) ? 'up' : 'down',
          })),
        };
      },
    }),
    defineTool({
      name: 'storage_revert_path',
      title: 'Send interfaces home',
      description: 'Moves the interfaces that are at home on a Fibre Channel port back to it.',
      input: z.strictObject({ cluster, node: z.string(), port: z.string() }),
      readOnly: false,
      idempotent: true,
      run: (args) => {
        const array = arrayNamed(args.cluster);
        fcPortOf(array, args.node, args.port);
        const home = array.fcInterfaces.filter(
          (lif) => lif.node === args.node && lif.homePort === args.port && lif.port !== args.port,
        );
        for (const lif of home) lif.port = args.port;
        return job(`${home.length} interfaces sent home`);
      },
    }),
    defineTool({
      name: 'storage_give_back',
      title: 'Give back',
      description: 'Ends a takeover: the node serves its own data again.',
      input: z.strictObject({ cluster, node: z.string() }),
      readOnly: false,
      idempotent: true,
      run: (args) => {
        const node = arrayNamed(args.cluster).nodes.find(({ name }) => name === args.node);
        if (!node) throw new LabError(`no node "${args.node}" on ${args.cluster}`);
        if (!node.takenOver) throw new LabError(`node ${node.name} is not taken over`);
        node.takenOver = false;
        return job(`${node.name} serves its data again`);
      },
    }),
    defineTool({
      name: 'storage_resync_replication',
      title: 'Start a transfer',
      description: 'Starts a transfer of a replication relationship, and lets a failed one go on.',
      input: z.strictObject({ cluster, relationship: z.string().describe('UUID') }),
      readOnly: false,
      idempotent: true,
      run: (args) => {
        const found = arrayNamed(args.cluster).relationships.find(({ uuid }) => uuid === args.relationship);
        if (!found) throw new LabError(`no relationship ${args.relationship} on ${args.cluster}`);
        delete found.stuckSince;
        return job('transfer done');
      },
    }),
  ];
}

function growVolume(context: LabContext, array: ArrayState, volume: VolumeState, sizeBytes: number): void {
  if (volume.type === 'dp') throw new LabError(`volume ${volume.name} is a replica: grow its source`);
  if (sizeBytes <= volume.sizeBytes)
    throw new LabError(`volume ${volume.name} has ${volume.sizeBytes} bytes: the new size must be larger`);
  const aggregate = array.aggregates.find(({ name }) => name === volume.aggregate);
  if (aggregate && sizeBytes > aggregate.sizeBytes)
    throw new LabError(`aggregate ${aggregate.name} has ${aggregate.sizeBytes} bytes in all`);
  const [lun] = array.luns.filter((candidate) => candidate.volume === volume.name);
  volume.sizeBytes = sizeBytes;
  if (!lun) return;
  lun.sizeBytes = sizeBytes;
  context.events.emit({ type: 'volume-resized', naa: `naa.${naaPrefix}${lun.serialHex}`, sizeBytes });
}

/** What only these snapshots held is free again. */
function release(volume: VolumeState, snapshots: readonly SnapshotState[]): void {
  const freed = snapshots.reduce((sum, snapshot) => sum + snapshot.sizeBytes, 0);
  for (const snapshot of snapshots) deleteSnapshot(volume, snapshot);
  volume.usedBytes = Math.max(0, volume.usedBytes - Math.floor(freed / 4));
}

function fcPortOf(array: ArrayState, node: string, port: string): FcPortState {
  const found = array.fcPorts.find((candidate) => candidate.node === node && candidate.name === port);
  if (!found) throw new LabError(`no Fibre Channel port ${port} on node "${node}" of ${array.name}`);
  return found;
}

function failOver(array: ArrayState, node: string, port: string): FcInterfaceState[] {
  const failed = fcPortOf(array, node, port);
  const partner = array.fcPorts.find(
    (candidate) =>
      candidate.node === node &&
      candidate.name !== port &&
      candidate.fabric === failed.fabric &&
      candidate.linkUp,
  );
  if (!partner) throw new LabError(`no working port of ${failed.fabric} on ${node} to move to`);
  const here = array.fcInterfaces.filter((lif) => lif.node === node && lif.port === port);
  for (const lif of here) lif.port = partner.name;
  return here;
}
