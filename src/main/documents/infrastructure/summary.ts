import type { Block } from '../../../shared/model/block.ts';
import type { Entity, EntityOf } from '../../../shared/model/entity.ts';
import type { Domain } from '../../../shared/model/kind.ts';
import type { EntityKind } from '../../../shared/model/kinds/registry.ts';
import { daysToFull, forecastText, type Forecast } from '../../capacity/forecast.ts';
import { usedPercent } from '../../capacity/formulas.ts';
import { addablePools } from '../../capacity/pool-space.ts';
import { clusterFigures, type ClusterFigures } from '../../capacity/vsphere-cluster.ts';
import { clusterCapacity } from '../../findings/kubernetes/capacity.ts';
import type { InventoryView } from '../../inventory/view.ts';
import { computed, documentLink, table, unknown, type Content } from '../build.ts';
import { findingCell, findingsOf } from '../finding-sections.ts';
import { count, number, percent } from '../format.ts';
import { kindTitle } from '../change-text.ts';

/** The documented domains: their root documents, and the kinds that a summary counts. */
export const documentedDomains: readonly {
  readonly domain: Exclude<Domain, 'infrastructure'>;
  readonly title: string;
  readonly document: string;
  readonly counted: readonly EntityKind[];
}[] = [
  {
    domain: 'vmware',
    title: 'Virtualization',
    document: 'virtualization',
    counted: ['vcenter', 'cluster', 'host', 'vm', 'datastore', 'network'],
  },
  {
    domain: 'kubernetes',
    title: 'Kubernetes',
    document: 'kubernetes',
    counted: ['k8s-cluster', 'k8s-node', 'namespace', 'workload', 'persistent-volume-claim'],
  },
  {
    domain: 'network',
    title: 'Network',
    document: 'network',
    counted: ['site', 'rack', 'switch', 'router', 'firewall', 'device', 'interface', 'vlan', 'prefix'],
  },
  {
    domain: 'storage',
    title: 'Storage',
    document: 'storage',
    counted: ['array', 'pool', 'volume', 'lun', 'share'],
  },
];

/** One row a domain: what there is, what is wrong, what is left, when it is full. */
export function summaryTable(view: InventoryView): Block {
  return table(
    ['Domain', 'Objects', 'Findings', 'Headroom', 'Full in', 'Read from'],
    documentedDomains.map(({ domain, title, document, counted }): readonly Content[] => [
      documentLink(document, title),
      objects(view, counted),
      findingCell(findingsOf(view, [domain])),
      headroomOf(view, domain),
      firstFull(view, domain),
      sourcesOf(view, counted),
    ]),
  );
}

function objects(view: InventoryView, kinds: readonly EntityKind[]): Content {
  const parts = kinds.flatMap((kind) => {
    const n = view.all(kind).length;
    return n === 0 ? [] : [`${number(n)} ${kindTitle(kind, n)}`];
  });
  return parts.length === 0
    ? unknown('nothing of this domain has been collected')
    : computed(parts.join(', '), 'all that are present');
}

function sourcesOf(view: InventoryView, kinds: readonly EntityKind[]): Content {
  const sources = new Map<string, boolean>();
  for (const kind of kinds) {
    let last: string | undefined;
    for (const { source, simulated } of view.all(kind) as readonly Entity[]) {
      if (source === last) continue;
      last = source;
      sources.set(source, simulated);
    }
  }
  return sources.size === 0
    ? unknown('no source')
    : [...sources].map(([source, simulated]) => (simulated ? `${source} (simulated)` : source)).join(', ');
}

/** What is left, of the scarcest resource of the domain. */
function headroomOf(view: InventoryView, domain: Domain): Content {
  const volatile = { volatile: true };
  switch (domain) {
    case 'vmware': {
      const clusters = memoryOf(view);
      const usable = clusters.reduce((sum, one) => sum + one.spare, 0);
      const used = clusters.reduce((sum, one) => sum + one.used, 0);
      const free = usedPercent(usable - used, usable);
      if (clusters.length === 0) return unknown('no cluster gives memory and usage of its hosts');
      return free === undefined
        ? unknown('no cluster would keep a host when one fails')
        : computed(
            `${percent(Math.max(0, free))} memory at N−1`,
            count(clusters.length, 'cluster'),
            volatile,
          );
    }
    case 'kubernetes': {
      const clusters = view.all('k8s-cluster').flatMap((cluster) => clusterCapacity(view, cluster) ?? []);
      const usable = clusters.reduce((sum, { memory }) => sum + memory.usableWithoutLargest, 0);
      const requested = clusters.reduce((sum, { memory }) => sum + memory.requested, 0);
      const free = usedPercent(usable - requested, usable);
      if (clusters.length === 0) return unknown('no cluster tells what its nodes give and its pods ask for');
      return free === undefined
        ? unknown('no cluster would keep a node that takes pods when one fails')
        : computed(
            `${percent(Math.max(0, free))} memory requests at N−1`,
            count(clusters.length, 'cluster'),
            volatile,
          );
    }
    case 'network': {
      const racks = rackUse(view);
      const total = racks.reduce((sum, rack) => sum + rack.height, 0);
      const used = racks.reduce((sum, rack) => sum + rack.used, 0);
      return total === 0
        ? unknown('no rack gives its height')
        : computed(`${percent((100 * (total - used)) / total)} of rack units`, `${racks.length} racks`);
    }
    case 'storage': {
      const pools = addablePools(view.all('pool')).flatMap(({ sizeBytes, usedBytes }) =>
        sizeBytes === undefined || usedBytes === undefined ? [] : [{ sizeBytes, usedBytes }],
      );
      const size = pools.reduce((sum, pool) => sum + pool.sizeBytes, 0);
      const used = pools.reduce((sum, pool) => sum + pool.usedBytes, 0);
      return size === 0
        ? unknown('no pool gives size and usage')
        : computed(`${percent((100 * (size - used)) / size)} of pools`, `${pools.length} pools`, volatile);
    }
    case 'infrastructure':
      return '';
  }
}

