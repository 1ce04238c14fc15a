import type { Block } from '../../../shared/model/block.ts';
import type { EntityOf } from '../../../shared/model/entity.ts';
import { entityLink, entityLinks, unknown, when, type Content, type EntityColumn } from '../build.ts';
import { diagrams, type GraphEdge, type GraphNode } from '../diagram.ts';
import { dateText, number } from '../format.ts';
import type { GeneratorSettings, SectionPlan } from '../generator.ts';
import { joinParts, pagedTable, type PagePart } from '../paged-table.ts';
import type { Scope } from './scopes.ts';
import { namespaceColumn, textList } from './text.ts';

type Service = EntityOf<'service'>;
type Ingress = EntityOf<'ingress'>;
type Policy = EntityOf<'network-policy'>;

/** Services, ingresses, the path from host name to workload, and what network policies allow. */
export function exposureSections(scope: Scope, settings: GeneratorSettings): PagePart {
  const full = settings.depth === 'full';
  const path: SectionPlan = {
    key: 'ingress-path',
    title: 'From ingress to workload',
    level: 3,
    reads: scope.reads('ingress', 'service', 'workload'),
    render: () => ingressPath(scope),
  };
  return joinParts([
    pagedTable({
      page: scope.page,
      key: 'services',
      title: 'Services',
      noun: ['service', 'services'],
      entities: scope.members('service'),
      columns: serviceColumns(scope, full),
      reads: scope.reads('service', 'workload'),
      settings,
    }),
    pagedTable({
      page: scope.page,
      key: 'ingresses',
      title: 'Ingresses',
      noun: ['ingress', 'ingresses'],
      entities: scope.members('ingress'),
      columns: ingressColumns(scope),
      reads: scope.reads('ingress', 'service', 'certificate'),
      settings,
    }),
    { sections: scope.members('ingress').length === 0 ? [] : [path], pages: [] },
    pagedTable<Policy>({
      page: scope.page,
      key: 'network-policies',
      title: 'Network policies',
      level: 3,
      noun: ['network policy', 'network policies'],
      entities: scope.members('network-policy'),
      columns: [
        { title: 'Policy', path: 'name' },
        ...namespaceColumn<Policy>(scope),
        { title: 'Pods', path: 'selector' },
        { title: 'Directions', path: 'types' },
        {
          title: 'Ingress allowed',
          value: ({ attributes }) => allowed(attributes, 'Ingress', attributes.ingress),
        },
        {
          title: 'Egress allowed',
          value: ({ attributes }) => allowed(attributes, 'Egress', attributes.egress),
        },
      ],
      reads: scope.reads('network-policy'),
      settings,
    }),
  ]);
}

function allowed(
  policy: Policy['attributes'],
  direction: 'Ingress' | 'Egress',
  rules: readonly string[] | undefined,
): string {
  if (policy.types?.includes(direction) !== true) return 'not restricted';
  return rules === undefined || rules.length === 0 ? 'nothing' : rules.join('; ');
}

function serviceColumns(scope: Scope, full: boolean): readonly EntityColumn<Service>[] {
  return [
    { title: 'Service', path: 'name' },
    ...namespaceColumn<Service>(scope),
    { title: 'Type', path: 'type' },
    { title: 'Addresses', value: addresses },
    { title: 'Ports', path: 'ports', format: portsText },
    {
      title: 'Workloads',
      value: (service) => entityLinks(scope.view.outbound(service, 'selects')),
    },
    { title: 'Backends ready', align: 'right', volatile: true, value: backends },
    ...when<EntityColumn<Service>>(full, [
      { title: 'Selector', value: ({ attributes }) => attributes.selector ?? 'none' },
      { title: 'Affinity', value: ({ attributes }) => attributes.sessionAffinity ?? '' },
      { title: 'Since', path: 'createdAt' },
    ]),
  ];
}

function addresses({ attributes }: Service): string {
  if (attributes.externalName !== undefined) return attributes.externalName;
  return textList([
    ...(attributes.headless ? ['headless'] : []),
    ...(attributes.clusterIps ?? []),
    ...(attributes.externalIps ?? []),
    ...(attributes.loadBalancerAddresses ?? []).map((address) => `load balancer ${address}`),
  ]);
}

