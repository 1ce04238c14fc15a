import { describe, expect, test } from 'vitest';
import { createVmwareLab, type VmwareLab } from '../../../test/support/vmware-lab.ts';
import { labSizes } from '../blueprint.ts';
import { LabError } from '../domain.ts';

interface Vm {
  obj: string;
  name: string;
  cluster: string;
  runtime: { host: string; powerState: string; connectionState: string };
  config: {
    uuid: string;
    template: boolean;
    cpuHotAddEnabled: boolean;
    hardware: {
      numCPU: number;
      memoryMB: number;
      device: { _type: string; key: number; capacityInKB: number }[];
    };
  };
  guest: { toolsRunningStatus: string; toolsVersionStatus2: string; disk: { capacity: number }[] };
  guestHeartbeatStatus: string;
  snapshot?: { rootSnapshotList: { snapshot: string; childSnapshotList: { snapshot: string }[] }[] };
}

function allVms(lab: VmwareLab, args: Record<string, unknown> = {}): Vm[] {
  const vms: Vm[] = [];
  let cursor: string | undefined;
  do {
    const page = lab.call('vmware_list_vms', { ...args, ...(cursor === undefined ? {} : { cursor }) }) as {
      items: Vm[];
      nextCursor?: string;
    };
    vms.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return vms;
}

const items = <T>(lab: VmwareLab, tool: string, args: Record<string, unknown> = {}) =>
  (lab.call(tool, { limit: 2_000, ...args }) as { items: T[] }).items;
const getVm = (lab: VmwareLab, vm: string) => (lab.call('vmware_get_vm', { vm }) as { vm: Vm }).vm;
const isOn = (vm: Vm) => vm.runtime.powerState === 'poweredOn' && !vm.config.template;
const answers = (vm: Vm) => vm.guest.toolsRunningStatus === 'guestToolsRunning';
function first(vms: readonly Vm[], wanted: (vm: Vm) => boolean): Vm {
  const vm = vms.find(wanted);
  if (vm === undefined) throw new Error('the lab has no such VM');
  return vm;
}
const diskOf = (vm: Vm) => {
  const disk = vm.config.hardware.device.find((device) => device._type === 'VirtualDisk');
  if (disk === undefined) throw new Error('the VM has no disk');
  return disk;
};

describe('the simulated vCenter', () => {
  test('holds the blueprint: hosts, datastores, VMs and Kubernetes nodes by name and UUID', () => {
    const lab = createVmwareLab();
    const vms = allVms(lab);
    expect(vms).toHaveLength(80);
    expect(items(lab, 'vmware_list_hosts')).toHaveLength(8);
    expect(
      items<{ info: { vmfs: { extent: { diskName: string }[] } } }>(lab, 'vmware_list_datastores').map(
        (one) => one.info.vmfs.extent[0]?.diskName,
      ),
    ).toEqual(lab.blueprint.clusters.flatMap((cluster) => cluster.datastores.map(({ naa }) => naa)));
    for (const node of lab.blueprint.kubernetesClusters.flatMap((cluster) => cluster.nodes))
      expect(vms.find((vm) => vm.config.uuid === node.uuid)).toMatchObject({ name: node.name });
  });

  test('is the same for the same seed and another for another', () => {
    const names = (seed: string) => JSON.stringify(allVms(createVmwareLab(labSizes.small, seed)));
    expect(names('one')).toBe(names('one'));
    expect(names('one')).not.toBe(names('two'));
  });

  test('makes and lists 50,000 VMs in pages', () => {
    const lab = createVmwareLab(labSizes.huge);
    const page = lab.call('vmware_list_vms', { limit: 2_000 }) as { items: Vm[]; total: number };
    expect(page.total).toBe(50_000);
    expect(new Set(allVms(lab, { limit: 2_000 }).map((vm) => vm.obj)).size).toBe(50_000);
  });

  test('lists each VM once although others come and go between pages', () => {
    const lab = createVmwareLab();
    const before = new Set(allVms(lab).map((vm) => vm.obj));
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = lab.call('vmware_list_vms', { limit: 7, ...(cursor === undefined ? {} : { cursor }) }) as {
        items: Vm[];
        nextCursor?: string;
      };
      seen.push(...page.items.map((vm) => vm.obj));
      cursor = page.nextCursor;
      lab.advance(3_600);
    } while (cursor !== undefined);
    expect(new Set(seen).size).toBe(seen.length);
    for (const moref of before) expect(seen).toContain(moref);
  });

  test('gives the VMs of one cluster, and refuses one that is not there', () => {
    const lab = createVmwareLab();
    expect(allVms(lab, { cluster: 'prod-b' })).toHaveLength(40);
    expect(() => lab.call('vmware_list_vms', { cluster: 'prod-z' })).toThrow(LabError);
    expect(() => lab.call('vmware_list_vms', { cursor: 'garbage' })).toThrow(LabError);
  });

  test('lives: measures move, build machines come and go, the blueprint stays', () => {
    const lab = createVmwareLab();
    const before = allVms(lab);
    lab.advance(30);
    expect(JSON.stringify(allVms(lab))).toBe(JSON.stringify(before));
    lab.advance(24 * 3_600);
    const after = allVms(lab);
    expect(JSON.stringify(after)).not.toBe(JSON.stringify(before));
    expect(after.some((vm) => vm.name.startsWith('ci-'))).toBe(true);
    const names = new Set(after.map((vm) => vm.name));
    expect(before.filter((vm) => !names.has(vm.name))).toEqual([]);
  });

  test('stays mostly healthy for a year', () => {
    const lab = createVmwareLab();
    lab.advance(365 * 86_400);
    for (const { summary } of items<{ summary: { capacity: number; freeSpace: number } }>(
      lab,
      'vmware_list_datastores',
    )) {
      expect(summary.freeSpace).toBeGreaterThan(0);
      expect(summary.freeSpace).toBeLessThanOrEqual(summary.capacity);
    }
  });
});

