import type { Block } from '../../../shared/model/block.ts';
import type { Entity, EntityOf } from '../../../shared/model/entity.ts';
import { naturalKey } from '../../../shared/model/keys.ts';
import type { InventoryView } from '../../inventory/view.ts';
import {
  entityLink,
  entityLinks,
  fact,
  heading,
  list,
  paragraph,
  table,
  unknown,
  type Content,
} from '../build.ts';
import { diagram, type GraphEdge, type GraphNode } from '../diagram.ts';
import { count, megabits } from '../format.ts';

/**
 * Who stands on whom across domains: Kubernetes clusters on VMs, VMs on hosts, hosts on datastores and switches,
 * datastores on LUNs, LUNs on arrays. Followed by the tables behind the picture.
 */
export function dependencyBlocks(view: InventoryView, rows: number): readonly Block[] {
  const storage = storageChains(view);
  const ports = hostPorts(view);
  const nodes = nodeMachines(view);
  if (storage.length + ports.length + nodes.length === 0) {
    return [paragraph(unknown('no two of the collected domains refer to each other'))];
  }
  return [
    ...dependencyDiagram(view, storage, ports, nodes),
    ...nodeTable(nodes, rows),
    ...storageTable(storage, rows),
    ...portTable(ports, rows),
  ];
}

interface StorageChain {
  readonly datastore: EntityOf<'datastore'>;
  readonly lun?: EntityOf<'lun'>;
  readonly volume?: EntityOf<'volume'>;
  readonly array?: EntityOf<'array'>;
}

function storageChains(view: InventoryView): readonly StorageChain[] {
  return view.all('datastore').flatMap((datastore): StorageChain[] => {
    const backing = view.outbound(datastore, 'backed-by');
    if (backing.length === 0) return [{ datastore }];
    return backing.map((back): StorageChain => {
      const lun = back.kind === 'lun' ? back : undefined;
      const volume =
        back.kind === 'volume'
          ? back
          : [...view.outbound(back, 'stored-on'), ...view.outbound(back, 'backed-by')].find(
              (one): one is EntityOf<'volume'> => one.kind === 'volume',
            );
      const array = arrayOf(view, volume ?? back);
      return {
        datastore,
        ...(lun === undefined ? {} : { lun }),
        ...(volume === undefined ? {} : { volume }),
        ...(array === undefined ? {} : { array }),
      };
    });
  });
}

function arrayOf(view: InventoryView, entity: Entity): EntityOf<'array'> | undefined {
  return (
    view.outbound(entity, 'part-of').find((one): one is EntityOf<'array'> => one.kind === 'array') ??
    view.all('array').find((one) => one.source === entity.source && one.name === entity.partition)
  );
}

interface HostPort {
  readonly host: EntityOf<'host'>;
  readonly adapter: string;
  readonly speedMbps?: number;
  readonly linkUp?: boolean;
  /** As the host hears it. */
  readonly neighbour: string;
  readonly port?: Entity;
  readonly device?: Entity;
}

function hostPorts(view: InventoryView): readonly HostPort[] {
  return heardPorts(view).map((one) => {
    const device = one.port === undefined ? undefined : view.outbound(one.port, 'part-of')[0];
    return device === undefined ? one : { ...one, device };
  });
}

const heard = new WeakMap<
  object,
  { readonly interfaces: object; readonly ports: readonly Omit<HostPort, 'device'>[] }
>();

