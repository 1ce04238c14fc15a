import { z } from 'zod';
import { ask, unreadable } from './answer.ts';
import { known, momentOf, numberOf } from './facts.ts';
import type { LiveDisk, LiveSnapshot, LiveVm, VmDeed, VmServer, VmTool } from './vm-server.ts';

const count = z.number();
const powerState = z.enum(['poweredOn', 'poweredOff', 'suspended']);

interface SnapshotNode {
  readonly snapshot: string;
  readonly name: string;
  readonly state?: string | undefined;
  readonly quiesced?: boolean | undefined;
  readonly childSnapshotList?: readonly SnapshotNode[] | undefined;
}
const snapshotNode: z.ZodType<SnapshotNode> = z.lazy(() =>
  z.object({
    snapshot: z.string(),
    name: z.string(),
    state: z.string().optional(),
    quiesced: z.boolean().optional(),
    childSnapshotList: z.array(snapshotNode).optional(),
  }),
);

/** What actions look at of a VM as our vSphere server answers it. */
const rawVm = z.object({
  obj: z.string(),
  name: z.string(),
  runtime: z.object({
    host: z.string().optional(),
    powerState,
    connectionState: z.string(),
    bootTime: z.iso.datetime().optional(),
  }),
  summary: z.object({ quickStats: z.object({ uptimeSeconds: count.optional() }).optional() }).optional(),
  // A VM that its host does not know at the moment has none.
  config: z
    .object({
      instanceUuid: z.string().optional(),
      cpuHotAddEnabled: z.boolean().optional(),
      memoryHotAddEnabled: z.boolean().optional(),
      hardware: z.object({
        numCPU: count.optional(),
        memoryMB: count.optional(),
        device: z.array(z.looseObject({ _type: z.string(), key: count })).optional(),
      }),
    })
    .optional(),
  guestHeartbeatStatus: z.string().optional(),
  guest: z
    .object({
      toolsRunningStatus: z.string().optional(),
      toolsVersionStatus2: z.string().optional(),
      toolsVersion: z.string().optional(),
      disk: z
        .array(
          z.object({
            capacity: count.optional(),
            mappings: z.array(z.object({ key: count })).optional(),
          }),
        )
        .optional(),
    })
    .optional(),
  snapshot: z
    .object({ currentSnapshot: z.string().optional(), rootSnapshotList: z.array(snapshotNode) })
    .optional(),
});
type RawVm = z.output<typeof rawVm>;

/** How the server says that there is no object of that reference. */
const noSuchVm = /^There is no VM "|^The VM \S+ does not exist any more/;
const noSuchHost = /^There is no host "|does not exist any more/;

const powerStates = { poweredOn: 'on', poweredOff: 'off', suspended: 'suspended' } as const;

/** Tasks that take longer go on, and are seen by being read back: a call that is waited for too long counts as lost. */
const waitSeconds = 20;
const plain = (name: string, wait = waitSeconds): VmTool<void> => ({
  name,
  arguments: () => ({ waitSeconds: wait }),
});

type Needs = (vm: LiveVm, parameters: Readonly<Record<string, unknown>>) => readonly string[];
const always =
  (...names: readonly string[]): Needs =>
  () =>
    names;

/** Privileges on the VM, as vSphere's documentation of each method names them. */
const privileges: Readonly<Record<VmDeed, Needs>> = {
  powerOn: always('VirtualMachine.Interact.PowerOn'),
  powerOff: always('VirtualMachine.Interact.PowerOff'),
  shutDownGuest: always('VirtualMachine.Interact.PowerOff'),
  restartGuest: always('VirtualMachine.Interact.Reset'),
  reset: always('VirtualMachine.Interact.Reset'),
  createSnapshot: always('VirtualMachine.State.CreateSnapshot'),
  revertToSnapshot: always('VirtualMachine.State.RevertToSnapshot'),
  removeSnapshot: always('VirtualMachine.State.RemoveSnapshot'),
  migrate: (vm) => [vm.powerState === 'on' ? 'Resource.HotMigrate' : 'Resource.ColdMigrate'],
  resize: (_, { vcpus, memoryMib }) => [
    ...(vcpus === undefined ? [] : ['VirtualMachine.Config.CPUCount']),
    ...(memoryMib === undefined ? [] : ['VirtualMachine.Config.Memory']),
  ],
  growDisk: always('VirtualMachine.Config.DiskExtend'),
};

