import type { Entity } from '../../../../src/shared/model/entity.ts';
import type { EntityKind } from '../../../../src/shared/model/kinds/registry.ts';
import { english, factCase, german, type FactCase, type Language, type Wording } from '../case.ts';
import type { Estate } from '../estate.ts';
import { kindName, kindNames, quantity, type Measure } from '../words.ts';
import { valueOf } from './numbers.ts';

interface Attribute {
  readonly kind: EntityKind;
  readonly path: string;
  readonly measure: Measure;
  readonly en: string;
  readonly de: string;
  /** Of a measure `512 GiB of memory`, of a count `8 vCPUs`. */
  readonly enOf: (q: string) => string;
  readonly deOf: (q: string) => string;
}

export const attributes: readonly Attribute[] = [
  {
    kind: 'vm',
    path: 'vcpus',
    measure: 'plain',
    en: 'vCPUs',
    de: 'vCPUs',
    enOf: (q) => `${q} vCPUs`,
    deOf: (q) => `${q} vCPUs`,
  },
  {
    kind: 'vm',
    path: 'memoryBytes',
    measure: 'bytes',
    en: 'memory',
    de: 'Arbeitsspeicher',
    enOf: (q) => `${q} of memory`,
    deOf: (q) => `${q} Arbeitsspeicher`,
  },
  {
    kind: 'host',
    path: 'memoryBytes',
    measure: 'bytes',
    en: 'memory',
    de: 'Arbeitsspeicher',
    enOf: (q) => `${q} of memory`,
    deOf: (q) => `${q} Arbeitsspeicher`,
  },
  {
    kind: 'host',
    path: 'cores',
    measure: 'plain',
    en: 'CPU cores',
    de: 'Kerne',
    enOf: (q) => `${q} CPU cores`,
    deOf: (q) => `${q} Kerne`,
  },
  {
    kind: 'datastore',
    path: 'freeBytes',
    measure: 'bytes',
    en: 'free space',
    de: 'freien Speicherplatz',
    enOf: (q) => `${q} of free space`,
    deOf: (q) => `${q} freien Speicherplatz`,
  },
  {
    kind: 'pod',
    path: 'restarts',
    measure: 'plain',
    en: 'restarts',
    de: 'Neustarts',
    enOf: (q) => `${q} restarts`,
    deOf: (q) => `${q} Neustarts`,
  },
];

function known(estate: Estate, { kind, path }: Attribute): readonly { entity: Entity; value: number }[] {
  return estate.named(kind).flatMap((entity) => {
    const value = valueOf(entity, path);
    return value === undefined || value < 1 ? [] : [{ entity, value }];
  });
}

interface Bound {
  readonly name: string;
  readonly over: boolean;
  /** Bounds that the value keeps, above and below. */
  readonly low: string;
  readonly high: string;
  /** Which of them this wording shows. */
}

const bounds: readonly (readonly [
  language: Language,
  over: boolean,
  words: (q: string, noun: string) => string,
])[] = [
  ['en', true, (q) => `more than ${q}`],
  ['en', true, (q) => `at least ${q}`],
  ['en', true, (q) => `over ${q}`],
  ['en', false, (q) => `less than ${q}`],
  ['en', false, (q) => `at most ${q}`],
  ['en', false, (q) => `no more than ${q}`],
  ['de', true, (q) => `mehr als ${q}`],
  ['de', true, (q) => `mindestens ${q}`],
  ['de', false, (q) => `weniger als ${q}`],
  ['de', false, (q) => `höchstens ${q}`],
];

function boundary(attribute: Attribute): FactCase {
  const { kind, measure } = attribute;
  const roundish = (value: number, factor: number, language: Language, estate: Estate) => {
    const moved = value * factor;
    const whole =
      measure === 'bytes'
        ? Math.max(1, Math.round(moved / 2 ** 30)) * 2 ** 30
        : Math.max(1, Math.round(moved));
    return quantity(whole, measure, language, estate.dice);
  };
  return factCase<Bound>({
    name: `${kind} ${attribute.path} above or below`,
    wordings: bounds.map(([language, over, words]) => {
      const text = (s: Bound) => {
        const q = over === s.over ? (over ? s.low : s.high) : over ? s.high : s.low;
        const amount = language === 'en' ? attribute.enOf(words(q, '')) : attribute.deOf(words(q, ''));
        return language === 'en'
          ? `The ${kindName(kind)} ${s.name} has ${amount}.`
          : `${s.name} hat ${amount}.`;
      };
      return language === 'en' ? english<Bound>('comparative', text) : german<Bound>('comparative', text);
    }),
    draw(estate, wording) {
      const chosen = estate.dice.maybe(known(estate, attribute).filter(({ value }) => value >= 3));
      if (chosen === undefined) return undefined;
      const over =
        /more than|at least|over|mehr als|mindestens/.test(
          wording.text({ name: '', over: true, low: '', high: '' }),
        ) && !/no more/.test(wording.text({ name: '', over: true, low: '', high: '' }));
      return {
        name: chosen.entity.name,
        over,
        low: roundish(
          chosen.value,
          measure === 'plain' && chosen.value < 6 ? 0.4 : 0.6,
          wording.language,
          estate,
        ),
        high: roundish(chosen.value, 1.6, wording.language, estate),
      };
    },
    faults: {
      // The bound is on the other side of the value.
      'number-off': (s) => ({ ...s, over: !s.over }),
      'invented-entity': (s, estate) => ({ ...s, name: estate.invent(kind) }),
    },
  });
}

export interface Pair {
  readonly more: string;
  readonly less: string;
}

