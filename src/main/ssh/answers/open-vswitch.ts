import { z } from 'zod';
import type { SaidData } from '../host-reader.ts';

/** What `ovs-vsctl --format=json` prints: rows as lists, in the order of the headings. */
export const tableSchema = z.object({ headings: z.array(z.string()), data: z.array(z.array(z.unknown())) });
type Table = z.output<typeof tableSchema>;

/**
 * OVSDB writes a column that may be empty as a set and an only element as itself (RFC 7047, 5.1): everything is read as
 * a list of what is in it.
 */
const set = z.tuple([z.literal('set'), z.array(z.unknown())]).transform(([, all]) => all);
const atom = z.unknown().transform((one) => [one]);
const listOf = <S extends z.ZodType>(item: S) => z.union([set, atom]).pipe(z.array(item));
const oneOf = <S extends z.ZodType>(item: S) => listOf(item).transform(([first]) => first);
const uuid = z.tuple([z.literal('uuid'), z.string()]).transform(([, id]) => id);
const vlan = z.number().int().min(0).max(4095);
/** As the schema of Open vSwitch has them: what is read is written back, so nothing else is taken. */
const vlanModes = ['access', 'trunk', 'native-tagged', 'native-untagged', 'dot1q-tunnel'] as const;

const bridgeSchema = z.object({
  name: z.string(),
  ports: listOf(uuid),
  datapath_type: z.string(),
});
const portSchema = z.object({
  _uuid: uuid,
  name: z.string(),
  interfaces: listOf(uuid),
  tag: oneOf(vlan),
  trunks: listOf(vlan),
  vlan_mode: oneOf(z.enum(vlanModes)),
  bond_mode: oneOf(z.string()),
});
const interfaceSchema = z.object({
  _uuid: uuid,
  name: z.string(),
  type: z.string(),
  admin_state: oneOf(z.string()),
  link_state: oneOf(z.string()),
  lacp_current: oneOf(z.boolean()),
  mac_in_use: oneOf(z.string()),
  mtu: oneOf(z.number()),
});

export interface VlanMembership {
  readonly mode: 'access' | 'trunk' | 'trunk-all' | 'q-in-q' | undefined;
  readonly nativeVlan: number | undefined;
  readonly taggedVlans: readonly number[];
}

export interface SwitchMember {
  readonly name: string;
  /** Empty: a device of the kernel; else internal, patch, vxlan … */
  readonly type: string;
  readonly adminUp: boolean | undefined;
  readonly linkUp: boolean | undefined;
  /** Carries traffic of its bond: LACP is in step where it is spoken, else its link is up. */
  readonly active: boolean;
  readonly mac: string | undefined;
  readonly mtu: number | undefined;
}

/** As somebody set it: an empty column is undefined. */
export interface VlanSetting {
  readonly mode: (typeof vlanModes)[number] | undefined;
  readonly tag: number | undefined;
  readonly trunks: readonly number[];
}

/** A port of a bridge: one interface, or the bond of several. */
export interface SwitchPort {
  readonly name: string;
  readonly bridge: string;
  readonly vlans: VlanMembership;
  readonly setting: VlanSetting;
  readonly members: readonly SwitchMember[];
}

export interface OpenVSwitch {
  readonly bridges: readonly string[];
  readonly ports: readonly SwitchPort[];
}

interface Tables {
  readonly bridges: Table;
  readonly ports: Table;
  readonly interfaces: Table;
}

/** @throws z.ZodError when a row is none: what it belongs to could not be told then */
export function readOpenVSwitch({ bridges, ports, interfaces }: Tables): OpenVSwitch {
  const portOf = new Map(rows(ports, portSchema).map((one) => [one._uuid, one]));
  const memberOf = new Map(rows(interfaces, interfaceSchema).map((one) => [one._uuid, one]));
  const found = rows(bridges, bridgeSchema);
  return {
    bridges: found.map(({ name }) => name),
    ports: found.flatMap((bridge) =>
      bridge.ports.flatMap((id) => {
        const port = portOf.get(id);
        if (!port) return [];
        const members = port.interfaces.flatMap((one) => memberOf.get(one) ?? []);
        return [
          {
            name: port.name,
            bridge: bridge.name,
            vlans: membership(port),
            setting: { mode: port.vlan_mode, tag: port.tag, trunks: ascending(port.trunks) },
            members: members.map((one) => ({
              name: one.name,
              type: one.type,
              adminUp: isUp(one.admin_state),
              linkUp: isUp(one.link_state),
              active: one.lacp_current ?? one.link_state === 'up',
              mac: one.mac_in_use,
              mtu: one.mtu,
            })),
          },
        ];
      }),
    ),
  };
}

function rows<S extends z.ZodType>({ headings, data }: Table, schema: S): z.output<S>[] {
  return data.map((row) => schema.parse(Object.fromEntries(headings.map((name, at) => [name, row[at]]))));
}

const ascending = (ids: readonly number[]): number[] => [...new Set(ids)].toSorted((a, b) => a - b);

const isUp = (state: string | undefined) => (state === undefined ? undefined : state === 'up');

/** Without a mode a port with a tag is an access port, and one without carries every VLAN that it does not name. */
function membership({ tag, trunks, vlan_mode: mode }: z.output<typeof portSchema>): VlanMembership {
  if (mode === 'dot1q-tunnel') return { mode: 'q-in-q', nativeVlan: tag, taggedVlans: [] };
  if (mode === 'access' || (mode === undefined && tag !== undefined))
    return { mode: 'access', nativeVlan: tag ?? 0, taggedVlans: [] };
  return {
    mode: trunks.length > 0 ? 'trunk' : 'trunk-all',
    nativeVlan: tag,
    taggedVlans: ascending(trunks.filter((id) => id !== tag)),
  };
}

/** The three answers of one host as one: the first that is none stands for all. */
export function switchSaid(
  bridges: SaidData<Table>,
  ports: SaidData<Table>,
  interfaces: SaidData<Table>,
): SaidData<OpenVSwitch> {
  if (bridges.is !== 'answered') return bridges;
  if (ports.is !== 'answered') return ports;
  if (interfaces.is !== 'answered') return interfaces;
  try {
    const value = readOpenVSwitch({
      bridges: bridges.value,
      ports: ports.value,
      interfaces: interfaces.value,
    });
    return { is: 'answered', value, masked: bridges.masked + ports.masked + interfaces.masked };
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error;
    return { is: 'failed', reason: `Open vSwitch: ${z.prettifyError(error).slice(0, 300)}`, stdout: '' };
  }
}
