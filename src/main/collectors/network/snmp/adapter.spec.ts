import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { replay, type Recording } from '../../../../../test/support/recorded-session.ts';
import { kinds, type EntityKind } from '../../../../shared/model/kinds/registry.ts';
import type { ObservedRecord } from '../../../../shared/model/entity.ts';
import type { CollectEvent } from '../../collector.ts';
import { snmpAdapter } from './adapter.ts';

/** Two bridges (v2c, v3 authPriv) and a router (v3 authNoPriv) as snmpd and lldpd gave them. */
const recorded = JSON.parse(
  readFileSync(join(import.meta.dirname, 'fixtures/network.json'), 'utf8'),
) as Recording;
const devices = ['leaf-1', 'leaf-2', 'edge-1'];

type Item = Record<string, unknown> & { device: string };

/** The same answers, with one of a device's made different. */
function changed(tool: string, device: string, change: (item: Item) => Item | undefined): Recording {
  const copy = structuredClone(recorded) as unknown as {
    calls: { tool: string; result: { data: { items: Item[] } } }[];
  };
  for (const call of copy.calls)
    if (call.tool === tool)
      call.result.data.items = call.result.data.items.flatMap((item) =>
        item.device === device ? (change(item) ?? []) : item,
      );
  return copy as unknown as Recording;
}

async function collect(recording: Recording = recorded) {
  const signal = new AbortController().signal;
  const context = { signal, call: { signal }, startedAt: '2026-11-23T19:00:00.000Z' };
  const events: CollectEvent[] = [];
  for await (const event of snmpAdapter.collect(replayLoosely(recording), context)) events.push(event);
  const records = (kind: EntityKind): ObservedRecord[] =>
    events.flatMap((event) => (event.type === 'records' && event.kind === kind ? event.records : []));
  return {
    events,
    records,
    named: (kind: EntityKind, nativeId: string) => records(kind).find((one) => one.nativeId === nativeId),
    judged: (kind: EntityKind) =>
      events.flatMap((event) =>
        (event.type === 'complete' || event.type === 'failed') && event.kind === kind
          ? [`${event.type} ${event.partition ?? 'all'}`]
          : [],
      ),
  };
}

/** Answers each tool, also where fewer devices are asked since one of them is silent. */
function replayLoosely(recording: Recording) {
  const session = replay(recording, 'net');
  return {
    ...session,
    callTool: async (tool: string, args: Readonly<Record<string, unknown>>) => {
      const call = recording.calls.find((one) => one.tool === tool);
      const names = args['devices'] as string[] | undefined;
      const answer = await session.callTool(tool, call?.args ?? args);
      if (names === undefined) return answer;
      const { items } = answer.data as { items: Item[] };
      return { ...answer, data: { items: items.filter(({ device }) => names.includes(device)) } };
    },
  };
}

test('a list of devices that is shorter than it is said to be judges nothing', async () => {
  const copy = structuredClone(recorded) as unknown as {
    calls: { tool: string; result: { data: { total: number } } }[];
  };
  for (const call of copy.calls) if (call.tool === 'list_devices') call.result.data.total += 1;
  const { records, judged } = await collect(copy as unknown as Recording);
  expect(records('switch')).toHaveLength(2);
  for (const kind of ['switch', 'interface', 'ip-address', 'vlan', 'prefix'] as const)
    expect(judged(kind)).toEqual(['failed all']);
});

test('only our own server is known by it, and nothing that could change something is vouched for', () => {
  expect(snmpAdapter.matches(recorded.server)).toBe(true);
  expect(snmpAdapter.matches({ ...recorded.server, name: 'another' })).toBe(false);
  expect(snmpAdapter.matches({ ...recorded.server, tools: [] })).toBe(false);
  for (const name of snmpAdapter.readOnlyTools)
    expect(recorded.server.tools.find((tool) => tool.name === name)?.annotations).toMatchObject({
      readOnlyHint: true,
    });
  expect(snmpAdapter.readOnlyTools).not.toContain('set_interface_admin_status');
  // Devices keep communities and command lines in places that a walk reaches.
  expect(snmpAdapter.readOnlyTools).not.toContain('walk');
});

