import type { OverviewDomain, OverviewFigure, OverviewFilling } from '../../../shared/contract/overview.ts';
import type { Entity } from '../../../shared/model/entity.ts';
import type { Domain } from '../../../shared/model/kind.ts';
import type { Severity } from '../../../shared/model/severity.ts';
import {
  documentedDomains,
  forecasts,
  rackUse,
  vsphereClusters,
} from '../../documents/infrastructure/summary.ts';
import { addablePools } from '../../capacity/pool-space.ts';
import { clusterCapacity } from '../../findings/kubernetes/capacity.ts';
import { isOver } from '../../findings/kubernetes/verdicts.ts';
import type { InventoryView } from '../../inventory/view.ts';

type Documented = (typeof documentedDomains)[number]['domain'];

/** Each domain in a line, by the figures that the documents give. */
export function domainsOf(view: InventoryView, isWritten: (document: string) => boolean): OverviewDomain[] {
  const findings = findingsByDomain(view);
  return documentedDomains.flatMap(({ domain, document, counted }): OverviewDomain[] => {
    const kinds = counted.flatMap((kind) => {
      const count = view.all(kind).length;
      return count === 0 ? [] : [{ kind, count }];
    });
    if (kinds.length === 0) return [];
    const first = kinds[0];
    return [
      {
        domain,
        ...(isWritten(document) && { document }),
        kinds,
        findings: findings.get(domain) ?? { critical: 0, warning: 0, info: 0 },
        figures: figuresOf[domain](view),
        filling: fillingOf(view, domain),
        simulated: first !== undefined && (view.all(first.kind)[0]?.simulated ?? false),
      },
    ];
  });
}

function findingsByDomain(view: InventoryView): Map<string, Record<Severity, number>> {
  const counts = new Map<string, Record<Severity, number>>();
  for (const { attributes } of view.all('finding')) {
    const of = counts.get(attributes.ruleDomain) ?? { critical: 0, warning: 0, info: 0 };
    of[attributes.severity] += 1;
    counts.set(attributes.ruleDomain, of);
  }
  return counts;
}

const figuresOf: Readonly<Record<Documented, (view: InventoryView) => OverviewFigure[]>> = {
  vmware: vsphereFigures,
  kubernetes: kubernetesFigures,
  network: networkFigures,
  storage: storageFigures,
};

function vsphereFigures(view: InventoryView): OverviewFigure[] {
  const clusters = vsphereClusters(view).map(({ figures }) => figures);
  const datastores = view.all('datastore').map(({ attributes }) => attributes);
  const on = clusters.reduce((sum, { vmsOn }) => sum + vmsOn, 0);
  const vms = clusters.reduce((sum, one) => sum + one.vms, 0);
  return [
    share('cpu-used', 'mhz', 'no cluster gives its CPU and its usage', clusters, (one) => [
      one.cpuUsageMhz,
      one.cpuMhz,
    ]),
    share('memory-used', 'bytes', 'no cluster gives its memory and its usage', clusters, (one) => [
      one.memoryUsageBytes,
      one.memoryBytes,
    ]),
    headroom('memory-headroom', 'no cluster gives memory and usage of its hosts', clusters, (one) => [
      one.memoryUsageBytes,
      one.spareMemoryBytes,
    ]),
    share('storage-used', 'bytes', 'no datastore gives its capacity and usage', datastores, (one) => [
      one.usedBytes,
      one.capacityBytes,
    ]),
    { key: 'machines-on', used: on, total: vms, unit: 'count', filter: 'kind:vm powerState:on' },
  ];
}

function kubernetesFigures(view: InventoryView): OverviewFigure[] {
  const nodes = view.all('k8s-node');
  const pods = view.all('pod').filter((pod) => !isOver(pod));
  const capacities = view.all('k8s-cluster').flatMap((cluster) => clusterCapacity(view, cluster) ?? []);
  return [
    {
      key: 'nodes-not-ready',
      used: nodes.filter(({ attributes }) => attributes.ready === false).length,
      total: nodes.length,
      unit: 'count',
      filter: 'kind:k8s-node ready:false',
    },
    {
      key: 'pods-not-ready',
      used: pods.filter(({ attributes }) => attributes.ready === false).length,
      total: pods.length,
      unit: 'count',
      filter: 'kind:pod ready:false phase!=Succeeded',
    },
    headroom(
      'requests-headroom',
      'no cluster tells what its nodes give and its pods ask for',
      capacities,
      ({ memory }) => [memory.requested, memory.usableWithoutLargest],
    ),
  ];
}

