import { z } from 'zod';
import type { Cells, Reading } from '../reading.ts';
import { bitsIn, bytesIn, macOf, numberIn, textOf, textIn, type SnmpValue } from '../protocol/value.ts';
import { inetAddress } from './addresses.ts';
import { nameOf, onlyOne, readInterfaceNames, type InterfaceName } from './interface-names.ts';

const chassisIdSubtypes = [
  '',
  'chassisComponent',
  'interfaceAlias',
  'portComponent',
  'macAddress',
  'networkAddress',
  'interfaceName',
  'local',
];
const portIdSubtypes = [
  '',
  'interfaceAlias',
  'portComponent',
  'macAddress',
  'networkAddress',
  'interfaceName',
  'agentCircuitId',
  'local',
];
const capabilities = [
  'other',
  'repeater',
  'bridge',
  'wlanAccessPoint',
  'router',
  'telephone',
  'docsisCableDevice',
  'stationOnly',
];

const identity = {
  chassisIdSubtype: z.string().optional(),
  chassisId: z.string().optional(),
  sysName: z.string().optional(),
  sysDesc: z.string().optional(),
  capabilities: z.array(z.string()).optional().describe('those that are enabled'),
  managementAddresses: z.array(z.string()),
};

export const lldpSchema = z.object({
  local: z
    .object(identity)
    .optional()
    .describe('what the device says of itself; absent: it has no LLDP, or this account may not see it'),
  neighbors: z.array(
    z.object({
      localPortNum: z.number(),
      ifIndex: z
        .number()
        .optional()
        .describe('of the local port; absent: the device does not tell which it is'),
      ifName: z.string().optional(),
      portIdSubtype: z.string().optional(),
      portId: z.string().optional(),
      portDesc: z.string().optional(),
      ...identity,
    }),
  ),
});

const lldp = '1.0.8802.1.1.2.1';
const local = `${lldp}.3`;
const remote = `${lldp}.4.1.1`;

export async function readLldp(reading: Reading): Promise<z.input<typeof lldpSchema>> {
  const mib = 'LLDP-MIB';
  const self = await reading.scalars(mib, {
    chassisIdSubtype: `${local}.1`,
    chassisId: `${local}.2`,
    sysName: `${local}.3`,
    sysDesc: `${local}.4`,
    capabilities: `${local}.6`,
  });
  const selfAddresses = await reading.table(mib, 'lldpLocManAddrTable', { length: `${local}.8.1.3` });
  const ports = await reading.table(mib, 'lldpLocPortTable', {
    subtype: `${local}.7.1.2`,
    id: `${local}.7.1.3`,
    description: `${local}.7.1.4`,
  });
  const neighbors = await reading.table(mib, 'lldpRemTable', {
    chassisIdSubtype: `${remote}.4`,
    chassisId: `${remote}.5`,
    portIdSubtype: `${remote}.6`,
    portId: `${remote}.7`,
    portDesc: `${remote}.8`,
    sysName: `${remote}.9`,
    sysDesc: `${remote}.10`,
    capabilities: `${remote}.12`,
  });
  const addresses = await reading.table(mib, 'lldpRemManAddrTable', { subtype: `${lldp}.4.2.1.3` });
  const names = neighbors.length === 0 ? [] : [...(await readInterfaceNames(reading)).values()];
  const portOf = new Map(
    ports.map(({ numbers, cells }) => [numbers[0], interfaceOf(numbers[0], cells, names)]),
  );
  return {
    local:
      self.chassisId === undefined
        ? undefined
        : {
            ...identityOf(self),
            managementAddresses: selfAddresses.flatMap(({ numbers }) => inetAddress(numbers) ?? []),
          },
    neighbors: neighbors.flatMap(({ numbers, cells }) => {
      // Index: time mark, local port, number of the neighbour.
      const [timeMark, localPortNum, remoteIndex] = numbers;
      if (localPortNum === undefined) return [];
      const port = portOf.get(localPortNum) ?? interfaceOf(localPortNum, {}, names);
      return [
        {
          localPortNum,
          ifIndex: port?.ifIndex,
          ifName: port && nameOf(port),
          portIdSubtype: portIdSubtypes[numberIn(cells.portIdSubtype) ?? 0] || undefined,
          portId: idText(
            cells.portId,
            numberIn(cells.portIdSubtype) === 3,
            numberIn(cells.portIdSubtype) === 4,
          ),
          portDesc: textIn(cells.portDesc),
          ...identityOf(cells),
          managementAddresses: addresses
            .filter(
              ({ numbers: of }) => of[0] === timeMark && of[1] === localPortNum && of[2] === remoteIndex,
            )
            .flatMap(({ numbers: of }) => inetAddress(of.slice(3)) ?? []),
        },
      ];
    }),
  };
}

function identityOf(cells: Cells<'capabilities' | 'chassisId' | 'chassisIdSubtype' | 'sysDesc' | 'sysName'>) {
  const subtype = numberIn(cells.chassisIdSubtype);
  return {
    chassisIdSubtype: chassisIdSubtypes[subtype ?? 0] || undefined,
    chassisId: idText(cells.chassisId, subtype === 4, subtype === 5),
    sysName: textIn(cells.sysName),
    sysDesc: textIn(cells.sysDesc),
    capabilities: cells.capabilities === undefined ? undefined : bitsIn(cells.capabilities, capabilities),
  };
}

function idText(value: SnmpValue | undefined, isMac: boolean, isAddress: boolean): string | undefined {
  const bytes = bytesIn(value);
  if (bytes === undefined || bytes.length === 0) return undefined;
  if (isMac) return macOf(bytes);
  // A network address begins with its IANA family: 1 is IPv4, 2 is IPv6, as InetAddressType counts.
  if (isAddress)
    return inetAddress([bytes.readUInt8(0), bytes.length - 1, ...bytes.subarray(1)]) ?? macOf(bytes);
  return textOf(bytes);
}

/**
 * Which interface an LLDP port is. The MIB leaves it open: by the name that the port says of itself, by its
 * description, by its address, and at last by its number where that is an ifIndex. Nothing is taken that fits two.
 */
function interfaceOf(
  portNumber: number | undefined,
  cells: Cells<'description' | 'id' | 'subtype'>,
  names: readonly InterfaceName[],
): InterfaceName | undefined {
  const id = idText(cells.id, numberIn(cells.subtype) === 3, false);
  const description = textIn(cells.description);
  const called = (text: string | undefined) =>
    text === undefined
      ? undefined
      : onlyOne(names, ({ ifName, ifDescr }) => ifName === text || ifDescr === text);
  return (
    called(id) ??
    called(description) ??
    (id === undefined ? undefined : onlyOne(names, ({ ifPhysAddress }) => ifPhysAddress === id)) ??
    names.find(({ ifIndex }) => ifIndex === portNumber)
  );
}