describe('what it collects of a network that answers', () => {
  test('devices by their role', async () => {
    const { records, named, judged } = await collect();
    expect(records('switch').map(({ name }) => name)).toEqual(['leaf-1', 'leaf-2']);
    expect(named('router', 'edge-1')).toMatchObject({
      partition: 'edge-1',
      attributes: {
        reachable: true,
        managementIp: '198.51.100.13',
        site: 'lab',
        location: 'rack 1',
        description: 'Linux edge-1 6.1.0 x86_64',
      },
      keys: expect.arrayContaining(['host:edge-1', 'ip:198.51.100.13']),
      unknown: { serial: expect.stringContaining('ENTITY-MIB') },
    });
    expect(records('device')).toEqual([]);
    for (const kind of [
      'switch',
      'router',
      'firewall',
      'device',
      'interface',
      'ip-address',
      'vlan',
      'prefix',
    ] as const)
      expect(judged(kind)).toEqual(['complete all']);
  });

  test('every record fits its kind', async () => {
    const { events } = await collect();
    const unfit = events.flatMap((event) =>
      event.type === 'records'
        ? event.records.flatMap(({ attributes, name }) => {
            const { error } = kinds[event.kind].attributes.safeParse(attributes);
            return error ? [`${event.kind} ${name}: ${error.message}`] : [];
          })
        : [],
    );
    expect(unfit).toEqual([]);
  });

  test('interfaces with their state, addresses and neighbours', async () => {
    const { records, named } = await collect();
    expect(records('interface').map(({ nativeId }) => nativeId)).toEqual(
      [
        ['leaf-1', ['lo', 'mgmt0', 'eth1', 'eth2', 'br0']],
        ['leaf-2', ['lo', 'mgmt0', 'eth1', 'eth2', 'eth3', 'br0']],
        ['edge-1', ['lo', 'mgmt0', 'eth1']],
      ].flatMap(([device, ports]) => (ports as string[]).map((port) => `${String(device)}/${port}`)),
    );
    expect(named('interface', 'leaf-2/eth3')).toMatchObject({
      name: 'eth3',
      partition: 'leaf-2',
      attributes: {
        device: 'leaf-2',
        type: 'ethernet',
        speedMbps: 10_000,
        mtu: 1500,
        adminUp: true,
        operUp: true,
        peer: 'edge-1 eth1',
        peerSource: 'lldp',
      },
      keys: expect.arrayContaining(['port:leaf-2/eth3']),
    });
    expect(named('interface', 'leaf-2/eth3')?.relations).toContainEqual({
      type: 'connected-to',
      toKey: 'port:edge-1/eth1',
    });
    expect(named('interface', 'edge-1/eth1')?.attributes).toMatchObject({
      mode: 'routed',
      addresses: ['192.0.2.1/24'],
    });
    expect(named('interface', 'leaf-1/lo')?.attributes).toMatchObject({ type: 'loopback' });
  });

  test('a bridge that has the address of one of its ports publishes it for neither', async () => {
    const { records } = await collect();
    const macs = records('interface').flatMap(({ keys = [] }) =>
      keys.filter((key) => key.startsWith('mac:')),
    );
    expect(new Set(macs).size).toBe(macs.length);
    const shared = records('interface').filter(
      ({ nativeId, attributes }) =>
        nativeId.startsWith('leaf-1/') &&
        attributes['mac'] ===
          records('interface').find((one) => one.nativeId === 'leaf-1/br0')?.attributes['mac'],
    );
    expect(shared.length).toBe(2);
    for (const { keys = [] } of shared) expect(keys.some((key) => key.startsWith('mac:'))).toBe(false);
  });

  test('addresses and the prefixes that they are in, without what every host has', async () => {
    const { records } = await collect();
    expect(
      records('ip-address')
        .map(({ name }) => name)
        .toSorted(),
    ).toEqual(['192.0.2.1/24', '198.51.100.11/24', '198.51.100.12/24', '198.51.100.13/24']);
    expect(
      records('prefix')
        .map(({ name }) => name)
        .toSorted(),
    ).toEqual(['192.0.2.0/24', '198.51.100.0/24']);
  });
});

