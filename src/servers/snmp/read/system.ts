import { z } from 'zod';
import type { Reading } from '../reading.ts';
import { numberIn, oidIn, textIn } from '../protocol/value.ts';

const system = '1.3.6.1.2.1.1';

export const systemSchema = z.object({
  sysName: z.string().optional(),
  sysDescr: z.string().optional(),
  sysObjectID: z.string().optional(),
  sysUpTime: z.number().optional().describe('hundredths of a second since its SNMP agent started'),
  sysContact: z.string().optional(),
  sysLocation: z.string().optional(),
  sysServices: z.number().optional(),
  ipForwarding: z.boolean().optional().describe('whether it forwards packets, as routers do'),
  dot1dBaseNumPorts: z.number().optional().describe('ports of its bridge; 0 or absent: it is none'),
  ifNumber: z.number().optional(),
});

/** SNMPv2-MIB's system group, and what tells a switch from a router. */
export async function readSystem(reading: Reading): Promise<z.input<typeof systemSchema>> {
  const found = await reading.scalars('SNMPv2-MIB', {
    sysDescr: `${system}.1`,
    sysObjectID: `${system}.2`,
    sysUpTime: `${system}.3`,
    sysContact: `${system}.4`,
    sysName: `${system}.5`,
    sysLocation: `${system}.6`,
    sysServices: `${system}.7`,
  });
  const ip = await reading.scalars('IP-MIB', { ipForwarding: '1.3.6.1.2.1.4.1' });
  const bridge = await reading.scalars('BRIDGE-MIB', { dot1dBaseNumPorts: '1.3.6.1.2.1.17.1.2' });
  const interfaces = await reading.scalars('IF-MIB', { ifNumber: '1.3.6.1.2.1.2.1' });
  const forwarding = numberIn(ip.ipForwarding);
  return {
    sysName: textIn(found.sysName),
    sysDescr: textIn(found.sysDescr),
    sysObjectID: oidIn(found.sysObjectID),
    sysUpTime: numberIn(found.sysUpTime),
    sysContact: textIn(found.sysContact),
    sysLocation: textIn(found.sysLocation),
    sysServices: numberIn(found.sysServices),
    ipForwarding: forwarding === undefined ? undefined : forwarding === 1,
    dot1dBaseNumPorts: numberIn(bridge.dot1dBaseNumPorts),
    ifNumber: numberIn(interfaces.ifNumber),
  };
}
