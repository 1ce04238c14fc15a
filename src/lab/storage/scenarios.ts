import type { LabContext, LabScenario } from '../domain.ts';
import type { ArrayState, DiskState, VolumeState } from './state.ts';

/** What can go wrong. Each remembers what it changed, so that switching it off puts exactly that back. */
export function storageScenarios(
  context: LabContext,
  arrays: readonly ArrayState[],
): Readonly<Record<string, LabScenario>> {
  const [first] = arrays;
  if (!first) return {};
  return {
    'full-volume': fullVolume(context, arrays),
    'failed-disk': failedDisk(first),
    'replication-lag': replicationLag(context, arrays),
    'path-failure': pathFailure(first),
    'controller-takeover': takeover(first),
    'shelf-power': shelfPower(first),
  };
}

/** The volume under the first datastore, so that it can be seen from both sides. */
function fullVolume(context: LabContext, arrays: readonly ArrayState[]): LabScenario {
  const datastore = context.blueprint.clusters[0]?.datastores[0];
  const volume = arrays
    .find(({ name }) => name === datastore?.array)
    ?.volumes.find(({ name }) => name === datastore?.volume);
  let before: Pick<VolumeState, 'usedBytes' | 'growth'> | undefined;
  return {
    description: `volume ${volume?.name} is 96.5 % full`,
    enable: () => {
      if (!volume) return;
      before = { usedBytes: volume.usedBytes, growth: volume.growth };
      volume.usedBytes = Math.floor(volume.sizeBytes * 0.965);
      volume.growth = 0;
    },
    disable: () => {
      if (volume && before) Object.assign(volume, before);
    },
  };
}

/** A data disk breaks; a spare takes its place and is being rebuilt. */
function failedDisk(array: ArrayState): LabScenario {
  const broken = array.disks.find((disk) => disk.position === 'data');
  const spare = array.disks.find((disk) => disk.container === 'spare' && disk.node === broken?.node);
  const aggregate = array.aggregates.find(({ name }) => name === broken?.aggregate);
  const saved = [broken, spare].map((disk): DiskState | undefined => disk && { ...disk });
  return {
    description: `a disk of ${aggregate?.name} on ${array.name} has failed, a spare is being rebuilt`,
    enable: () => {
      if (!broken || !spare || !aggregate) return;
      Object.assign(spare, {
        container: 'aggregate',
        aggregate: aggregate.name,
        position: 'data',
        rebuilding: true,
      } satisfies Partial<DiskState>);
      broken.container = 'broken';
      delete broken.aggregate;
      delete broken.position;
      aggregate.degraded = true;
    },
    disable: () => {
      [broken, spare].forEach((disk, i) => {
        if (!disk) return;
        delete disk.aggregate;
        delete disk.position;
        Object.assign(disk, saved[i]);
      });
      if (aggregate) aggregate.degraded = false;
    },
  };
}

function replicationLag(context: LabContext, arrays: readonly ArrayState[]): LabScenario {
  const relationship = arrays.flatMap(({ relationships }) => relationships)[0];
  return {
    description: `transfers of ${relationship?.sourceVolume} have failed for four hours`,
    enable: () => {
      if (relationship) relationship.stuckSince = context.now() - 4 * 3_600_000;
    },
    disable: () => {
      if (relationship) delete relationship.stuckSince;
    },
  };
}

function pathFailure(array: ArrayState): LabScenario {
  const [port] = array.fcPorts;
  return {
    description: `Fibre Channel port ${port?.name} of ${port?.node} has lost its link`,
    enable: () => {
      if (port) port.linkUp = false;
    },
    disable: () => {
      if (!port) return;
      port.linkUp = true;
      for (const lif of array.fcInterfaces)
        if (lif.node === port.node && lif.homePort === port.name) lif.port = port.name;
    },
  };
}

function takeover(array: ArrayState): LabScenario {
  const node = array.nodes[1];
  return {
    description: `controller ${node?.name} is taken over by its partner`,
    enable: () => {
      if (node) node.takenOver = true;
    },
    disable: () => {
      if (node) node.takenOver = false;
    },
  };
}

function shelfPower(array: ArrayState): LabScenario {
  const [shelf] = array.shelves;
  return {
    description: `a power supply of shelf ${shelf?.id} on ${array.name} has failed`,
    enable: () => {
      if (shelf) shelf.failedPowerSupplies = 1;
    },
    disable: () => {
      if (shelf) shelf.failedPowerSupplies = 0;
    },
  };
}
