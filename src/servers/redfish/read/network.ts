import { z } from 'zod';
import type { Resource } from '../connection/resource.ts';
import type { Reading } from '../reading.ts';
import { chassisOf } from './chassis.ts';
import {
  amount,
  flag,
  isAbsent,
  makeOf,
  makeSchema,
  nameOf,
  nameSchema,
  statusOf,
  statusSchema,
  text,
} from './parts.ts';
import { systemsOf } from './systems.ts';

const portSchema = z.object({
  ...nameSchema,
  linkStatus: text.describe('LinkUp or Up, LinkDown or Down, NoLink, …'),
  currentSpeedGbps: amount,
  maxSpeedGbps: amount,
  macAddresses: z.array(z.string()),
  wwns: z.array(z.string()),
  status: statusSchema,
});

export const adapterSchema = z.object({
  ...nameSchema,
  ...makeSchema,
  chassis: z.string(),
  firmwareVersion: text,
  ports: z.array(portSchema),
  status: statusSchema,
});

export const ethernetSchema = z.object({
  ...nameSchema,
  of: z.string().describe('path of the system or manager that it belongs to'),
  ofKind: z.enum(['system', 'manager']),
  description: text,
  macAddress: text,
  permanentMacAddress: text,
  linkStatus: text,
  interfaceEnabled: flag,
  speedMbps: amount,
  fullDuplex: flag,
  mtuSize: amount,
  hostName: text,
  addresses: z.array(z.string()).describe('with the length of their prefix where it is given'),
  status: statusSchema,
});

export const networkSchema = z.object({
  adapters: z.array(adapterSchema).optional(),
  interfaces: z.array(ethernetSchema).optional(),
});

/** Adapters with their ports, and the interfaces that systems and managers have on them. */
export async function readNetwork(reading: Reading): Promise<z.input<typeof networkSchema>> {
  const root = await reading.root();
  const [chassis, systems, managers] = await Promise.all([
    chassisOf(reading),
    systemsOf(reading),
    reading.members(root?.ref('Managers'), 'Managers'),
  ]);
  const [adapters, ofSystems, ofManagers] = await Promise.all([
    Promise.all(chassis.map((one) => readAdapters(reading, one))),
    Promise.all(systems.map((one) => readInterfaces(reading, one, 'system'))),
    Promise.all(managers.map((one) => readInterfaces(reading, one, 'manager'))),
  ]);
  return { adapters: adapters.flat(), interfaces: [...ofSystems, ...ofManagers].flat() };
}

async function readAdapters(reading: Reading, chassis: Resource) {
  if (!chassis.has('NetworkAdapters')) return [];
  const found = await reading.members(chassis.ref('NetworkAdapters'), 'NetworkAdapters');
  return Promise.all(
    found
      .filter((one) => !isAbsent(one))
      .map(async (adapter): Promise<z.input<typeof adapterSchema>> => {
        const link = adapter.ref('Ports') ?? adapter.ref('NetworkPorts');
        const ports = link === undefined ? [] : await reading.members(link, 'Ports');
        return {
          ...nameOf(adapter),
          ...makeOf(adapter),
          chassis: chassis.id ?? '',
          firmwareVersion: adapter.list('Controllers')[0]?.text('FirmwarePackageVersion'),
          ports: ports.map(portOf),
          status: statusOf(adapter),
        };
      }),
  );
}

function portOf(port: Resource): z.input<typeof portSchema> {
  const oldMbps = port.number('CurrentLinkSpeedMbps');
  return {
    ...nameOf(port),
    linkStatus: port.text('LinkStatus'),
    currentSpeedGbps:
      port.number('CurrentSpeedGbps') ?? (oldMbps === undefined ? undefined : oldMbps / 1_000),
    maxSpeedGbps: port.number('MaxSpeedGbps'),
    macAddresses: [
      ...new Set([
        ...port.texts('Ethernet/AssociatedMACAddresses'),
        ...port
          .texts('AssociatedNetworkAddresses')
          .filter((one) => /^([0-9a-f]{2}[:-]){5}[0-9a-f]{2}$/i.test(one)),
      ]),
    ],
    wwns: port.texts('FibreChannel/AssociatedWorldWideNames'),
    status: statusOf(port),
  };
}

async function readInterfaces(
  reading: Reading,
  owner: Resource,
  ofKind: 'system' | 'manager',
): Promise<z.input<typeof ethernetSchema>[]> {
  if (!owner.has('EthernetInterfaces')) return [];
  const found = await reading.members(owner.ref('EthernetInterfaces'), 'EthernetInterfaces');
  return found
    .filter((one) => !isAbsent(one))
    .map((one) => ({
      ...nameOf(one),
      of: owner.id ?? '',
      ofKind,
      description: one.text('Description'),
      macAddress: one.text('MACAddress'),
      permanentMacAddress: one.text('PermanentMACAddress'),
      linkStatus: one.text('LinkStatus'),
      interfaceEnabled: one.flag('InterfaceEnabled'),
      speedMbps: one.number('SpeedMbps'),
      fullDuplex: one.flag('FullDuplex'),
      mtuSize: one.number('MTUSize'),
      hostName: one.text('HostName'),
      addresses: [
        ...one
          .list('IPv4Addresses')
          .flatMap((ip) => withPrefix(ip.text('Address'), bitsOf(ip.text('SubnetMask')))),
        ...one
          .list('IPv6Addresses')
          .flatMap((ip) => withPrefix(ip.text('Address'), ip.number('PrefixLength'))),
      ],
      status: statusOf(one),
    }));
}

/** Services say `0.0.0.0` and `::` where there is none. */
function withPrefix(address: string | undefined, bits: number | undefined): string[] {
  if (address === undefined || /^[0.:]+$/.test(address)) return [];
  return [bits === undefined ? address : `${address}/${bits}`];
}

function bitsOf(mask: string | undefined): number | undefined {
  const parts = mask?.split('.').map(Number) ?? [];
  if (parts.length !== 4 || parts.some((part) => !Number.isInteger(part) || part < 0 || part > 255))
    return undefined;
  const bits = parts.map((part) => part.toString(2).padStart(8, '0')).join('');
  return /^1*0*$/.test(bits) ? bits.replaceAll('0', '').length : undefined;
}
