import { choice, columnKind } from './columns.ts';
import type { Fixture, FixtureObject } from './fixture.ts';
import { objectUrl } from './object-types.ts';
import { endpointsBehind, linkPeers } from './trace.ts';

type Json = Record<string, unknown>;

/** Columns that NetBox keeps for itself. */
const hidden = new Set(['custom_field_data', 'lft', 'rght', 'tree_id', 'local_context_data', 'level']);

const cabled = new Set([
  'dcim.interface',
  'dcim.frontport',
  'dcim.rearport',
  'dcim.powerport',
  'dcim.poweroutlet',
  'dcim.consoleport',
  'dcim.powerfeed',
  'circuits.circuittermination',
]);

/** One object as NetBox's REST API shows it: references nested, choices with labels, computed members added. */
export function serialize(fixture: Fixture, object: FixtureObject): Json {
  const { model, pk, fields } = object;
  const shown: Json = { id: pk, url: objectUrl(model, pk), display: display(fixture, object) };
  for (const [column, value] of Object.entries(fields)) {
    if (hidden.has(column) || column.startsWith('_')) continue;
    shown[column] =
      column === 'type' && model === 'dcim.cable' ? value : shownValue(fixture, model, column, value);
  }
  shown['custom_fields'] = fields['custom_field_data'] ?? {};
  shown['tags'] = [];
  return { ...shown, ...computed(fixture, object) };
}

function shownValue(fixture: Fixture, model: string, column: string, value: unknown): unknown {
  const kind = columnKind(model, column);
  switch (kind.is) {
    case 'reference':
      return nested(fixture, fixture.get(kind.model, value));
    case 'references':
      return Array.isArray(value) ? value.map((pk) => nested(fixture, fixture.get(kind.model, pk))) : [];
    case 'choice':
      return choice(value);
    case 'decimal':
      return value === null ? null : Number(value);
    case 'plain':
      return contentType(value) ?? value;
  }
}

/** Django writes a content type as `["dcim", "site"]`, the API as `dcim.site`. */
function contentType(value: unknown): string | undefined {
  if (!Array.isArray(value) || value.length !== 2) return undefined;
  const [app, model] = value as unknown[];
  return typeof app === 'string' && typeof model === 'string' ? `${app}.${model}` : undefined;
}

/** The short form in which one object stands inside another. */
export function nested(fixture: Fixture, object: FixtureObject | undefined): Json | null {
  if (!object) return null;
  const { model, pk, fields } = object;
  const short: Json = { id: pk, url: objectUrl(model, pk), display: display(fixture, object) };
  for (const column of ['name', 'slug', 'model', 'cid', 'vid', 'rd', 'asn', 'term_side', 'label'])
    if (fields[column] !== undefined) short[column] = fields[column];
  if (model === 'ipam.ipaddress')
    Object.assign(short, { address: fields['address'], family: family(fields['address']).value });
  if (model === 'dcim.devicetype')
    short['manufacturer'] = nested(fixture, fixture.get('dcim.manufacturer', fields['manufacturer']));
  if (model === 'circuits.circuittermination') {
    short['circuit'] = nested(fixture, fixture.get('circuits.circuit', fields['circuit']));
    short['cable'] = fields['cable'];
  }
  if (fields['device'] !== undefined && model !== 'virtualization.virtualmachine') {
    short['device'] = nested(fixture, fixture.get('dcim.device', fields['device']));
    if (fields['cable'] !== undefined) short['cable'] = fields['cable'];
  }
  return short;
}

/** NetBox's `__str__` of the models that have no plain name. */
export function display(fixture: Fixture, object: FixtureObject): string {
  const { model, pk, fields } = object;
  const of = (type: string, column: string) => fixture.get(type, fields[column]);
  const text = (column: string) => String(fields[column]);
  switch (model) {
    case 'dcim.device': {
      if (typeof fields['name'] === 'string' && fields['name'] !== '') return fields['name'];
      const chassis = of('dcim.virtualchassis', 'virtual_chassis');
      if (chassis) return `${display(fixture, chassis)}:${text('vc_position')} (${pk})`;
      const type = of('dcim.devicetype', 'device_type');
      const maker = type && fixture.get('dcim.manufacturer', type.fields['manufacturer']);
      return `${maker ? display(fixture, maker) : ''} ${type ? display(fixture, type) : 'device'} (${pk})`.trim();
    }
    case 'dcim.devicetype':
    case 'dcim.moduletype':
      return text('model');
    case 'dcim.cable':
      return text('label') === '' ? `#${pk}` : text('label');
    case 'dcim.rackreservation': {
      const rack = of('dcim.rack', 'rack');
      return `Reservation for rack ${rack ? display(fixture, rack) : text('rack')}`;
    }
    case 'dcim.module':
      return `Module (${pk})`;
    case 'ipam.vlan':
      return `${text('name')} (${text('vid')})`;
    case 'ipam.vrf':
      return fields['rd'] ? `${text('name')} (${text('rd')})` : text('name');
    case 'ipam.prefix':
    case 'ipam.aggregate':
      return text('prefix');
    case 'ipam.ipaddress':
      return text('address');
    case 'ipam.iprange':
      return `${text('start_address').split('/')[0]}-${text('end_address')}`;
    case 'ipam.asn':
      return `AS${text('asn')}`;
    case 'circuits.circuit':
      return text('cid');
    case 'circuits.circuittermination': {
      const circuit = of('circuits.circuit', 'circuit');
      return `${circuit ? display(fixture, circuit) : ''}: Termination ${text('term_side')}`;
    }
    case 'tenancy.contactassignment': {
      const contact = of('tenancy.contact', 'contact');
      return contact ? display(fixture, contact) : `#${pk}`;
    }
    default:
      return typeof fields['name'] === 'string' && fields['name'] !== '' ? fields['name'] : `#${pk}`;
  }
}

