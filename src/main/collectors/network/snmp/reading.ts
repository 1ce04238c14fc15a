import type { Part } from '../../device-answers.ts';
import type { Host, ListedDevice, Lldp, PhysicalEntity, RawInterface, System, Vlans } from './schema.ts';

/** Everything that one device was asked for. */
export interface DeviceReading {
  readonly device: ListedDevice;
  /** Absent: it does not answer. */
  readonly system?: System;
  readonly silence?: string;
  readonly interfaces: Part<{
    readonly sysUpTime: number | undefined;
    readonly list: readonly RawInterface[];
  }>;
  readonly lldp: Part<Lldp>;
  readonly vlans: Part<Vlans>;
  readonly entities: Part<readonly PhysicalEntity[]>;
  readonly host: Part<Host>;
}

/** How the interfaces of a device are called in the inventory, by ifIndex: never two alike. */
export function interfaceNames(list: readonly RawInterface[]): Map<number, string> {
  const plain = ({ ifName, ifDescr, ifIndex }: RawInterface) => ifName ?? ifDescr ?? `ifIndex ${ifIndex}`;
  const often = new Map<string, number>();
  for (const one of list) often.set(plain(one), (often.get(plain(one)) ?? 0) + 1);
  return new Map(
    list.map((one) => [
      one.ifIndex,
      (often.get(plain(one)) ?? 0) > 1 ? `${plain(one)} (ifIndex ${one.ifIndex})` : plain(one),
    ]),
  );
}

/** Addresses that name one interface of one network: not those that every host or every link has. */
export function isGlobal(address: string): boolean {
  return !/^(127\.|::1(\/|$)|169\.254\.|fe[89ab][0-9a-f]:|0\.0\.0\.0)/i.test(address);
}
