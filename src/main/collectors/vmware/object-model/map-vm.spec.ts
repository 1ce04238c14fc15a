import { describe, expect, test } from 'vitest';
import { kinds } from '../../../../shared/model/kinds/registry.ts';
import { mapVm } from './map-vm.ts';
import { Names } from './names.ts';
import { rawVm } from './raw-vm.ts';

const names = new Names();
names.add('domain-c7', 'prod-a', 'prod-a');
names.add('host-12', 'esx-a01', 'prod-a', 'prod-a');
names.add('resgroup-8', 'production');
names.add('dvportgroup-20', 'fra1-web');

const running = {
  obj: 'vm-42',
  name: 'web-a001',
  cluster: 'domain-c7',
  resourcePool: 'resgroup-8',
  runtime: {
    host: 'host-12',
    powerState: 'poweredOn',
    connectionState: 'connected',
    consolidationNeeded: false,
  },
  summary: {
    overallStatus: 'green',
    quickStats: {
      overallCpuUsage: 400,
      guestMemoryUsage: 512,
      balloonedMemory: 0,
      swappedMemory: 3,
      uptimeSeconds: 60,
    },
    storage: { committed: 10, uncommitted: 5 },
  },
  config: {
    uuid: '4210AAAA-0000-0000-0000-000000000001',
    cpuAllocation: { reservation: 0, limit: -1, shares: { level: 'normal', shares: 2000 } },
    memoryAllocation: { reservation: 0, limit: 2048 },
    hardware: {
      numCPU: 2,
      numCoresPerSocket: 1,
      memoryMB: 4096,
      device: [
        { _type: 'ParaVirtualSCSIController', key: 1000 },
        {
          _type: 'VirtualDisk',
          key: 2000,
          controllerKey: 1000,
          deviceInfo: { label: 'Hard disk 1' },
          capacityInKB: 1024,
          backing: {
            fileName: '[ds-a-01] web-a001/web-a001.vmdk',
            datastore: 'datastore-11',
            thinProvisioned: true,
          },
        },
        {
          _type: 'VirtualVmxnet3',
          key: 4000,
          macAddress: '00:50:56:AA:BB:CC',
          backing: { port: { portgroupKey: 'dvportgroup-20' } },
          connectable: { connected: true },
        },
      ],
    },
  },
  guestHeartbeatStatus: 'green',
  guest: {
    toolsVersionStatus2: 'guestToolsCurrent',
    toolsRunningStatus: 'guestToolsRunning',
    toolsVersion: '12416',
    hostName: 'WEB-A001.dc.example',
    net: [
      {
        deviceConfigId: 4000,
        macAddress: '00:50:56:aa:bb:cc',
        ipAddress: ['10.1.0.2', 'fe80::1', '169.254.1.1'],
      },
    ],
    disk: [{ diskPath: '/', capacity: 1000, freeSpace: 250, mappings: [{ key: 2000 }] }],
  },
  perf: { 'cpu.ready.summation': { intervalSeconds: 20, value: 4_000 } },
};

const map = (raw: Record<string, unknown>, using = names) => {
  const record = mapVm(rawVm.parse(raw), 'vc', using);
  kinds.vm.attributes.parse(record.attributes);
  return record;
};
const without = (change: Record<string, unknown>) => ({ ...running, ...change });