const enPair = english<Pair>;
const dePair = german<Pair>;

function pairWordings({ kind, en: noun, de: nounDe, measure }: Attribute): readonly Wording<Pair>[] {
  const fewer = measure === 'plain' ? 'fewer' : 'less';
  const kin = kindName(kind);
  return [
    enPair('comparison', (s) => `${s.more} has more ${noun} than ${s.less}.`),
    enPair('comparison', (s) => `${s.less} has ${fewer} ${noun} than ${s.more}.`),
    enPair('comparison', (s) => `The ${kin} ${s.more} has more ${noun} than the ${kin} ${s.less}.`),
    enPair('comparison', (s) => `Compared with ${s.less}, ${s.more} has more ${noun}.`),
    dePair('comparison', (s) => `${s.more} hat mehr ${nounDe} als ${s.less}.`),
    dePair('comparison', (s) => `${s.less} hat weniger ${nounDe} als ${s.more}.`),
  ];
}

export function pairCase(attribute: Attribute, wordings = pairWordings(attribute)): FactCase {
  const { kind } = attribute;
  return factCase<Pair>({
    name: `${kind} ${attribute.path} compared`,
    wordings,
    draw(estate) {
      const [a, b] = estate.dice.some(known(estate, attribute), 2);
      if (a === undefined || b === undefined || a.value === b.value) return undefined;
      const [more, less] = a.value > b.value ? [a, b] : [b, a];
      return { more: more.entity.name, less: less.entity.name };
    },
    faults: {
      'swapped-relation': (s) => ({ more: s.less, less: s.more }),
      'invented-entity': (s, estate) => ({ ...s, more: estate.invent(kind) }),
    },
  });
}

interface Extreme {
  readonly name: string;
  readonly cluster: string;
}

const enMost = english<Extreme>;
const deMost = german<Extreme>;

function extreme(attribute: Attribute): FactCase {
  const { kind, en: noun, de: nounDe, measure } = attribute;
  const kin = kindName(kind);
  const many = kindNames(kind, 'en');
  const manyDe = kindNames(kind, 'de');
  const all = (estate: Estate) =>
    estate.view.all(kind).flatMap((entity) => {
      const value = valueOf(entity as Entity, attribute.path);
      return value === undefined ? [] : [{ entity: entity as Entity, value }];
    });
  return factCase<Extreme>({
    name: `${kind} most ${attribute.path}`,
    wordings: [
      enMost('superlative', (s) => `${s.name} has the most ${noun} of all ${many}.`),
      enMost('superlative', (s) => `The ${kin} with the most ${noun} is ${s.name}.`),
      enMost('superlative', (s) => `Among the ${many}, ${s.name} has the most ${noun}.`),
      enMost('superlative', (s) => `No ${kin} has more ${noun} than ${s.name}.`),
      deMost(
        'superlative',
        (s) => `${s.name} hat ${measure === 'plain' ? 'die' : 'den'} meisten ${nounDe} aller ${manyDe}.`,
      ),
      deMost(
        'superlative',
        (s) =>
          `Von allen ${kindNames(kind, 'de', true)} hat ${s.name} ${measure === 'plain' ? 'die' : 'den'} meisten ${nounDe}.`,
      ),
    ],
    draw(estate) {
      const values = all(estate);
      const most = Math.max(...values.map(({ value }) => value));
      const top = values.filter(({ value }) => value === most);
      const [first] = top;
      const unique = first !== undefined && estate.named(kind).includes(first.entity);
      return top.length === 1 && unique ? { name: first.entity.name, cluster: '' } : undefined;
    },
    faults: {
      'wrong-host': (s, estate) => {
        const top = all(estate).find(({ entity }) => entity.name === s.name)?.value ?? 0;
        const other = estate.dice.maybe(
          all(estate).filter(({ entity, value }) => value < top && estate.named(kind).includes(entity)),
        );
        return other && { ...s, name: other.entity.name };
      },
      'invented-entity': (s, estate) => ({ ...s, name: estate.invent(kind) }),
    },
  });
}

const largest = factCase<Extreme & { readonly size: string }>({
  name: 'largest datastore',
  wordings: [
    english('superlative', (s) => `The largest datastore is ${s.name}.`),
    english('superlative', (s) => `${s.name} is the largest datastore.`),
    english('superlative', (s) => `With ${s.size}, ${s.name} is the largest of all datastores.`),
    german('superlative', (s) => `Der größte Datastore ist ${s.name}.`),
    german('superlative', (s) => `${s.name} ist mit ${s.size} der größte Datastore.`),
  ],
  draw(estate, { language }) {
    const sorted = estate.view
      .all('datastore')
      .toSorted((a, b) => (b.attributes.capacityBytes ?? 0) - (a.attributes.capacityBytes ?? 0));
    const [first, second] = sorted;
    if (first?.attributes.capacityBytes === undefined) return undefined;
    if (first.attributes.capacityBytes === second?.attributes.capacityBytes) return undefined;
    const size = quantity(first.attributes.capacityBytes, 'bytes', language, estate.dice);
    return { name: first.name, cluster: '', size };
  },
  faults: {
    'wrong-host': (s, estate) => {
      const other = estate.dice.maybe(estate.named('datastore').filter(({ name }) => name !== s.name));
      return other && { ...s, name: other.name };
    },
    'invented-entity': (s, estate) => ({ ...s, name: estate.invent('datastore') }),
  },
});

export const comparisonCases: readonly FactCase[] = [
  ...attributes.map(boundary),
  ...attributes.map((attribute) => pairCase(attribute)),
  ...attributes.map(extreme),
  largest,
];
