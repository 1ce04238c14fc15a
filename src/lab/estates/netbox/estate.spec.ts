import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { LabError } from '../../domain.ts';
import { createNetboxEstate } from './estate.ts';

/**
 * Two sites; sw1 and sw2 joined through two fibre panels: front port 2 of each enters a trunk of two strands at
 * position 2, front port 1 at position 1, where only sw1 is plugged in.
 */
const port = (pk: number, device: number, cable: number | null, end: string, more = {}) => ({
  pk,
  fields: { device, name: `p${pk}`, label: '', cable, cable_end: end, mark_connected: false, ...more },
});
const fixture = [
  {
    model: 'dcim.site',
    pk: 1,
    fields: { name: 'Alpha', slug: 'alpha', status: 'active', region: null, asns: [] },
  },
  {
    model: 'dcim.site',
    pk: 2,
    fields: { name: 'Beta', slug: 'beta', status: 'planned', region: null, asns: [] },
  },
  { model: 'dcim.manufacturer', pk: 1, fields: { name: 'Acme', slug: 'acme' } },
  {
    model: 'dcim.devicetype',
    pk: 1,
    fields: { manufacturer: 1, model: 'S48', slug: 's48', u_height: '1.0' },
  },
  { model: 'dcim.devicerole', pk: 1, fields: { name: 'Switch', slug: 'switch' } },
  ...[1, 2, 3, 4].map((pk) => ({
    model: 'dcim.device',
    pk,
    fields: {
      name: pk === 4 ? null : ['sw1', 'sw2', 'panel1'][pk - 1],
      device_type: 1,
      role: 1,
      site: pk % 2 === 1 ? 1 : 2,
      position: '3.0',
      custom_field_data: { owner: 'noc' },
      _name: 'x',
    },
  })),
  {
    model: 'dcim.interface',
    ...port(1, 1, 10, 'A', { type: '1000base-t', mode: 'tagged', tagged_vlans: [5], enabled: true }),
  },
  {
    model: 'dcim.interface',
    ...port(2, 2, 30, 'A', { type: '1000base-t', mode: '', tagged_vlans: [], enabled: true }),
  },
  { model: 'dcim.frontport', ...port(11, 3, null, '', { rear_port: 21, rear_port_position: 1 }) },
  { model: 'dcim.frontport', ...port(12, 3, 10, 'B', { rear_port: 21, rear_port_position: 2 }) },
  { model: 'dcim.rearport', ...port(21, 3, 20, 'A', { positions: 2 }) },
  { model: 'dcim.rearport', ...port(22, 4, 20, 'B', { positions: 2 }) },
  { model: 'dcim.frontport', ...port(13, 4, 40, 'A', { rear_port: 22, rear_port_position: 1 }) },
  { model: 'dcim.frontport', ...port(14, 4, 30, 'B', { rear_port: 22, rear_port_position: 2 }) },
  ...[10, 20, 30].map((pk) => ({
    model: 'dcim.cable',
    pk,
    fields: {
      type: 'smf',
      status: 'connected',
      label: pk === 10 ? 'C10' : '',
      length: '2.50',
      length_unit: 'm',
    },
  })),
  ...(
    [
      [10, 'A', 'interface', 1],
      [10, 'B', 'frontport', 12],
      [20, 'A', 'rearport', 21],
      [20, 'B', 'rearport', 22],
      [30, 'A', 'interface', 2],
      [30, 'B', 'frontport', 14],
    ] as const
  ).map(([cable, cable_end, type, termination_id], i) => ({
    model: 'dcim.cabletermination',
    pk: i + 1,
    fields: { cable, cable_end, termination_type: ['dcim', type], termination_id },
  })),
  {
    model: 'ipam.vlan',
    pk: 5,
    fields: { vid: 100, name: 'data', status: 'active', site: 1, group: null, role: null },
  },
];