describe('a VM that runs with Tools', () => {
  const record = map(running);

  test('carries sizes in bytes, names instead of references, and no limit as a word', () => {
    expect(record).toMatchObject({
      nativeId: 'vm-42',
      partition: 'prod-a',
      attributes: {
        powerState: 'on',
        cluster: 'prod-a',
        host: 'esx-a01',
        resourcePool: 'production',
        memoryBytes: 4 * 2 ** 30,
        cpuLimitMhz: 'unlimited',
        memoryLimitBytes: 2 * 2 ** 30,
        memorySwappedBytes: 3 * 2 ** 20,
        provisionedBytes: 15,
        disks: [
          { key: 2000, datastore: 'ds-a-01', capacityBytes: 2 ** 20, thin: true, controller: 'PVSCSI' },
        ],
        nics: [{ key: 4000, mac: '00:50:56:aa:bb:cc', portGroup: 'fra1-web', adapter: 'vmxnet3' }],
        nicConnected: { 4000: true },
        partitions: [{ mount: '/', capacityBytes: 1000, diskKey: 2000 }],
        partitionFreeBytes: { '/': 250 },
        snapshots: [],
      },
      unknown: {},
    });
  });

  test('has ready time per vCPU: 4,000 ms of two vCPUs in 20 s are 10 %', () => {
    expect(record.attributes['cpuReadyPercent']).toBe(10);
  });

  test('lists the addresses that others can reach, and the DNS name in lower case', () => {
    expect(record.attributes).toMatchObject({
      ips: ['10.1.0.2'],
      nicIps: { 4000: ['10.1.0.2'] },
      dnsName: 'web-a001.dc.example',
    });
  });

  test('is related to host, cluster, pool, datastore and port group, and known by UUID, MAC and name', () => {
    expect(record.relations).toEqual([
      { type: 'runs-on', to: 'vc:host:host-12' },
      { type: 'member-of', to: 'vc:cluster:domain-c7' },
      { type: 'member-of', to: 'vc:resource-pool:resgroup-8' },
      { type: 'stored-on', to: 'vc:datastore:datastore-11' },
      { type: 'attached-to', to: 'vc:network:dvportgroup-20' },
    ]);
    expect(record.keys).toEqual([
      'uuid:4210aaaa000000000000000000000001',
      'mac:005056aabbcc',
      'host:web-a001',
    ]);
  });
});

describe('what the guest does not tell is unknown, with the reason', () => {
  test.each([
    ['the VM is not powered on', { runtime: { ...running.runtime, powerState: 'poweredOff' } }],
    ['the VM is disconnected', { runtime: { ...running.runtime, connectionState: 'disconnected' } }],
    [
      'VMware Tools is not installed',
      { guest: { toolsVersionStatus2: 'guestToolsNotInstalled', net: [], disk: [] } },
    ],
    [
      'VMware Tools is not running',
      { guest: { toolsVersionStatus2: 'guestToolsCurrent', toolsRunningStatus: 'guestToolsNotRunning' } },
    ],
  ])('%s', (reason, change) => {
    const record = map(without(change));
    for (const attribute of ['ips', 'nicIps', 'dnsName', 'partitions', 'partitionFreeBytes']) {
      expect(record.unknown?.[attribute]).toBe(reason);
      expect(record.attributes).not.toHaveProperty(attribute);
    }
  });

  test('a guest with Tools may report no network at all', () => {
    const record = map(without({ guest: { ...running.guest, net: null } }));
    expect(record.unknown).toEqual({
      ips: 'VMware Tools reports no network',
      nicIps: 'VMware Tools reports no network',
    });
  });

  test('nothing is measured while the VM is off', () => {
    const record = map(without({ runtime: { ...running.runtime, powerState: 'poweredOff' } }));
    expect(record.attributes).not.toHaveProperty('cpuUsageMhz');
    expect(record.unknown?.['cpuUsageMhz']).toBe('the VM is not powered on');
  });
});

test('snapshots are flattened with their parents and sizes', () => {
  const record = map(
    without({
      snapshot: {
        rootSnapshotList: [
          {
            snapshot: 'snapshot-1',
            name: 'a',
            createTime: '2026-11-01T01:00:00+01:00',
            childSnapshotList: [{ snapshot: 'snapshot-2', name: 'b', createTime: '2026-11-02T00:00:00Z' }],
          },
        ],
      },
      layoutEx: { snapshot: [{ key: 'snapshot-1', size: 7 }] },
    }),
  );
  expect(record.attributes).toMatchObject({
    snapshots: [
      { id: 'snapshot-1', name: 'a', createdAt: '2026-11-01T00:00:00.000Z' },
      { id: 'snapshot-2', name: 'b', parent: 'snapshot-1' },
    ],
    snapshotBytes: { 'snapshot-1': 7 },
  });
});

test('names from a list that could not be read are unknown rather than gone', () => {
  const partial = new Names();
  partial.add('domain-c7', 'prod-a', 'prod-a');
  partial.markMissing('hosts', 'timed out');
  const record = map(running, partial);
  expect(record.attributes).not.toHaveProperty('host');
  expect(record.unknown?.['host']).toBe('the list of hosts could not be read: timed out');
  expect(record.relations).toContainEqual({ type: 'runs-on', to: 'vc:host:host-12' });
});

test('the least that a VM can be is enough', () => {
  const record = map({
    obj: 'vm-1',
    name: 'x',
    runtime: { powerState: 'poweredOff', connectionState: 'orphaned' },
  });
  expect(record.attributes).toMatchObject({ powerState: 'off', connectionState: 'orphaned' });
  expect(record.partition).toBeUndefined();
});
