import { z } from 'zod';
import type { Reading, Row } from '../reading.ts';
import { macOf, numberIn } from '../protocol/value.ts';
import { bridgeMib, qBridgeMib, readBridgePorts } from './bridge.ts';
import { nameOf, readInterfaceNames } from './interface-names.ts';

export const forwardingEntrySchema = z.object({
  mac: z.string(),
  vid: z.number().optional().describe('absent: the bridge keeps one table for all VLANs'),
  fdbId: z.number().optional(),
  status: z.string().describe('learned, self (an address of the bridge), mgmt, invalid or other'),
  bridgePort: z.number().optional(),
  ifIndex: z.number().optional().describe('absent: the address is known, the port is not'),
  ifName: z.string().optional(),
});

const statuses = ['', 'other', 'invalid', 'learned', 'self', 'mgmt'];

/** Where MAC addresses are: by VLAN where the bridge has Q-BRIDGE-MIB, else in one table. */
export async function readForwarding(
  reading: Reading,
  mostRows: number,
): Promise<z.input<typeof forwardingEntrySchema>[]> {
  const perVlan = await reading.table(
    qBridgeMib,
    'dot1qTpFdbTable',
    { port: '1.3.6.1.2.1.17.7.1.2.2.1.2', status: '1.3.6.1.2.1.17.7.1.2.2.1.3' },
    mostRows,
  );
  const rows: readonly Row<'port' | 'status'>[] =
    perVlan.length > 0
      ? perVlan
      : await reading.table(
          bridgeMib,
          'dot1dTpFdbTable',
          {
            // Some agents know an address and have neither port nor status for it.
            address: '1.3.6.1.2.1.17.4.3.1.1',
            port: '1.3.6.1.2.1.17.4.3.1.2',
            status: '1.3.6.1.2.1.17.4.3.1.3',
          },
          mostRows,
        );
  if (rows.length === 0) return [];
  const ports = await readBridgePorts(reading);
  const names = await readInterfaceNames(reading);
  const vids = perVlan.length > 0 ? await readVids(reading) : new Map<number, number>();
  return rows
    .flatMap((row) => entryOf(row, ports, vids))
    .map((entry) => {
      const name = entry.ifIndex === undefined ? undefined : names.get(entry.ifIndex);
      return { ...entry, ifName: name && nameOf(name) };
    });
}

/** The VLAN of each filtering database: by default they have the same number, and need not. */
async function readVids(reading: Reading): Promise<Map<number, number>> {
  const rows = await reading.table(qBridgeMib, 'dot1qVlanFdbId', { fdbId: '1.3.6.1.2.1.17.7.1.4.2.1.3' });
  const vids = new Map<number, number>();
  const shared = new Set<number>();
  for (const { numbers, cells } of rows) {
    const [vid, fdbId] = [numbers[1], numberIn(cells.fdbId)];
    if (vid === undefined || fdbId === undefined) continue;
    if (vids.has(fdbId)) shared.add(fdbId);
    vids.set(fdbId, vid);
  }
  // One database for several VLANs does not say which of them an address was seen in.
  for (const fdbId of shared) vids.delete(fdbId);
  return vids;
}

function entryOf(
  { numbers, cells }: Row<'port' | 'status'>,
  ports: ReadonlyMap<number, number>,
  vids: ReadonlyMap<number, number>,
): z.input<typeof forwardingEntrySchema>[] {
  const fdbId = numbers.length === 7 ? numbers[0] : undefined;
  const bytes = numbers.slice(-6);
  if (bytes.length !== 6 || (numbers.length !== 6 && numbers.length !== 7)) return [];
  const port = numberIn(cells.port);
  return [
    {
      mac: macOf(bytes),
      fdbId,
      vid: fdbId === undefined ? undefined : vids.get(fdbId),
      status: statuses[numberIn(cells.status) ?? 1] || 'other',
      bridgePort: port === 0 ? undefined : port,
      ifIndex: port === undefined ? undefined : ports.get(port),
    },
  ];
}
