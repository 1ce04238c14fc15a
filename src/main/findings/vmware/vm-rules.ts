import { z } from 'zod';
import { bytes, percent, ratio } from '../../../shared/format.ts';
import type { EntityOf } from '../../../shared/model/entity.ts';
import type { InventoryView } from '../../inventory/view.ts';
import { defineRule, type FindingRule } from '../rule.ts';
import { breach, notGiven } from './judge.ts';

type Vm = EntityOf<'vm'>;

/** VMs that are on and no templates: the others have neither guest nor load to judge. */
function* running(view: InventoryView): Iterable<Vm> {
  for (const vm of view.all('vm'))
    if (vm.attributes.powerState === 'on' && vm.attributes.template !== true) yield vm;
}

const vmTools = defineRule({
  id: 'VS18',
  domain: 'vmware',
  title: 'VMware Tools not in order',
  why: 'Without current Tools the guest can be neither quiesced nor shut down, and tells nothing of itself.',
  remedy: 'Install, upgrade or start VMware Tools in the guest.',
  source: 'AsBuiltReport.VMware.vSphere',
  reads: ['vm'],
  thresholds: z.object({}),
  *evaluate(view) {
    for (const vm of running(view)) {
      const { toolsStatus, toolsRunning, toolsVersion, toolsRequiredVersion } = vm.attributes;
      if (toolsStatus === undefined) {
        yield notGiven(vm, 'toolsStatus', 'VMware Tools');
        continue;
      }
      const installed = toolsStatus !== 'not installed';
      const inOrder = toolsStatus === 'current' || toolsStatus === 'guest managed';
      if (inOrder && toolsRunning !== false) continue;
      yield breach(vm, 'warning', {
        value: !installed ? 'not installed' : toolsRunning === false ? 'not running' : toolsStatus,
        threshold: 'current and running',
        evidence:
          installed && toolsVersion !== undefined
            ? `version ${toolsVersion}${toolsRequiredVersion === undefined ? '' : `, ${toolsRequiredVersion} is current`}`
            : undefined,
      });
    }
  },
});

const lostStates: ReadonlySet<string> = new Set(['orphaned', 'inaccessible', 'invalid']);

const vmLost = defineRule({
  id: 'VS19',
  domain: 'vmware',
  title: 'VM orphaned or inaccessible',
  why: 'The service is lost: vCenter no longer finds the VM where it was registered.',
  remedy: 'Restore access to its datastore, or register it again.',
  source: 'AsBuiltReport.VMware.vSphere',
  reads: ['vm'],
  thresholds: z.object({}),
  *evaluate(view) {
    for (const vm of view.all('vm')) {
      const { connectionState } = vm.attributes;
      if (connectionState === undefined) yield notGiven(vm, 'connectionState', 'connection state');
      else if (lostStates.has(connectionState))
        yield breach(vm, 'critical', { value: connectionState, threshold: 'connected' });
    }
  },
});

const vmHeartbeat = defineRule({
  id: 'VS20',
  domain: 'vmware',
  title: 'Guest does not answer',
  why: 'VMware Tools is installed and its heartbeat has stopped: the guest may hang.',
  remedy: 'Look at the console; when the guest hangs, [vm.restart].',
  action: 'vm.restart',
  source: 'vSphere alarms',
  reads: ['vm'],
  thresholds: z.object({}),
  *evaluate(view) {
    for (const vm of running(view)) {
      const { heartbeat, toolsStatus } = vm.attributes;
      if (toolsStatus === 'not installed') continue;
      if (heartbeat === undefined) yield notGiven(vm, 'heartbeat');
      else if (heartbeat === 'gray')
        yield { type: 'unknown', entity: vm, reason: 'heartbeat: vCenter has none of it' };
      else if (heartbeat === 'red')
        yield breach(vm, 'critical', {
          value: 'heartbeat red',
          threshold: 'green',
          evidence: `on ${vm.attributes.host ?? 'a host that the source does not name'}`,
        });
    }
  },
});

