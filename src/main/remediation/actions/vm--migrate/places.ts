import type { EntityOf } from '../../../../shared/model/entity.ts';
import type { ActionSubject } from '../../action.ts';
import { asVm } from '../shared/vm.ts';

type Where = Pick<ActionSubject<unknown>, 'target' | 'view'>;

/** Two vCenters may have hosts of one name, and two clusters of one vCenter datastores of one name. */
const hostsOfItsCluster = ({ target, view }: Where): readonly EntityOf<'host'>[] =>
  view.all('host').filter((one) => one.source === target.source && one.partition === target.partition);

/** What its cluster alone has, and what hosts of it share with those of others. */
function datastoresOfItsCluster(where: Where): readonly EntityOf<'datastore'>[] {
  const { target, view } = where;
  const hosts = new Set(hostsOfItsCluster(where).map(({ name }) => name));
  return view
    .all('datastore')
    .filter(
      ({ source, partition, attributes: { mounts = [] } }) =>
        source === target.source &&
        (partition === target.partition ||
          (partition === undefined && mounts.some(({ host }) => hosts.has(host)))),
    );
}

export const hostNamed = (where: Where, name: string): EntityOf<'host'> | undefined =>
  hostsOfItsCluster(where).find((host) => host.name === name);

export const datastoreNamed = (where: Where, name: string): EntityOf<'datastore'> | undefined =>
  datastoresOfItsCluster(where).find((datastore) => datastore.name === name);

/** The name of what has a managed object reference; the reference itself where the inventory does not know it. */
export const nameOf = (where: Where, kind: 'host' | 'datastore', reference: string): string =>
  (kind === 'host' ? hostsOfItsCluster(where) : datastoresOfItsCluster(where)).find(
    ({ nativeId }) => nativeId === reference,
  )?.name ?? reference;

/** Hosts that it could move to, the one with the most room first. */
export function hostsFor(where: Where): readonly EntityOf<'host'>[] {
  const vm = asVm(where.target);
  return hostsOfItsCluster(where)
    .filter(
      ({ name, attributes }) =>
        name !== vm?.attributes.host &&
        attributes.connectionState === 'connected' &&
        attributes.maintenanceMode !== true &&
        mountsAll(where, name),
    )
    .toSorted((a, b) => load(a) - load(b));
}

function mountsAll(where: Where, host: string): boolean {
  const disks = asVm(where.target)?.attributes.disks ?? [];
  return disks.every(({ datastore }) => {
    const mounts = datastore === undefined ? undefined : datastoreNamed(where, datastore)?.attributes.mounts;
    return mounts === undefined || mounts.some((mount) => mount.host === host && mount.accessible !== false);
  });
}

/** The busier of CPU and memory, as a share; a host that says nothing of itself counts as full. */
function load({ attributes }: EntityOf<'host'>): number {
  const { cpuUsageMhz, cpuMhz, cores, memoryUsageBytes, memoryBytes } = attributes;
  const cpu = (cpuUsageMhz ?? Number.NaN) / ((cpuMhz ?? Number.NaN) * (cores ?? Number.NaN));
  const memory = (memoryUsageBytes ?? Number.NaN) / (memoryBytes ?? Number.NaN);
  const busier = Math.max(cpu, memory);
  return Number.isFinite(busier) ? busier : 1;
}