describe('power', () => {
  test('powers off and on, and tells the other domains', () => {
    const lab = createVmwareLab();
    const vm = first(allVms(lab), isOn);
    lab.call('vmware_power_off_vm', { vm: vm.obj });
    expect(getVm(lab, vm.obj).runtime.powerState).toBe('poweredOff');
    expect(lab.emitted.at(-1)).toEqual({ type: 'vm-power', uuid: vm.config.uuid, poweredOn: false });
    lab.call('vmware_power_on_vm', { vm: vm.obj });
    expect(getVm(lab, vm.obj).runtime.powerState).toBe('poweredOn');
    expect(lab.emitted.at(-1)).toEqual({ type: 'vm-power', uuid: vm.config.uuid, poweredOn: true });
  });

  test('a guest that is asked goes down in its own time, and answers again when it has started', () => {
    const lab = createVmwareLab();
    const vm = first(allVms(lab), (one) => isOn(one) && answers(one));
    const bootTime = () => (getVm(lab, vm.obj).runtime as { bootTime?: string }).bootTime ?? '';
    const before = bootTime();
    lab.call('vmware_restart_guest', { vm: vm.obj });
    expect(bootTime()).toBe(before);
    lab.advance(25);
    expect(bootTime() > before).toBe(true);
    expect(answers(getVm(lab, vm.obj))).toBe(false);
    lab.advance(30);
    expect(answers(getVm(lab, vm.obj))).toBe(true);
    lab.call('vmware_shutdown_guest', { vm: vm.obj });
    expect(isOn(getVm(lab, vm.obj))).toBe(true);
    lab.advance(25);
    expect(isOn(getVm(lab, vm.obj))).toBe(false);
  });

  test('refuses what cannot be: twice off, on while on, templates, unknown VMs, guests without Tools', () => {
    const lab = createVmwareLab();
    const vms = allVms(lab);
    const off = first(vms, (vm) => !isOn(vm) && !vm.config.template);
    expect(() => lab.call('vmware_power_off_vm', { vm: off.obj })).toThrow(/already powered off/);
    expect(() => lab.call('vmware_power_on_vm', { vm: first(vms, isOn).obj })).toThrow(/already powered on/);
    expect(() => lab.call('vmware_reset_vm', { vm: off.obj })).toThrow(/InvalidPowerState/);
    expect(() => lab.call('vmware_power_on_vm', { vm: first(vms, (vm) => vm.config.template).obj })).toThrow(
      /template/,
    );
    expect(() => lab.call('vmware_reset_vm', { vm: 'vm-9999999' })).toThrow(/ManagedObjectNotFound/);
    const silent = first(vms, (vm) => isOn(vm) && vm.guest.toolsVersionStatus2 === 'guestToolsNotInstalled');
    expect(() => lab.call('vmware_restart_guest', { vm: silent.obj })).toThrow(/VMware Tools/);
  });
});