describe('what could not be seen is never taken for gone', () => {
  const silent = (item: Item): Item => ({
    device: item.device,
    status: 'failed',
    problems: [{ what: 'device', reason: 'did not answer' }],
  });

  test('a device that is silent stays what it is, unreachable, and its interfaces are not judged', async () => {
    const { named, judged } = await collect(changed('get_system', 'leaf-1', silent));
    expect(named('switch', 'leaf-1')).toMatchObject({
      attributes: { reachable: false },
      unknown: { description: 'leaf-1 does not answer' },
    });
    expect(judged('switch')).toEqual(['complete all']);
    for (const kind of ['interface', 'ip-address'] as const)
      expect(judged(kind)).toEqual(['failed leaf-1', 'complete leaf-2', 'complete edge-1']);
    expect(judged('vlan')).toEqual(['failed all']);
    expect(judged('prefix')).toEqual(['failed all']);
  });

  test('one of which it is not known what it is, because the file gives no role, is not judged as any kind', async () => {
    const recording = changed('get_system', 'leaf-1', silent);
    const listed = recording.calls.find(({ tool }) => tool === 'list_devices');
    for (const item of (listed as unknown as { result: { data: { items: Item[] } } }).result.data.items)
      delete item['role'];
    const { records, judged } = await collect(recording);
    expect(records('switch').map(({ name }) => name)).toEqual(['leaf-2']);
    expect(records('router').map(({ name }) => name)).toEqual(['edge-1']);
    for (const kind of ['switch', 'router', 'device'] as const)
      expect(judged(kind)).toEqual(['failed leaf-1', 'complete leaf-2', 'complete edge-1']);
  });

  test.each([
    ['list_interfaces', ['interface', 'ip-address', 'prefix']],
    ['list_lldp_neighbors', ['interface']],
    ['list_vlans', ['interface', 'vlan']],
  ] as const)('%s by halves', async (tool, kinds_) => {
    const { judged } = await collect(
      changed(tool, 'leaf-2', (item) => ({
        ...item,
        status: 'partial',
        problems: [{ what: 'a table', reason: 'it has more than 20000 rows' }],
      })),
    );
    for (const kind of kinds_) expect(judged(kind).some((one) => one.startsWith('failed'))).toBe(true);
    expect(judged('switch')).toEqual(['complete all']);
  });

  test('a device of which nothing came although it was asked', async () => {
    const { judged } = await collect(changed('list_interfaces', 'edge-1', () => undefined));
    expect(judged('interface')).toEqual(['complete leaf-1', 'complete leaf-2', 'failed edge-1']);
  });

  test('an interface that does not fit is rejected, and its device not judged by the others', async () => {
    const { events, judged } = await collect(
      changed('list_interfaces', 'leaf-1', (item) => ({
        ...item,
        interfaces: [...(item['interfaces'] as unknown[]), { ifIndex: 'nine' }],
      })),
    );
    expect(events).toContainEqual({
      type: 'reject',
      reject: expect.objectContaining({
        kind: 'interface',
        path: 'leaf-1 list_interfaces ifIndex',
      }) as unknown,
    });
    expect(judged('interface')).toEqual(['failed leaf-1', 'complete leaf-2', 'complete edge-1']);
  });

  test('a device without LLDP says so where its neighbours would stand', async () => {
    const { named, judged } = await collect(
      changed('list_lldp_neighbors', 'edge-1', (item) => ({
        ...item,
        notGiven: ['LLDP-MIB'],
        lldp: { neighbors: [] },
      })),
    );
    expect(named('interface', 'edge-1/eth1')?.unknown).toEqual({ peer: expect.stringContaining('no LLDP') });
    expect(judged('interface')).toEqual(['complete all']);
  });

  test('the whole list: nothing is judged', async () => {
    const copy = structuredClone(recorded) as unknown as {
      calls: { tool: string; result: { isError: boolean; text: string } }[];
    };
    for (const { tool, result } of copy.calls)
      if (tool === 'list_devices') Object.assign(result, { isError: true, text: 'no file' });
    const { events } = await collect(copy as unknown as Recording);
    expect(new Set(events.map(({ type }) => type))).toEqual(new Set(['failed']));
  });
});