/** Kept by the lists of hosts and interfaces, which a view hands out unchanged while none of them changes. */
function heardPorts(view: InventoryView): readonly Omit<HostPort, 'device'>[] {
  const hosts = view.all('host');
  // All empty lists are the same one, which would keep an estate alive that nobody asks about any more.
  if (hosts.length === 0) return [];
  const interfaces = view.all('interface');
  const known = heard.get(hosts);
  if (known?.interfaces === interfaces) return known.ports;
  const ports = hosts.flatMap((host) =>
    (host.attributes.pnics ?? []).flatMap((pnic): Omit<HostPort, 'device'>[] => {
      const { neighbour } = pnic;
      if (neighbour === undefined) return [];
      const port = view
        .byKey(naturalKey.port(neighbour.device, neighbour.port))
        .find((one) => one.kind === 'interface');
      return [
        {
          host,
          adapter: pnic.name,
          ...(pnic.speedMbps === undefined ? {} : { speedMbps: pnic.speedMbps }),
          ...(pnic.linkUp === undefined ? {} : { linkUp: pnic.linkUp }),
          neighbour: `${neighbour.device} ${neighbour.port}`,
          ...(port === undefined ? {} : { port }),
        },
      ];
    }),
  );
  heard.set(hosts, { interfaces, ports });
  return ports;
}

interface NodeMachine {
  readonly node: EntityOf<'k8s-node'>;
  readonly vm?: EntityOf<'vm'>;
}

function nodeMachines(view: InventoryView): readonly NodeMachine[] {
  return view.all('k8s-node').map((node) => {
    const vm = view.outbound(node, 'runs-on').find((one): one is EntityOf<'vm'> => one.kind === 'vm');
    return { node, ...(vm === undefined ? {} : { vm }) };
  });
}

function dependencyDiagram(
  view: InventoryView,
  storage: readonly StorageChain[],
  ports: readonly HostPort[],
  machines: readonly NodeMachine[],
): readonly Block[] {
  const nodes = new Map<string, GraphNode>();
  const links = new Map<string, GraphEdge & { links: number }>();
  const link = (from: string, to: string, label: string) => {
    const key = `${from}\n${to}\n${label}`;
    const known = links.get(key);
    if (known) known.links += 1;
    else links.set(key, { from, to, label, directed: true, links: 1 });
  };
  const add = (node: GraphNode) => {
    if (!nodes.has(node.id)) nodes.set(node.id, node);
    return node.id;
  };
  const clusterNode = (name: string) => {
    const cluster = view.all('cluster').find((one) => one.name === name);
    return add({
      id: `cluster ${name}`,
      label: name,
      shape: 'box',
      group: 'clusters',
      noun: ['cluster', 'clusters'],
      ...(cluster === undefined ? {} : { entity: cluster.id }),
    });
  };
  for (const { node, vm } of machines) {
    const cluster = view
      .all('k8s-cluster')
      .find((one) => one.source === node.source && one.name === node.attributes.cluster);
    const id = add({
      id: `kubernetes ${node.source} ${node.attributes.cluster}`,
      label: node.attributes.cluster,
      shape: 'hexagon',
      group: 'kubernetes',
      noun: ['Kubernetes cluster', 'Kubernetes clusters'],
      ...(cluster === undefined ? {} : { entity: cluster.id }),
    });
    const on = vm?.attributes.cluster;
    if (on !== undefined) link(id, clusterNode(on), 'nodes');
  }
  for (const { datastore, array } of storage) {
    const on = datastore.attributes.cluster;
    if (array === undefined || on === undefined) continue;
    const id = add({
      id: array.id,
      label: array.name,
      shape: 'cylinder',
      group: 'arrays',
      noun: ['array', 'arrays'],
      entity: array.id,
    });
    link(clusterNode(on), id, 'datastores');
  }
  for (const { host, device } of ports) {
    const on = host.attributes.cluster;
    if (device === undefined || on === undefined) continue;
    const id = add({
      id: device.id,
      label: device.name,
      shape: 'round',
      group: 'switches',
      noun: ['switch', 'switches'],
      entity: device.id,
    });
    link(clusterNode(on), id, 'ports');
  }
  return diagram({
    title: 'What stands on what',
    nodes: [...nodes.values()],
    // How many links they are is said by their number.
    edges: [...links.values()].map((edge) => ({ ...edge, label: edge.label ?? '' })),
    groups: {
      kubernetes: 'Kubernetes',
      clusters: 'vSphere clusters',
      arrays: 'Storage arrays',
      switches: 'Access switches',
    },
  });
}