describe('snapshots', () => {
  test('form a chain; removing one in the middle keeps the others', () => {
    const lab = createVmwareLab();
    const vm = first(allVms(lab), (one) => isOn(one) && one.snapshot === undefined);
    const make = (name: string) =>
      (lab.call('vmware_create_snapshot', { vm: vm.obj, name }) as { task: { result: { snapshot: string } } })
        .task.result.snapshot;
    const [a, b, c] = [make('a'), make('b'), make('c')];
    lab.call('vmware_remove_snapshot', { vm: vm.obj, snapshot: b });
    lab.advance(60);
    const [root] = getVm(lab, vm.obj).snapshot?.rootSnapshotList ?? [];
    expect(root?.snapshot).toBe(a);
    expect(root?.childSnapshotList.map((one) => one.snapshot)).toEqual([c]);
    lab.call('vmware_remove_snapshot', { vm: vm.obj, snapshot: a, removeChildren: true });
    lab.advance(60);
    expect(getVm(lab, vm.obj).snapshot).toBeUndefined();
  });

  test('bring back CPU and memory', () => {
    const lab = createVmwareLab();
    const vm = first(
      allVms(lab),
      (one) => isOn(one) && one.config.cpuHotAddEnabled && one.snapshot === undefined,
    );
    const { task } = lab.call('vmware_create_snapshot', { vm: vm.obj, name: 'before' }) as {
      task: { result: { snapshot: string } };
    };
    lab.call('vmware_reconfigure_vm', { vm: vm.obj, vcpus: vm.config.hardware.numCPU + 1 });
    expect(getVm(lab, vm.obj).config.hardware.numCPU).toBe(vm.config.hardware.numCPU + 1);
    lab.call('vmware_revert_snapshot', { vm: vm.obj, snapshot: task.result.snapshot });
    lab.advance(60);
    expect(getVm(lab, vm.obj).config.hardware.numCPU).toBe(vm.config.hardware.numCPU);
    expect(() => lab.call('vmware_remove_snapshot', { vm: vm.obj, snapshot: 'snapshot-1' })).toThrow(
      /ManagedObjectNotFound/,
    );
  });

  test('are refused beyond 32, and with quiescing when Tools is not running', () => {
    const lab = createVmwareLab();
    const vms = allVms(lab);
    const vm = first(vms, (one) => isOn(one) && one.snapshot === undefined);
    for (let i = 0; i < 32; i++) lab.call('vmware_create_snapshot', { vm: vm.obj, name: `s${i}` });
    expect(() => lab.call('vmware_create_snapshot', { vm: vm.obj, name: 'one too many' })).toThrow(/32/);
    const silent = first(vms, (one) => isOn(one) && !answers(one));
    expect(() => lab.call('vmware_create_snapshot', { vm: silent.obj, name: 's', quiesce: true })).toThrow(
      /quiesce/,
    );
  });
});