function portsText(ports: NonNullable<Service['attributes']['ports']>): string {
  return textList(
    ports.map(({ name, port, targetPort, nodePort, protocol }) => {
      const target = targetPort === undefined || targetPort === String(port) ? '' : ` → ${targetPort}`;
      const node = nodePort === undefined ? '' : `, node port ${nodePort}`;
      return `${name === undefined ? '' : `${name} `}${port}/${protocol}${target}${node}`;
    }),
  );
}

function backends(service: Service): Content {
  const { backendsReady, backends: all } = service.attributes;
  if (backendsReady === undefined || all === undefined) {
    return unknown(service.unknown['backendsReady'] ?? 'neither endpoints nor pods are known');
  }
  return `${number(backendsReady)} of ${number(all)}`;
}

function ingressColumns(scope: Scope): readonly EntityColumn<Ingress>[] {
  return [
    { title: 'Ingress', path: 'name' },
    ...namespaceColumn<Ingress>(scope),
    { title: 'Class', value: ({ attributes }) => attributes.class ?? 'default' },
    { title: 'Hosts and paths', path: 'rules', format: rulesText },
    {
      title: 'Services',
      value: (ingress) => entityLinks(scope.view.outbound(ingress, 'routes-to')),
    },
    { title: 'Default backend', value: ({ attributes }) => attributes.defaultBackend ?? 'none' },
    { title: 'Addresses', value: ({ attributes }) => textList(attributes.addresses) },
    { title: 'TLS until', value: (ingress) => tlsText(scope, ingress) },
  ];
}

function rulesText(rules: NonNullable<Ingress['attributes']['rules']>): string {
  return textList(
    rules.map(({ host, path, service, port }) => {
      const target =
        service === undefined ? 'no service' : `${service}${port === undefined ? '' : `:${port}`}`;
      return `${host ?? 'any host'}${path ?? ''} → ${target}`;
    }),
  );
}

/** When the certificate behind each TLS secret ends, where something that manages it tells. */
function tlsText(scope: Scope, ingress: Ingress): Content {
  const entries = ingress.attributes.tls ?? [];
  if (entries.length === 0) return 'no TLS';
  return entries.flatMap(({ secret, hosts }, position): Exclude<Content, string> => {
    const certificate = scope
      .members('certificate')
      .find(
        ({ attributes }) =>
          attributes.secret !== undefined &&
          attributes.secret === secret &&
          attributes.namespace === ingress.attributes.namespace,
      );
    const until = certificate?.attributes.expiresAt;
    return [
      ...(position === 0 ? [] : ['; ']),
      certificate && until !== undefined
        ? entityLink(certificate, dateText(until))
        : unknown(`nothing tells the end of ${secret ?? hosts.join(', ')}`),
    ];
  });
}

function ingressPath(scope: Scope): readonly Block[] {
  const { view } = scope;
  const nodes = new Map<string, GraphNode>();
  const edges: GraphEdge[] = [];
  const groups: Record<string, string> = {};
  const add = (node: GraphNode, namespace: string) => {
    groups[namespace] = namespace;
    if (!nodes.has(node.id)) nodes.set(node.id, { ...node, group: namespace });
  };
  for (const ingress of scope.members('ingress')) {
    const { namespace } = ingress.attributes;
    add(
      {
        id: ingress.id,
        label: ingress.name,
        shape: 'round',
        noun: ['ingress', 'ingresses'],
        entity: ingress.id,
      },
      namespace,
    );
    for (const service of view.outbound(ingress, 'routes-to')) {
      const hosts = (ingress.attributes.rules ?? [])
        .filter((rule) => rule.service === service.name)
        .map((rule) => `${rule.host ?? ''}${rule.path ?? ''}`);
      const down = service.kind === 'service' && service.attributes.backendsReady === 0;
      add(
        {
          id: service.id,
          label: service.name,
          shape: 'hexagon',
          noun: ['service', 'services'],
          entity: service.id,
          ...(down ? { severity: 'critical' as const } : {}),
        },
        namespace,
      );
      edges.push({ from: ingress.id, to: service.id, directed: true, label: hosts[0] ?? '' });
      for (const workload of view.outbound(service, 'selects')) {
        add(
          { id: workload.id, label: workload.name, noun: ['workload', 'workloads'], entity: workload.id },
          namespace,
        );
        edges.push({ from: service.id, to: workload.id, directed: true });
      }
    }
  }
  return diagrams({
    title: `Ingress paths of ${scope.title}`,
    direction: 'right',
    nodes: [...nodes.values()],
    edges,
    groups,
  });
}
