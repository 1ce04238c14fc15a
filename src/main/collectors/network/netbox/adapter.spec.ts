import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { collectEntities } from '../../../../../test/support/network-estate.ts';
import { propertyRuns } from '../../../../../test/support/property.ts';
import type { EntityOf } from '../../../../shared/model/entity.ts';
import type { EntityKind } from '../../../../shared/model/kinds/registry.ts';
import { McpError } from '../../../mcp/mcp-error.ts';
import type { McpSession, ToolResult } from '../../../mcp/session.ts';
import { netboxAdapter } from './adapter.ts';

type Objects = Record<string, readonly unknown[] | ToolResult | Error>;

/** NetBox's answers by object type; types that are not given answer empty lists. */
function netbox(objects: Objects): McpSession {
  return {
    source: 'netbox',
    server: { name: 'NetBox', version: '1', tools: [] },
    callTool: (_name, args) => {
      const given = objects[String(args['object_type'])] ?? [];
      if (given instanceof Error) return Promise.reject(given);
      if (!Array.isArray(given)) return Promise.resolve(given as ToolResult);
      const offset = Number(args['offset']);
      const results = given.slice(offset, offset + 100) as unknown[];
      const next = offset + 100 < given.length ? 'more' : null;
      return Promise.resolve({
        isError: false,
        text: '',
        data: { count: given.length, next, results },
        form: 'structured',
      });
    },
    readResource: () => Promise.reject(new Error('none')),
  };
}

const refused: ToolResult = { isError: true, text: '403 Forbidden', data: undefined, form: 'text' };
const missing: ToolResult = { isError: true, text: 'Invalid object_type', data: undefined, form: 'text' };
const ref = (id: number, name: string, more = {}) => ({ id, name, display: name, ...more });
const value = (text: string, label = text) => ({ value: text, label });
const site = (id: number, name: string) => ({
  ...ref(id, name),
  slug: name,
  status: value('active', 'Active'),
});
const device = (id: number, name: string | null, role: string, more = {}) => ({
  id,
  name,
  display: name ?? `Acme S48 (${id})`,
  device_type: { ...ref(1, ''), name: null, model: 'S48', manufacturer: ref(1, 'Acme') },
  role: ref(1, role),
  site: ref(1, 'Alpha'),
  status: value('active'),
  ...more,
});
const port = (id: number, name: string, owner: [number, string], more = {}) => ({
  ...ref(id, name),
  device: ref(...owner),
  type: value('1000base-t', '1000BASE-T (1GE)'),
  enabled: true,
  tagged_vlans: [],
  ...more,
});

async function collected(objects: Objects) {
  const { entities, rejects, events } = await collectEntities(netboxAdapter, netbox(objects));
  const of = <K extends EntityKind>(kind: K) =>
    entities.filter((entity) => entity.kind === kind) as unknown as readonly EntityOf<K>[];
  return { of, rejects, events };
}

