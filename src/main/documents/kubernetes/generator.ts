import type { Change } from '../../../shared/model/change.ts';
import type { InventoryView } from '../../inventory/view.ts';
import { changesSection, glossarySection, scopeSection, sourcesSection } from '../common-sections.ts';
import { findingsOnPage, findingsPlans } from '../finding-sections.ts';
import type { DocumentPlan, GeneratorDefinition, GeneratorSettings, SectionPlan } from '../generator.ts';
import { joinParts, type PagePart } from '../paged-table.ts';
import { capacitySection } from './capacity-sections.ts';
import { kubernetesCatalogue } from './catalogue.ts';
import { accessSections, scalingSections } from './control-sections.ts';
import { exposureSections } from './exposure-sections.ts';
import {
  addonSections,
  certificateSections,
  checkSections,
  customResourceSections,
  definitionSections,
  eventSections,
} from './extension-sections.ts';
import { glossary } from './glossary.ts';
import { namespaceIndex, namespaceSections, quotaSections } from './namespace-sections.ts';
import { nodeSections } from './node-sections.ts';
import { allKinds, clusterScopes, type ClusterScope, type Scope } from './scopes.ts';
import { claimSections, volumeSections } from './storage-sections.ts';
import { clusterSummary, concerns, estateSummary } from './summary-sections.ts';
import { workloadSections } from './workload-sections.ts';

const root = 'kubernetes';

export const kubernetesGenerator: GeneratorDefinition = {
  id: root,
  domain: 'kubernetes',
  title: 'Kubernetes',
  version: 2,
  catalogue: kubernetesCatalogue,
  documents,
};

/**
 * The root compares clusters; each cluster has a page, and a cluster too large for one has a page for each namespace
 * besides. Sections read the partitions that they show, so that a pod that moves rewrites nothing of the others.
 */
function* documents(view: InventoryView, settings: GeneratorSettings): Generator<DocumentPlan> {
  const scopes = clusterScopes(view, root);
  const findings = findingsPlans(view, { root, domains: ['kubernetes'], settings });
  yield {
    id: root,
    title: 'Kubernetes',
    sections: [
      scopeSection(view, {
        about: [
          'The Kubernetes clusters for a handover: nodes, namespaces, workloads, exposure, storage, access and add-ons as they were last read.',
        ],
        kinds: allKinds,
      }),
      estateSummary(view, scopes),
      changesSection(view, { kinds: configured, days: settings.changeDays, prose: true }),
      ...findings.sections,
      capacitySection(scopes, true),
      sourcesSection(view, { domains: ['kubernetes'] }),
      glossarySection(glossary),
    ],
  };
  for (const scope of scopes) yield* clusterPages(scope, settings);
  yield* findings.pages;
}

/** Kinds whose coming and going is somebody's doing. */
const configured = allKinds.filter((kind) => kind !== 'pod' && kind !== 'k8s-event' && kind !== 'job-run');

/** Kinds that decide by their number whether a cluster needs pages for its namespaces. */
const deciding = [
  'workload',
  'pod',
  'service',
  'persistent-volume-claim',
  'role-binding',
  'custom-resource',
] as const;

function* clusterPages(scope: ClusterScope, settings: GeneratorSettings): Generator<DocumentPlan> {
  const paged = deciding.some((kind) => scope.members(kind).length > settings.rowsPerPage);
  const detail = settings.depth !== 'summary';
  const parts = detail ? clusterParts(scope, settings, paged) : joinParts([]);
  yield {
    id: scope.page,
    title: `Cluster ${scope.title}`,
    parent: root,
    sections: [
      clusterSummary(scope, paged),
      pageChanges(scope, settings),
      pageFindings(scope),
      capacitySection([scope], false),
      ...parts.sections,
    ],
  };
  yield* parts.pages;
  if (!paged || !detail) return;
  for (const own of scope.namespaces) yield* namespacePages(scope, own, settings);
}

/** From the nodes up, in the order in which a cluster is understood. */
function clusterParts(scope: ClusterScope, settings: GeneratorSettings, paged: boolean): PagePart {
  const own: Scope = paged ? scope.wide : scope;
  return joinParts([
    nodeSections(scope, settings),
    namespaceSections(scope, settings),
    ...(paged ? [namespaceIndex(scope)] : []),
    quotaSections(own, settings),
    workloadSections(own, settings),
    exposureSections(own, settings),
    volumeSections(scope.wide, settings),
    claimSections(own, settings),
    scalingSections(own, settings),
    accessSections(own, settings),
    addonSections(own, settings),
    definitionSections(scope, settings),
    customResourceSections(own, settings),
    certificateSections(own, settings),
    eventSections(own, settings),
    checkSections(scope),
  ]);
}

function namespacePages(
  cluster: ClusterScope,
  scope: Scope,
  settings: GeneratorSettings,
): readonly DocumentPlan[] {
  const parts = joinParts([
    quotaSections(scope, settings),
    workloadSections(scope, settings),
    exposureSections(scope, settings),
    claimSections(scope, settings),
    scalingSections(scope, settings),
    accessSections(scope, settings),
    addonSections(scope, settings),
    customResourceSections(scope, settings),
    certificateSections(scope, settings),
    eventSections(scope, settings),
  ]);
  return [
    {
      id: scope.page,
      title: `Namespace ${scope.title} of ${cluster.title}`,
      parent: cluster.page,
      sections: [pageChanges(scope, settings), pageFindings(scope), ...parts.sections],
    },
    ...parts.pages,
  ];
}

function pageFindings(scope: Scope): SectionPlan {
  return findingsOnPage(scope.view, { root, domains: ['kubernetes'], concerns: concerns(scope) });
}

function pageChanges(scope: Scope, settings: GeneratorSettings): SectionPlan {
  const { view } = scope;
  return changesSection(view, {
    kinds: configured,
    days: settings.changeDays,
    concerns: (change: Change) => {
      const entity = view.get(change.entityId);
      return entity !== undefined && scope.holds(entity);
    },
  });
}
