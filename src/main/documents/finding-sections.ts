import type { Block } from '../../shared/model/block.ts';
import type { EntityOf } from '../../shared/model/entity.ts';
import type { Domain } from '../../shared/model/kind.ts';
import { severities, type Severity } from '../../shared/model/severity.ts';
import { compareText } from '../inventory/natural-order.ts';
import type { InventoryView } from '../inventory/view.ts';
import {
  computed,
  documentLink,
  entityTable,
  facts,
  list,
  paragraph,
  severity,
  table,
  type Content,
  type EntityColumn,
} from './build.ts';
import { count, number } from './format.ts';
import type { DocumentPlan, GeneratorSettings, SectionPlan } from './generator.ts';

export type Finding = EntityOf<'finding'>;

/** The domains' open findings, worst first, then by rule and object. */
export function findingsOf(
  view: InventoryView,
  domains: readonly Domain[],
  concerns: (finding: Finding) => boolean = () => true,
): readonly Finding[] {
  const wanted = new Set<string>(domains);
  return sortedFindings(view).filter(
    (finding) => wanted.has(finding.attributes.ruleDomain) && concerns(finding),
  );
}

/** Every page of a large estate asks for its findings: they are sorted once a view. */
const sorted = new WeakMap<InventoryView, readonly Finding[]>();

function sortedFindings(view: InventoryView): readonly Finding[] {
  const known = sorted.get(view);
  if (known !== undefined) return known;
  const rank: Record<Severity, number> = { critical: 0, warning: 1, info: 2 };
  const findings = view
    .all('finding')
    .toSorted(
      (a, b) =>
        rank[a.attributes.severity] - rank[b.attributes.severity] ||
        compareText(a.attributes.rule, b.attributes.rule),
    );
  sorted.set(view, findings);
  return findings;
}

/** `2 critical, 7 warnings, 1 info`, or `no findings`. */
export function findingCounts(findings: readonly Finding[]): string {
  const nouns: Record<Severity, readonly [string, string]> = {
    critical: ['critical', 'critical'],
    warning: ['warning', 'warnings'],
    info: ['info', 'info'],
  };
  const parts = severities.flatMap((value) => {
    const n = findings.filter((finding) => finding.attributes.severity === value).length;
    return n === 0 ? [] : [count(n, ...nouns[value])];
  });
  return parts.length === 0 ? 'no findings' : parts.join(', ');
}

/** The worst severity among findings. */
export function worstSeverity(findings: readonly Finding[]): Severity | undefined {
  return severities.find((value) => findings.some((finding) => finding.attributes.severity === value));
}

/** Severity marks with their counts, for summary tables. */
export function findingCell(findings: readonly Finding[]): Content {
  const present = severities.flatMap((value) => {
    const n = findings.filter((finding) => finding.attributes.severity === value).length;
    return n === 0 ? [] : [{ value, n }];
  });
  if (present.length === 0) return computed('none', 'open findings');
  return present.flatMap(({ value, n }, i) => [
    ...(i === 0 ? [] : [', ']),
    severity(value),
    ' ',
    computed(number(n), 'open findings'),
  ]);
}

export interface FindingPlans {
  /** To stand in the root document: `findings`, and the live `findings-not-judged`. */
  readonly sections: readonly SectionPlan[];
  /** One page a rule, when there are more findings than fit a page. */
  readonly pages: readonly DocumentPlan[];
}

/**
 * The findings of a domain: how many of each severity, each rule that is broken, and every finding with object,
 * value, threshold, first seen and source. Beyond `rowsPerPage` each rule has a page of its own. These are the
 * findings' homes; pages of clusters, sites or namespaces use `findingsOnPage`.
 */
