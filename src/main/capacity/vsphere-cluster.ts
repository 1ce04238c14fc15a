import type { EntityOf } from '../../shared/model/entity.ts';
import { overcommit, usableWithout } from './formulas.ts';

type Host = EntityOf<'host'>;

/** What a cluster has and what is asked of it. Undefined figures could not be worked out. */
export interface ClusterFigures {
  readonly hosts: number;
  /** Connected and not in maintenance. */
  readonly usableHosts: number;
  readonly cores: number | undefined;
  readonly cpuMhz: number | undefined;
  readonly memoryBytes: number | undefined;
  /** What is left without the largest usable host. */
  readonly spareCpuMhz: number | undefined;
  readonly spareMemoryBytes: number | undefined;
  readonly cpuUsageMhz: number | undefined;
  readonly memoryUsageBytes: number | undefined;
  readonly vms: number;
  readonly templates: number;
  readonly vmsOn: number;
  readonly vcpusOn: number;
  readonly memoryOnBytes: number;
  readonly vcpusPerCore: number | undefined;
  readonly memoryOvercommit: number | undefined;
}

/** A cluster and what belongs to it; without `cluster`, hosts and VMs of whatever is looked at together. */
export interface ClusterMembers {
  readonly cluster?: EntityOf<'cluster'> | undefined;
  readonly hosts: readonly Host[];
  readonly vms: readonly EntityOf<'vm'>[];
}

/**
 * The newest figures by the list of VMs, which an inventory hands out again as it is while none of them changes: of
 * tens of clusters, several sections of several documents ask, and mostly one cluster has changed since.
 */
const newest = new WeakMap<ClusterMembers['vms'], ClusterMembers & { readonly figures: ClusterFigures }>();

/** Every document that tells what a cluster has left says it with these figures. The lists must not change later. */
export function clusterFigures({ cluster, hosts, vms }: ClusterMembers): ClusterFigures {
  const known = newest.get(vms);
  if (known && known.cluster === cluster && sameItems(known.hosts, hosts)) return known.figures;
  const figures = computeFigures({ cluster, hosts, vms });
  newest.set(vms, { cluster, hosts, vms, figures });
  return figures;
}

function sameItems<T>(a: readonly T[], b: readonly T[]): boolean {
  return a === b || (a.length === b.length && a.every((item, i) => item === b[i]));
}

function computeFigures({ cluster, hosts, vms }: ClusterMembers): ClusterFigures {
  const usable = hosts.filter(isUsable);
  let [vmsOn, vcpusOn, memoryOnBytes, templates] = [0, 0, 0, 0];
  for (const { attributes } of vms) {
    if (attributes.template === true) templates += 1;
    else if (attributes.powerState === 'on') {
      vmsOn += 1;
      vcpusOn += attributes.vcpus ?? 0;
      memoryOnBytes += attributes.memoryBytes ?? 0;
    }
  }
  const cpuEach = all(usable.map(hostMhz));
  const memoryEach = all(usable.map((host) => host.attributes.memoryBytes));
  const cores = sum(hosts.map((host) => host.attributes.cores));
  const memoryBytes = sum(hosts.map((host) => host.attributes.memoryBytes));
  // What the hypervisor keeps for itself comes off every host alike.
  const effective = cluster?.attributes;
  const cpuMhz = effective?.effectiveCpuMhz ?? total(cpuEach);
  const cpuShare = ratioOf(cpuMhz, total(cpuEach));
  const effectiveMemory = effective?.effectiveMemoryBytes ?? total(memoryEach);
  const memoryShare = ratioOf(effectiveMemory, total(memoryEach));
  return {
    hosts: hosts.length,
    usableHosts: usable.length,
    cores,
    cpuMhz,
    memoryBytes: effectiveMemory,
    spareCpuMhz: cpuEach && usableWithout(cpuEach, 1) * cpuShare,
    spareMemoryBytes: memoryEach && usableWithout(memoryEach, 1) * memoryShare,
    cpuUsageMhz: effective?.cpuUsageMhz ?? sum(usable.map((host) => host.attributes.cpuUsageMhz)),
    memoryUsageBytes:
      effective?.memoryUsageBytes ?? sum(usable.map((host) => host.attributes.memoryUsageBytes)),
    vms: vms.length - templates,
    templates,
    vmsOn,
    vcpusOn,
    memoryOnBytes,
    vcpusPerCore: cores === undefined ? undefined : overcommit(vcpusOn, cores),
    memoryOvercommit: memoryBytes === undefined ? undefined : overcommit(memoryOnBytes, memoryBytes),
  };
}

function isUsable(host: Host): boolean {
  const { connectionState, maintenanceMode } = host.attributes;
  return connectionState === 'connected' && maintenanceMode !== true;
}

/** Nominal: cores times their clock. */
function hostMhz(host: Host): number | undefined {
  const { cores, cpuMhz } = host.attributes;
  return cores === undefined || cpuMhz === undefined ? undefined : cores * cpuMhz;
}

/** All or nothing: a sum that leaves out what is not known would be too small. */
function all(values: readonly (number | undefined)[]): number[] | undefined {
  const known = values.filter((value) => value !== undefined);
  return known.length === values.length && known.length > 0 ? known : undefined;
}

function sum(values: readonly (number | undefined)[]): number | undefined {
  return total(all(values));
}

function total(values: readonly number[] | undefined): number | undefined {
  return values?.reduce((sum, value) => sum + value, 0);
}

function ratioOf(part: number | undefined, whole: number | undefined): number {
  return part === undefined || whole === undefined || whole === 0 ? 1 : part / whole;
}
