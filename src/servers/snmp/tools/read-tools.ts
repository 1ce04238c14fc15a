import { z } from 'zod';
import type { ServerTool } from '../../shared/tool.ts';
import { entitySchema, readEntities } from '../read/entities.ts';
import { forwardingEntrySchema, readForwarding } from '../read/forwarding.ts';
import { hostResourcesSchema, readHostResources } from '../read/host-resources.ts';
import { lldpSchema, readLldp } from '../read/lldp.ts';
import { readSystem, systemSchema } from '../read/system.ts';
import { readVlans, vlansSchema } from '../read/vlans.ts';
import { mostTableRows } from '../reading.ts';
import type { Snmp } from '../snmp.ts';
import { deviceTool } from './device-tool.ts';

/** Tools that each read one part of a device. */
export function readTools(snmp: Snmp): ServerTool[] {
  return [
    deviceTool(snmp, {
      name: 'get_system',
      title: 'System',
      description: 'What devices say of themselves: name, description, uptime, location; and which answer.',
      input: {},
      output: { system: systemSchema.optional() },
      read: async (reading) => ({ system: await readSystem(reading) }),
    }),
    deviceTool(snmp, {
      name: 'list_lldp_neighbors',
      title: 'LLDP neighbours',
      description: 'What hangs on which port by LLDP, and what the devices announce of themselves.',
      input: {},
      output: { lldp: lldpSchema.optional() },
      read: async (reading) => ({ lldp: await readLldp(reading) }),
    }),
    deviceTool(snmp, {
      name: 'list_vlans',
      title: 'VLANs',
      description: 'VLANs with the ports that carry them tagged or untagged, and the PVID of each port.',
      input: {},
      output: vlansSchema.partial().shape,
      read: readVlans,
    }),
    deviceTool(snmp, {
      name: 'list_forwarding_table',
      title: 'Forwarding table',
      description: 'Behind which port bridges have seen which MAC address, by VLAN where they keep it so.',
      input: {
        mostRows: z.int().min(1).max(mostTableRows).default(2_000).describe('entries of one device'),
      },
      output: { entries: z.array(forwardingEntrySchema).optional() },
      read: async (reading, { mostRows }) => ({ entries: await readForwarding(reading, mostRows) }),
    }),
    deviceTool(snmp, {
      name: 'list_entities',
      title: 'Physical entities',
      description: 'Chassis, modules, power supplies, fans and ports with models and serial numbers.',
      input: {},
      output: { entities: z.array(entitySchema).optional() },
      read: async (reading) => ({ entities: await readEntities(reading) }),
    }),
    deviceTool(snmp, {
      name: 'get_host_resources',
      title: 'Host resources',
      description: 'Processors, memory, storage and the number of processes.',
      input: {},
      output: { host: hostResourcesSchema.optional() },
      read: async (reading) => ({ host: await readHostResources(reading) }),
    }),
  ];
}