export function findingsPlans(
  view: InventoryView,
  options: {
    /** Id of the root document. */
    readonly root: string;
    readonly domains: readonly Domain[];
    readonly settings: GeneratorSettings;
  },
): FindingPlans {
  const { root, domains, settings } = options;
  const findings = findingsOf(view, domains);
  const paged = findings.length > settings.rowsPerPage;
  const rules = [...new Set(findings.map((finding) => finding.attributes.rule))].toSorted(compareText);
  const pageId = (rule: string) => `${root}/findings-${rule.toLowerCase()}`;
  const ofRule = (rule: string) => findings.filter((finding) => finding.attributes.rule === rule);
  const section: SectionPlan = {
    key: 'findings',
    title: 'Findings',
    level: 2,
    reads: readsOf(view, domains),
    salt: `${paged}`,
    // Where there is nothing wrong, the section says so itself.
    ...(findings.length === 0 ? {} : { prose: { about: 'assessment' as const } }),
    render: () => {
      if (findings.length === 0) {
        return [
          paragraph(`No ${rulePrefixes(domains).join(' or ')} rule is broken by what was last observed.`),
        ];
      }
      return [
        facts([['Open findings', computed(findingCounts(findings), 'the findings below')]]),
        ruleTable(findings, paged ? pageId : undefined),
        ...(paged ? [] : findingTables(findings, true)),
      ];
    },
  };
  const pages = paged
    ? rules.map((rule): DocumentPlan => {
        const own = ofRule(rule);
        const title = `${rule} ${own[0]?.attributes.title ?? ''}`.trim();
        return {
          id: pageId(rule),
          title: `Findings: ${title}`,
          parent: root,
          sections: [
            {
              key: 'findings',
              title,
              level: 2,
              reads: [{ kind: 'finding', partition: rule }],
              render: () => [...ruleFacts(own), ...findingTables(own, true)],
            },
          ],
        };
      })
    : [];
  return { sections: [section, notJudgedSection(view, domains)], pages };
}

/** The findings that concern one cluster, namespace or site. */
export function findingsOnPage(
  view: InventoryView,
  options: {
    readonly domains: readonly Domain[];
    readonly concerns: (finding: Finding) => boolean;
    /** The root document, where all findings stand. */
    readonly root: string;
    readonly key?: string;
    readonly level?: SectionPlan['level'];
  },
): SectionPlan {
  return {
    key: options.key ?? 'findings',
    title: 'Findings',
    level: options.level ?? 2,
    reads: readsOf(view, options.domains),
    render: () => {
      const findings = findingsOf(view, options.domains, options.concerns);
      return findings.length === 0
        ? [paragraph('No rule is broken here by what was last observed.')]
        : [
            paragraph(
              computed(findingCounts(findings), 'the findings below'),
              '. Why each matters and what to do stands with ',
              documentLink(options.root, 'all findings'),
              '.',
            ),
            ...findingTables(findings, false),
          ];
    },
  };
}

/** Only partitions of rules that have findings are read, plus the whole while a rule may appear. */
function readsOf(view: InventoryView, domains: readonly Domain[]): SectionPlan['reads'] {
  const ofView = reads.get(view) ?? new Map<string, SectionPlan['reads']>();
  reads.set(view, ofView);
  const known = ofView.get(domains.join(' '));
  if (known !== undefined) return known;
  const rules = new Set(findingsOf(view, domains).map((finding) => finding.attributes.rule));
  const read = [...rules].toSorted(compareText).map((partition) => ({ kind: 'finding' as const, partition }));
  ofView.set(domains.join(' '), read);
  return read;
}

/** The same on every page of a domain. */
const reads = new WeakMap<InventoryView, Map<string, SectionPlan['reads']>>();

function ruleTable(findings: readonly Finding[], pageId?: (rule: string) => string): Block {
  const rules = [...new Set(findings.map((finding) => finding.attributes.rule))];
  return table(
    [
      { title: 'Severity' },
      { title: 'Rule' },
      { title: 'What' },
      { title: 'Objects', align: 'right' },
      { title: 'Why it matters' },
      { title: 'Remedy' },
      { title: 'Source of the rule' },
    ],
    rules.map((rule) => {
      const own = findings.filter((finding) => finding.attributes.rule === rule);
      const first = own[0]?.attributes;
      const worst = worstSeverity(own);
      return [
        worst === undefined ? '' : severity(worst),
        pageId === undefined ? rule : documentLink(pageId(rule), rule),
        first?.title ?? '',
        computed(number(own.length), `findings of ${rule}`),
        first?.why ?? '',
        remedyOf(own[0]),
        first?.ruleSource ?? '',
      ];
    }),
    'Rules that are broken',
  );
}

