import { entityKinds, type EntityKind } from '../../../shared/model/kinds/registry.ts';
import { domains } from '../../../shared/model/kind.ts';
import type { InventoryView } from '../../inventory/view.ts';
import { computed, documentLink, entityTable, facts, paragraph, severity } from '../build.ts';
import { changesSection, glossarySection, scopeSection, sourcesSection } from '../common-sections.ts';
import { findingCounts, findingsOf, findingsPlans, type Finding } from '../finding-sections.ts';
import { number } from '../format.ts';
import type { DocumentPlan, GeneratorDefinition, GeneratorSettings, SectionPlan } from '../generator.ts';
import { capacityBlocks } from './capacity-section.ts';
import { dependencyBlocks } from './dependencies.ts';
import { ownersBlocks, placesBlocks } from './places.ts';
import { documentedDomains, summaryTable } from './summary.ts';

const root = 'infrastructure';

/** Everything but findings, whose own section reads them. */
const observedKinds = entityKinds.filter((kind) => kind !== 'finding');
const countedKinds = documentedDomains.flatMap(({ counted }) => counted);

const read = (...kinds: readonly EntityKind[]): SectionPlan['reads'] => kinds.map((kind) => ({ kind }));

export const infrastructureGenerator: GeneratorDefinition = {
  id: root,
  domain: 'infrastructure',
  title: 'Infrastructure overview',
  version: 1,
  catalogue: [
    {
      key: 'scope',
      title: 'Scope',
      contains: 'what is documented, from which sources, and where the details are',
    },
    {
      key: 'summary',
      title: 'Summary',
      contains: 'objects, findings, headroom and days to full of each domain',
    },
    {
      key: 'changes',
      title: 'Changes',
      contains: 'configuration that changed in the last days, in all domains',
    },
    {
      key: 'critical-findings',
      title: 'Critical findings',
      contains: 'every critical finding of every domain',
    },
    { key: 'findings', title: 'Findings', contains: 'old data, power feeds and UPSs: rules IN01 to IN03' },
    { key: 'findings-not-judged', title: 'Rules that could not be judged', contains: 'which, and why' },
    { key: 'places', title: 'Sites and racks', contains: 'rack units, devices and power by site and rack' },
    {
      key: 'capacity',
      title: 'Capacity and headroom',
      contains: 'clusters at N−1, overcommit, what fills up first',
    },
    {
      key: 'dependencies',
      title: 'Dependencies',
      contains: 'Kubernetes node → VM → host; datastore → LUN → array; host adapter → switch port',
    },
    { key: 'owners', title: 'Owners', contains: 'who is responsible, as labels, tenants and namespaces say' },
    {
      key: 'sources',
      title: 'Sources and coverage',
      contains: 'age, counts, failures and gaps of each source',
    },
    { key: 'glossary', title: 'Glossary', contains: 'words and abbreviations' },
  ],
  documents(view, settings) {
    const findings = findingsPlans(view, { root, domains: ['infrastructure'], settings });
    const overview: DocumentPlan = {
      id: root,
      title: 'Infrastructure overview',
      sections: [
        scope(view),
        {
          key: 'summary',
          title: 'Summary',
          level: 2,
          reads: read(...countedKinds, 'pod', 'finding'),
          render: () => [
            facts([['Open findings', computed(findingCounts(findingsOf(view, domains)), 'all domains')]]),
            summaryTable(view),
          ],
          prose: { about: 'summary' },
        },
        changesSection(view, { kinds: observedKinds, days: settings.changeDays, prose: true }),
        criticalFindings(view),
        ...findings.sections,
        {
          key: 'places',
          title: 'Sites and racks',
          level: 2,
          reads: read('site', 'rack', 'switch', 'router', 'firewall', 'device', 'array'),
          render: () => placesBlocks(view, settings.rowsPerPage),
        },
        {
          key: 'capacity',
          title: 'Capacity and headroom',
          level: 2,
          reads: read(
            'cluster',
            'host',
            'vm',
            'datastore',
            'k8s-cluster',
            'k8s-node',
            'pod',
            'pool',
            'volume',
          ),
          render: () => capacityBlocks(view),
        },
        dependencies(view, settings),
        {
          key: 'owners',
          title: 'Owners',
          level: 2,
          reads: read(...observedKinds),
          render: () => ownersBlocks(view),
        },
        sourcesSection(view, { domains }),
        glossarySection(terms),
      ],
    };
    return [overview, ...findings.pages];
  },
};

function scope(view: InventoryView): SectionPlan {
  return scopeSection(view, {
    about: [
      'Everything that is collected, on one page: how much there is, what is wrong, what is left, and what depends on what.',
      [
        'Details stand in the documents of the domains: ',
        ...documentedDomains.flatMap(({ document, title }, i) => [
          ...(i === 0 ? [] : [', ']),
          documentLink(document, title),
        ]),
        '. Times are UTC.',
      ],
    ],
    kinds: observedKinds,
  });
}

function criticalFindings(view: InventoryView): SectionPlan {
  const isCritical = (finding: Finding) => finding.attributes.severity === 'critical';
  const critical = findingsOf(view, domains, isCritical);
  return {
    key: 'critical-findings',
    title: 'Critical findings',
    level: 2,
    reads: [...new Set(critical.map((finding) => finding.attributes.rule))]
      .toSorted()
      .map((partition) => ({ kind: 'finding', partition })),
    render: () => [
      ...(critical.length === 0
        ? [paragraph('No critical finding is open.')]
        : [
            entityTable({
              entities: critical,
              columns: [
                { title: 'Severity', value: () => severity('critical') },
                { title: 'Rule', path: 'rule' },
                { title: 'What', path: 'title' },
                {
                  title: 'Object',
                  value: ({ attributes }) => ({
                    t: 'entity',
                    id: attributes.objectId as Finding['id'],
                    text: attributes.object,
                  }),
                },
                { title: 'Where', value: ({ attributes }) => attributes.objectPartition ?? '' },
                { title: 'Observed', path: 'value' },
                { title: 'Expected (threshold)', path: 'threshold' },
                { title: 'First seen', path: 'openedAt' },
                { title: 'Source', path: 'objectSource' },
              ],
              caption: `${number(critical.length)} open`,
            }),
          ]),
      paragraph('What is less than critical stands in the document of its domain.'),
    ],
  };
}

function dependencies(view: InventoryView, settings: GeneratorSettings): SectionPlan {
  return {
    key: 'dependencies',
    title: 'Dependencies',
    level: 2,
    reads: read(
      'k8s-cluster',
      'k8s-node',
      'cluster',
      'vm',
      'host',
      'datastore',
      'lun',
      'volume',
      'array',
      'interface',
      'switch',
      'router',
      'device',
    ),
    render: () => dependencyBlocks(view, settings.rowsPerPage),
  };
}

const terms = [
  ['headroom', 'What is left of the capacity that remains when the largest member fails.'],
  ['LUN', 'A block device that a storage array gives to hosts; known on both sides by its naa identifier.'],
  ['overcommit', 'What is promised to VMs over what there is; above 1:1 not everybody can have all at once.'],
  ['rack unit (U)', '44.45 mm of height in a rack.'],
] as const;