function nodeTable(machines: readonly NodeMachine[], limit: number): readonly Block[] {
  if (machines.length === 0) return [];
  return [
    heading('Kubernetes nodes and the machines under them'),
    table(
      ['Node', 'Cluster', 'VM', 'Host', 'vSphere cluster', 'Source'],
      machines
        .slice(0, limit)
        .map(({ node, vm }): readonly Content[] => [
          entityLink(node),
          node.attributes.cluster,
          vm === undefined ? unknown('no collected VM has its UUID') : entityLink(vm),
          vm === undefined ? '' : (vm.attributes.host ?? unknown(`not given by ${vm.source}`)),
          vm === undefined ? '' : (vm.attributes.cluster ?? unknown(`not given by ${vm.source}`)),
          sources(node, vm),
        ]),
    ),
    ...leftOut(machines.length - limit, 'node'),
  ];
}

function storageTable(chains: readonly StorageChain[], limit: number): readonly Block[] {
  if (chains.length === 0) return [];
  const backed = chains.filter((chain) => chain.lun !== undefined || chain.volume !== undefined);
  const loose = chains.filter((chain) => chain.lun === undefined && chain.volume === undefined);
  return [
    heading('From datastore to array'),
    ...(backed.length === 0
      ? [paragraph(unknown('no collected array has a LUN or volume that a datastore names'))]
      : [
          table(
            ['Datastore', 'Cluster', { title: 'VMs', align: 'right' }, 'LUN', 'Volume', 'Array', 'Source'],
            backed
              .slice(0, limit)
              .map(({ datastore, lun, volume, array }): readonly Content[] => [
                entityLink(datastore),
                datastore.attributes.cluster ?? 'hosts of several clusters',
                fact(datastore, 'vmCount'),
                lun === undefined ? 'none' : entityLink(lun),
                volume === undefined ? unknown('the LUN names no volume') : entityLink(volume),
                array === undefined ? unknown('no array is known for it') : entityLink(array),
                sources(datastore, array ?? volume ?? lun),
              ]),
          ),
          ...leftOut(backed.length - limit, 'datastore'),
        ]),
    ...(loose.length === 0
      ? []
      : [
          list([
            [
              `${count(loose.length, 'datastore')} on storage that is not collected: `,
              ...entityLinks(loose.map(({ datastore }) => datastore)),
            ],
          ]),
        ]),
  ];
}

function portTable(ports: readonly HostPort[], limit: number): readonly Block[] {
  if (ports.length === 0) return [];
  return [
    heading('From host adapter to switch port'),
    table(
      ['Host', 'Adapter', { title: 'Speed', align: 'right' }, 'Link', 'Switch', 'Port', 'Source'],
      ports
        .slice(0, limit)
        .map(({ host, adapter, speedMbps, linkUp, neighbour, port, device }): readonly Content[] => [
          entityLink(host),
          adapter,
          speedMbps === undefined ? unknown(`not given by ${host.source}`) : megabits(speedMbps),
          linkUp === undefined ? unknown(`not given by ${host.source}`) : linkUp ? 'up' : 'down',
          device === undefined
            ? unknown(`"${neighbour}" is not among the collected ports`)
            : entityLink(device),
          port === undefined ? '' : entityLink(port),
          sources(host, port),
        ]),
    ),
    ...leftOut(ports.length - limit, 'host adapter'),
  ];
}

function sources(...entities: readonly (Pick<Entity, 'source'> | undefined)[]): string {
  return [...new Set(entities.flatMap((entity) => entity?.source ?? []))].join(', ');
}

function leftOut(n: number, one: string): readonly Block[] {
  return n > 0
    ? [paragraph(`${count(n, one)} more ${n === 1 ? 'stands' : 'stand'} in the domain's document.`)]
    : [];
}