export interface VsphereCluster {
  readonly name: string;
  readonly source: string;
  /** Absent when hosts name a cluster that was not seen itself. */
  readonly cluster?: EntityOf<'cluster'> | undefined;
  readonly figures: ClusterFigures;
}

/** Each cluster that has hosts, and last the hosts that stand alone, by vCenter. */
export function vsphereClusters(view: InventoryView): readonly VsphereCluster[] {
  return view.partitions('host').flatMap((name) =>
    [...Map.groupBy(view.inPartition('host', name), ({ source }) => source)].map(
      ([source, hosts]): VsphereCluster => {
        const cluster = view
          .all('cluster')
          .find((one) => (one.partition ?? one.name) === name && one.source === source);
        const all = view.inPartition('vm', name);
        // The list of the view itself where it can be, as figures are known by it.
        const vms = all.every((vm) => vm.source === source) ? all : all.filter((vm) => vm.source === source);
        return { name, source, cluster, figures: clusterFigures({ cluster, hosts, vms }) };
      },
    ),
  );
}

function memoryOf(view: InventoryView): readonly { readonly spare: number; readonly used: number }[] {
  return vsphereClusters(view).flatMap(({ figures: { spareMemoryBytes: spare, memoryUsageBytes: used } }) =>
    spare === undefined || used === undefined ? [] : [{ spare, used }],
  );
}

/** The datastore, pool or volume that is full first. */
function firstFull(view: InventoryView, domain: Domain): Content {
  const soonest = forecasts(view, domain).reduce<{ name: string; forecast: Forecast } | undefined>(
    (best, one) => (daysOf(one.forecast) < daysOf(best?.forecast) ? one : best),
    undefined,
  );
  if (soonest === undefined) {
    return domain === 'network'
      ? unknown('nothing of this domain is forecast here')
      : unknown('no trend: 14 daily points with a steady growth are needed');
  }
  return computed(`${forecastText(soonest.forecast) ?? 'full'}: ${soonest.name}`, 'daily points of usage', {
    volatile: true,
  });
}

function daysOf(forecast: Forecast | undefined): number {
  if (forecast === undefined || forecast.type === 'none') return Number.POSITIVE_INFINITY;
  return forecast.type === 'full' ? 0 : forecast.days;
}

export interface Filling {
  readonly entity: Entity;
  readonly name: string;
  readonly usedBytes: number;
  readonly sizeBytes: number;
  readonly forecast: Forecast;
}

/** Everything of a domain that fills up, with its forecast. */
export function forecasts(view: InventoryView, domain: Domain): readonly Filling[] {
  const filling = (
    entity: Entity,
    sizeBytes: number | undefined,
    usedBytes: number | undefined,
    capacitySamples: string,
  ): Filling[] =>
    sizeBytes === undefined || usedBytes === undefined || sizeBytes === 0
      ? []
      : [
          {
            entity,
            name: entity.name,
            usedBytes,
            sizeBytes,
            forecast: daysToFull(entity.samples?.['usedBytes'] ?? [], sizeBytes, {
              capacity: entity.samples?.[capacitySamples] ?? [],
            }),
          },
        ];
  switch (domain) {
    case 'vmware':
      return view
        .all('datastore')
        .flatMap((one) =>
          filling(one, one.attributes.capacityBytes, one.attributes.usedBytes, 'capacityBytes'),
        );
    case 'storage':
      return (['pool', 'volume'] as const).flatMap((kind) =>
        view
          .all(kind)
          .flatMap((one) => filling(one, one.attributes.sizeBytes, one.attributes.usedBytes, 'sizeBytes')),
      );
    case 'kubernetes':
      return view.all('persistent-volume-claim').flatMap((one) => {
        const { filesystemBytes, capacityBytes, usedBytes } = one.attributes;
        return filling(one, filesystemBytes ?? capacityBytes, usedBytes, 'filesystemBytes');
      });
    case 'network':
    case 'infrastructure':
      return [];
  }
}

export interface RackUse {
  readonly rack: Entity & { readonly kind: 'rack' };
  readonly height: number;
  /** Units that devices with a place and a height take; a device that is mounted front and rear counts once. */
  readonly used: number;
  readonly devices: number;
}

/** How full each rack is, by the devices that say where they stand. */
export function rackUse(view: InventoryView): readonly RackUse[] {
  const byRack = new Map<string, { units: Set<number>; devices: number }>();
  const key = (source: string, site: string | undefined, rack: string) => `${source}\n${site ?? ''}\n${rack}`;
  for (const kind of ['switch', 'router', 'firewall', 'device'] as const) {
    for (const { attributes, source } of view.all(kind)) {
      if (attributes.rack === undefined) continue;
      const at = key(source, attributes.site, attributes.rack);
      const known = byRack.get(at) ?? { units: new Set<number>(), devices: 0 };
      known.devices += 1;
      if (attributes.position !== undefined && attributes.heightU !== undefined) {
        for (let unit = 0; unit < attributes.heightU * 2; unit++) {
          known.units.add(attributes.position + unit / 2);
        }
      }
      byRack.set(at, known);
    }
  }
  return view.all('rack').map((rack) => {
    const known = byRack.get(key(rack.source, rack.attributes.site, rack.name));
    return {
      rack,
      height: rack.attributes.heightU ?? 0,
      used: (known?.units.size ?? 0) / 2,
      devices: known?.devices ?? 0,
    };
  });
}
