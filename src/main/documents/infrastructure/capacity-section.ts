import type { Block } from '../../../shared/model/block.ts';
import { overcommit, tolerance } from '../../capacity/formulas.ts';
import type { InventoryView } from '../../inventory/view.ts';
import { computed, entityLink, heading, paragraph, table, unknown, type Content } from '../build.ts';
import { forecastCell } from '../forecast.ts';
import { bytes, number, percent, ratio } from '../format.ts';
import { forecasts, memoryHeadroom, type Filling } from './summary.ts';

const volatile = { volatile: true };
/** A front page shows what fills first; the domain's document has the rest. */
const shownFilling = 15;

export function capacityBlocks(view: InventoryView): readonly Block[] {
  const blocks = [
    ...clusterCapacity(view),
    ...kubernetesCapacity(view),
    ...fillingTable('Datastores by how full they are', forecasts(view, 'vmware')),
    ...fillingTable('Pools and volumes by how full they are', forecasts(view, 'storage')),
  ];
  return blocks.length === 0 ? [paragraph(unknown('nothing with a capacity has been collected'))] : blocks;
}

function clusterCapacity(view: InventoryView): readonly Block[] {
  const clusters = memoryHeadroom(view);
  if (clusters.length === 0) return [];
  const rows = clusters.map(({ cluster, source, members, usable, requested }): readonly Content[] => {
    const hosts = members.length;
    const vms = view
      .inPartition('vm', cluster)
      .filter((vm) => vm.source === source && vm.attributes.powerState === 'on');
    const cores = members.reduce((sum, host) => sum + (host.attributes.cores ?? 0), 0);
    const memory = members.reduce((sum, host) => sum + (host.attributes.memoryBytes ?? 0), 0);
    const vcpus = vms.reduce((sum, vm) => sum + (vm.attributes.vcpus ?? 0), 0);
    const vmMemory = vms.reduce((sum, vm) => sum + (vm.attributes.memoryBytes ?? 0), 0);
    const entity = view.all('cluster').find((one) => one.name === cluster && one.source === source);
    const vcpuPerCore = overcommit(vcpus, cores);
    const memoryOvercommit = overcommit(vmMemory, memory);
    const left = usable - requested;
    const of = `${hosts} hosts of ${cluster}`;
    return [
      entity === undefined ? cluster : entityLink(entity),
      computed(number(hosts), of),
      computed(bytes(memory), of),
      computed(bytes(usable), `${of} without the largest`),
      computed(bytes(requested), of, volatile),
      left < 0
        ? computed(`−${bytes(-left)}`, of, volatile)
        : computed(`${bytes(left)} (${percent(usable === 0 ? 0 : (100 * left) / usable)})`, of, volatile),
      vcpuPerCore === undefined
        ? unknown('no host gives its cores')
        : computed(ratio(vcpuPerCore), `vCPUs that are on, over physical cores of ${of}`),
      memoryOvercommit === undefined
        ? unknown('no host gives its memory')
        : computed(ratio(memoryOvercommit), `memory of VMs that are on, over that of ${of}`),
    ];
  });
  return [
    heading('Clusters'),
    table(
      [
        'Cluster',
        { title: 'Hosts', align: 'right' },
        { title: 'Memory', align: 'right' },
        { title: 'Usable at N−1', align: 'right' },
        { title: 'Used', align: 'right' },
        { title: 'Headroom at N−1', align: 'right' },
        { title: 'vCPU per core', align: 'right' },
        { title: 'Memory overcommit', align: 'right' },
      ],
      rows,
    ),
  ];
}

function kubernetesCapacity(view: InventoryView): readonly Block[] {
  const clusters = view.all('k8s-cluster');
  if (clusters.length === 0) return [];
  const rows = clusters.map((cluster): readonly Content[] => {
    const ofCluster = (one: {
      readonly attributes: { readonly cluster?: string };
      readonly source: string;
    }) => one.source === cluster.source && one.attributes.cluster === cluster.name;
    const nodes = view.all('k8s-node').filter(ofCluster);
    const pods = view
      .all('pod')
      .filter(
        (pod) => ofCluster(pod) && pod.attributes.phase !== 'Succeeded' && pod.attributes.phase !== 'Failed',
      );
    const row = (sizes: readonly number[], requested: number, text: (value: number) => string): Content[] => {
      const judged = tolerance(requested, sizes);
      if (judged === undefined)
        return [unknown('no node gives it'), unknown('no node gives it'), unknown('no node gives it')];
      const of = `${nodes.length} nodes and ${pods.length} pods of ${cluster.name}`;
      return [
        computed(text(judged.usable), `${of}, without the largest node`),
        computed(text(requested), of, volatile),
        computed(judged.tolerates ? 'yes' : `no, ${text(-judged.headroom)} missing`, of, volatile),
      ];
    };
    const cpu = nodes.flatMap((node) => node.attributes.allocatableCpuMillicores ?? []);
    const memory = nodes.flatMap((node) => node.attributes.allocatableMemoryBytes ?? []);
    const requestedCpu = pods.reduce((sum, pod) => sum + (pod.attributes.cpuRequestMillicores ?? 0), 0);
    const requestedMemory = pods.reduce((sum, pod) => sum + (pod.attributes.memoryRequestBytes ?? 0), 0);
    return [
      entityLink(cluster),
      computed(number(nodes.length), `nodes of ${cluster.name}`),
      ...row(cpu, requestedCpu, (value) => `${number(value / 1000, 2)} cores`),
      ...row(memory, requestedMemory, bytes),
    ];
  });
  const right = (title: string) => ({ title, align: 'right' as const });
  return [
    heading('Kubernetes clusters'),
    table(
      [
        'Cluster',
        right('Nodes'),
        right('CPU at N−1'),
        right('CPU requests'),
        'Fits at N−1',
        right('Memory at N−1'),
        right('Memory requests'),
        'Fits at N−1',
      ],
      rows,
    ),
  ];
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
