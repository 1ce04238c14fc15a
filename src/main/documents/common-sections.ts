import type { Block, Cell } from '../../shared/model/block.ts';
import type { Change } from '../../shared/model/change.ts';
import type { Entity } from '../../shared/model/entity.ts';
import { instant, type Instant } from '../../shared/model/ids.ts';
import type { Domain } from '../../shared/model/kind.ts';
import { kindDefinition, type EntityKind } from '../../shared/model/kinds/registry.ts';
import type { CollectionRun } from '../../shared/model/run.ts';
import { compareNatural, compareText } from '../inventory/natural-order.ts';
import type { InventoryView } from '../inventory/view.ts';
import {
  code,
  computed,
  entityLink,
  facts,
  heading,
  list,
  paragraph,
  table,
  unknown,
  type Content,
} from './build.ts';
import { changeSides, changeValueText, kindTitle, pathTitle } from './change-text.ts';
import { count, instantText, number, seconds } from './format.ts';
import type { SectionPlan } from './generator.ts';

const dayMs = 86_400_000;

interface Tally {
  readonly entities: number;
  readonly simulated: boolean;
}

const tallies = new WeakMap<readonly Entity[], ReadonlyMap<string, Tally>>();

/** By source. Kept by list, which a view hands out unchanged while nothing in it changes. */
function talliesOf(entities: readonly Entity[]): ReadonlyMap<string, Tally> {
  const kept = tallies.get(entities);
  if (kept !== undefined) return kept;
  const sources = new Map<string, { entities: number; simulated: boolean }>();
  let known: { entities: number; simulated: boolean } | undefined;
  let last: string | undefined;
  for (const { source, simulated } of entities) {
    if (known === undefined || source !== last) {
      known = sources.get(source) ?? { entities: 0, simulated: false };
      sources.set(source, known);
      last = source;
    }
    known.entities += 1;
    known.simulated ||= simulated;
  }
  tallies.set(entities, sources);
  return sources;
}

/** What a document is about and where it comes from: the first section of each. */
export function scopeSection(
  view: InventoryView,
  options: {
    /** One sentence or more: "The vSphere estate: …". */
    readonly about: readonly Content[];
    readonly kinds: readonly EntityKind[];
    readonly partition?: string;
    readonly facts?: () => readonly (readonly [label: string, value: Content])[];
  },
): SectionPlan {
  const { kinds, partition } = options;
  return {
    key: 'scope',
    title: 'Scope',
    level: 2,
    reads: kinds.map((kind) => (partition === undefined ? { kind } : { kind, partition })),
    render: () => {
      const sources = new Map<string, { entities: number; simulated: boolean }>();
      for (const kind of kinds) {
        for (const [source, { entities, simulated }] of talliesOf(membersOf(view, kind, partition))) {
          const known = sources.get(source) ?? { entities: 0, simulated: false };
          sources.set(source, known);
          known.entities += entities;
          known.simulated ||= simulated;
        }
      }
      const rows = [...sources].toSorted(([a], [b]) => compareNatural(a, b));
      const from: Content =
        rows.length === 0
          ? unknown('nothing has been collected yet')
          : rows.flatMap(([source, { entities, simulated }], i): Cell => [
              ...(i === 0 ? [] : [', ']),
              code(source),
              ' (',
              computed(count(entities, 'object'), `what ${source} was seen to hold`),
              simulated ? ', simulated)' : ')',
            ]);
      return [
        ...options.about.map((content): Block =>
          typeof content === 'string' || !Array.isArray(content)
            ? paragraph(content as string)
            : paragraph(...(content as Cell)),
        ),
        facts([['Read from', from], ...(options.facts?.() ?? [])]),
      ];
    },
  };
}

function membersOf(view: InventoryView, kind: EntityKind, partition: string | undefined): readonly Entity[] {
  return (partition === undefined ? view.all(kind) : view.inPartition(kind, partition)) as readonly Entity[];
}

