import type { EntityKind } from '../../../shared/model/kinds/registry.ts';
import type { InventoryView } from '../../inventory/view.ts';
import { changesSection, glossarySection, scopeSection, sourcesSection } from '../common-sections.ts';
import { findingsOnPage, findingsPlans } from '../finding-sections.ts';
import type { DocumentPlan, GeneratorDefinition, GeneratorSettings, SectionPlan } from '../generator.ts';
import { capacitySection, hostLoadSection } from './capacity-sections.ts';
import { virtualizationCatalogue } from './catalogue.ts';
import { clusterSections, poolSection, vsanSection } from './cluster-sections.ts';
import { datastoreClusterSection, datastoreIndex, datastoreSections } from './datastore-sections.ts';
import { clusterTree } from './diagrams.ts';
import { glossary } from './glossary.ts';
import { hostNetworkSections } from './host-network-sections.ts';
import { hostSections, hostStorageSections, patchSection } from './host-sections.ts';
import { clusterIndex, clusterSummary, estateSummary } from './summary-sections.ts';
import { clusterScopes, wholeEstate, type Scope } from './scopes.ts';
import { switchSections } from './switch-sections.ts';
import { vcenterSections } from './vcenter-sections.ts';
import { vmPages } from './vm-page-plans.ts';
import { snapshotSection, vmSections, vmSetOf } from './vm-sections.ts';

const root = 'virtualization';

/** Every kind that the document shows. */
export const virtualizationKinds = [
  'vcenter',
  'datacenter',
  'cluster',
  'resource-pool',
  'host',
  'dv-switch',
  'network',
  'datastore',
  'datastore-cluster',
  'vm',
  'alarm',
] as const satisfies readonly EntityKind[];

export const virtualizationGenerator: GeneratorDefinition = {
  id: root,
  domain: 'vmware',
  title: 'Virtualization',
  version: 2,
  catalogue: virtualizationCatalogue,
  documents,
};

/**
 * One document while every table fits a page; beyond that a page a cluster, and for clusters with very many VMs
 * further pages by name. Sections of a cluster read the entities of that cluster alone, so that a VM that changes
 * rewrites nothing of the others.
 */
function documents(view: InventoryView, settings: GeneratorSettings): readonly DocumentPlan[] {
  const scopes = clusterScopes(view, root);
  const { rowsPerPage } = settings;
  const paged = view.all('vm').length > rowsPerPage || view.all('host').length > rowsPerPage;
  const findings = findingsPlans(view, { root, domains: ['vmware'], settings });
  const estate = wholeEstate(view, root);
  const detail = settings.depth !== 'summary';
  const pages = paged && detail ? scopes.flatMap((scope) => clusterPages(view, scope, settings)) : [];
  return [
    {
      id: root,
      title: 'Virtualization',
      sections: [
        scopeSection(view, {
          about: [
            'The vSphere estate for a handover: vCenter, clusters, hosts, networks, datastores and VMs as they were last read.',
          ],
          kinds: virtualizationKinds,
        }),
        estateSummary(view, virtualizationKinds),
        changesSection(view, { kinds: virtualizationKinds, days: settings.changeDays, prose: true }),
        ...findings.sections,
        capacitySection({
          scopes,
          linkPages: paged && detail,
          reads: [{ kind: 'cluster' }, { kind: 'host' }, { kind: 'vm' }],
        }),
        ...vcenterSections(view, settings),
        ...clusterSections(view, settings),
        treeSection(view),
        ...(detail ? (paged ? pagedDetails(view, scopes, settings) : details(view, estate, settings)) : []),
        sourcesSection(view, { domains: ['vmware'] }),
        glossarySection(glossary),
      ],
    },
    ...pages,
    ...findings.pages,
  ];
}

/** Hosts, switches, storage and VMs of an estate that fits one document. */
function details(view: InventoryView, estate: Scope, settings: GeneratorSettings): readonly SectionPlan[] {
  return [
    poolSection(estate, 2),
    ...hostDetails(estate, settings),
    ...switchSections(view, settings),
    vsanSection(view),
    ...datastoreSections(view, estate, settings, 2),
    datastoreClusterSection(view),
    ...vmSections(vmSetOf(estate), settings, 2),
    snapshotSection(view, estate, settings, 2),
    patchSection(estate, 2),
  ];
}

function hostDetails(scope: Scope, settings: GeneratorSettings): readonly SectionPlan[] {
  const full = settings.depth === 'full';
  return [
    ...hostSections(scope, settings, 2),
    ...hostStorageSections(scope, full),
    ...hostNetworkSections(scope, full),
    hostLoadSection(scope, 3),
  ];
}

/** What stands in the root of a large estate: what belongs to no cluster, and where the rest is. */
function pagedDetails(
  view: InventoryView,
  scopes: readonly Scope[],
  settings: GeneratorSettings,
): readonly SectionPlan[] {
  return [
    clusterIndex(scopes),
    ...switchSections(view, settings),
    vsanSection(view),
    datastoreIndex(view, scopes),
    datastoreClusterSection(view),
  ];
}

function clusterPages(
  view: InventoryView,
  scope: Scope,
  settings: GeneratorSettings,
): readonly DocumentPlan[] {
  const { partition = '', source = '' } = scope;
  const vmsByName = vmPages(scope, settings);
  return [
    {
      id: scope.page,
      title: scope.cluster ? `Cluster ${scope.title}` : `Hosts and VMs of ${scope.title}`,
      parent: root,
      sections: [
        clusterSummary(scope),
        changesSection(view, { kinds: clusterKinds, days: settings.changeDays, partition }),
        findingsOnPage(view, {
          root,
          domains: ['vmware'],
          concerns: ({ attributes }) =>
            (attributes.objectPartition ?? '') === partition && attributes.objectSource === source,
        }),
        capacitySection({
          scopes: [scope],
          linkPages: false,
          reads: [scope.reads('cluster'), scope.reads('host'), scope.reads('vm')],
        }),
        poolSection(scope, 2),
        ...hostDetails(scope, settings),
        ...datastoreSections(view, scope, settings, 2),
        ...(vmsByName === undefined ? vmSections(vmSetOf(scope), settings, 2) : [vmsByName.index]),
        snapshotSection(view, scope, settings, 2),
        patchSection(scope, 2),
      ],
    },
    ...(vmsByName?.pages ?? []),
  ];
}

const clusterKinds = [
  'cluster',
  'host',
  'vm',
  'datastore',
  'resource-pool',
] as const satisfies readonly EntityKind[];

function treeSection(view: InventoryView): SectionPlan {
  return {
    key: 'cluster-tree',
    title: 'Clusters as a diagram',
    level: 3,
    reads: [{ kind: 'vcenter' }, { kind: 'datacenter' }, { kind: 'cluster' }, { kind: 'host' }],
    render: () => clusterTree(view),
  };
}
