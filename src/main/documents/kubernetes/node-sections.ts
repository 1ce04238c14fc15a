import type { Block } from '../../../shared/model/block.ts';
import type { EntityOf } from '../../../shared/model/entity.ts';
import type { EntityId } from '../../../shared/model/ids.ts';
import { podsUnknown, requestsOn } from '../../findings/kubernetes/capacity.ts';
import { usedPercent } from '../../capacity/formulas.ts';
import { computed, entityTable, unknown, when, type Content, type EntityColumn } from '../build.ts';
import { diagrams, type Graph, type GraphNode } from '../diagram.ts';
import { instantText, percent } from '../format.ts';
import type { GeneratorSettings } from '../generator.ts';
import { joinParts, pagedTable, type PagePart } from '../paged-table.ts';
import type { Scope } from './scopes.ts';
import { cpu, related, textList } from './text.ts';

type Node = EntityOf<'k8s-node'>;

export function nodeSections(scope: Scope, settings: GeneratorSettings): PagePart {
  const full = settings.depth === 'full';
  const { view } = scope;
  return joinParts([
    pagedTable({
      page: scope.page,
      key: 'nodes',
      title: 'Nodes',
      noun: ['node', 'nodes'],
      entities: scope.members('k8s-node'),
      columns: nodeColumns(scope, full),
      reads: [...scope.reads('k8s-node', 'pod'), { kind: 'vm' }],
      settings,
    }),
    {
      sections: [
        {
          key: 'node-conditions',
          title: 'Node conditions and taints',
          level: 3,
          reads: scope.reads('k8s-node'),
          render: () => [conditionTable(scope)],
        },
        {
          key: 'placement',
          title: 'Workloads on nodes',
          level: 3,
          reads: scope.reads('k8s-node', 'workload', 'pod', 'namespace'),
          render: () => placement(scope),
        },
      ],
      pages: [],
    },
  ]);

  function nodeColumns(own: Scope, all: boolean): readonly EntityColumn<Node>[] {
    return [
      { title: 'Node', path: 'name' },
      { title: 'Roles', path: 'roles' },
      { title: 'Ready', path: 'ready' },
      {
        title: 'Scheduling',
        value: (node) => (node.attributes.unschedulable === true ? 'cordoned' : 'open'),
      },
      { title: 'Kubelet', path: 'kubeletVersion' },
      { title: 'Runtime', path: 'runtime' },
      { title: 'OS', path: 'os' },
      { title: 'IP', path: 'internalIp' },
      { title: 'Machine', value: (node) => machine(own, node) },
      { title: 'Allocatable CPU', path: 'allocatableCpuMillicores', align: 'right', format: cpu },
      { title: 'Allocatable memory', path: 'allocatableMemoryBytes' },
      { title: 'Allocatable pods', path: 'allocatablePods', align: 'right' },
      {
        title: 'CPU requested',
        align: 'right',
        volatile: true,
        value: (node) => requested(node, 'cpuMillicores', node.attributes.allocatableCpuMillicores),
      },
      {
        title: 'Memory requested',
        align: 'right',
        volatile: true,
        value: (node) => requested(node, 'memoryBytes', node.attributes.allocatableMemoryBytes),
      },
      {
        title: 'Pods',
        align: 'right',
        volatile: true,
        value: (node) => {
          const reason = podsUnknown(own.cluster);
          if (reason !== undefined) return unknown(reason);
          return computed(String(requestsOn(view, node).pods), `pods on ${node.name}`, { volatile: true });
        },
      },
      { title: 'CPU used', path: 'usedCpuMillicores', align: 'right', format: cpu },
      { title: 'Memory used', path: 'usedMemoryBytes' },
      ...when<EntityColumn<Node>>(all, [
        { title: 'Zone', path: 'zone' },
        { title: 'Kernel', path: 'kernel' },
        { title: 'Architecture', path: 'architecture' },
        { title: 'Pod network', path: 'podCidrs' },
        { title: 'Provider', path: 'providerId' },
        { title: 'Since', path: 'createdAt' },
      ]),
    ];
  }

  function requested(node: Node, what: 'cpuMillicores' | 'memoryBytes', of: number | undefined): Content {
    const reason = podsUnknown(scope.cluster);
    if (reason !== undefined) return unknown(reason);
    const asked = requestsOn(view, node)[what];
    const share = of === undefined ? undefined : usedPercent(asked, of);
    if (share === undefined) return unknown('the node does not tell what it can give');
    return computed(percent(share), `requests of the pods on ${node.name}`, { volatile: true });
  }
}