/** How many there are of each kind, for summaries: rows of `[kind, number]`, kinds without any left out. */
export function kindCounts(
  view: InventoryView,
  kinds: readonly EntityKind[],
  partition?: string,
): readonly (readonly Content[])[] {
  return kinds.flatMap((kind) => {
    const n = membersOf(view, kind, partition).length;
    const title = kindTitle(kind, 2);
    return n === 0 ? [] : [[capitalised(title), computed(number(n), `all ${title} present`)]];
  });
}

/** A name with capitals of its own, such as vCenter, stays as it is. */
function capitalised(title: string): string {
  return /^\p{Ll}\p{Lu}/u.test(title) ? title : `${title[0]?.toUpperCase() ?? ''}${title.slice(1)}`;
}

export interface ChangesOptions {
  readonly kinds: readonly EntityKind[];
  /** Days back; `settings.changeDays`. */
  readonly days: number;
  /** Only entities of this partition, or for which the function holds. */
  readonly partition?: string;
  readonly concerns?: (change: Change) => boolean;
  readonly key?: string;
  readonly level?: SectionPlan['level'];
  /** Asks for prose on what changed. */
  readonly prose?: true;
}

const shownChanges = 100;
const shownNames = 20;

/**
 * What changed in the last days: configuration one by one (equal changes of several objects as one row), what
 * came and went, and placement as numbers. Measured values never appear. Live: time alone moves things out of it.
 */
export function changesSection(view: InventoryView, options: ChangesOptions): SectionPlan {
  const plan: SectionPlan = {
    key: options.key ?? 'changes',
    title: `Changes of the last ${count(options.days, 'day')}`,
    level: options.level ?? 2,
    live: true,
    reads: [],
    render: () => {
      const since = instant(Date.parse(view.at) - options.days * dayMs);
      // What comes and goes by itself has no configuration of its own.
      const kinds = new Set(options.kinds.filter((kind) => kindDefinition(kind).runtime !== true));
      const changes = view
        .changesSince(since)
        .filter(
          (change) =>
            kinds.has(change.kind) &&
            inScope(view, change, options.partition) &&
            (options.concerns?.(change) ?? true),
        );
      const configuration = changes.filter((change) => change.class === 'configuration');
      const placement = changes.filter((change) => change.class === 'placement');
      const appeared = options.concerns === undefined ? newcomers(view, options, since) : [];
      const blocks: Block[] = [];
      if (configuration.length > 0) blocks.push(...configurationTable(view, configuration));
      if (appeared.length > 0) blocks.push(heading('Added'), list(appeared));
      if (placement.length > 0)
        blocks.push(heading('Moved by the platform'), list(placementCounts(placement)));
      return blocks.length === 0
        ? [paragraph(`Nothing but measured values changed since ${instantText(since)}.`)]
        : [paragraph(`Since ${instantText(since)}. Measured values are left out.`), ...blocks];
    },
  };
  if (options.prose !== true) return plan;
  // The line that says since when moves with the clock, and is no change.
  const facts = () => plan.render().filter(({ t }) => t !== 'paragraph');
  return { ...plan, prose: { about: 'changes', facts } };
}

function inScope(view: InventoryView, change: Change, partition: string | undefined): boolean {
  return partition === undefined || (view.get(change.entityId)?.partition ?? '') === partition;
}

function configurationTable(view: InventoryView, changes: readonly Change[]): readonly Block[] {
  const groups = new Map<string, Change[]>();
  for (const change of changes) {
    const key = JSON.stringify([change.kind, change.type, change.path, change.from, change.to]);
    const known = groups.get(key);
    if (known) known.push(change);
    else groups.set(key, [change]);
  }
  const rows = [...groups.values()].slice(0, shownChanges).map((together): readonly Content[] => {
    const [first] = together;
    if (first === undefined) return [];
    const objects = together
      .slice(0, shownNames)
      .flatMap((change, i): Cell => [
        ...(i === 0 ? [] : [', ']),
        entityLink({ id: change.entityId, name: view.get(change.entityId)?.name ?? change.entityName }),
      ]);
    const more = together.length - shownNames;
    return [
      instantText(first.at),
      kindTitle(first.kind, together.length),
      more > 0 ? [...objects, ` and ${number(more)} more`] : objects,
      first.type === 'field' ? pathTitle(first.path) : first.type,
      ...sides(view, first),
      first.source,
    ];
  });
  const left = groups.size - rows.length;
  return [
    table(['Seen', 'Kind', 'Object', 'What', 'From', 'To', 'Source'], rows, 'Configuration'),
    ...(left > 0 ? [paragraph(`${number(left)} older changes are left out here.`)] : []),
  ];
}

