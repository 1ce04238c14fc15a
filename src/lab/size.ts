import { labSizes, type LabSize } from './blueprint.ts';

export type LabSizeName = keyof typeof labSizes;

export function isLabSizeName(value: string): value is LabSizeName {
  return Object.hasOwn(labSizes, value);
}

/** An estate of any number of VMs in proportions that operators know: about 25 VMs a host, 24 hosts a cluster. */
export function sizeForVms(vms: number): LabSize {
  const hosts = Math.max(4, Math.ceil(vms / 25));
  const clusters = Math.max(2, Math.ceil(hosts / 24));
  const kubernetesClusters = Math.max(2, Math.round(clusters / 4));
  return {
    clusters,
    hostsPerCluster: Math.max(2, Math.ceil(hosts / clusters)),
    vms,
    kubernetesClusters,
    nodesPerKubernetesCluster: Math.min(50, Math.max(4, Math.ceil(vms / 50 / kubernetesClusters))),
    switches: Math.max(12, Math.ceil(hosts / 4)),
    arrays: Math.max(2, Math.ceil(clusters / 2)),
  };
}
