import { z } from 'zod';
import type { ServerTool } from '../../shared/tool.ts';
import { numberIn } from '../protocol/value.ts';
import { interfaceSchema, readInterfaces, type InterfaceReading } from '../read/interfaces.ts';
import { ratesBetween, readCounters } from '../read/rates.ts';
import type { SnmpDevice } from '../device.ts';
import type { Snmp } from '../snmp.ts';
import { deviceTool } from './device-tool.ts';
import { whyNeverDown } from './never-down.ts';

export function listInterfacesTool(snmp: Snmp): ServerTool {
  return deviceTool(snmp, {
    name: 'list_interfaces',
    title: 'Interfaces',
    description:
      'Interfaces with state, speed, addresses and counters. rateSeconds reads the counters twice, that far apart, and adds the rates between; many devices refresh their counters only every 3 to 30 s.',
    input: {
      counters: z.boolean().default(true),
      addresses: z.boolean().default(true),
      rateSeconds: z
        .int()
        .min(0)
        .max(15)
        .default(0)
        .describe('0: no rates. Longer is truer; the call takes as long for every page'),
    },
    output: {
      sysUpTime: z.number().optional().describe('when they were read: what ifLastChange counts in'),
      interfaces: z.array(interfaceSchema).optional(),
    },
    async read(reading, { counters, addresses, rateSeconds }, { signal }) {
      const time = await reading.scalars('SNMPv2-MIB', { sysUpTime: '1.3.6.1.2.1.1.3' });
      const first = rateSeconds > 0 ? await readCounters(reading) : undefined;
      const began = snmp.now();
      const read = await readInterfaces(reading, { counters, addresses });
      const interfaces = addresses ? await withReasons(snmp, reading.device, read) : read;
      const sysUpTime = numberIn(time.sysUpTime);
      if (first === undefined) return { sysUpTime, interfaces };
      await snmp.sleep(Math.max(0, rateSeconds * 1_000 - (snmp.now() - began)), signal);
      const rates = ratesBetween(first, await readCounters(reading));
      if (!rates.ok) {
        reading.problems.push({ what: 'rates', reason: rates.reason });
        return { sysUpTime, interfaces };
      }
      return {
        sysUpTime,
        interfaces: interfaces.map((one) => ({ ...one, rates: rates.byIndex.get(String(one.ifIndex)) })),
      };
    },
  });
}

async function withReasons(
  snmp: Snmp,
  device: SnmpDevice,
  interfaces: readonly InterfaceReading[],
): Promise<InterfaceReading[]> {
  const reachedAt = await snmp.resolve(device.address).catch(() => []);
  return interfaces.map((one) => ({
    ...one,
    neverShutDown: whyNeverDown(device, one, interfaces, reachedAt),
  }));
}
