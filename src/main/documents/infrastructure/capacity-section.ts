import type { Block } from '../../../shared/model/block.ts';
import { clusterCapacity, podsUnknown, type ResourceCapacity } from '../../findings/kubernetes/capacity.ts';
import type { InventoryView } from '../../inventory/view.ts';
import { computed, entityLink, heading, paragraph, table, unknown, type Content } from '../build.ts';
import { forecastCell } from '../forecast.ts';
import { bytes, count, number, percent, ratio } from '../format.ts';
import { forecasts, vsphereClusters, type Filling } from './summary.ts';

const volatile = { volatile: true };
/** A front page shows what fills first; the domain's document has the rest. */
const shownFilling = 15;

export function capacityBlocks(view: InventoryView): readonly Block[] {
  const blocks = [
    ...vsphereCapacity(view),
    ...kubernetesCapacity(view),
    ...fillingTable('Datastores by how full they are', forecasts(view, 'vmware')),
    ...fillingTable('Pools and volumes by how full they are', forecasts(view, 'storage')),
  ];
  return blocks.length === 0 ? [paragraph(unknown('nothing with a capacity has been collected'))] : blocks;
}

function vsphereCapacity(view: InventoryView): readonly Block[] {
  const clusters = vsphereClusters(view);
  if (clusters.length === 0) return [];
  const rows = clusters.map(({ name, cluster, figures }): readonly Content[] => {
    const of = `${count(figures.hosts, 'host')} of ${cluster?.name ?? (name === '' ? 'no cluster' : name)}`;
    const { spareMemoryBytes: spare, memoryUsageBytes: used } = figures;
    const size = (value: number | undefined): Content =>
      value === undefined
        ? unknown('not given for every host')
        : computed(bytes(Math.round(value)), of, volatile);
    return [
      cluster === undefined ? name || 'no cluster' : entityLink(cluster),
      computed(`${figures.usableHosts} of ${figures.hosts}`, of),
      size(figures.memoryBytes),
      size(spare),
      size(used),
      spare === undefined || used === undefined || spare <= 0
        ? unknown(spare === 0 ? 'a single host has no N−1' : 'usage or capacity is not given')
        : computed(
            `${signed(Math.round(spare - used), bytes)} (${percent((100 * (spare - used)) / spare)})`,
            of,
            volatile,
          ),
      figures.vcpusPerCore === undefined
        ? unknown('cores are not known')
        : computed(ratio(figures.vcpusPerCore), `vCPUs that are on, over physical cores of ${of}`),
      figures.memoryOvercommit === undefined
        ? unknown('memory is not known')
        : computed(ratio(figures.memoryOvercommit), `memory of VMs that are on, over that of ${of}`),
    ];
  });
  return [
    heading('Clusters'),
    table(
      [
        'Cluster',
        { title: 'Hosts usable', align: 'right' },
        { title: 'Memory', align: 'right' },
        { title: 'Memory N−1', align: 'right' },
        { title: 'Used', align: 'right' },
        { title: 'Headroom N−1', align: 'right' },
        { title: 'vCPU per core', align: 'right' },
        { title: 'Memory overcommitment', align: 'right' },
      ],
      rows,
    ),
  ];
}

/** The figures of the Kubernetes document, on one line each: nodes that take ordinary pods, without the largest. */
function kubernetesCapacity(view: InventoryView): readonly Block[] {
  const clusters = view.all('k8s-cluster');
  if (clusters.length === 0) return [];
  const rows = clusters.map((cluster): readonly Content[] => {
    const capacity = clusterCapacity(view, cluster);
    if (capacity === undefined) {
      const missing = unknown(podsUnknown(cluster) ?? 'no node that takes pods tells what it can give');
      return [entityLink(cluster), ...Array.from({ length: 7 }, () => missing)];
    }
    const of = `${count(capacity.nodes.length, 'node')} of ${cluster.name} that take ordinary pods`;
    const figures = (
      { usableWithoutLargest: usable, requested }: ResourceCapacity,
      text: (value: number) => string,
    ): readonly Content[] => [
      computed(text(usable), `${of}, without the largest`),
      computed(text(requested), `pods on ${of}`, volatile),
      computed(requested <= usable ? 'yes' : `no, ${text(requested - usable)} missing`, of, volatile),
    ];
    return [
      entityLink(cluster),
      computed(number(capacity.nodes.length), of),
      ...figures(capacity.cpu, (value) => `${number(value / 1_000, 2)} cores`),
      ...figures(capacity.memory, bytes),
    ];
  });
  const right = (title: string) => ({ title, align: 'right' as const });
  return [
    heading('Kubernetes clusters'),
    table(
      [
        'Cluster',
        right('Nodes that take pods'),
        right('CPU N−1'),
        right('CPU requests'),
        'CPU fits N−1',
        right('Memory N−1'),
        right('Memory requests'),
        'Memory fits N−1',
      ],
      rows,
    ),
  ];
}

function signed(value: number, text: (value: number) => string): string {
  return value < 0 ? `−${text(-value)}` : text(value);
}

function fillingTable(title: string, filling: readonly Filling[]): readonly Block[] {
  if (filling.length === 0) return [];
  const fullestFirst = filling.toSorted(
    (a, b) => b.usedBytes / b.sizeBytes - a.usedBytes / a.sizeBytes || (a.entity.id < b.entity.id ? -1 : 1),
  );
  const left = filling.length - shownFilling;
  return [
    heading(title),
    table(
      [
        'Object',
        'Source',
        { title: 'Size', align: 'right' },
        { title: 'Used', align: 'right' },
        { title: 'Used %', align: 'right' },
        { title: 'Days to full', align: 'right' },
      ],
      fullestFirst.slice(0, shownFilling).map(({ entity, usedBytes, sizeBytes, forecast }) => ({
        entity: entity.id,
        cells: [
          [entityLink(entity)],
          [entity.source],
          [bytes(sizeBytes)],
          [computed(bytes(usedBytes), entity.name, volatile)],
          [computed(percent((100 * usedBytes) / sizeBytes), entity.name, volatile)],
          asCell(forecastCell(forecast, entity.name)),
        ],
      })),
    ),
    ...(left > 0 ? [paragraph(`${number(left)} that are less full stand in the domain's document.`)] : []),
  ];
}

function asCell(content: Content) {
  return Array.isArray(content) ? content : [content as Exclude<Content, readonly unknown[]>];
}
