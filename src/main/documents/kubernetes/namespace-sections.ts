import type { Inline } from '../../../shared/model/block.ts';
import type { EntityOf } from '../../../shared/model/entity.ts';
import { computed, documentLink, table, unknown, when, type Content, type EntityColumn } from '../build.ts';
import { bytes, number, percent } from '../format.ts';
import type { GeneratorSettings, SectionPlan } from '../generator.ts';
import { joinParts, noPart, pagedTable, type PagePart } from '../paged-table.ts';
import type { ClusterScope, Scope } from './scopes.ts';
import { namespaceColumn, resourceAmountText, textList } from './text.ts';

type Namespace = EntityOf<'namespace'>;
type Quota = EntityOf<'resource-quota'>;

export function namespaceSections(cluster: ClusterScope, settings: GeneratorSettings): PagePart {
  const scopeOf = new Map(cluster.namespaces.map((scope) => [scope.title, scope]));
  const counted = (
    namespace: Namespace,
    kind: 'workload' | 'pod' | 'service' | 'network-policy',
    volatile: boolean,
  ): Content =>
    computed(number(scopeOf.get(namespace.name)?.members(kind).length ?? 0), `what ${namespace.name} holds`, {
      volatile,
    });
  const columns: readonly EntityColumn<Namespace>[] = [
    { title: 'Namespace', path: 'name' },
    { title: 'Phase', path: 'phase' },
    { title: 'Quota used', volatile: true, value: (namespace) => quotaText(scopeOf.get(namespace.name)) },
    { title: 'Workloads', align: 'right', value: (namespace) => counted(namespace, 'workload', false) },
    { title: 'Pods', align: 'right', volatile: true, value: (namespace) => counted(namespace, 'pod', true) },
    { title: 'Services', align: 'right', value: (namespace) => counted(namespace, 'service', false) },
    {
      title: 'Claimed storage',
      align: 'right',
      value: (namespace) => {
        const claims = scopeOf.get(namespace.name)?.members('persistent-volume-claim') ?? [];
        const sum = claims.reduce((total, { attributes }) => total + (attributes.requestedBytes ?? 0), 0);
        return computed(bytes(sum), `claims in ${namespace.name}`);
      },
    },
    {
      title: 'Network policies',
      align: 'right',
      value: (namespace) => counted(namespace, 'network-policy', false),
    },
    { title: 'Pod security', value: ({ attributes }) => attributes.podSecurity ?? 'not enforced' },
    ...when<EntityColumn<Namespace>>(settings.depth === 'full', [
      { title: 'Owner', value: ({ attributes }) => attributes.owner ?? unknown('no label names an owner') },
      { title: 'Since', path: 'createdAt' },
    ]),
  ];
  return pagedTable({
    page: cluster.page,
    key: 'namespaces',
    title: 'Namespaces',
    noun: ['namespace', 'namespaces'],
    entities: cluster.members('namespace'),
    columns,
    reads: cluster.reads(
      'namespace',
      'workload',
      'pod',
      'service',
      'resource-quota',
      'persistent-volume-claim',
      'network-policy',
    ),
    settings,
  });
}

function quotaText(scope: Scope | undefined): Content {
  const quotas = scope?.members('resource-quota') ?? [];
  if (quotas.length === 0) return 'no quota';
  return quotas.flatMap((quota, position): Inline[] => {
    const { hard = {}, used } = quota.attributes;
    if (used === undefined) return [unknown(quota.unknown['used'] ?? 'the quota was not counted yet')];
    const shares = Object.entries(hard).map(([resource, limit]) => {
      const amount = used[resource];
      const share = amount === undefined || limit === 0 ? '?' : percent((100 * amount) / limit);
      return `${resource} ${share}`;
    });
    return [
      ...(position === 0 ? [] : ['; ']),
      computed(shares.join(', '), `quota ${quota.name}`, { volatile: true }),
    ];
  });
}

/** Quotas and limit ranges. */
export function quotaSections(scope: Scope, settings: GeneratorSettings): PagePart {
  const quotas = pagedTable<Quota>({
    page: scope.page,
    key: 'quotas',
    title: 'Resource quotas',
    level: 3,
    noun: ['quota', 'quotas'],
    entities: scope.members('resource-quota'),
    columns: [
      { title: 'Quota', path: 'name' },
      ...namespaceColumn<Quota>(scope),
      { title: 'Hard', path: 'hard', format: amountsText },
      { title: 'Used', path: 'used', format: amountsText },
      { title: 'Scopes', value: ({ attributes }) => textList(attributes.scopes) },
    ],
    reads: scope.reads('resource-quota'),
    settings,
  });
  type LimitRange = EntityOf<'limit-range'>;
  const limits = pagedTable<LimitRange>({
    page: scope.page,
    key: 'limit-ranges',
    title: 'Limit ranges',
    level: 3,
    noun: ['limit range', 'limit ranges'],
    entities: scope.members('limit-range'),
    columns: [
      { title: 'Limit range', path: 'name' },
      ...namespaceColumn<LimitRange>(scope),
      {
        title: 'Limits',
        path: 'limits',
        format: (entries) =>
          textList(
            entries.map(({ type, resource, ...values }) => {
              const parts = Object.entries(values).map(([what, value]) => `${what} ${value}`);
              return `${type} ${resource}: ${parts.join(' ')}`;
            }),
          ),
      },
    ],
    reads: scope.reads('limit-range'),
    settings,
  });
  return joinParts([quotas, limits]);
}

function amountsText(amounts: Readonly<Record<string, number>>): string {
  return textList(
    Object.entries(amounts).map(
      ([resource, amount]) => `${resource} ${resourceAmountText(resource, amount)}`,
    ),
  );
}

/** Where each namespace's objects stand, in a cluster too large for one page. */
export function namespaceIndex(cluster: ClusterScope): PagePart {
  if (cluster.namespaces.length === 0) return noPart;
  const section: SectionPlan = {
    key: 'namespace-pages',
    title: 'Pages of namespaces',
    level: 3,
    reads: cluster.reads('workload', 'service', 'persistent-volume-claim'),
    salt: cluster.namespaces.map(({ title }) => title).join('\n'),
    render: () => [
      table(
        [
          'Namespace',
          { title: 'Workloads', align: 'right' },
          { title: 'Services', align: 'right' },
          { title: 'Claims', align: 'right' },
        ],
        cluster.namespaces.map((scope) => [
          documentLink(scope.page, scope.title),
          ...(['workload', 'service', 'persistent-volume-claim'] as const).map((kind) =>
            computed(number(scope.members(kind).length), `what ${scope.title} holds`),
          ),
        ]),
      ),
    ],
  };
  return { sections: [section], pages: [] };
}
