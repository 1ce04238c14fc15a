import type { Block } from '../../../shared/model/block.ts';
import type { EntityOf } from '../../../shared/model/entity.ts';
import { overcommit, usedPercent } from '../../capacity/formulas.ts';
import {
  clusterCapacity,
  podsUnknown,
  type ClusterCapacity,
  type ResourceCapacity,
} from '../../findings/kubernetes/capacity.ts';
import { computed, documentLink, entityLink, paragraph, table, unknown, type Content } from '../build.ts';
import { forecastCell } from '../forecast.ts';
import { bytes, count, number, percent } from '../format.ts';
import type { SectionPlan } from '../generator.ts';
import type { Scope } from './scopes.ts';
import { claimForecast } from './storage-sections.ts';
import { cpu } from './text.ts';

/** Quotas together promise more than this many times what is there: kubernetes-mixin warns. */
const quotaLimit = 1.5;
const soonest = 10;

const volatile = { volatile: true } as const;

/** Requests against what nodes have to give, with all nodes and without the largest, and quotas against both. */
export function capacitySection(scopes: readonly Scope[], linkPages: boolean): SectionPlan {
  return {
    key: 'capacity',
    title: 'Capacity and headroom',
    level: 2,
    reads: scopes.flatMap((scope) =>
      scope.reads('k8s-cluster', 'k8s-node', 'pod', 'resource-quota', 'persistent-volume-claim'),
    ),
    salt: String(linkPages),
    render: () => [
      paragraph(
        'Counted are nodes that take ordinary pods (neither cordoned nor tainted against them) and the requests of the pods on them and of those that wait for a node; finished pods ask for nothing. N−1 is what is left without the largest node.',
      ),
      requestTable(scopes, linkPages),
      ...quotaTable(scopes),
      ...claimTable(scopes),
    ],
  };
}

function name(scope: Scope, linkPages: boolean): Content {
  if (linkPages) return documentLink(scope.page, scope.title);
  return scope.cluster ? entityLink(scope.cluster, scope.title) : scope.title;
}

export function capacityOf(scope: Scope): ClusterCapacity | undefined {
  return scope.cluster && clusterCapacity(scope.view, scope.cluster);
}

function requestTable(scopes: readonly Scope[], linkPages: boolean): Block {
  return table(
    [
      'Cluster',
      'Resource',
      { title: 'Nodes', align: 'right' },
      { title: 'Allocatable', align: 'right' },
      { title: 'Requested', align: 'right' },
      { title: 'Requested %', align: 'right' },
      { title: 'Usable N−1', align: 'right' },
      { title: 'Headroom N−1', align: 'right' },
      'Tolerates a node loss',
    ],
    scopes.flatMap((scope) => {
      const capacity = capacityOf(scope);
      if (capacity === undefined) {
        const missing = unknown(
          podsUnknown(scope.cluster) ?? 'no node that takes pods tells what it can give',
        );
        return [[name(scope, linkPages), ...Array.from({ length: 8 }, () => missing)]];
      }
      return [capacity.cpu, capacity.memory, capacity.pods].map((resource) =>
        resourceRow(name(scope, linkPages), capacity, resource, scope.title),
      );
    }),
    'Requests',
  );
}

function resourceRow(
  title: Content,
  capacity: ClusterCapacity,
  resource: ResourceCapacity,
  of: string,
): readonly Content[] {
  const { allocatable, requested, usableWithoutLargest } = resource;
  const nodes = `${count(capacity.nodes.length, 'node')} of ${of}`;
  const pods = `pods on ${nodes}`;
  const share = usedPercent(requested, allocatable);
  const headroom = usableWithoutLargest - requested;
  return [
    title,
    resource.title,
    computed(number(capacity.nodes.length), nodes),
    computed(amount(resource, allocatable), nodes),
    computed(amount(resource, requested), pods, volatile),
    share === undefined
      ? unknown('the nodes have nothing to give')
      : computed(percent(share), pods, volatile),
    computed(amount(resource, usableWithoutLargest), nodes),
    computed(headroom < 0 ? `−${amount(resource, -headroom)}` : amount(resource, headroom), pods, volatile),
    computed(headroom >= 0 ? 'yes' : 'no', pods, volatile),
  ];
}

function amount({ unit }: ResourceCapacity, value: number): string {
  switch (unit) {
    case 'millicores':
      return cpu(value);
    case 'bytes':
      return bytes(value);
    case 'pods':
      return number(value);
    default:
      return unit satisfies never;
  }
}

function quotaTable(scopes: readonly Scope[]): readonly Block[] {
  const rows = scopes.flatMap((scope) => {
    const quotas = scope.members('resource-quota');
    const capacity = capacityOf(scope);
    if (quotas.length === 0 || capacity === undefined) return [];
    return (
      [
        ['CPU', 'requests.cpu', capacity.cpu],
        ['Memory', 'requests.memory', capacity.memory],
        ['Pods', 'pods', capacity.pods],
      ] as const
    ).flatMap(([title, resource, available]): Content[][] => {
      const limited = quotas.filter(({ attributes }) => attributes.hard?.[resource] !== undefined);
      if (limited.length === 0) return [];
      const hard = limited.reduce((sum, { attributes }) => sum + (attributes.hard?.[resource] ?? 0), 0);
      const factor = overcommit(hard, available.allocatable);
      const of = `${count(limited.length, 'quota')} of ${scope.title}`;
      return [
        [
          scope.title,
          title,
          computed(amount(available, hard), of),
          computed(amount(available, available.allocatable), `nodes of ${scope.title}`),
          factor === undefined
            ? unknown('the nodes have nothing to give')
            : computed(`${number(factor, 2)}×${factor > quotaLimit ? ` (above ${quotaLimit}×)` : ''}`, of),
        ],
      ];
    });
  });
  if (rows.length === 0) return [];
  return [
    table(
      [
        'Cluster',
        'Resource',
        { title: 'Σ quota', align: 'right' },
        { title: 'Allocatable', align: 'right' },
        { title: 'Overcommitment', align: 'right' },
      ],
      rows,
      'Quotas',
    ),
  ];
}

type Claim = EntityOf<'persistent-volume-claim'>;

/** The fullest claims; which are soonest full only a trend can tell, where there is one. */
function claimTable(scopes: readonly Scope[]): readonly Block[] {
  const used = ({ attributes }: Claim) => attributes.usedPercent ?? -1;
  const claims = scopes
    .flatMap((scope) => scope.members('persistent-volume-claim'))
    .filter((claim) => claim.attributes.usedPercent !== undefined)
    .toSorted((a, b) => used(b) - used(a))
    .slice(0, soonest);
  if (claims.length === 0) return [];
  return [
    table(
      [
        'Claim',
        'Cluster',
        'Namespace',
        { title: 'Used %', align: 'right', volatile: true },
        { title: 'Days to full', volatile: true },
      ],
      claims.map((claim) => [
        entityLink(claim),
        claim.attributes.cluster,
        claim.attributes.namespace,
        computed(percent(used(claim)), claim.name, volatile),
        forecastCell(claimForecast(claim), `used bytes of ${claim.name}`),
      ]),
      `The ${claims.length} fullest claims`,
    ),
  ];
}
