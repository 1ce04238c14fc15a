import { isQuantityPath } from '../format.ts';
import type { z } from 'zod';
import { kindDefinition, type EntityKind } from './kinds/registry.ts';

export type FieldType = 'text' | 'choice' | 'number' | 'yes-no' | 'moment' | 'list' | 'table' | 'record';

/** One attribute of a kind, as tables, filters and forms need to know it. Read off the kind's schema. */
export interface KindField {
  readonly path: string;
  readonly title: string;
  readonly type: FieldType;
  readonly align: 'left' | 'right';
  readonly volatile: boolean;
  /** Stands in tables until others are chosen. */
  readonly shown: boolean;
  readonly choices?: readonly string[];
  /** Of the entries of a table. */
  readonly fields?: readonly Pick<KindField, 'path' | 'title' | 'type' | 'align'>[];
}

const known = new Map<EntityKind, readonly KindField[]>();

/** The attributes of a kind: those that it shows first, then the rest in the order of its schema. */
export function kindFields(kind: EntityKind): readonly KindField[] {
  let fields = known.get(kind);
  if (!fields) {
    fields = readFields(kind);
    known.set(kind, fields);
  }
  return fields;
}

function readFields(kind: EntityKind): readonly KindField[] {
  const { attributes, columns = [], volatile = [] } = kindDefinition(kind);
  const shape = attributes.shape as Readonly<Record<string, z.ZodType>>;
  const paths = [...columns, ...Object.keys(shape).filter((path) => !columns.includes(path))];
  return paths.flatMap((path) => {
    const schema = shape[path];
    if (schema === undefined) return [];
    return [{ ...fieldOf(path, schema), volatile: volatile.includes(path), shown: columns.includes(path) }];
  });
}

function fieldOf(path: string, schema: z.ZodType): Omit<KindField, 'volatile' | 'shown'> {
  const inner = unwrapped(schema);
  const type = typeOf(path, inner);
  const choices = inner.def.type === 'enum' ? optionsOf(inner) : undefined;
  const fields = type === 'table' ? entryFields(inner) : undefined;
  return {
    path,
    title: fieldTitle(path),
    type,
    align:
      type === 'number' || type === 'table' || type === 'record' || isQuantityPath(path) ? 'right' : 'left',
    ...(choices && { choices }),
    ...(fields && { fields }),
  };
}

const plainTypes: Readonly<Record<string, FieldType>> = {
  number: 'number',
  int: 'number',
  boolean: 'yes-no',
  enum: 'choice',
  record: 'record',
  object: 'record',
};

function typeOf(path: string, schema: z.ZodType): FieldType {
  const { type } = schema.def;
  if (type === 'array') return elementOf(schema)?.def.type === 'object' ? 'table' : 'list';
  if (type === 'union') {
    const { options } = schema.def as unknown as { options: readonly z.ZodType[] };
    const types = options.map((one) => typeOf(path, unwrapped(one)));
    // "unlimited" or a number: a number.
    return types.includes('number') ? 'number' : (types[0] ?? 'text');
  }
  return plainTypes[type] ?? (path.endsWith('At') ? 'moment' : 'text');
}

function entryFields(schema: z.ZodType): KindField['fields'] {
  const element = elementOf(schema);
  if (element?.def.type !== 'object') return undefined;
  const shape = (element as z.ZodObject).shape as Readonly<Record<string, z.ZodType>>;
  return Object.entries(shape).map(([path, inner]) => {
    const { title, type, align } = fieldOf(path, inner);
    return { path, title, type, align };
  });
}

function elementOf(schema: z.ZodType): z.ZodType | undefined {
  const { element } = schema.def as unknown as { element?: z.ZodType };
  return element && unwrapped(element);
}

function unwrapped(schema: z.ZodType): z.ZodType {
  const { innerType } = schema.def as unknown as { innerType?: z.ZodType };
  return innerType === undefined ? schema : unwrapped(innerType);
}

function optionsOf(schema: z.ZodType): readonly string[] {
  return (schema as z.ZodEnum).options.map(String);
}

/** How the field writes what camel case takes apart. */
const words: Readonly<Record<string, string>> = Object.fromEntries(
  [
    'CPU',
    'vCPU',
    'vCPUs',
    'CPUs',
    'IP',
    'IPs',
    'DNS',
    'OS',
    'UUID',
    'UUIDs',
    'MAC',
    'MTU',
    'VLAN',
    'VLANs',
    'HA',
    'DRS',
    'EVC',
    'NIC',
    'NICs',
    'ID',
    'IDs',
    'WWN',
    'WWNs',
    'IQN',
    'NAA',
    'LUN',
    'LUNs',
    'VM',
    'VMs',
    'BIOS',
    'API',
    'URL',
    'NTP',
    'SSH',
    'RAID',
    'SSD',
    'IOPS',
    'QoS',
    'ASN',
    'BGP',
    'VRF',
    'LLDP',
    'CDP',
    'STP',
    'LACP',
    'LAG',
    'SNMP',
    'TLS',
    'CIDR',
    'IOMMU',
    'NUMA',
    'PoE',
    'FC',
    'iSCSI',
    'NFS',
    'SMB',
    'VMFS',
    'vSAN',
    'PDB',
    'SLA',
    'RPO',
    'TCP',
    'UDP',
    'GPU',
    'TPM',
    'HBA',
    'HBAs',
    'pNICs',
    'DHCP',
    'PCI',
    'I/O',
    'dBm',
    'vSwitch',
    'vSwitches',
    'PID',
    'RD',
    'VID',
    'PSU',
    'VRRP',
    'HSRP',
    'IPv4',
    'IPv6',
  ].map((word) => [word.toLowerCase().replace('/', ''), word]),
);

const unitSuffix = /(?:Bytes|Mhz|Mbps|Percent|Seconds|Watts|Days|Ms)$/;

/** `cpuReadyPercent` → "CPU ready"; the unit stands with each value. An instant keeps its verb: "Created". */
export function fieldTitle(path: string): string {
  const last = path.split('.').at(-1) ?? path;
  const bare = last.replace(unitSuffix, '').replace(/At$/, '') || last;
  const parts = bare
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replaceAll(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .split(/[\s_-]+/)
    .map((part) => words[part.toLowerCase()] ?? part.toLowerCase());
  const [first = '', ...rest] = parts;
  const isName = words[first.toLowerCase()] !== undefined;
  return [isName ? first : first.charAt(0).toUpperCase() + first.slice(1), ...rest].join(' ');
}
