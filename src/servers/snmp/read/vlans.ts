import { z } from 'zod';
import type { Reading } from '../reading.ts';
import { numberIn, portsIn, textIn } from '../protocol/value.ts';
import { qBridgeMib, readBridgePorts } from './bridge.ts';
import { nameOf, readInterfaceNames } from './interface-names.ts';

export const vlansSchema = z.object({
  vlans: z.array(
    z.object({
      vid: z.number(),
      name: z.string().optional(),
      status: z.string().optional().describe('permanent, dynamicGvrp or other; absent: only configured'),
      egress: z.array(z.number()).describe('ifIndex of ports that carry it'),
      untagged: z.array(z.number()).describe('ifIndex of those that send it without a tag'),
    }),
  ),
  ports: z.array(
    z.object({
      bridgePort: z.number(),
      ifIndex: z.number().optional(),
      ifName: z.string().optional(),
      pvid: z.number().optional().describe('VLAN of what comes in without a tag'),
    }),
  ),
});

const vlan = '1.3.6.1.2.1.17.7.1.4';
const statuses = ['', 'other', 'permanent', 'dynamicGvrp'];

/** Q-BRIDGE-MIB: VLANs as they are in force, with the names that they were configured with. */
export async function readVlans(reading: Reading): Promise<z.input<typeof vlansSchema>> {
  const ports = await readBridgePorts(reading);
  const current = await reading.table(qBridgeMib, 'dot1qVlanCurrentTable', {
    egress: `${vlan}.2.1.4`,
    untagged: `${vlan}.2.1.5`,
    status: `${vlan}.2.1.6`,
  });
  const configured = await reading.table(qBridgeMib, 'dot1qVlanStaticTable', {
    name: `${vlan}.3.1.1`,
    egress: `${vlan}.3.1.2`,
    untagged: `${vlan}.3.1.4`,
  });
  const pvids = await reading.table(qBridgeMib, 'dot1qPortVlanTable', { pvid: `${vlan}.5.1.1` });
  const names = ports.size === 0 ? undefined : await readInterfaceNames(reading);
  const interfaces = (bridgePorts: readonly number[]) =>
    bridgePorts.flatMap((port) => ports.get(port) ?? []).toSorted((a, b) => a - b);
  const found = new Map<number, z.input<typeof vlansSchema>['vlans'][number]>();
  for (const { numbers, cells } of configured) {
    const [vid] = numbers;
    if (vid === undefined) continue;
    found.set(vid, {
      vid,
      name: textIn(cells.name),
      egress: interfaces(portsIn(cells.egress)),
      untagged: interfaces(portsIn(cells.untagged)),
    });
  }
  for (const { numbers, cells } of current) {
    // Index: time mark, VLAN.
    const vid = numbers[1];
    if (vid === undefined) continue;
    found.set(vid, {
      vid,
      name: found.get(vid)?.name,
      status: statuses[numberIn(cells.status) ?? 0] || undefined,
      egress: interfaces(portsIn(cells.egress)),
      untagged: interfaces(portsIn(cells.untagged)),
    });
  }
  const pvidOf = new Map(pvids.map(({ numbers, cells }) => [numbers[0], numberIn(cells.pvid)]));
  return {
    vlans: [...found.values()].toSorted((a, b) => a.vid - b.vid),
    ports: [...ports].map(([bridgePort, ifIndex]) => {
      const name = names?.get(ifIndex);
      return { bridgePort, ifIndex, ifName: name && nameOf(name), pvid: pvidOf.get(bridgePort) };
    }),
  };
}
