import type { Block } from '../../../shared/model/block.ts';
import type { EntityOf } from '../../../shared/model/entity.ts';
import { kindDefinition } from '../../../shared/model/kinds/registry.ts';
import { usedPercent } from '../../capacity/formulas.ts';
import {
  computed,
  documentLink,
  entityTable,
  fact,
  facts,
  paragraph,
  unknown,
  type Content,
} from '../build.ts';
import { podsUnknown } from '../../findings/kubernetes/capacity.ts';
import { kindCounts } from '../common-sections.ts';
import { findingCell, findingsOf } from '../finding-sections.ts';
import { count, number, percent } from '../format.ts';
import type { SectionPlan } from '../generator.ts';
import { table } from '../build.ts';
import type { InventoryView } from '../../inventory/view.ts';
import { capacityOf } from './capacity-sections.ts';
import { allKinds, type ClusterScope, type Scope } from './scopes.ts';

/** What there is, kind by kind and cluster by cluster. */
export function estateSummary(view: InventoryView, scopes: readonly ClusterScope[]): SectionPlan {
  return {
    key: 'summary',
    title: 'Summary',
    level: 2,
    reads: [...allKinds.map((kind) => ({ kind })), { kind: 'finding' }],
    salt: scopes.map((scope) => scope.page).join('\n'),
    prose: { about: 'summary' },
    render: () => {
      if (scopes.length === 0) return [paragraph(unknown('no cluster has been collected yet'))];
      return [
        table(
          [
            'Cluster',
            'Version',
            { title: 'Nodes ready', align: 'right' },
            { title: 'Namespaces', align: 'right' },
            { title: 'Workloads', align: 'right' },
            { title: 'Pods', align: 'right' },
            { title: 'CPU requested', align: 'right' },
            { title: 'Memory requested', align: 'right' },
            'Findings',
          ],
          scopes.map((scope) => summaryRow(view, scope)),
          'Clusters',
        ),
        table(['What', { title: 'Number', align: 'right' }], kindCounts(view, allKinds), 'Objects'),
      ];
    },
  };
}

function summaryRow(view: InventoryView, scope: ClusterScope): readonly Content[] {
  const nodes = scope.members('k8s-node');
  const ready = nodes.filter((node) => node.attributes.ready === true).length;
  const capacity = capacityOf(scope);
  const share = (requested: number, allocatable: number): Content => {
    const value = usedPercent(requested, allocatable);
    if (value === undefined) return unknown('the nodes have nothing to give');
    return computed(percent(value), `pods of ${scope.title}`, { volatile: true });
  };
  const missing = unknown(podsUnknown(scope.cluster) ?? 'no node that takes pods tells what it can give');
  return [
    documentLink(scope.page, scope.title),
    scope.cluster ? fact(scope.cluster, 'version') : unknown('the cluster itself was not seen'),
    computed(`${number(ready)} of ${number(nodes.length)}`, `nodes of ${scope.title}`),
    computed(number(scope.members('namespace').length), `namespaces of ${scope.title}`),
    computed(number(scope.members('workload').length), `workloads of ${scope.title}`),
    podCount(scope, number(scope.members('pod').length)),
    capacity ? share(capacity.cpu.requested, capacity.cpu.allocatable) : missing,
    capacity ? share(capacity.memory.requested, capacity.memory.allocatable) : missing,
    findingCell(findingsOf(view, ['kubernetes'], concerns(scope))),
  ];
}

function podCount(scope: Scope, text: string): Content {
  const reason = podsUnknown(scope.cluster);
  return reason === undefined
    ? computed(text, `pods of ${scope.title}`, { volatile: true })
    : unknown(reason);
}

/** Sections of what was not seen are left out; that there is none of it is said here. */
function absent(scope: Scope): readonly Block[] {
  const kinds = allKinds.filter((kind) => kind !== 'k8s-cluster' && scope.members(kind).length === 0);
  if (kinds.length === 0) return [];
  return [
    paragraph(
      `Nothing was seen of: ${kinds.map((kind) => kindDefinition(kind).plural).join(', ')}. What could not be read at all stands under Sources and coverage.`,
    ),
  ];
}

/** Whether a finding is about something of the cluster (or namespace). */
export function concerns(scope: Scope): (finding: EntityOf<'finding'>) => boolean {
  return ({ attributes }) => {
    const object = scope.view.get(attributes.objectId as EntityOf<'finding'>['id']);
    return object !== undefined && scope.holds(object);
  };
}

/** The home of the cluster, and its figures. */
export function clusterSummary(scope: ClusterScope, paged: boolean): SectionPlan {
  const { cluster } = scope;
  return {
    key: 'summary',
    title: 'Summary',
    level: 2,
    reads: scope.reads(...allKinds),
    salt: String(paged),
    render: () => [
      ...(cluster === undefined
        ? [paragraph(unknown(`objects name the cluster ${scope.clusterName}, which itself was not seen`))]
        : [
            entityTable({
              entities: scope.members('k8s-cluster'),
              home: true,
              columns: [
                { title: 'Cluster', path: 'name' },
                { title: 'Version', path: 'version' },
                { title: 'Distribution', path: 'distribution' },
                { title: 'Platform', path: 'platform' },
                { title: 'API endpoint', path: 'endpoint' },
                { title: 'UID', path: 'uid' },
                { title: 'Since', path: 'createdAt' },
                {
                  title: 'Collected by',
                  value: ({ attributes }) => attributes.collectedBy ?? 'this application',
                },
              ],
            }),
          ]),
      facts(
        (
          [
            ['Nodes', 'k8s-node', 'node', false],
            ['Namespaces', 'namespace', 'namespace', false],
            ['Workloads', 'workload', 'workload', false],
            ['Pods', 'pod', 'pod', true],
            ['Services', 'service', 'service', false],
          ] as const
        ).map(([label, kind, noun, volatile]) => [
          label,
          kind === 'pod'
            ? podCount(scope, count(scope.members(kind).length, noun))
            : computed(count(scope.members(kind).length, noun), `what ${scope.title} holds`, { volatile }),
        ]),
      ),
      ...absent(scope),
      ...(paged
        ? [paragraph('What lies in namespaces stands on a page of its own for each namespace.')]
        : []),
    ],
  };
}
