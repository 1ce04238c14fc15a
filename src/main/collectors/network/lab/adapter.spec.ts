import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { collectEntities } from '../../../../../test/support/network-estate.ts';
import { propertyRuns } from '../../../../../test/support/property.ts';
import type { EntityOf } from '../../../../shared/model/entity.ts';
import type { EntityKind } from '../../../../shared/model/kinds/registry.ts';
import type { McpSession } from '../../../mcp/session.ts';
import { labNetworkAdapter } from './adapter.ts';
import { vlanList } from './map-device.ts';

/** A controller of one leaf and one spine with a routed link, a LAG and a host. */
const answers: Record<string, unknown> = {
  network_list_sites: { sites: [{ name: 'fra1', racks: [{ name: 'r1', height_units: 42 }] }] },
  network_list_devices: {
    devices: [
      device('leaf1', 'leaf', 'S1', { site: 'fra1', rack: 'r1', rack_unit: 42, height_units: 1 }),
      device('spine1', 'spine', 'S2', { site: 'ham1' }),
    ],
    total: 2,
    next_cursor: null,
  },
  network_list_vlans: { vlans: [{ vlan_id: 10, name: 'data', prefix: '10.1.0.0/24' }] },
  network_list_vrfs: { vrfs: [{ name: 'default', rd: '65000:1' }] },
  network_list_power_feeds: { feeds: [] },
  network_list_circuits: { circuits: [] },
  network_list_tunnels: { tunnels: [] },
  'network_get_interfaces leaf1': {
    interfaces: [
      port('Po1', { type: 'port-channel' }),
      port('Eth1', {
        channel_group: 'Po1',
        switchport: { mode: 'trunk', native_vlan: 1, trunk_vlans: '10,20-22' },
      }),
      port('Eth2', {
        rates_5min: {
          in_bps: 9e8,
          out_bps: 1e8,
          in_pps: 1000,
          out_pps: 1000,
          in_errors_per_second: 50,
          out_errors_per_second: 0,
        },
      }),
      port('Eth9', { ip_addresses: [{ address: '10.254.0.0/31', role: 'primary' }], vrf: 'default' }),
      port('Vlan10', {
        type: 'vlan',
        speed_bps: null,
        ip_addresses: [{ address: '10.1.0.1/24', role: 'vrrp' }],
        vrf: 'default',
      }),
    ],
  },
  'network_get_interfaces spine1': {
    interfaces: [
      port('Eth1', { ip_addresses: [{ address: '10.254.0.1/31', role: 'primary' }], vrf: 'default' }),
    ],
  },
  'network_get_lldp_neighbors leaf1': {
    neighbors: [
      { local_port: 'Eth9', remote_system: 'spine1.net.example', remote_port: 'Eth1' },
      {
        local_port: 'Eth2',
        remote_system: 'esx-1',
        remote_port: 'vmnic0',
        remote_chassis: '00:50:56:00:00:01',
      },
    ],
  },
  'network_get_port_channels leaf1': {
    port_channels: [{ name: 'Po1', members: [{ port: 'Eth1', state: 'suspended' }] }],
  },
  'network_get_bgp_neighbors leaf1': {
    neighbors: [
      {
        peer_address: '10.254.0.1',
        local_address: '10.254.0.0',
        local_as: 65001,
        remote_as: 65000,
        vrf: 'default',
        admin_status: 'start',
        state: 'OpenConfirm',
      },
    ],
  },
  'network_get_arp_table leaf1': { entries: [{ address: '10.1.0.50', interface: 'Vlan10' }] },
};
const empty: Record<string, unknown> = {
  network_get_lldp_neighbors: { neighbors: [] },
  network_get_port_channels: { port_channels: [] },
  network_get_bgp_neighbors: { neighbors: [] },
  network_get_routes: { static: [], summary: { connected: 3 } },
  network_get_environment: { power_supplies: [{ name: 'PSU1', state: 'failed' }], fans: [] },
  network_get_config: { running_config: 'hostname x', saved: false },
  network_get_arp_table: { entries: [] },
  network_get_mac_table: { entries: [] },
};

function device(hostname: string, role: string, serial: string, more = {}) {
  return { hostname, role, serial, reachable: true, ...more };
}

function port(name: string, more = {}) {
  return {
    name,
    type: 'physical',
    admin_status: 'up',
    oper_status: 'up',
    speed_bps: 1e9,
    mtu: 9000,
    mac: '02-1A-00-00-00-01',
    ...more,
  };
}