function sides(view: InventoryView, change: Change): readonly [Content, Content] {
  if (change.type !== 'field') return ['', ''];
  if (!change.path.startsWith('relations.')) return changeSides(change.path, change.from, change.to);
  const side = (value: unknown): Content => {
    if (!Array.isArray(value)) return changeValueText(change.path, value);
    return value.slice(0, shownNames).flatMap((relation: { to?: Entity['id'] }, i): Cell => {
      const target = relation.to === undefined ? undefined : view.get(relation.to);
      return [
        ...(i === 0 ? [] : [', ']),
        target === undefined ? changeValueText(change.path, relation) : entityLink(target),
      ];
    });
  };
  return [side(change.from), side(change.to)];
}

function newcomers(view: InventoryView, options: ChangesOptions, since: Instant): readonly Content[] {
  // A first collection sees everything for the first time; naming all of it says nothing.
  const whole: string[] = [];
  const named = options.kinds.flatMap((kind): Content[] => {
    // What comes and goes by itself is no addition.
    if (kindDefinition(kind).runtime === true) return [];
    const members = membersOf(view, kind, options.partition);
    const fresh = members.filter((entity) => entity.firstSeenAt >= since);
    if (fresh.length === 0) return [];
    const what = `${number(fresh.length)} ${kindTitle(kind, fresh.length)}`;
    if (fresh.length === members.length) {
      whole.push(what);
      return [];
    }
    const names = fresh
      .slice(0, shownNames)
      .flatMap((entity, i): Cell => [...(i === 0 ? [] : [', ']), entityLink(entity)]);
    const more = fresh.length - shownNames;
    return [[`${what}: `, ...names, ...(more > 0 ? [` and ${number(more)} more`] : [])]];
  });
  return whole.length === 0
    ? named
    : [...named, `Seen for the first time, all that there are: ${whole.join(', ')}`];
}

function placementCounts(changes: readonly Change[]): readonly Content[] {
  const counts = new Map<string, { kind: EntityKind; what: string; ids: Set<string>; changes: number }>();
  for (const change of changes) {
    const what = change.type === 'field' ? pathTitle(change.path) : change.type;
    const key = `${change.kind} ${what}`;
    const known = counts.get(key) ?? { kind: change.kind, what, ids: new Set<string>(), changes: 0 };
    known.ids.add(change.entityId);
    known.changes += 1;
    counts.set(key, known);
  }
  return [...counts.values()]
    .toSorted((a, b) => b.changes - a.changes || compareText(a.what, b.what))
    .map(
      ({ kind, what, ids, changes: n }) =>
        `${what}: ${count(n, 'change')} on ${number(ids.size)} ${kindTitle(kind, ids.size)}`,
    );
}

const shownRejects = 50;

/**
 * Where the document's facts come from: each source's newest run, how old it is, what it read, what failed, what was
 * rejected, and what the source cannot give. Live: it changes with every run.
 */
