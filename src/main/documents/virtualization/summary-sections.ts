import type { EntityKind } from '../../../shared/model/kinds/registry.ts';
import type { InventoryView } from '../../inventory/view.ts';
import { computed, documentLink, fact, facts, paragraph, table, unknown, type Content } from '../build.ts';
import { kindCounts } from '../common-sections.ts';
import { findingCounts, findingsOf } from '../finding-sections.ts';
import { bytes, megahertz, number, percent } from '../format.ts';
import type { SectionPlan } from '../generator.ts';
import { figuresOf, wholeEstate, type Scope } from './scopes.ts';

/** The first page of a handover: how much there is, how full it is, what is wrong. */
export function estateSummary(view: InventoryView, kinds: readonly EntityKind[]): SectionPlan {
  return {
    key: 'summary',
    title: 'Summary',
    level: 2,
    reads: [...kinds.map((kind) => ({ kind })), { kind: 'finding' }],
    prose: { about: 'summary' },
    render: () => {
      const figures = figuresOf(wholeEstate(view, ''));
      const counts = kindCounts(view, kinds);
      return [
        counts.length === 0
          ? paragraph('Nothing of vSphere has been collected yet.')
          : table(['Objects', { title: 'Number', align: 'right' }], counts),
        facts([
          ['Open findings', computed(findingCounts(findingsOf(view, ['vmware'])), 'all findings VS01–VS26')],
          ['VMs on', computed(`${number(figures.vmsOn)} of ${number(figures.vms)}`, 'all VMs but templates')],
          [
            'Hosts usable',
            computed(
              `${number(figures.usableHosts)} of ${number(figures.hosts)}`,
              'connection and maintenance',
            ),
          ],
          ['CPU', amount(figures.cpuMhz, megahertz, 'cores and clock of all usable hosts')],
          ['Memory', amount(figures.memoryBytes, bytes, 'memory of all usable hosts')],
          ['Datastore space', datastoreSpace(view)],
        ]),
      ];
    },
  };
}

function amount(value: number | undefined, format: (value: number) => string, from: string): Content {
  return value === undefined ? unknown('not given for every host') : computed(format(value), from);
}

function datastoreSpace(view: InventoryView): Content {
  let capacity = 0;
  let free = 0;
  let silent = 0;
  for (const { attributes } of view.all('datastore')) {
    if (attributes.capacityBytes === undefined || attributes.freeBytes === undefined) silent += 1;
    else {
      capacity += attributes.capacityBytes;
      free += attributes.freeBytes;
    }
  }
  if (capacity === 0) return unknown('no datastore gives its capacity');
  return [
    computed(
      `${bytes(capacity - free)} used of ${bytes(capacity)} (${percent((100 * (capacity - free)) / capacity)})`,
      'all datastores',
      { volatile: true },
    ),
    ...(silent === 0 ? [] : [', without ', computed(number(silent), 'datastores'), ' that do not give it']),
  ];
}

/** What a cluster page starts with. */
export function clusterSummary(scope: Scope): SectionPlan {
  const { cluster } = scope;
  return {
    key: 'summary',
    title: 'Summary',
    level: 2,
    reads: [
      scope.reads('cluster'),
      scope.reads('host'),
      scope.reads('vm'),
      scope.reads('datastore'),
      scope.reads('resource-pool'),
    ],
    render: () => {
      const figures = figuresOf(scope);
      const from = `members of ${scope.title}`;
      return [
        facts([
          ['All of virtualization', documentLink('virtualization', 'Virtualization')],
          ...(cluster === undefined
            ? []
            : ([
                ['Datacenter', fact(cluster, 'datacenter')],
                ['HA', fact(cluster, 'haEnabled')],
                ['DRS', fact(cluster, 'drsLevel')],
                ['EVC', fact(cluster, 'evcMode')],
              ] as const)),
          ['Source', scope.source ?? 'several'],
          ['Hosts usable', computed(`${number(figures.usableHosts)} of ${number(figures.hosts)}`, from)],
          ['VMs on', computed(`${number(figures.vmsOn)} of ${number(figures.vms)}`, from)],
          ['Templates', computed(number(figures.templates), from)],
          ['Datastores', computed(number(scope.members('datastore').length), from)],
          ['Resource pools', computed(number(scope.members('resource-pool').length), from)],
        ]),
      ];
    },
  };
}

/** Where hosts and VMs stand, when they do not fit one page. */
export function clusterIndex(scopes: readonly Scope[]): SectionPlan {
  return {
    key: 'hosts',
    title: 'Hosts and VMs by cluster',
    level: 2,
    reads: [{ kind: 'host' }, { kind: 'vm' }, { kind: 'cluster' }],
    render: () => [
      table(
        ['Cluster', 'Source', { title: 'Hosts', align: 'right' }, { title: 'VMs', align: 'right' }],
        scopes.map((scope) => [
          documentLink(scope.page, scope.title),
          scope.source ?? '',
          computed(number(scope.members('host').length), `hosts of ${scope.title}`),
          computed(number(scope.members('vm').length), `VMs and templates of ${scope.title}`),
        ]),
      ),
    ],
  };
}