/** vCenter or ESXi behind our own vSphere server. */
export const vsphereVmServer: VmServer = {
  id: 'vsphere',
  extendsFileSystems: false,
  tools: {
    powerOn: plain('power_on_vm'),
    powerOff: plain('power_off_vm'),
    shutDownGuest: plain('shut_down_guest', 1),
    // Not waited for: VMware Tools going away and coming back is what is to be seen afterwards.
    restartGuest: plain('reboot_guest', 1),
    reset: plain('reset_vm'),
    createSnapshot: {
      name: 'create_snapshot',
      arguments: ({ name, quiesce }) => ({ name, quiesce, memory: false, waitSeconds }),
    },
    revertToSnapshot: {
      name: 'revert_to_snapshot',
      arguments: ({ snapshot }) => ({ snapshot, waitSeconds }),
    },
    removeSnapshot: {
      name: 'remove_snapshot',
      arguments: ({ snapshot, withThoseBelow }) => ({ snapshot, children: withThoseBelow, waitSeconds }),
    },
    migrate: {
      name: 'migrate_vm',
      arguments: ({ host, datastore }) => ({
        ...(host === undefined ? {} : { host }),
        ...(datastore === undefined ? {} : { datastore }),
        waitSeconds,
      }),
    },
    resize: {
      name: 'reconfigure_vm',
      arguments: ({ vcpus, memoryMib }) => ({
        ...(vcpus === undefined ? {} : { vcpus }),
        ...(memoryMib === undefined ? {} : { memoryMB: memoryMib }),
        waitSeconds,
      }),
    },
    growDisk: {
      name: 'grow_disk',
      arguments: ({ disk, sizeBytes }) => ({
        disk: String(disk),
        capacityKB: sizeBytes / 1024,
        waitSeconds,
      }),
    },
  },
  async vm(reader, { nativeId }) {
    const tool = 'get_vm';
    const found = await ask(reader, {
      tool,
      arguments: { vm: nativeId },
      schema: z.object({ vm: rawVm }),
      gone: noSuchVm,
    });
    if (!found) return undefined;
    const { vm } = found;
    if (vm.obj !== nativeId) throw unreadable(reader, tool, `expected ${nativeId}, it is about ${vm.obj}`);
    const { config, runtime } = vm;
    return {
      id: vm.obj,
      name: vm.name,
      instanceUuid: config?.instanceUuid,
      connection: runtime.connectionState,
      powerState: powerStates[runtime.powerState],
      bootedAt: runtime.bootTime,
      heartbeat: vm.guestHeartbeatStatus,
      tools: toolsState(vm),
      uptimeSeconds: vm.summary?.quickStats?.uptimeSeconds,
      host: runtime.host,
      vcpus: config?.hardware.numCPU,
      memoryMib: config?.hardware.memoryMB,
      cpuHotAdd: config?.cpuHotAddEnabled,
      memoryHotAdd: config?.memoryHotAddEnabled,
      disks: disksOf(vm),
      snapshots: snapshotsOf(vm),
      currentSnapshot: vm.snapshot?.currentSnapshot,
    };
  },
  async hostState(reader, host) {
    const found = await ask(reader, {
      tool: 'get_host',
      arguments: { host },
      schema: z.object({
        host: z.object({
          obj: z.literal(host),
          runtime: z.object({ connectionState: z.string(), inMaintenanceMode: z.boolean().optional() }),
        }),
      }),
      gone: noSuchHost,
    });
    if (!found) return 'gone';
    const { connectionState, inMaintenanceMode } = found.host.runtime;
    return inMaintenanceMode === true ? 'in maintenance' : connectionState;
  },
  async datastoreFreeBytes(reader, datastore) {
    const tool = 'get_datastore';
    const found = await ask(reader, {
      tool,
      arguments: { datastore },
      schema: z.object({
        datastore: z.object({ obj: z.literal(datastore), summary: z.object({ freeSpace: count }) }),
      }),
    });
    if (!found) throw unreadable(reader, tool, 'there is no such datastore');
    return found.datastore.summary.freeSpace;
  },
  /** vSphere leaves a VM its time of start when it is reset: its log and its uptime tell. */
  async traces(reader, { id, uptimeSeconds }) {
    const found = await ask(reader, {
      tool: 'list_events',
      arguments: { object: id, types: ['VmResettingEvent'], limit: 1_000 },
      schema: z.object({ items: z.array(z.object({ createdTime: z.iso.datetime() })) }),
    });
    return known({
      resetLoggedAt:
        found?.items
          .map(({ createdTime }) => createdTime)
          .toSorted()
          .at(-1) ?? null,
      uptimeSeconds,
    });
  },
  restarted: (before, now, earlier) =>
    momentOf(now, 'bootedAt') > momentOf(before, 'bootedAt') ||
    numberOf(now, 'uptimeSeconds') < numberOf(before, 'uptimeSeconds') ||
    (momentOf(now, 'resetLoggedAt') > 0 && now['resetLoggedAt'] !== before['resetLoggedAt']) ||
    (before['tools'] === 'running' &&
      now['tools'] === 'running' &&
      earlier.some(({ tools }) => tools === 'not running')),
  async lacks(reader, vm, deeds, parameters) {
    const wanted = new Set(deeds.flatMap((deed) => privileges[deed](vm, parameters)));
    const found = await ask(reader, {
      tool: 'check_privileges',
      arguments: { object: vm.id, privileges: [...wanted].toSorted() },
      schema: z.object({ missing: z.array(z.string()).optional() }),
    });
    return found?.missing?.join(', ');
  },
};

