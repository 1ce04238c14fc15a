import type { ServerFlag } from './shared/flags.ts';
import { redfishFlags } from './redfish/flags.ts';
import { snmpFlags } from './snmp/flags.ts';
import { vsphereFlags } from './vsphere/flags.ts';

/** One MCP server of our own, as the command line offers it. What it needs to run is loaded when it runs. */
export interface OwnServer {
  /** The word after `mcp-server`. */
  readonly name: string;
  readonly says: string;
  readonly flags: readonly ServerFlag[];
  /** Lines of help with one example each. */
  readonly examples: readonly string[];
  /** @returns the exit code */
  run(argv: readonly string[]): Promise<number>;
}

export const ownServers: readonly OwnServer[] = [
  {
    name: 'redfish',
    says: 'servers and storage systems over Redfish and Swordfish',
    flags: redfishFlags,
    examples: [
      'BMC_USER=docs BMC_PASSWORD=… datacenter-docs mcp-server redfish --devices bmcs.yaml',
      'datacenter-docs mcp-server redfish --devices bmcs.yaml --concurrency 32 --allow-writes',
    ],
    run: async (argv) => (await import('./redfish/process.ts')).runRedfishServer(argv),
  },
  {
    name: 'snmp',
    says: 'network devices and hosts over SNMP (v2c, v3)',
    flags: snmpFlags,
    examples: [
      'SNMP_COMMUNITY=… datacenter-docs mcp-server snmp --devices devices.yaml',
      'datacenter-docs mcp-server snmp --devices devices.yaml --concurrency 64 --allow-writes',
    ],
    run: async (argv) => (await import('./snmp/process.ts')).runSnmpServer(argv),
  },
  {
    name: 'vsphere',
    says: 'vCenter or ESXi over its SOAP API',
    flags: vsphereFlags,
    examples: [
      'VSPHERE_USER=docs VSPHERE_PASSWORD=… datacenter-docs mcp-server vsphere --url https://vcenter.example.net',
      'datacenter-docs mcp-server vsphere --url https://esx-01.example.net --fingerprint SHA256:… --password-env ESX_PASSWORD',
    ],
    run: async (argv) => (await import('./vsphere/process.ts')).runVsphereServer(argv),
  },
];