const cpuReady = defineRule({
  id: 'VS21',
  domain: 'vmware',
  title: 'VM waits for CPU',
  why: 'vCPUs are ready to run and get no core; the guest is slow although it looks idle.',
  remedy: 'Give the VM fewer vCPUs, or move it to a host with less load.',
  source: 'vCheck-vSphere; RVTools vHealth',
  reads: ['vm', 'host'],
  thresholds: z.object({
    readyPercent: z.number().positive().default(10),
    hintVcpusPerCore: z.number().positive().default(4),
  }),
  *evaluate(view, { readyPercent, hintVcpusPerCore }) {
    const vcpusOn = new Map<string, number>();
    for (const vm of running(view)) {
      const { cpuReadyPercent, vcpus } = vm.attributes;
      for (const relation of vm.relations)
        if (relation.type === 'runs-on' && 'to' in relation)
          vcpusOn.set(relation.to, (vcpusOn.get(relation.to) ?? 0) + (vcpus ?? 0));
      if (cpuReadyPercent === undefined) yield notGiven(vm, 'cpuReadyPercent', 'CPU ready');
      else if (cpuReadyPercent > readyPercent)
        yield breach(vm, 'warning', {
          value: `${percent(cpuReadyPercent)} ready per vCPU`,
          threshold: `≤ ${percent(readyPercent)}`,
          evidence: vcpus === undefined ? undefined : `${vcpus} vCPUs`,
        });
    }
    // Many vCPUs for each core are only a hint: what counts is whether they wait.
    for (const host of view.all('host')) {
      const { cores } = host.attributes;
      const vcpus = vcpusOn.get(host.id);
      if (vcpus === undefined || cores === undefined || cores === 0) continue;
      if (vcpus / cores > hintVcpusPerCore)
        yield breach(host, 'info', {
          value: `${ratio(vcpus / cores)} vCPU per core`,
          threshold: `≤ ${ratio(hintVcpusPerCore)}`,
          evidence: `${vcpus} vCPUs that are on, ${cores} cores; a hint only, judge by CPU ready`,
        });
    }
  },
});

const memoryPressure = defineRule({
  id: 'VS22',
  domain: 'vmware',
  title: 'VM under memory pressure',
  why: 'The hypervisor takes memory back from the guest, or swaps it out.',
  remedy: 'Remove the memory limit of the VM, or add memory to the cluster.',
  source: 'vCheck-vSphere',
  reads: ['vm'],
  thresholds: z.object({ maximumMib: z.number().min(0).default(0) }),
  *evaluate(view, { maximumMib }) {
    for (const vm of running(view)) {
      const { memoryBalloonedBytes, memorySwappedBytes, memoryLimitBytes } = vm.attributes;
      if (memoryBalloonedBytes === undefined && memorySwappedBytes === undefined) {
        yield notGiven(vm, 'memoryBalloonedBytes', 'ballooned and swapped memory');
        continue;
      }
      const limit = maximumMib * 2 ** 20;
      const parts = [
        ...((memoryBalloonedBytes ?? 0) > limit ? [`${bytes(memoryBalloonedBytes ?? 0)} ballooned`] : []),
        ...((memorySwappedBytes ?? 0) > limit ? [`${bytes(memorySwappedBytes ?? 0)} swapped`] : []),
      ];
      if (parts.length === 0) continue;
      yield breach(vm, 'warning', {
        value: parts.join(', '),
        threshold: `≤ ${bytes(limit)}`,
        evidence: typeof memoryLimitBytes === 'number' ? `limited to ${bytes(memoryLimitBytes)}` : undefined,
      });
    }
  },
});

const guestPartition = defineRule({
  id: 'VS23',
  domain: 'vmware',
  title: 'Guest file system fills up',
  why: 'The application stops when it cannot write.',
  remedy: 'Free space in the guest, or [vm.disk.grow]; a disk cannot grow while the VM has snapshots.',
  action: 'vm.disk.grow',
  source: 'RVTools vHealth',
  reads: ['vm'],
  thresholds: z.object({ minimumFreePercent: z.number().positive().default(10) }),
  *evaluate(view, { minimumFreePercent }) {
    for (const vm of running(view)) {
      const { partitions, partitionFreeBytes, snapshots } = vm.attributes;
      if (partitions === undefined) {
        yield notGiven(vm, 'partitions', 'file systems');
        continue;
      }
      if (partitionFreeBytes === undefined) {
        yield notGiven(vm, 'partitionFreeBytes', 'free space of file systems');
        continue;
      }
      for (const { mount, capacityBytes } of partitions) {
        const free = partitionFreeBytes[mount];
        if (free === undefined || capacityBytes === undefined || capacityBytes === 0) continue;
        const share = (100 * free) / capacityBytes;
        if (share >= minimumFreePercent) continue;
        const blocked = snapshots !== undefined && snapshots.length > 0;
        yield breach(vm, 'warning', {
          value: `${mount} ${percent(share)} free`,
          threshold: `≥ ${percent(minimumFreePercent)}`,
          evidence: `${bytes(free)} of ${bytes(capacityBytes)}${blocked ? `; cannot grow: ${snapshots.length} snapshot${snapshots.length === 1 ? '' : 's'}` : ''}`,
          discriminator: mount,
        });
      }
    }
  },
});

export const vmRules: readonly FindingRule[] = [
  vmTools,
  vmLost,
  vmHeartbeat,
  cpuReady,
  memoryPressure,
  guestPartition,
];