function toolsState({ guest }: RawVm): 'not installed' | 'running' | 'not running' | undefined {
  if (guest?.toolsRunningStatus === 'guestToolsRunning') return 'running';
  if (guest?.toolsVersionStatus2 === 'guestToolsNotInstalled') return 'not installed';
  // Older servers give no second status; a version of 0 is how they say that there are none.
  if (guest?.toolsVersionStatus2 === undefined && guest?.toolsVersion === '0') return 'not installed';
  return guest?.toolsRunningStatus === undefined ? undefined : 'not running';
}

function snapshotsOf(vm: RawVm): LiveSnapshot[] {
  const walk = (node: SnapshotNode): LiveSnapshot[] => {
    const below = (node.childSnapshotList ?? []).flatMap(walk);
    const { snapshot: id, name, quiesced } = node;
    const holds = powerState.safeParse(node.state);
    return [
      {
        id,
        name,
        quiesced,
        holds: holds.success ? powerStates[holds.data] : undefined,
        below: below.map((one) => one.id),
      },
      ...below,
    ];
  };
  return (vm.snapshot?.rootSnapshotList ?? []).flatMap(walk);
}

const virtualDisk = z.object({
  key: count,
  deviceInfo: z.object({ label: z.string().optional() }).optional(),
  capacityInKB: count,
  backing: z.object({ datastore: z.string() }),
});

function disksOf(vm: RawVm): LiveDisk[] {
  return (vm.config?.hardware.device ?? [])
    .filter(({ _type }) => _type === 'VirtualDisk')
    .flatMap((device) => {
      const disk = virtualDisk.safeParse(device);
      // A disk without a file on a datastore is a LUN of its own: nothing here is done to it.
      if (!disk.success) return [];
      const { key, deviceInfo, capacityInKB, backing } = disk.data;
      const mounted = vm.guest?.disk?.find(
        ({ mappings }) => mappings?.some((one) => one.key === key) === true,
      );
      return [
        {
          key,
          label: deviceInfo?.label ?? `disk ${key}`,
          sizeBytes: capacityInKB * 1024,
          datastore: backing.datastore,
          fileSystemBytes: mounted?.capacity,
        },
      ];
    });
}