describe('the NetBox adapter', () => {
  it('knows NetBox’s MCP server by its tools', () => {
    const server = (...names: string[]) => ({
      name: 'x',
      version: '1',
      tools: names.map((name) => ({ name, inputSchema: {} })),
    });
    expect(netboxAdapter.matches(server('netbox_get_objects', 'netbox_get_object_by_id'))).toBe(true);
    expect(netboxAdapter.matches(server('network_list_devices'))).toBe(false);
  });

  it('tells switches, routers, firewalls and the rest by role, and marks all as documented', async () => {
    const { of } = await collected({
      'dcim.site': [site(1, 'Alpha')],
      'dcim.device': [
        device(1, 'sw1', 'ToR Switch'),
        device(2, 'r1', 'Edge Router'),
        device(3, 'f1', 'Firewall'),
        device(4, null, 'Patch Panel'),
      ],
    });
    expect(of('switch').map((one) => one.name)).toEqual(['sw1']);
    expect(of('router').map((one) => one.name)).toEqual(['r1']);
    expect(of('firewall').map((one) => one.name)).toEqual(['f1']);
    expect(of('device')[0]).toMatchObject({
      name: 'Acme S48 (4)',
      partition: 'Alpha',
      attributes: { intent: true, model: 'S48', manufacturer: 'Acme' },
      unknown: { reachable: expect.stringContaining('documents') },
    });
  });

  it('reads interfaces with VLANs, LAG, speed and addresses, and publishes the port as a key', async () => {
    const { of } = await collected({
      'dcim.device': [device(1, 'sw1', 'switch')],
      'dcim.interface': [
        port(1, 'Po1', [1, 'sw1'], { type: value('lag', 'LAG') }),
        port(2, 'xe-0', [1, 'sw1'], {
          lag: ref(1, 'Po1'),
          speed: 10_000_000,
          mode: value('tagged'),
          untagged_vlan: ref(7, 'native', { vid: 10 }),
          tagged_vlans: [ref(9, 'b', { vid: 30 }), ref(8, 'a', { vid: 20 })],
          mac_address: 'AA-BB-CC-00-11-22',
        }),
        port(3, 'ge-0', [1, 'sw1']),
      ],
      'ipam.ipaddress': [
        {
          id: 1,
          address: '10.0.0.1/24',
          assigned_object_type: 'dcim.interface',
          assigned_object_id: 2,
          assigned_object: { ...ref(2, 'xe-0'), device: ref(1, 'sw1') },
        },
      ],
    });
    const byName = new Map(of('interface').map((one) => [one.name, one]));
    expect(byName.get('xe-0')).toMatchObject({
      keys: expect.arrayContaining(['port:sw1/xe-0', 'mac:aabbcc001122']),
      attributes: {
        speedMbps: 10_000,
        mode: 'trunk',
        nativeVlan: 10,
        taggedVlans: [20, 30],
        lag: 'Po1',
        addresses: ['10.0.0.1/24'],
        mac: 'aa:bb:cc:00:11:22',
      },
    });
    expect(byName.get('xe-0')?.relations).toEqual(
      expect.arrayContaining([
        { type: 'member-of', to: 'netbox:interface:1' },
        { type: 'carries', to: 'netbox:vlan:8' },
        { type: 'part-of', to: 'netbox:switch:1' },
      ]),
    );
    expect(byName.get('ge-0')?.attributes.speedMbps).toBe(1000);
    expect(byName.get('Po1')?.attributes).toMatchObject({ isLag: true, lagMembers: ['xe-0'] });
    expect(of('ip-address')[0]).toMatchObject({
      attributes: { assignedTo: 'sw1 xe-0' },
      relations: [{ type: 'assigned-to', to: 'netbox:interface:2' }],
    });
  });

  it('names both ends of every cable, whatever they are plugged into', async () => {
    const end = (type: string, id: number, object: unknown) => [{ object_type: type, object_id: id, object }];
    const { of } = await collected({
      'dcim.device': [
        device(1, 'pdu1', 'PDU'),
        device(2, 'r1', 'router', { site: ref(2, 'Beta'), rack: ref(5, 'R5') }),
      ],
      'circuits.circuit': [{ id: 3, cid: 'WAN-1', provider: ref(1, 'Carrier') }],
      'circuits.circuittermination': [
        {
          id: 33,
          display: 'WAN-1: Termination A',
          circuit: { id: 3, cid: 'WAN-1' },
          term_side: 'A',
          site: ref(2, 'Beta'),
        },
      ],
      'dcim.powerport': [port(4, 'PSU1', [2, 'r1'])],
      'dcim.poweroutlet': [port(5, 'Out 1', [1, 'pdu1'])],
      'dcim.cable': [
        {
          id: 1,
          label: '',
          status: value('connected'),
          type: 'smf',
          a_terminations: end('dcim.interface', 9, { ...ref(9, 'ge-0'), device: ref(2, 'r1') }),
          b_terminations: end('circuits.circuittermination', 33, {
            id: 33,
            display: 'WAN-1: Termination A',
            circuit: { id: 3, cid: 'WAN-1' },
          }),
        },
        {
          id: 2,
          label: 'P-7',
          a_terminations: end('dcim.powerport', 4, { ...ref(4, 'PSU1'), device: ref(2, 'r1') }),
          b_terminations: end('dcim.poweroutlet', 5, { ...ref(5, 'Out 1'), device: ref(1, 'pdu1') }),
        },
      ],
    });
    const [first, second] = of('cable');
    expect(first).toMatchObject({
      name: '#1',
      partition: 'Beta',
      attributes: {
        aEnds: [{ kind: 'interface', on: 'r1', port: 'ge-0', site: 'Beta', rack: 'R5' }],
        bEnds: [{ kind: 'circuit', on: 'WAN-1', port: 'Termination A', site: 'Beta' }],
      },
    });
    expect(first?.relations.map((one) => 'to' in one && one.to).toSorted()).toEqual([
      'netbox:circuit:3',
      'netbox:interface:9',
    ]);
    expect(second).toMatchObject({ name: 'P-7', attributes: { aEnds: [{ kind: 'power port', on: 'r1' }] } });
    const ports = new Map(of('device-port').map((one) => [one.name, one]));
    expect(ports.get('PSU1')).toMatchObject({
      attributes: { function: 'power-inlet', peer: 'pdu1 Out 1' },
      relations: expect.arrayContaining([{ type: 'powered-by', to: 'netbox:device-port:outlet-5' }]),
    });
    expect(of('circuit')[0]?.attributes.ends).toEqual([
      { side: 'A', at: 'Beta', providerNetwork: false, port: 'r1 ge-0' },
    ]);
  });

  it('reads prefixes of both releases: with a site, and with a scope', async () => {
    const { of } = await collected({
      'dcim.site': [site(1, 'Alpha')],
      'ipam.prefix': [
        { id: 1, prefix: '10.0.0.0/16', status: value('container'), site: ref(1, 'Alpha') },
        {
          id: 2,
          prefix: '10.0.0.0/24',
          status: value('active'),
          scope_type: 'dcim.site',
          scope: ref(1, 'Alpha'),
          vlan: ref(4, 'data', { vid: 100 }),
        },
      ],
      'ipam.ipaddress': [{ id: 1, address: '10.0.0.9/24' }],
    });
    const [container, network] = of('prefix');
    expect(container).toMatchObject({
      partition: 'Alpha',
      attributes: { type: 'container', usedPercent: 0.39 },
    });
    expect(network).toMatchObject({
      partition: 'Alpha',
      attributes: { type: 'network', vlan: '100 data', usedCount: 1, usedPercent: 0.39 },
      relations: expect.arrayContaining([{ type: 'part-of', to: 'netbox:prefix:1' }]),
    });
    expect(of('ip-address')[0]?.relations).toEqual([{ type: 'part-of', to: 'netbox:prefix:2' }]);
  });

  it('computes what a power feed may carry', async () => {
    const { of } = await collected({
      'dcim.powerpanel': [{ ...ref(1, 'P1'), site: ref(1, 'Alpha') }],
      'dcim.powerfeed': [
        {
          ...ref(1, 'F1'),
          power_panel: ref(1, 'P1'),
          phase: value('three-phase'),
          voltage: 230,
          amperage: 32,
          max_utilization: 80,
        },
      ],
    });
    expect(of('power-feed')[0]).toMatchObject({
      partition: 'Alpha',
      attributes: { capacityWatts: 12_748, availableWatts: 10_198 },
    });
  });

  it('publishes a VLAN’s number only where it names one VLAN', async () => {
    const { of } = await collected({
      'ipam.vlan': [
        { ...ref(1, 'data'), vid: 100, site: ref(1, 'Alpha') },
        { ...ref(2, 'data'), vid: 100, site: ref(2, 'Beta') },
        { ...ref(3, 'voice'), vid: 200, site: ref(1, 'Alpha') },
      ],
    });
    expect(of('vlan').map((one) => [one.partition, one.keys])).toEqual([
      ['Alpha', []],
      ['Beta', []],
      ['Alpha', ['vlan:200']],
    ]);
  });
});

