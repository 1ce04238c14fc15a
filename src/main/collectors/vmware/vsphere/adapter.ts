import type { Adapter } from '../../collector.ts';
import { collectEstate, type EstateTools } from '../object-model/collect-estate.ts';
import type { NotGiven } from '../object-model/not-given.ts';

/** Devices, adapters, paths and partitions of a page come at once; a smaller page keeps each answer within seconds. */
const full = { detail: 'full', performance: true } as const;

const tools: EstateTools = {
  about: { name: 'about' },
  licenses: { name: 'list_licenses' },
  roles: { name: 'list_roles' },
  datacenters: { name: 'list_datacenters' },
  clusters: { name: 'list_clusters' },
  hosts: { name: 'list_hosts', args: { ...full, limit: 25 } },
  datastores: { name: 'list_datastores' },
  datastoreClusters: { name: 'list_datastore_clusters' },
  networks: { name: 'list_networks' },
  dvSwitches: { name: 'list_distributed_switches' },
  pools: { name: 'list_resource_pools' },
  alarms: { name: 'list_alarms' },
  vms: { name: 'list_vms', args: { ...full, limit: 100 } },
};

/** Asked by the assistant and by diagnoses; a collection does without them. */
const furtherReadTools = [
  'get_vm',
  'get_host',
  'get_datastore',
  'list_folders',
  'list_distributed_ports',
  'list_virtual_switches',
  'list_health',
  'check_privileges',
  'list_events',
  'list_counters',
  'performance',
];

const notGiven: readonly NotGiven[] = [
  {
    what: 'vSAN disk groups, policies and health',
    reason: 'they are not in the part of the API that the server reads',
  },
  {
    what: 'patch baselines of hosts',
    reason: 'vSphere Lifecycle Manager has an API of its own',
    attribute: ['host', 'patches'],
  },
  {
    what: 'clock offset of hosts',
    reason: 'the vSphere API does not give it',
    attribute: ['host', 'ntpOffsetMs'],
  },
  {
    what: 'orphaned files on datastores',
    reason: 'they are found only by searching every datastore, which loads it',
    attribute: ['datastore', 'orphanedDisks'],
  },
  {
    what: 'free ports of distributed switches',
    reason: 'they are known only by fetching every port',
    attribute: ['dv-switch', 'freePorts'],
  },
  {
    what: 'the version of VMware Tools that a VM should have',
    reason: 'the vSphere API gives its status alone',
    attribute: ['vm', 'toolsRequiredVersion'],
  },
  { what: 'who created a snapshot', reason: 'vSphere does not keep the author of a snapshot' },
];

/** Reads a vCenter or an ESXi host through this project's own vSphere server. */
export const vsphereAdapter: Adapter = {
  id: 'vsphere',
  title: 'vSphere over its own API',
  // Names as plain as `about` are anybody's: the server has to say that it is ours.
  matches: (server) => {
    const names = new Set(server.tools.map((tool) => tool.name));
    return (
      server.name === 'datacenter-docs-vsphere' && Object.values(tools).every(({ name }) => names.has(name))
    );
  },
  readOnlyTools: [...Object.values(tools).map(({ name }) => name), ...furtherReadTools],
  collect: (session, context) => collectEstate(tools, notGiven, session, context),
};