function session(change: Record<string, unknown> = {}): McpSession {
  const given = { ...answers, ...change };
  return {
    source: 'lab',
    server: { name: 'lab', version: '1', tools: [] },
    callTool: (name, args) => {
      const key = 'device' in args ? `${name} ${String(args['device'])}` : name;
      const data = given[key] ?? empty[name];
      if (data instanceof Error) return Promise.reject(data);
      if (typeof data === 'string')
        return Promise.resolve({ isError: true, text: data, data: undefined, form: 'text' });
      return Promise.resolve({ isError: false, text: '', data, form: 'structured' });
    },
    readResource: () => Promise.reject(new Error('none')),
  };
}

async function collected(change: Record<string, unknown> = {}) {
  const { entities, events, rejects } = await collectEntities(labNetworkAdapter, session(change));
  const of = <K extends EntityKind>(kind: K) =>
    entities.filter((entity) => entity.kind === kind) as unknown as readonly EntityOf<K>[];
  const scopes = (kind: string) =>
    events.flatMap((event) =>
      (event.type === 'complete' || event.type === 'failed') && event.kind === kind
        ? [`${event.type}${event.partition === undefined ? '' : ` ${event.partition}`}`]
        : [],
    );
  return { of, scopes, rejects, entities };
}

describe('the lab’s network adapter', () => {
  it('reads devices with what their environment and configuration say', async () => {
    const { of, rejects } = await collected();
    expect(rejects).toEqual([]);
    const [leaf] = of('switch');
    expect(leaf).toMatchObject({
      nativeId: 'S1',
      partition: 'fra1',
      keys: expect.arrayContaining(['host:leaf1', 'serial:s1']),
      attributes: {
        reachable: true,
        powerSupplies: [{ name: 'PSU1', state: 'critical' }],
        configSaved: false,
        routeCount: 3,
        position: 42,
      },
    });
    expect(leaf?.attributes.intent).toBeUndefined();
  });

  it('joins a port to its neighbour by the name that LLDP gives, and to a host by its adapter', async () => {
    const { of } = await collected();
    const byName = new Map(of('interface').map((one) => [`${one.attributes.device} ${one.name}`, one]));
    expect(byName.get('leaf1 Eth9')?.relations).toContainEqual({
      type: 'connected-to',
      toKey: 'port:spine1/eth1',
    });
    expect(byName.get('spine1 Eth1')?.keys).toContain('port:spine1/eth1');
    expect(byName.get('leaf1 Eth2')?.relations).toEqual(
      expect.arrayContaining([
        { type: 'connected-to', toKey: 'port:esx-1/vmnic0' },
        { type: 'connected-to', toKey: 'mac:005056000001' },
      ]),
    );
    expect(byName.get('leaf1 Eth9')?.attributes).toMatchObject({ peer: 'spine1 Eth1', peerSource: 'lldp' });
  });

  it('works load and errors out of the device’s own rates', async () => {
    const { of } = await collected();
    const busy = of('interface').find((one) => one.name === 'Eth2');
    expect(busy?.attributes).toMatchObject({
      utilisationPercent: 90,
      errorsPerSecond: 50,
      errorPercent: 2.44,
    });
    const idle = of('interface').find((one) => one.name === 'Vlan10');
    expect(idle?.attributes.utilisationPercent).toBeUndefined();
  });

  it('tells configured from active LAG members, also when none is active', async () => {
    const { of } = await collected();
    const lag = of('interface').find((one) => one.name === 'Po1');
    expect(lag?.attributes).toMatchObject({ isLag: true, lagMembers: ['Eth1'], lagActiveMembers: [] });
    const member = of('interface').find((one) => one.name === 'Eth1' && one.attributes.device === 'leaf1');
    expect(member?.relations).toContainEqual({ type: 'member-of', to: 'lab:interface:S1/Po1' });
    expect(member?.attributes).toMatchObject({
      taggedVlans: [10, 20, 21, 22],
      nativeVlan: 1,
      mac: '02:1a:00:00:00:01',
    });
  });

  it('finds the other end of a BGP session by its address', async () => {
    const { of } = await collected();
    expect(of('bgp-peer')[0]).toMatchObject({
      name: 'leaf1 → spine1',
      attributes: { state: 'open-confirm', type: 'external', peerName: 'spine1' },
      relations: expect.arrayContaining([{ type: 'peers-with', to: 'lab:bgp-peer:S2/default/10.254.0.0' }]),
    });
  });

  it('knows prefixes by the interfaces in them, filled by what was resolved there', async () => {
    const { of } = await collected();
    const byName = new Map(of('prefix').map((one) => [one.name, one]));
    expect(byName.get('10.1.0.0/24')?.attributes).toMatchObject({
      vlan: '10 data',
      usedCount: 2,
      usedPercent: 0.79,
    });
    expect(byName.get('10.254.0.0/31')?.attributes).toMatchObject({ role: 'link', usedPercent: 100 });
    expect(of('ip-address').find((one) => one.attributes.role === 'vrrp')?.keys).toEqual([]);
  });
});