export function sourcesSection(
  view: InventoryView,
  options: { readonly domains: readonly Domain[] },
): SectionPlan {
  return {
    key: 'sources',
    title: 'Sources and coverage',
    level: 2,
    live: true,
    reads: [],
    render: () => {
      const runs = view.runs.filter(
        ({ last }) => options.domains.includes(last.domain) && last.source !== 'findings',
      );
      if (runs.length === 0) return [paragraph('Nothing has been collected yet.')];
      const missing = runs.flatMap(({ last }) => last.unavailable.map((entry) => ({ run: last, ...entry })));
      const failed = runs.flatMap(({ last }) =>
        last.scopes.filter((scope) => scope.outcome === 'failed').map((scope) => ({ run: last, ...scope })),
      );
      const rejected = runs.flatMap(({ last }) => last.rejects.map((reject) => ({ run: last, ...reject })));
      return [
        table(
          [
            'Source',
            'Domain',
            'Last read',
            { title: 'Age', align: 'right' },
            'Outcome',
            { title: 'Objects read', align: 'right' },
            { title: 'Scopes failed', align: 'right' },
            { title: 'Rejected', align: 'right' },
            'Last complete read',
            'Adapter',
          ],
          runs.map(({ last, lastComplete }) => sourceRow(view, last, lastComplete)),
        ),
        ...(failed.length === 0
          ? []
          : [
              heading('Could not be read'),
              paragraph('What was known before still stands, with the time it was observed.'),
              list(
                failed.map(
                  ({ run, kind, partition, reason }) =>
                    `${run.source}: ${kindTitle(kind, 2)}${partition === undefined ? '' : ` of ${partition}`}: ${reason ?? 'no reason given'}`,
                ),
              ),
            ]),
        ...(rejected.length === 0
          ? []
          : [
              heading('Rejected records'),
              table(
                ['Source', 'Kind', 'Record', 'Where', 'Why'],
                rejected
                  .slice(0, shownRejects)
                  .map(({ run, kind, name, nativeId, path, reason }) => [
                    run.source,
                    kindTitle(kind, 1),
                    name ?? nativeId ?? unknown('the record has no name'),
                    code(path === '' ? '(record)' : path),
                    reason,
                  ]),
              ),
              ...(rejected.length > shownRejects
                ? [paragraph(`${number(rejected.length - shownRejects)} more are in the run's record.`)]
                : []),
            ]),
        ...(missing.length === 0
          ? []
          : [
              heading('Not available'),
              table(
                ['Source', 'What', 'Why'],
                missing.map(({ run, what, reason }) => [run.source, what, reason]),
              ),
            ]),
      ];
    },
  };
}

function sourceRow(
  view: InventoryView,
  last: CollectionRun,
  lastComplete: CollectionRun | undefined,
): readonly Content[] {
  const read = last.finishedAt ?? last.startedAt;
  const complete = last.outcome === 'succeeded' ? last : lastComplete;
  return [
    last.simulated ? [code(last.source), ' (simulated)'] : code(last.source),
    last.domain,
    instantText(read),
    seconds(Math.max(0, Math.floor((Date.parse(view.at) - Date.parse(read)) / 60_000) * 60)),
    last.error === undefined ? last.outcome : `${last.outcome}: ${last.error.message}`,
    number(last.counts.seen),
    number(last.scopes.filter((scope) => scope.outcome === 'failed').length),
    number(last.counts.rejected),
    complete === undefined
      ? unknown('there has been no complete read yet')
      : instantText(complete.finishedAt ?? complete.startedAt),
    last.adapter ?? unknown('no adapter was chosen'),
  ];
}

export type Term = readonly [term: string, meaning: string];

const commonTerms: readonly Term[] = [
  [
    'unknown (reason)',
    'The source did not give the value, and why. It is never written as zero or left empty.',
  ],
  ['last known', 'The newest reading lacks the value; an older one is shown.'],
  ['N−1', 'What is left when the largest member fails.'],
  [
    'days to full',
    'Linear trend over at least 14 daily points with R² ≥ 0.7; the range is the slope ± 1.96 standard errors.',
  ],
  [
    'observed once',
    'A finding whose rule asks for a duration that repeated readings have not yet confirmed.',
  ],
  ['KiB, MiB, GiB, TiB', 'Powers of 1,024 bytes.'],
];

/** The words that the document uses, its own and those that every document shares, in alphabetical order. */
export function glossarySection(terms: readonly Term[]): SectionPlan {
  const all = [...new Map([...commonTerms, ...terms])].toSorted(([a], [b]) => compareNatural(a, b));
  return {
    key: 'glossary',
    title: 'Glossary',
    level: 2,
    reads: [],
    salt: JSON.stringify(terms),
    render: () => [
      table(
        ['Term', 'Meaning'],
        all.map(([term, meaning]) => [term, meaning]),
      ),
    ],
  };
}