describe('disks, CPU and place', () => {
  test('a disk grows, the guest takes it up only when asked, and never with snapshots', () => {
    const lab = createVmwareLab();
    const vm = first(allVms(lab), (one) => isOn(one) && answers(one) && one.snapshot === undefined);
    const disk = diskOf(vm);
    const bytes = disk.capacityInKB * 1024 + 2 ** 30;
    lab.call('vmware_grow_disk', { vm: vm.obj, disk: disk.key, capacityBytes: bytes });
    expect(diskOf(getVm(lab, vm.obj)).capacityInKB * 1024).toBe(bytes);
    expect(getVm(lab, vm.obj).guest.disk[0]?.capacity).toBe(disk.capacityInKB * 1024);
    lab.call('vmware_extend_guest_partition', { vm: vm.obj, disk: disk.key });
    expect(getVm(lab, vm.obj).guest.disk[0]?.capacity).toBe(bytes);
    const grow = (capacityBytes: number) =>
      lab.call('vmware_grow_disk', { vm: vm.obj, disk: disk.key, capacityBytes });
    expect(() => grow(bytes - 1)).toThrow(/only grow/);
    expect(() => grow(60 * 2 ** 40)).toThrow(/InsufficientDisksSpace/);
    lab.call('vmware_create_snapshot', { vm: vm.obj, name: 's' });
    expect(() => grow(bytes + 2 ** 30)).toThrow(/snapshots/);
  });

  test('CPU and memory grow while the VM is on only with hot-add, and never shrink', () => {
    const lab = createVmwareLab();
    const vms = allVms(lab);
    const fixed = first(vms, (vm) => isOn(vm) && !vm.config.cpuHotAddEnabled);
    expect(() => lab.call('vmware_reconfigure_vm', { vm: fixed.obj, vcpus: 16 })).toThrow(/hot-add/);
    const hot = first(vms, (vm) => isOn(vm) && vm.config.cpuHotAddEnabled);
    expect(() => lab.call('vmware_reconfigure_vm', { vm: hot.obj, vcpus: 1 })).toThrow(/shrink/);
    lab.call('vmware_reconfigure_vm', { vm: hot.obj, memoryMb: hot.config.hardware.memoryMB * 2 });
    expect(getVm(lab, hot.obj).config.hardware.memoryMB).toBe(hot.config.hardware.memoryMB * 2);
  });

  test('a VM moves inside its cluster only, and not to where it is', () => {
    const lab = createVmwareLab();
    const vms = allVms(lab, { cluster: 'prod-a' });
    const vm = first(vms, isOn);
    const hosts = items<{ obj: string; cluster: string }>(lab, 'vmware_list_hosts');
    const there = hosts.find((host) => host.cluster === vm.cluster && host.obj !== vm.runtime.host);
    const far = hosts.find((host) => host.cluster !== vm.cluster);
    lab.call('vmware_migrate_vm', { vm: vm.obj, host: there?.obj });
    expect(getVm(lab, vm.obj).runtime.host).toBe(vm.runtime.host);
    expect(() => lab.call('vmware_power_off_vm', { vm: vm.obj })).toThrow(/TaskInProgress/);
    lab.advance(30);
    expect(getVm(lab, vm.obj).runtime.host).toBe(there?.obj);
    expect(() => lab.call('vmware_migrate_vm', { vm: vm.obj, host: there?.obj })).toThrow(/already runs/);
    expect(() => lab.call('vmware_migrate_vm', { vm: vm.obj, host: far?.obj })).toThrow(/belongs to/);
    expect(() => lab.call('vmware_migrate_vm', { vm: vm.obj })).toThrow(/expected a target/);
  });
});

