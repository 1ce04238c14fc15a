import { cluster, resourcePool } from './vmware/cluster.ts';
import { datastore, datastoreCluster } from './vmware/datastore.ts';
import { host } from './vmware/host.ts';
import { dvSwitch, network } from './vmware/network.ts';
import { alarm, datacenter, vcenter } from './vmware/vcenter.ts';
import { vm } from './vmware/vm.ts';

/**
 * vSphere as documented and watched. The partition of a cluster, VM, host, resource pool or datastore is the
 * cluster's name (a stand-alone host's own name); names of clusters, hosts, datastores and port groups that a record
 * mentions are attributes of its own, so that a table of VMs depends on nothing but VMs.
 */
export const vmwareKinds = {
  vcenter,
  datacenter,
  cluster,
  'resource-pool': resourcePool,
  host,
  vm,
  datastore,
  'datastore-cluster': datastoreCluster,
  network,
  'dv-switch': dvSwitch,
  alarm,
} as const;