describe('a NetBox that does not answer everything', () => {
  const outcome = (events: readonly { type: string }[], kind: string) =>
    events.flatMap((event) =>
      'kind' in event && event.kind === kind && event.type !== 'records' ? [event.type] : [],
    );

  it('fails the kinds that need what it refuses, and judges the others', async () => {
    const { events } = await collected({ 'dcim.cable': refused });
    expect(outcome(events, 'cable')).toEqual(['failed']);
    expect(outcome(events, 'interface')).toEqual(['failed']);
    expect(outcome(events, 'rack')).toEqual(['complete']);
    expect(outcome(events, 'switch')).toEqual(['complete']);
  });

  it('neither judges nor fails a kind that its release does not have', async () => {
    const { events } = await collected({ 'vpn.tunnel': missing, 'vpn.tunneltermination': missing });
    expect(outcome(events, 'tunnel')).toEqual([]);
    expect(events).toContainEqual(expect.objectContaining({ type: 'unavailable', what: 'vpn.tunnel' }));
  });

  it('judges no kind that a device which does not fit could be of', async () => {
    const { events, rejects } = await collected({
      'dcim.device': [device(1, 'a', 'switch'), { ...device(2, 'b', 'router'), site: 'nowhere' }],
    });
    expect(rejects).toMatchObject([{ kind: 'device', nativeId: '2' }]);
    const failed = events.flatMap((event) => (event.type === 'failed' ? [event.kind] : []));
    expect(failed.toSorted()).toEqual(['device', 'firewall', 'router', 'switch']);
  });

  it('names a rejected port by the id that its entity has', async () => {
    const { rejects } = await collected({ 'dcim.powerport': [{ id: 7, device: 'none' }] });
    expect(rejects).toMatchObject([{ kind: 'device-port', nativeId: 'power-7' }]);
  });

  it('does without details, saying so', async () => {
    const { events, of } = await collected({
      'dcim.region': refused,
      'dcim.site': [{ ...site(1, 'Alpha'), region: ref(3, 'Ohio') }],
    });
    expect(of('site')[0]?.attributes.region).toBe('Ohio');
    expect(events).toContainEqual(expect.objectContaining({ type: 'unavailable', what: 'dcim.region' }));
  });

  it('keeps what it read when one call times out, and does not ask a server that is gone', async () => {
    const late = await collected({ 'ipam.vrf': new McpError('netbox', 'timeout', 'no answer in 30 s') });
    expect(outcome(late.events, 'vrf')).toEqual(['failed']);
    expect(outcome(late.events, 'circuit')).toEqual(['complete']);
    const gone = await collected({ 'dcim.cable': new McpError('netbox', 'disconnected', 'it ended') });
    expect(outcome(gone.events, 'vrf')).toEqual(['failed']);
    expect(outcome(gone.events, 'rack')).toEqual(['complete']);
  });

  it('stops when the run is cancelled', async () => {
    const stop = new AbortController();
    stop.abort(new Error('cancelled by the operator'));
    const context = { signal: stop.signal, call: {}, startedAt: '' };
    const run = async () => {
      for await (const _ of netboxAdapter.collect(netbox({}), context));
    };
    await expect(run()).rejects.toThrow('cancelled by the operator');
  });
});

