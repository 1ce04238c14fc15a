import { describe, expect, test } from 'vitest';
import { kinds } from '../../../../shared/model/kinds/registry.ts';
import {
  mapCluster,
  mapDatastore,
  mapNetwork,
  mapPool,
  mapVcenter,
  maskLicenseKey,
} from './map-inventory.ts';
import { mapHost } from './map-host.ts';
import { Names } from './names.ts';
import { rawHost } from './raw-host.ts';
import { rawAbout, rawCluster, rawDatastore, rawLicense, rawNetwork, rawPool } from './raw-inventory.ts';

const names = new Names();
names.add('domain-c7', 'prod-a', 'prod-a');
names.add('domain-c8', 'prod-b', 'prod-b');
names.add('host-1', 'esx-a01', 'prod-a', 'prod-a');
names.add('host-2', 'esx-b01', 'prod-b', 'prod-b');
names.add('dvs-1', 'dvs-fra1');

describe('licenses', () => {
  test('keys are masked but for the last group', () => {
    expect(maskLicenseKey('AAAAA-BBBBB-CCCCC')).toBe('*****-*****-CCCCC');
    expect(maskLicenseKey('secret')).toBe('******');
  });

  test('a total of 0 is unlimited, and an evaluation has its end', () => {
    const about = rawAbout.parse({ about: { instanceUuid: 'u' }, hostName: 'vc.example' });
    const licenses = [
      {
        name: 'Trial',
        editionKey: 'eval',
        total: 0,
        properties: [{ key: 'expirationDate', value: '2026-12-01' }],
      },
      { name: 'Bought', total: 64, used: 60 },
    ].map((one) => rawLicense.parse(one));
    const record = mapVcenter({ about, licenses, roles: undefined }, 'u', 'vc', names);
    kinds.vcenter.attributes.parse(record.attributes);
    expect(record.attributes['licenses']).toMatchObject([
      { evaluation: true, total: 'unlimited', expiresAt: '2026-12-01T00:00:00.000Z' },
      { evaluation: false, total: 64, perpetual: true },
    ]);
  });
});

test.each([
  ['in MB, as the manual has it', 1024, 2 * 1024 ** 3, 1024 ** 3],
  ['in bytes, which in MB would be more than there is', 1024 ** 3, 2 * 1024 ** 3, 1024 ** 3],
  ['more than there is either way', 3 * 1024 ** 3, 2 * 1024 ** 3, undefined],
])('effective memory of a cluster that comes %s', (_, effectiveMemory, totalMemory, bytes) => {
  const cluster = rawCluster.parse({
    obj: 'domain-c7',
    name: 'prod-a',
    summary: { effectiveMemory, totalMemory },
  });
  expect(mapCluster(cluster, 'vc', names).attributes['effectiveMemoryBytes']).toBe(bytes);
});

test('a cluster: effective memory comes in MB, rules by name', () => {
  names.add('vm-1', 'db-1');
  const record = mapCluster(
    rawCluster.parse({
      obj: 'domain-c7',
      name: 'prod-a',
      summary: { effectiveMemory: 1024, totalMemory: 2 ** 31 },
      configurationEx: {
        rule: [{ _type: 'ClusterAntiAffinityRuleSpec', name: 'apart', enabled: false, vm: ['vm-1', 'vm-2'] }],
      },
      currentEVCModeKey: null,
    }),
    'vc',
    names,
  );
  kinds.cluster.attributes.parse(record.attributes);
  expect(record.attributes).toMatchObject({
    effectiveMemoryBytes: 2 ** 30,
    evcMode: 'none',
    rules: [{ name: 'apart', type: 'keep apart', enabled: false, vms: ['db-1', 'vm-2'] }],
  });
});

test('a pool has the path of its parents, also when they form a ring', () => {
  const pools = [
    { obj: 'a', name: 'Resources', parent: 'b' },
    { obj: 'b', name: 'test', parent: 'a', owner: 'domain-c7' },
  ].map((one) => rawPool.parse(one));
  const byId = new Map(pools.map((pool) => [pool.obj, pool]));
  const record = mapPool(rawPool.parse(pools[1]), 'vc', names, byId);
  expect(record).toMatchObject({ partition: 'prod-a', attributes: { path: 'Resources / test' } });
});

