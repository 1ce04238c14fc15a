import type { Adapter } from '../../collector.ts';
import { collectEstate, type EstateTools } from '../object-model/collect-estate.ts';

const tools: EstateTools = {
  about: { name: 'vmware_about' },
  licenses: { name: 'vmware_list_licenses' },
  roles: { name: 'vmware_list_roles' },
  datacenters: { name: 'vmware_list_datacenters' },
  clusters: { name: 'vmware_list_clusters' },
  hosts: { name: 'vmware_list_hosts' },
  datastores: { name: 'vmware_list_datastores' },
  datastoreClusters: { name: 'vmware_list_datastore_clusters' },
  networks: { name: 'vmware_list_networks' },
  dvSwitches: { name: 'vmware_list_distributed_switches' },
  pools: { name: 'vmware_list_resource_pools' },
  alarms: { name: 'vmware_list_alarms' },
  vms: { name: 'vmware_list_vms' },
};

const notGiven = [
  { what: 'vSAN disk groups, policies and health', reason: 'the server has no tool for them' },
  { what: 'who created a snapshot', reason: 'vSphere does not keep the author of a snapshot' },
];

/** Reads the embedded lab's vCenter: vSphere's object model, one list a tool, paged by cursor. */
export const labVmwareAdapter: Adapter = {
  id: 'lab-vmware',
  title: "The lab's vCenter",
  matches: (server) => {
    const names = new Set(server.tools.map((tool) => tool.name));
    return [tools.about, tools.clusters, tools.hosts, tools.vms].every(({ name }) => names.has(name));
  },
  readOnlyTools: [
    ...Object.values(tools).map(({ name }) => name),
    'vmware_get_vm',
    'vmware_get_host',
    'vmware_get_datastore',
  ],
  collect: (session, context) => collectEstate(tools, notGiven, session, context),
};