function family(address: unknown): { value: 4 | 6; label: string } {
  return typeof address === 'string' && address.includes(':')
    ? { value: 6, label: 'IPv6' }
    : { value: 4, label: 'IPv4' };
}

/** Members that the API works out rather than stores. */
function computed(fixture: Fixture, object: FixtureObject): Json {
  const { model, pk, fields } = object;
  const extra: Json = cabled.has(model) ? connections(fixture, object) : {};
  const count = (type: string, column: string) => fixture.referring(type, column, pk).length;
  switch (model) {
    case 'dcim.cable':
      return {
        a_terminations: terminations(fixture, pk, 'A'),
        b_terminations: terminations(fixture, pk, 'B'),
      };
    case 'dcim.device': {
      const primary = fixture.get('ipam.ipaddress', fields['primary_ip4'] ?? fields['primary_ip6']);
      const role = nested(fixture, fixture.get('dcim.devicerole', fields['role']));
      const bay = fixture.referring('dcim.devicebay', 'installed_device', pk)[0];
      return {
        device_role: role,
        primary_ip: nested(fixture, primary),
        parent_device: bay ? nested(fixture, fixture.get('dcim.device', bay.fields['device'])) : null,
        interface_count: count('dcim.interface', 'device'),
        front_port_count: count('dcim.frontport', 'device'),
        rear_port_count: count('dcim.rearport', 'device'),
      };
    }
    case 'dcim.interface':
      return {
        ...extra,
        count_ipaddresses: fixture
          .referring('ipam.ipaddress', 'assigned_object_id', pk)
          .filter((ip) => contentType(ip.fields['assigned_object_type']) === 'dcim.interface').length,
      };
    case 'dcim.site':
      return {
        device_count: count('dcim.device', 'site'),
        rack_count: count('dcim.rack', 'site'),
        prefix_count: count('ipam.prefix', 'site'),
        vlan_count: count('ipam.vlan', 'site'),
      };
    case 'dcim.rack':
      return { device_count: count('dcim.device', 'rack'), powerfeed_count: count('dcim.powerfeed', 'rack') };
    case 'ipam.prefix':
      return {
        family: family(fields['prefix']),
        children: fields['_children'] ?? 0,
        _depth: fields['_depth'] ?? 0,
      };
    case 'ipam.aggregate':
      return { family: family(fields['prefix']) };
    case 'ipam.iprange':
      return { family: family(fields['start_address']) };
    case 'ipam.ipaddress': {
      const type = contentType(fields['assigned_object_type']);
      const assigned = type === undefined ? undefined : fixture.get(type, fields['assigned_object_id']);
      const shown = nested(fixture, assigned);
      if (shown && assigned?.fields['virtual_machine'] !== undefined)
        shown['virtual_machine'] = nested(
          fixture,
          fixture.get('virtualization.virtualmachine', assigned.fields['virtual_machine']),
        );
      return { family: family(fields['address']), assigned_object: shown };
    }
    case 'ipam.vlan':
      return { prefix_count: count('ipam.prefix', 'vlan') };
    case 'ipam.vlangroup':
    case 'tenancy.contactassignment': {
      const type = contentType(fields[model === 'ipam.vlangroup' ? 'scope_type' : 'content_type']);
      const id = fields[model === 'ipam.vlangroup' ? 'scope_id' : 'object_id'];
      const scope = nested(fixture, type === undefined ? undefined : fixture.get(type, id));
      return model === 'ipam.vlangroup' ? { scope } : { object: scope };
    }
    case 'virtualization.cluster':
      return {
        virtualmachine_count: count('virtualization.virtualmachine', 'cluster'),
        device_count: count('dcim.device', 'cluster'),
      };
    case 'virtualization.virtualmachine':
      return {
        primary_ip: nested(
          fixture,
          fixture.get('ipam.ipaddress', fields['primary_ip4'] ?? fields['primary_ip6']),
        ),
      };
    default:
      return extra;
  }
}

function terminations(fixture: Fixture, cable: number, end: 'A' | 'B'): Json[] {
  return fixture
    .referring('dcim.cabletermination', 'cable', cable)
    .filter((termination) => termination.fields['cable_end'] === end)
    .map((termination) => {
      const type = contentType(termination.fields['termination_type']) ?? '';
      const id = termination.fields['termination_id'];
      return { object_type: type, object_id: id, object: nested(fixture, fixture.get(type, id)) };
    });
}

function connections(fixture: Fixture, object: FixtureObject): Json {
  const peers = linkPeers(fixture, object);
  const ends = endpointsBehind(fixture, object);
  return {
    link_peers: peers.map((peer) => nested(fixture, peer)),
    link_peers_type: peers[0]?.model ?? null,
    connected_endpoints: ends.length > 0 ? ends.map((end) => nested(fixture, end)) : null,
    connected_endpoints_type: ends[0]?.model ?? null,
    connected_endpoints_reachable: ends.length > 0 ? true : null,
    _occupied: object.fields['cable'] !== null || object.fields['mark_connected'] === true,
  };
}