describe('a datastore', () => {
  const raw = {
    obj: 'datastore-1',
    name: 'ds-1',
    summary: { type: 'VMFS', capacity: 100, freeSpace: 40, uncommitted: 7 },
    info: { vmfs: { extent: [{ diskName: 'naa.600A' }] } },
    host: [{ key: 'host-1', mountInfo: { accessible: true, accessMode: 'readWrite' } }],
  };

  test('belongs to the cluster whose hosts mount it, and is backed by its LUN', () => {
    const record = mapDatastore(rawDatastore.parse(raw), 'vc', names);
    kinds.datastore.attributes.parse(record.attributes);
    expect(record).toMatchObject({
      partition: 'prod-a',
      attributes: { usedBytes: 60, mounts: [{ host: 'esx-a01', accessible: true, readOnly: false }] },
      relations: [{ type: 'backed-by', toKey: 'naa:600a' }],
    });
    // It uses the LUN; it is not the LUN.
    expect(record.keys ?? []).toEqual([]);
  });

  test('that several clusters mount belongs to none', () => {
    const shared = { ...raw, host: [...raw.host, { key: 'host-2', mountInfo: {} }] };
    expect(mapDatastore(rawDatastore.parse(shared), 'vc', names).partition).toBeUndefined();
  });

  test('on NFS is backed by its export', () => {
    const nfs = { ...raw, info: { nas: { remoteHost: 'NAS1', remotePath: '/vol/A' } } };
    expect(mapDatastore(rawDatastore.parse(nfs), 'vc', names).relations).toEqual([
      { type: 'backed-by', toKey: 'nfs:nas1:/vol/A' },
    ]);
  });
});

test('a port group carries its VLAN; a trunk has ranges', () => {
  const group = (vlanId: unknown) =>
    mapNetwork(
      rawNetwork.parse({
        obj: 'dvportgroup-1',
        name: 'web',
        _type: 'DistributedVirtualPortgroup',
        config: { distributedVirtualSwitch: 'dvs-1', defaultPortConfig: { vlan: { vlanId } } },
      }),
      'vc',
      names,
    );
  expect(group(100)).toMatchObject({
    attributes: { switch: 'dvs-fra1', vlan: 100 },
    relations: [
      { type: 'part-of', to: 'vc:dv-switch:dvs-1' },
      { type: 'carries', toKey: 'vlan:100' },
    ],
  });
  const trunk = group([
    { start: 10, end: 10 },
    { start: 20, end: 29 },
  ]);
  expect(trunk.attributes['vlanTrunk']).toEqual(['10', '20-29']);
  expect(trunk.attributes).not.toHaveProperty('vlan');
});

describe('a host', () => {
  const raw = {
    obj: 'host-1',
    name: 'esx-a01',
    cluster: 'domain-c7',
    runtime: { connectionState: 'connected' },
    config: {
      network: {
        pnic: [
          {
            device: 'vmnic0',
            mac: '00:50:56:00:00:01',
            linkSpeed: { speedMb: 25000, duplex: true },
            proxySwitch: 'dvs-1',
            neighbor: { lldpInfo: { systemName: 'leaf-1.dc.example', portId: 'Ethernet1' } },
          },
          { device: 'vmnic1', proxySwitch: 'dvs-1' },
          { device: 'vmnic2' },
        ],
        vswitch: [{ name: 'vSwitch0', pnic: ['vmnic2'], numPortsAvailable: 7 }],
      },
    },
  };

  test('knows the switch and neighbour of each adapter, and that one without speed has no link', () => {
    const record = mapHost(rawHost.parse(raw), 'vc', names);
    kinds.host.attributes.parse(record.attributes);
    expect(record.attributes).toMatchObject({
      pnics: [
        { name: 'vmnic0', linkUp: true, switch: 'dvs-fra1', neighbour: { device: 'leaf-1.dc.example' } },
        { name: 'vmnic1', linkUp: false, switch: 'dvs-fra1' },
        { name: 'vmnic2', switch: 'vSwitch0' },
      ],
      vswitchFreePorts: { vSwitch0: 7 },
    });
    expect(record.relations).toEqual([
      { type: 'member-of', to: 'vc:cluster:domain-c7' },
      { type: 'connected-to', toKey: 'port:leaf-1/ethernet1' },
      { type: 'attached-to', to: 'vc:dv-switch:dvs-1' },
    ]);
  });

  test('that stands alone is a partition of its own', () => {
    const record = mapHost(rawHost.parse({ ...raw, cluster: undefined }), 'vc', names);
    expect(record.partition).toBe('esx-a01');
  });
});