describe('whatever NetBox answers', () => {
  const types = [
    'dcim.site',
    'dcim.rack',
    'dcim.device',
    'dcim.interface',
    'dcim.cable',
    'ipam.prefix',
    'ipam.ipaddress',
    'circuits.circuit',
    'dcim.powerfeed',
    'virtualization.virtualmachine',
  ];
  const loose = fc.oneof(
    fc.constantFrom(null, '', 'x', 0, 1, -1, 4.5, true, '10.0.0.0/24', 'a::/64'),
    fc.string(),
    fc.array(fc.integer(), { maxLength: 3 }),
    fc.record({ id: fc.integer({ min: 1, max: 4 }), name: fc.option(fc.string()), display: fc.string() }),
    fc.record({ value: fc.string(), label: fc.string() }),
  );
  const members = [
    'name',
    'site',
    'status',
    'device',
    'device_type',
    'role',
    'rack',
    'position',
    'type',
    'cable',
    'prefix',
    'address',
    'vrf',
    'vlan',
    'a_terminations',
    'b_terminations',
    'cid',
    'power_panel',
    'cluster',
    'tagged_vlans',
    'lag',
    'memory',
    'u_height',
    'assigned_object',
  ];
  const object = fc
    .tuple(fc.integer({ min: 1, max: 5 }), fc.dictionary(fc.constantFrom(...members), loose, { maxKeys: 12 }))
    .map(([id, rest]) => ({ id, name: `n${id}`, ...rest }));

  it('is mapped or rejected, never a crash', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(
          fc.constantFrom(...types),
          fc.uniqueArray(object, { selector: (one) => one.id, maxLength: 5 }),
        ),
        async (objects) => {
          const { events } = await collected(objects);
          const failed = events.flatMap((event) => (event.type === 'failed' ? [event.reason] : []));
          expect(failed.filter((reason) => !reason.includes('does not fit'))).toEqual([]);
        },
      ),
      { numRuns: propertyRuns(60, 2000) },
    );
  });
});