test('VLANs with their ports, link aggregation and parts, of a switch that has them', async () => {
  const ports = (item: Item) => item['interfaces'] as { ifIndex: number; ifName: string }[];
  let index = new Map<string, number>();
  const withLag = changed('list_interfaces', 'leaf-2', (item) => {
    index = new Map(ports(item).map(({ ifName, ifIndex }) => [ifName, ifIndex]));
    return {
      ...item,
      interfaces: [
        ...ports(item).map((port) =>
          port.ifName === 'eth2' || port.ifName === 'eth3' ? { ...port, aggregate: 900 } : port,
        ),
        { ifIndex: 900, ifName: 'Po1', ifTypeName: 'ieee8023adLag', ifOperStatus: 'up' },
      ],
    };
  });
  const [eth1 = 0, lag = 900] = [index.get('eth1')];
  for (const call of withLag.calls) {
    const items = (call.result.data as { items?: Item[] }).items ?? [];
    const leaf = items.find(({ device }) => device === 'leaf-2');
    if (leaf && call.tool === 'list_vlans')
      Object.assign(leaf, {
        vlans: [
          { vid: 10, name: 'servers', egress: [eth1, lag], untagged: [eth1] },
          { vid: 20, egress: [lag], untagged: [] },
        ],
        ports: [{ ifIndex: eth1, pvid: 10 }],
      });
    if (leaf && call.tool === 'list_entities')
      Object.assign(leaf, {
        notGiven: [],
        entities: [
          { entPhysicalIndex: 1, class: 'chassis', serialNum: 'SN-1', mfgName: 'Example', modelName: 'EX' },
          { entPhysicalIndex: 2, class: 'fan', name: 'Fan 1' },
          { entPhysicalIndex: 3, class: 'module', name: 'Slot 1', serialNum: 'M-1' },
        ],
      });
  }
  const { named, records } = await collect(withLag);
  expect(records('vlan')).toMatchObject([
    { nativeId: 'lab/10', name: 'servers', attributes: { vid: 10, site: 'lab' }, keys: ['vlan:10'] },
    { nativeId: 'lab/20', name: 'VLAN 20' },
  ]);
  expect(named('interface', 'leaf-2/eth1')?.attributes).toMatchObject({ mode: 'access', nativeVlan: 10 });
  expect(named('interface', 'leaf-2/Po1')?.attributes).toMatchObject({
    type: 'LAG',
    isLag: true,
    lagMembers: ['eth2', 'eth3'],
    lagActiveMembers: ['eth2', 'eth3'],
    mode: 'trunk',
    taggedVlans: [10, 20],
  });
  expect(named('interface', 'leaf-2/eth3')?.attributes).toMatchObject({ lag: 'Po1' });
  expect(named('switch', 'leaf-2')).toMatchObject({
    attributes: {
      serial: 'SN-1',
      manufacturer: 'Example',
      modules: [{ bay: 'Slot 1', serial: 'M-1' }],
      fans: [{ name: 'Fan 1', state: 'unknown' }],
    },
    keys: expect.arrayContaining(['serial:sn-1']),
    unknown: {},
  });
  expect(devices).toContain('leaf-2');
});
