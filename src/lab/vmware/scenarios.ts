import type { LabContext, LabScenario } from '../domain.ts';
import { makeSnapshot } from './make-vm.ts';
import { datastoreUsage } from './metrics.ts';
import { moveVm } from './change-tools.ts';
import { dayMs, type DatastoreState, type Estate, type HostState, type VmState } from './state.ts';

/** How long vSphere HA waits before it restarts the VMs of a host that stopped answering. */
const haRestartSeconds = 120;

export interface VmwareScenarios {
  readonly scenarios: Readonly<Record<string, LabScenario>>;
  advance(seconds: number): void;
}

export function createScenarios(estate: Estate, context: LabContext): VmwareScenarios {
  let downSeconds: number | undefined;
  let addedBytes = 0;
  const snapshotted: { vm: VmState; snapshots: Set<number> }[] = [];
  const touched = () => {
    estate.version += 1;
  };

  const scenarios: Record<string, LabScenario> = {
    'hung-vm': {
      description:
        'One VM stops answering: its heartbeat turns red and VMware Tools no longer runs. A reset brings it back.',
      enable: () => {
        const vm = hungCandidate(estate);
        if (vm) vm.hung = true;
        touched();
      },
      disable: () => {
        for (const vm of estate.vms) vm.hung = false;
        touched();
      },
    },
    'full-datastore': {
      description: 'One datastore fills up to 98.5 %. It recovers when its volume grows.',
      enable: () => {
        const datastore = fullCandidate(estate);
        if (!datastore || addedBytes > 0) return;
        const { usedBytes } = datastoreUsage(datastore, estate, context.now());
        addedBytes = Math.max(0, Math.round(datastore.capacityBytes * 0.985) - usedBytes);
        datastore.otherBytes += addedBytes;
        touched();
      },
      disable: () => {
        const datastore = fullCandidate(estate);
        if (datastore) datastore.otherBytes -= addedBytes;
        addedBytes = 0;
        touched();
      },
    },
    'host-down': {
      description:
        'One host stops responding. Its VMs are disconnected until vSphere HA restarts them on other hosts, two minutes later.',
      enable: () => {
        const host = downCandidate(estate);
        if (!host || downSeconds !== undefined) return;
        downSeconds = 0;
        host.connection = 'notResponding';
        for (const vm of host.vms) {
          vm.connection = 'disconnected';
          if (vm.power === 'poweredOn')
            context.events.emit({ type: 'vm-power', uuid: vm.uuid, poweredOn: false });
        }
        touched();
      },
      disable: () => {
        const host = downCandidate(estate);
        if (!host || downSeconds === undefined) return;
        downSeconds = undefined;
        host.connection = 'connected';
        host.bootedAt = context.now();
        for (const vm of host.vms) restart(vm, context);
        touched();
      },
    },
    'old-snapshots': {
      description: 'Three VMs get snapshots that are 30 days old.',
      enable: () => {
        if (snapshotted.length > 0) return;
        for (const vm of plainVms(estate).slice(20, 23)) {
          const snapshot = makeSnapshot(estate, vm, 'before-change', context.now() - 30 * dayMs);
          vm.snapshots.push(snapshot);
          snapshotted.push({ vm, snapshots: new Set([snapshot.id]) });
        }
        touched();
      },
      disable: () => {
        for (const { vm, snapshots } of snapshotted.splice(0))
          vm.snapshots = vm.snapshots.filter((snapshot) => !snapshots.has(snapshot.id));
        touched();
      },
    },
  };

  return {
    scenarios,
    advance: (seconds) => {
      const host = downCandidate(estate);
      if (downSeconds === undefined || !host) return;
      downSeconds += seconds;
      if (downSeconds < haRestartSeconds) return;
      const others = host.cluster.hosts.filter((other) => other.connection === 'connected');
      let next = 0;
      for (const vm of host.vms) {
        const mounts = others.filter((other) =>
          vm.disks.every((disk) => !disk.datastore.notMountedOn.has(other)),
        );
        const target = mounts[next++ % Math.max(1, mounts.length)];
        // VMs that are off stay registered on the host that is down.
        if (target === undefined || vm.power !== 'poweredOn') continue;
        moveVm(vm, target);
        restart(vm, context);
        touched();
      }
    },
  };
}

function restart(vm: VmState, context: LabContext): void {
  vm.connection = 'connected';
  if (vm.power !== 'poweredOn') return;
  vm.bootedAt = context.now();
  vm.hung = false;
  context.events.emit({ type: 'vm-power', uuid: vm.uuid, poweredOn: true });
}

/** VMs of the first cluster that are on, answer, and are nobody's Kubernetes node. */
function plainVms(estate: Estate): VmState[] {
  return (estate.clusters[0]?.vms ?? []).filter(
    (vm) =>
      vm.power === 'poweredOn' && !vm.template && vm.tools === 'current' && vm.pool !== vm.cluster.rootPool,
  );
}

function hungCandidate(estate: Estate): VmState | undefined {
  return plainVms(estate).find((vm) => vm.snapshots.length === 0);
}

function fullCandidate(estate: Estate): DatastoreState | undefined {
  return estate.clusters[0]?.datastores[1] ?? estate.datastores[0];
}

function downCandidate(estate: Estate): HostState | undefined {
  return estate.clusters[0]?.hosts.at(-1);
}