const folder = mkdtempSync(join(tmpdir(), 'netbox-estate-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = join(folder, 'fixture.json');
writeFileSync(file, JSON.stringify(fixture));
const estate = createNetboxEstate(file);

type Shown = Record<string, unknown>;
function call(name: string, args: Shown): Shown {
  const tool = estate.tools.find((one) => one.name === name);
  if (!tool) throw new Error(`no tool ${name}`);
  return tool.run(tool.input.parse(args));
}
const objects = (args: Shown) => call('netbox_get_objects', { filters: {}, ...args });
const results = (args: Shown) => objects(args)['results'] as Shown[];

describe('a recorded NetBox', () => {
  it('has the three documented tools, all read-only', () => {
    expect(estate.tools.map((tool) => [tool.name, tool.readOnly])).toEqual([
      ['netbox_get_objects', true],
      ['netbox_get_object_by_id', true],
      ['netbox_get_changelogs', true],
    ]);
  });

  it('pages with count, next and previous, five a page unless told', () => {
    const first = objects({ object_type: 'dcim.device', limit: 3 });
    expect(first).toMatchObject({ count: 4, previous: null });
    expect(first['next']).toContain('offset=3');
    const last = objects({ object_type: 'dcim.device', limit: 3, offset: 3 });
    expect(last['next']).toBeNull();
    expect(last['results']).toHaveLength(1);
    expect(() => objects({ object_type: 'dcim.device', limit: 101 })).toThrow(/100/);
  });

  it('shows references nested, choices with labels, decimals as numbers, and no private columns', () => {
    const [device] = results({ object_type: 'dcim.device', filters: { name: 'sw1' } });
    expect(device).toMatchObject({
      id: 1,
      display: 'sw1',
      site: { id: 1, name: 'Alpha', slug: 'alpha' },
      device_type: { model: 'S48', manufacturer: { name: 'Acme' } },
      position: 3,
      custom_fields: { owner: 'noc' },
    });
    expect(device).not.toHaveProperty('_name');
    const [site] = results({ object_type: 'dcim.site', filters: { id: 2 } });
    expect(site?.['status']).toEqual({ value: 'planned', label: 'Planned' });
  });

  it('names a nameless device as NetBox does', () => {
    const [device] = results({ object_type: 'dcim.device', filters: { id: 4 } });
    expect(device?.['display']).toBe('Acme S48 (4)');
  });

  it('tells both ends of a cable', () => {
    const cable = call('netbox_get_object_by_id', { object_type: 'dcim.cable', object_id: 10 });
    expect(cable).toMatchObject({
      display: 'C10',
      type: 'smf',
      length: 2.5,
      a_terminations: [{ object_type: 'dcim.interface', object_id: 1, object: { device: { name: 'sw1' } } }],
      b_terminations: [{ object_type: 'dcim.frontport', object_id: 12 }],
    });
  });

  it('traces a connection through panels strand by strand', () => {
    const [one] = results({ object_type: 'dcim.interface', filters: { device_id: 1 } });
    expect(one).toMatchObject({
      link_peers_type: 'dcim.frontport',
      connected_endpoints_type: 'dcim.interface',
      connected_endpoints: [{ id: 2, device: { name: 'sw2' } }],
      tagged_vlans: [{ id: 5, vid: 100 }],
    });
  });

  it('filters by field, id, slug and lookup, and refuses to walk over several relations', () => {
    const count = (filters: Shown) => objects({ object_type: 'dcim.device', filters })['count'];
    expect(count({ site: 'alpha' })).toBe(2);
    expect(count({ site_id: [2] })).toBe(2);
    expect(count({ name__ic: 'SW' })).toBe(2);
    expect(count({ id__gt: 3 })).toBe(1);
    expect(count({ q: 'panel' })).toBe(1);
    expect(() => count({ site__region__name: 'x' })).toThrow(LabError);
  });

  it('orders and cuts to the fields asked for', () => {
    expect(
      results({ object_type: 'dcim.device', ordering: '-id', fields: ['id', 'name'], limit: 2 }),
    ).toEqual([
      { id: 4, name: null },
      { id: 3, name: 'panel1' },
    ]);
  });

  it('refuses types that there are not, and ids that it has not', () => {
    expect(() => objects({ object_type: 'dcim.spaceship' })).toThrow(/Invalid object_type/);
    expect(() => call('netbox_get_object_by_id', { object_type: 'dcim.site', object_id: 99 })).toThrow(/404/);
  });

  it('says what is wrong with a file that is no fixture', () => {
    const bad = join(folder, 'bad.json');
    writeFileSync(bad, '{"model": 1}');
    expect(() => createNetboxEstate(bad)).toThrow(/expected a Django JSON fixture/);
  });
});