function remedyOf(finding: Finding | undefined): string {
  if (finding === undefined) return '';
  const { remedy, action } = finding.attributes;
  return action === undefined || remedy.includes(`[${action}]`) ? remedy : `${remedy} [${action}]`;
}

function ruleFacts(findings: readonly Finding[]): readonly Block[] {
  const [first] = findings;
  if (first === undefined) return [];
  return [
    facts([
      ['Open findings', computed(findingCounts(findings), 'the findings below')],
      ['Why it matters', first.attributes.why],
      ['Remedy', remedyOf(first)],
      ['Source of the rule', first.attributes.ruleSource],
    ]),
  ];
}

const columns: readonly EntityColumn<Finding>[] = [
  { title: 'Rule', path: 'rule' },
  {
    title: 'Object',
    value: (finding) => ({
      t: 'entity',
      id: finding.attributes.objectId as Finding['id'],
      text: finding.attributes.object,
    }),
  },
  { title: 'Where', value: (finding) => finding.attributes.objectPartition ?? '' },
  { title: 'Observed', path: 'value' },
  { title: 'Expected (threshold)', path: 'threshold' },
  {
    title: 'Evidence',
    volatile: true,
    value: (finding) =>
      [
        finding.attributes.evidence ?? '',
        finding.attributes.persistence === 'observed-once' ? 'observed once' : '',
        finding.attributes.unconfirmed === undefined
          ? ''
          : `not confirmed: ${finding.attributes.unconfirmed}`,
      ]
        .filter((part) => part !== '')
        .join('; '),
  },
  { title: 'First seen', path: 'openedAt' },
  { title: 'Source', path: 'objectSource' },
];

function findingTables(findings: readonly Finding[], home: boolean): readonly Block[] {
  return severities.flatMap((value): Block[] => {
    const own = findings.filter((finding) => finding.attributes.severity === value);
    if (own.length === 0) return [];
    return [
      entityTable({
        entities: own,
        home,
        columns: [{ title: 'Severity', value: () => severity(value) }, ...columns],
        caption: `${value[0]?.toUpperCase()}${value.slice(1)} (${number(own.length)})`,
      }),
    ];
  });
}

/**
 * Which rules could not be judged and why, as the newest evaluation said. Its run belongs to the source `findings`;
 * each `unavailable` entry starts with the rule's id.
 */
function notJudgedSection(view: InventoryView, domains: readonly Domain[]): SectionPlan {
  return {
    key: 'findings-not-judged',
    title: 'Rules that could not be judged',
    level: 3,
    live: true,
    reads: [],
    render: () => {
      const runs = view.runs.filter(({ last }) => last.source === 'findings').map(({ last }) => last);
      if (runs.length === 0) return [paragraph('Findings have not been evaluated yet.')];
      const prefixes = rulePrefixes(domains);
      const entries = runs
        .flatMap((run) => run.unavailable)
        .filter(({ what }) => prefixes.some((prefix) => what.startsWith(prefix)));
      const failed = runs
        .flatMap((run) => run.scopes)
        .filter(
          ({ partition, outcome }) =>
            outcome === 'failed' && prefixes.some((prefix) => (partition ?? '').startsWith(prefix)),
        )
        .map(({ partition, reason }) => `${partition ?? ''}: failed: ${reason ?? 'no reason given'}`);
      if (entries.length + failed.length === 0) {
        return [paragraph('Every rule could be judged for every object.')];
      }
      return [list([...failed, ...entries.map(({ what, reason }) => `${what}: ${reason}`)])];
    },
  };
}

const prefixOf: Record<Domain, string> = {
  vmware: 'VS',
  kubernetes: 'KU',
  network: 'NW',
  storage: 'ST',
  infrastructure: 'IN',
};

function rulePrefixes(domains: readonly Domain[]): readonly string[] {
  return domains.map((domain) => prefixOf[domain]);
}
