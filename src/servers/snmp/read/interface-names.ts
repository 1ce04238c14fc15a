import type { Reading } from '../reading.ts';
import { macIn, textIn } from '../protocol/value.ts';

/** What interfaces are called, by ifIndex. */
export interface InterfaceName {
  readonly ifIndex: number;
  readonly ifName?: string;
  readonly ifDescr?: string;
  readonly ifPhysAddress?: string;
}

/** ifName where the device has one: the name that its own command line uses. */
export const nameOf = ({ ifIndex, ifName, ifDescr }: InterfaceName): string =>
  ifName ?? ifDescr ?? `ifIndex ${ifIndex}`;

export async function readInterfaceNames(reading: Reading): Promise<Map<number, InterfaceName>> {
  const rows = await reading.table('IF-MIB', 'names of interfaces', {
    ifDescr: '1.3.6.1.2.1.2.2.1.2',
    ifPhysAddress: '1.3.6.1.2.1.2.2.1.6',
    ifName: '1.3.6.1.2.1.31.1.1.1.1',
  });
  return new Map(
    rows.flatMap(({ numbers, cells }) => {
      const [ifIndex] = numbers;
      if (ifIndex === undefined || numbers.length !== 1) return [];
      const ifName = textIn(cells.ifName);
      const ifDescr = textIn(cells.ifDescr);
      const ifPhysAddress = macIn(cells.ifPhysAddress);
      return [
        [
          ifIndex,
          {
            ifIndex,
            ...(ifName !== undefined && { ifName }),
            ...(ifDescr !== undefined && { ifDescr }),
            ...(ifPhysAddress !== undefined && { ifPhysAddress }),
          },
        ] as const,
      ];
    }),
  );
}

/** The one interface that has it; undefined where none or several have. */
export function onlyOne<T>(list: readonly T[], fits: (one: T) => boolean): T | undefined {
  const found = list.filter(fits);
  return found.length === 1 ? found[0] : undefined;
}