describe('what other domains do', () => {
  test('a volume that grows grows its datastore', () => {
    const lab = createVmwareLab();
    const [datastore] = lab.blueprint.clusters[0]?.datastores ?? [];
    lab.emit({ type: 'volume-resized', naa: datastore?.naa ?? '', sizeBytes: 99 * 2 ** 40 });
    expect(items(lab, 'vmware_list_datastores')[0]).toMatchObject({ summary: { capacity: 99 * 2 ** 40 } });
  });

  test('a switch port that goes down takes the adapter behind it, and raises an alarm', () => {
    const lab = createVmwareLab();
    const [host] = lab.blueprint.clusters[0]?.hosts ?? [];
    const [nic] = host?.nics ?? [];
    lab.emit({ type: 'port-changed', switch: nic?.switch ?? '', port: nic?.port ?? '', up: false });
    const [seen] = items<{ config: { network: { pnic: Record<string, unknown>[] } } }>(
      lab,
      'vmware_list_hosts',
    );
    expect(seen?.config.network.pnic[0]).not.toHaveProperty('linkSpeed');
    expect(seen?.config.network.pnic[1]).toHaveProperty('linkSpeed');
    const alarms = items<{ info: { name: string }; triggered: unknown[] }>(lab, 'vmware_list_alarms');
    expect(alarms.find((alarm) => alarm.info.name.startsWith('Network uplink'))?.triggered).toHaveLength(1);
  });
});

describe('scenarios', () => {
  const scenario = (lab: VmwareLab, name: string) => {
    const found = lab.domain.scenarios[name];
    if (found === undefined) throw new Error(name);
    return found;
  };

  test('hung-vm: heartbeat red, Tools silent; a reset heals it, a guest restart cannot', () => {
    const lab = createVmwareLab();
    scenario(lab, 'hung-vm').enable();
    const vm = first(allVms(lab), (one) => one.guestHeartbeatStatus === 'red');
    expect(answers(vm)).toBe(false);
    expect(() => lab.call('vmware_restart_guest', { vm: vm.obj })).toThrow(/not running/);
    lab.call('vmware_reset_vm', { vm: vm.obj });
    expect(getVm(lab, vm.obj)).toMatchObject({ guestHeartbeatStatus: 'gray' });
    lab.advance(30);
    expect(getVm(lab, vm.obj)).toMatchObject({ guestHeartbeatStatus: 'green' });
  });

  test('full-datastore: full until it is switched off or the volume grows', () => {
    const lab = createVmwareLab();
    const free = () =>
      items<{ name: string; summary: { capacity: number; freeSpace: number } }>(
        lab,
        'vmware_list_datastores',
      ).map(({ summary }) => summary.freeSpace / summary.capacity);
    const before = free();
    scenario(lab, 'full-datastore').enable();
    scenario(lab, 'full-datastore').enable();
    expect(Math.min(...free())).toBeLessThan(0.02);
    scenario(lab, 'full-datastore').disable();
    expect(free()).toEqual(before);
  });

  test('host-down: VMs are lost, then HA restarts them elsewhere', () => {
    const lab = createVmwareLab();
    scenario(lab, 'host-down').enable();
    const lost = allVms(lab).filter((vm) => vm.runtime.connectionState === 'disconnected');
    expect(lost.length).toBeGreaterThan(0);
    const wasOn = first(lost, isOn);
    expect(() => lab.call('vmware_reset_vm', { vm: wasOn.obj })).toThrow(/HostNotConnected/);
    lab.advance(180);
    const now = getVm(lab, wasOn.obj);
    expect(now.runtime).toMatchObject({ connectionState: 'connected', powerState: 'poweredOn' });
    expect(now.runtime.host).not.toBe(wasOn.runtime.host);
    expect(lab.emitted).toContainEqual({ type: 'vm-power', uuid: wasOn.config.uuid, poweredOn: true });
    scenario(lab, 'host-down').disable();
    expect(allVms(lab).every((vm) => vm.runtime.connectionState === 'connected')).toBe(true);
  });

  test('old-snapshots: three VMs, and gone again', () => {
    const lab = createVmwareLab();
    const count = () => allVms(lab).filter((vm) => vm.snapshot !== undefined).length;
    const before = count();
    scenario(lab, 'old-snapshots').enable();
    expect(count()).toBe(before + 3);
    scenario(lab, 'old-snapshots').disable();
    expect(count()).toBe(before);
  });
});