describe('a network that does not answer everything', () => {
  it('keeps a silent device and judges only the other sites’ interfaces', async () => {
    const { of, scopes } = await collected({
      network_list_devices: {
        devices: [
          device('leaf1', 'leaf', 'S1', { site: 'fra1', reachable: false }),
          device('spine1', 'spine', 'S2', { site: 'ham1' }),
        ],
        total: 2,
      },
    });
    expect(of('switch').map((one) => one.attributes.reachable)).toEqual([false, true]);
    expect(of('switch')[0]?.unknown['powerSupplies']).toBe('the device does not answer');
    expect(scopes('interface')).toEqual(['failed fra1', 'complete ham1']);
    expect(scopes('switch')).toEqual(['complete']);
    expect(scopes('prefix')).toEqual(['failed']);
  });

  it('does not judge interfaces whose neighbours it could not read', async () => {
    const { of, scopes } = await collected({ 'network_get_lldp_neighbors leaf1': 'LLDP is disabled' });
    expect(of('interface').some((one) => one.attributes.device === 'leaf1')).toBe(false);
    expect(scopes('interface')).toEqual(['failed fra1', 'complete ham1']);
    expect(scopes('bgp-peer')).toEqual(['complete']);
  });

  it.each([
    ['fails', { network_list_devices: 'controller busy' }],
    ['counts more than it gives', { network_list_devices: { devices: [], total: 3, next_cursor: null } }],
    [
      'gives the same cursor for ever',
      { network_list_devices: { devices: [], total: 3, next_cursor: 'again' } },
    ],
  ])('fails everything that hangs on the device list when that %s', async (_what, change) => {
    const { scopes } = await collected(change);
    for (const kind of ['switch', 'interface', 'bgp-peer', 'prefix'])
      expect(scopes(kind)).toEqual(['failed']);
    expect(scopes('site')).toEqual(['complete']);
  });

  it('rejects an interface that does not fit, with its place and reason', async () => {
    const { rejects, of, scopes } = await collected({
      'network_get_interfaces spine1': {
        interfaces: [port('Eth1', { admin_status: 'sideways' }), port('Eth2')],
      },
    });
    expect(rejects).toEqual([
      expect.objectContaining({
        kind: 'interface',
        name: 'Eth1',
        path: 'spine1 network_get_interfaces admin_status',
      }),
    ]);
    expect(of('interface').some((one) => one.name === 'Eth2')).toBe(true);
    // Its addresses were not read: nothing that is made of them may be taken for gone.
    expect(scopes('ip-address')).toEqual(['complete fra1', 'failed ham1']);
    expect(scopes('prefix')).toEqual(['failed']);
  });

  it('judges nothing that a device which does not fit could be or hold', async () => {
    const { scopes, of } = await collected({
      network_list_devices: {
        devices: [
          device('leaf1', 'leaf', 'S1', { site: 'fra1' }),
          { ...device('spine1', 'spine', 'S2'), site: 42 },
        ],
        total: 2,
      },
    });
    expect(of('switch').map((one) => one.name)).toEqual(['leaf1']);
    for (const kind of ['switch', 'router', 'interface', 'bgp-peer', 'ip-address', 'prefix'])
      expect(scopes(kind)).toEqual(['failed']);
  });
});

describe('lists of VLANs as devices write them', () => {
  it.each([
    ['10,20-22', [10, 20, 21, 22]],
    ['5, 3,3', [3, 5]],
    ['1-4095000', expect.objectContaining({ length: 4095 })],
    ['none', []],
    [undefined, []],
  ])('%j', (text, vlans) => {
    expect(vlanList(text)).toEqual(vlans);
  });
});

describe('whatever the lab answers', () => {
  it('is mapped, rejected or failed, never a crash', async () => {
    const tools = [...Object.keys(answers), ...Object.keys(empty).map((tool) => `${tool} leaf1`)];
    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(fc.constantFrom(...tools), fc.jsonValue(), { maxKeys: 4 }),
        async (change) => {
          const { entities } = await collected(change);
          expect(new Set(entities.map((one) => one.id)).size).toBe(entities.length);
        },
      ),
      { numRuns: propertyRuns(60, 2000) },
    );
  });
});