function machine(scope: Scope, node: Node): Content {
  const { systemUuid, providerId } = node.attributes;
  return related(
    scope.view,
    node,
    'runs-on',
    systemUuid
      ? unknown(`no VM with UUID ${systemUuid} is known`)
      : (providerId ?? unknown('the node names no machine')),
  );
}

function conditionTable(scope: Scope): Block {
  return entityTable({
    entities: scope.members('k8s-node'),
    columns: [
      { title: 'Node', path: 'name' },
      { title: 'Ready since', path: 'readySinceAt' },
      { title: 'Why', path: 'readyReason' },
      {
        title: 'Other conditions that hold',
        value: ({ attributes }) =>
          attributes.conditions === undefined
            ? unknown('the node reports no conditions')
            : textList(
                attributes.conditions
                  .filter(({ status }) => status !== 'False')
                  .map(
                    ({ type, status, sinceAt }) =>
                      `${type} ${status}${sinceAt === undefined ? '' : ` since ${instantText(sinceAt)}`}`,
                  ),
              ),
      },
      { title: 'Taints', path: 'taints' },
    ],
  });
}

/** With more links than this the picture of workloads is a thicket, and their namespaces are drawn instead. */
const workloadLinksAtMost = 24;

/** Which workload has pods on which node; DaemonSets are on all of them by their nature and left out. */
function placement(scope: Scope): readonly Block[] {
  const placed = scope.members('workload').flatMap((workload) => {
    const { type } = workload.attributes;
    if (type === 'DaemonSet' || type === 'CronJob' || type === 'Job') return [];
    const podsOn = new Map<EntityId, number>();
    for (const pod of scope.view.inbound(workload, 'owned-by', 'pod')) {
      const [node] = scope.view.outbound(pod, 'runs-on');
      if (node) podsOn.set(node.id, (podsOn.get(node.id) ?? 0) + 1);
    }
    return podsOn.size === 0 ? [] : [{ workload, podsOn }];
  });
  const links = placed.reduce((sum, { podsOn }) => sum + podsOn.size, 0);
  const { title, ...drawn } =
    links > workloadLinksAtMost ? placedNamespaces(scope, placed) : placedWorkloads(placed);
  const nodes: GraphNode[] = scope.members('k8s-node').map((node) => ({
    id: node.id,
    label: node.name,
    shape: 'hexagon',
    group: 'nodes',
    noun: ['node', 'nodes'],
    entity: node.id,
    ...(node.attributes.ready === false ? { severity: 'warning' as const } : {}),
  }));
  return diagrams({
    title: `${title} on the nodes of ${scope.title}`,
    direction: 'right',
    nodes: [...drawn.nodes, ...nodes],
    edges: drawn.edges,
    groups: { ...drawn.groups, nodes: 'Nodes' },
  });
}

interface Placed {
  readonly workload: EntityOf<'workload'>;
  readonly podsOn: ReadonlyMap<EntityId, number>;
}

function placedWorkloads(placed: readonly Placed[]): Graph {
  return {
    title: 'Workloads',
    nodes: placed.map(({ workload }) => ({
      id: workload.id,
      label: workload.name,
      group: `namespace ${workload.attributes.namespace}`,
      noun: ['workload', 'workloads'],
      entity: workload.id,
    })),
    edges: placed.flatMap(({ workload, podsOn }) =>
      [...podsOn].map(([to, links]) => ({ from: workload.id, to, directed: true, links, label: 'pods' })),
    ),
    groups: Object.fromEntries(
      placed.map(({ workload: { attributes } }) => [
        `namespace ${attributes.namespace}`,
        attributes.namespace,
      ]),
    ),
  };
}

/** Pods of all workloads of a namespace are one link to a node, with their number. */
function placedNamespaces(scope: Scope, placed: readonly Placed[]): Graph {
  const entities = new Map(scope.members('namespace').map((namespace) => [namespace.name, namespace.id]));
  const names = new Set(placed.map(({ workload }) => workload.attributes.namespace));
  return {
    title: 'Workloads by namespace',
    nodes: [...names].map((name) => {
      const entity = entities.get(name);
      return {
        id: `namespace ${name}`,
        label: name,
        noun: ['namespace', 'namespaces'],
        ...(entity === undefined ? {} : { entity }),
      };
    }),
    edges: placed.flatMap(({ workload, podsOn }) =>
      [...podsOn].map(([to, links]) => ({
        from: `namespace ${workload.attributes.namespace}`,
        to,
        directed: true,
        links,
        label: 'pods',
      })),
    ),
  };
}
