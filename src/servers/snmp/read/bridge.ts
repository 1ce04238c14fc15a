import type { Reading } from '../reading.ts';
import { numberIn } from '../protocol/value.ts';

export const bridgeMib = 'BRIDGE-MIB';
export const qBridgeMib = 'Q-BRIDGE-MIB';

/** ifIndex of each port of the bridge: its tables count ports by themselves. */
export async function readBridgePorts(reading: Reading): Promise<Map<number, number>> {
  const rows = await reading.table(bridgeMib, 'dot1dBasePortTable', { ifIndex: '1.3.6.1.2.1.17.1.4.1.2' });
  return new Map(
    rows.flatMap(({ numbers, cells }) => {
      const ifIndex = numberIn(cells.ifIndex);
      return numbers[0] === undefined || ifIndex === undefined ? [] : [[numbers[0], ifIndex] as const];
    }),
  );
}