function networkFigures(view: InventoryView): OverviewFigure[] {
  const devices = (['switch', 'router', 'firewall', 'device'] as const).flatMap((kind) =>
    view.all(kind).filter(({ attributes }) => attributes.reachable !== undefined),
  );
  const links = view
    .all('interface')
    .filter(({ attributes }) => attributes.adminUp === true && attributes.peer !== undefined);
  const sessions = view
    .all('bgp-peer')
    .filter(({ attributes }) => attributes.adminUp !== false && attributes.state !== undefined);
  const racks = rackUse(view);
  return [
    devices.length === 0
      ? { key: 'devices-unreachable', unknown: 'no source watches whether devices answer' }
      : {
          key: 'devices-unreachable',
          used: devices.filter(({ attributes }) => attributes.reachable === false).length,
          total: devices.length,
          unit: 'count',
          filter: 'kind:switch,router,firewall,device reachable:false',
        },
    {
      key: 'links-down',
      used: links.filter(({ attributes }) => attributes.operUp === false).length,
      total: links.length,
      unit: 'count',
      filter: 'kind:interface adminUp:true operUp:false peer:*',
    },
    {
      key: 'sessions-down',
      used: sessions.filter(({ attributes }) => attributes.state?.toLowerCase() !== 'established').length,
      total: sessions.length,
      unit: 'count',
      filter: 'kind:bgp-peer state!=established',
    },
    share('rack-units-used', 'units', 'no rack gives its height', racks, ({ used, height }) => [
      used,
      height === 0 ? undefined : height,
    ]),
  ];
}

function storageFigures(view: InventoryView): OverviewFigure[] {
  const pools = addablePools(view.all('pool'));
  const parts = (['array', 'controller', 'shelf', 'disk', 'pool', 'volume'] as const).flatMap((kind) =>
    view.all(kind).filter(({ attributes }) => attributes.state !== undefined),
  );
  return [
    share('pools-used', 'bytes', 'no pool gives size and usage', pools, (one) => [
      one.usedBytes,
      one.sizeBytes,
    ]),
    {
      key: 'parts-unhealthy',
      used: parts.filter(({ attributes }) => attributes.state !== 'ok').length,
      total: parts.length,
      unit: 'count',
      filter: 'kind:array,controller,shelf,disk,pool,volume state:* state!=ok',
    },
  ];
}

type Pair = readonly [used: number | undefined, total: number | undefined];

/** Over those that give both numbers. */
function share<T>(
  key: OverviewFigure['key'],
  unit: NonNullable<OverviewFigure['unit']>,
  unknown: string,
  of: readonly T[],
  pair: (one: T) => Pair,
): OverviewFigure {
  const { used, total } = sums(of, pair);
  return total > 0 ? { key, percent: (100 * used) / total, used, total, unit } : { key, unknown };
}

/** What is left of what would be usable without the largest member. */
function headroom<T>(
  key: OverviewFigure['key'],
  unknown: string,
  of: readonly T[],
  pair: (one: T) => Pair,
): OverviewFigure {
  const { used, total } = sums(of, pair);
  return total > 0
    ? { key, percent: (100 * (total - used)) / total, used, total, unit: 'bytes' }
    : { key, unknown };
}

function sums<T>(of: readonly T[], pair: (one: T) => Pair): { used: number; total: number } {
  let [used, total] = [0, 0];
  for (const one of of) {
    const [a, b] = pair(one);
    if (a === undefined || b === undefined) continue;
    used += a;
    total += b;
  }
  return { used, total };
}

function fillingOf(view: InventoryView, domain: Domain): OverviewFilling {
  const all = forecasts(view, domain);
  if (all.length === 0) return { is: 'none', reason: 'no-forecasts' };
  let best: OverviewFilling = { is: 'none', reason: 'no-trend' };
  for (const { entity, forecast } of all) {
    if (forecast.type === 'none') continue;
    if (forecast.type === 'full') return { is: 'full', entity: ref(entity) };
    if (best.is === 'days' && best.days <= forecast.days) continue;
    best = {
      is: 'days',
      entity: ref(entity),
      days: forecast.days,
      earliestDays: forecast.earliestDays,
      ...(forecast.latestDays !== undefined && { latestDays: forecast.latestDays }),
    };
  }
  return best;
}

function ref({ id, kind, name }: Entity) {
  return { id, kind, name };
}
