import type { EntityKind } from '../../../src/shared/model/kinds/registry.ts';
import { testNow } from '../../support/build-view.ts';
import type { Dice } from './dice.ts';
import { gib, tib } from './estate.ts';
import type { Language } from './case.ts';

/** How people write figures: independent of how the application itself does. */
const smallNumbers: Readonly<Record<Language, readonly string[]>> = {
  en: [
    'zero',
    'one',
    'two',
    'three',
    'four',
    'five',
    'six',
    'seven',
    'eight',
    'nine',
    'ten',
    'eleven',
    'twelve',
  ],
  de: [
    'null',
    'ein',
    'zwei',
    'drei',
    'vier',
    'fünf',
    'sechs',
    'sieben',
    'acht',
    'neun',
    'zehn',
    'elf',
    'zwölf',
  ],
};

/** A count, now and then as a word. */
export function countWord(value: number, language: Language, d: Dice): string {
  const word = smallNumbers[language][value];
  if (word !== undefined && value > 1 && d.chance(0.4)) return word;
  return decimal(value, language, 0);
}

export function decimal(value: number, language: Language, digits: number): string {
  const [whole = '', rest] = value.toFixed(digits).split('.');
  const grouped = whole.replaceAll(/\B(?=(?:\d{3})+$)/g, language === 'en' ? ',' : '.');
  return rest === undefined ? grouped : `${grouped}${language === 'en' ? '.' : ','}${rest}`;
}

export type Measure = 'bytes' | 'mhz' | 'mbps' | 'percent' | 'seconds' | 'ms' | 'celsius' | 'plain';

const units: Readonly<Record<Exclude<Measure, 'plain'>, readonly (readonly [name: string, size: number])[]>> =
  {
    bytes: [
      ['MiB', 2 ** 20],
      ['GiB', gib],
      ['TiB', tib],
      ['GB', 1e9],
      ['TB', 1e12],
    ],
    mhz: [
      ['MHz', 1],
      ['GHz', 1000],
    ],
    mbps: [
      ['Mbit/s', 1],
      ['Gbit/s', 1000],
      ['Gbps', 1000],
      ['Mbps', 1],
    ],
    percent: [
      ['%', 1],
      ['percent', 1],
    ],
    seconds: [
      ['days', 86_400],
      ['hours', 3600],
    ],
    ms: [['ms', 1]],
    celsius: [['°C', 1]],
  };

const germanUnits: Readonly<Record<string, string>> = { percent: 'Prozent', days: 'Tagen', hours: 'Stunden' };

/** A figure in a unit in which it reads well, rounded to at most two decimals. */
export function quantity(value: number, measure: Measure, language: Language, d: Dice): string {
  if (measure === 'plain') return countWord(value, language, d);
  const fitting = units[measure].filter(([, size]) => {
    const shown = value / size;
    return shown >= 0.5 && shown < 3000 && Math.abs(shown - Number(shown.toFixed(2))) / shown < 0.004;
  });
  const [unit, size] = d.maybe(fitting) ?? units[measure][0] ?? ['', 1];
  const shown = value / size;
  const digits = Number.isInteger(shown)
    ? 0
    : measure === 'seconds' || (Math.abs(shown - Number(shown.toFixed(1))) / shown < 0.004 && d.chance(0.5))
      ? 1
      : 2;
  const precise = measure === 'seconds' ? (digits > 0 ? 1 : 0) : digits;
  return `${decimal(shown, language, precise)} ${language === 'de' ? (germanUnits[unit] ?? unit) : unit}`;
}

/** The same figure with a unit that makes it another quantity. */
export function withWrongUnit(text: string, d: Dice): string | undefined {
  const others: Readonly<Record<string, readonly string[]>> = {
    MiB: ['GiB', 'KiB'],
    GiB: ['TiB', 'MiB', 'GB'],
    TiB: ['GiB', 'PiB', 'TB'],
    GB: ['TB', 'MB', 'GiB'],
    TB: ['GB', 'TiB'],
    MHz: ['GHz'],
    GHz: ['MHz'],
    'Mbit/s': ['Gbit/s'],
    'Gbit/s': ['Mbit/s'],
    Gbps: ['Mbps'],
    Mbps: ['Gbps'],
    days: ['hours', 'weeks'],
    hours: ['days', 'minutes'],
    Tagen: ['Stunden', 'Wochen'],
    Stunden: ['Tagen', 'Minuten'],
    ms: ['s'],
  };
  const unit = /\s(\S+)$/.exec(text)?.[1];
  const wrong = unit === undefined ? undefined : d.maybe(others[unit] ?? []);
  return unit === undefined || wrong === undefined ? undefined : `${text.slice(0, -unit.length)}${wrong}`;
}

/** Another value that no rounding takes for the right one. */
export function numberOff(value: number, measure: Measure, d: Dice): number {
  if (measure === 'plain' && value < 40) {
    const off = d.one([-2, -1, 1, 2, 5]);
    return value + off < 1 ? value + 1 : value + off;
  }
  if (measure === 'percent' || measure === 'celsius')
    return value > 60 ? value - d.int(4, 30) : value + d.int(4, 30);
  const factor = d.one([0.5, 0.75, 1.25, 1.5, 2, 4]);
  const off = value * factor;
  return measure === 'plain' || measure === 'mhz' || measure === 'mbps' ? Math.round(off) : off;
}

interface KindWords {
  readonly en: readonly [one: string, many: string];
  readonly de: readonly [gender: 'der' | 'die' | 'das', one: string, many: string, manyDative: string];
}

export const kindWords: Readonly<Partial<Record<EntityKind, KindWords>>> = {
  vm: { en: ['VM', 'VMs'], de: ['die', 'VM', 'VMs', 'VMs'] },
  host: { en: ['host', 'hosts'], de: ['der', 'Host', 'Hosts', 'Hosts'] },
  cluster: { en: ['cluster', 'clusters'], de: ['der', 'Cluster', 'Cluster', 'Clustern'] },
  datastore: { en: ['datastore', 'datastores'], de: ['der', 'Datastore', 'Datastores', 'Datastores'] },
  network: { en: ['port group', 'port groups'], de: ['die', 'Portgruppe', 'Portgruppen', 'Portgruppen'] },
  switch: { en: ['switch', 'switches'], de: ['der', 'Switch', 'Switches', 'Switches'] },
  interface: {
    en: ['interface', 'interfaces'],
    de: ['die', 'Schnittstelle', 'Schnittstellen', 'Schnittstellen'],
  },
  rack: { en: ['rack', 'racks'], de: ['das', 'Rack', 'Racks', 'Racks'] },
  site: { en: ['site', 'sites'], de: ['der', 'Standort', 'Standorte', 'Standorten'] },
  array: { en: ['array', 'arrays'], de: ['das', 'Array', 'Arrays', 'Arrays'] },
  pool: { en: ['pool', 'pools'], de: ['der', 'Pool', 'Pools', 'Pools'] },
  volume: { en: ['volume', 'volumes'], de: ['das', 'Volume', 'Volumes', 'Volumes'] },
  'k8s-cluster': {
    en: ['Kubernetes cluster', 'Kubernetes clusters'],
    de: ['der', 'Kubernetes-Cluster', 'Kubernetes-Cluster', 'Kubernetes-Clustern'],
  },
  'k8s-node': { en: ['node', 'nodes'], de: ['der', 'Node', 'Nodes', 'Nodes'] },
  namespace: { en: ['namespace', 'namespaces'], de: ['der', 'Namespace', 'Namespaces', 'Namespaces'] },
  workload: { en: ['workload', 'workloads'], de: ['der', 'Workload', 'Workloads', 'Workloads'] },
  pod: { en: ['pod', 'pods'], de: ['der', 'Pod', 'Pods', 'Pods'] },
  finding: { en: ['finding', 'findings'], de: ['der', 'Befund', 'Befunde', 'Befunden'] },
};

function wordsOf(kind: EntityKind): KindWords {
  const words = kindWords[kind];
  if (words === undefined) throw new RangeError(`no words for ${kind}`);
  return words;
}

export function kindName(kind: EntityKind): string {
  return wordsOf(kind).en[0];
}

export function kindNames(kind: EntityKind, language: Language, dative = false): string {
  const words = wordsOf(kind);
  return language === 'en' ? words.en[1] : words.de[dative ? 3 : 2];
}

type Case = 'nominative' | 'dative' | 'accusative';
const articles: Readonly<Record<Case, Readonly<Record<'der' | 'die' | 'das', string>>>> = {
  nominative: { der: 'der', die: 'die', das: 'das' },
  dative: { der: 'dem', die: 'der', das: 'dem' },
  accusative: { der: 'den', die: 'die', das: 'das' },
};

/** `der Host esx-01`, in the grammatical case that the place asks for. */
export function withArticle(kind: EntityKind, name: string, grammatical: Case = 'nominative'): string {
  const [gender, one] = wordsOf(kind).de;
  return `${articles[grammatical][gender]} ${one} ${name}`;
}

export function pronoun(kind: EntityKind): string {
  return { der: 'Er', die: 'Sie', das: 'Es' }[wordsOf(kind).de[0]];
}

export function relativePronoun(kind: EntityKind): string {
  return wordsOf(kind).de[0];
}

export function joined(names: readonly string[], language: Language): string {
  const last = names.at(-1) ?? '';
  if (names.length < 2) return last;
  return `${names.slice(0, -1).join(', ')} ${language === 'en' ? 'and' : 'und'} ${last}`;
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

const monthNames: Readonly<Record<Language, readonly string[]>> = {
  en: [
    'January',
    'February',
    'March',
    'April',
    'May',
    'June',
    'July',
    'August',
    'September',
    'October',
    'November',
    'December',
  ],
  de: [
    'Januar',
    'Februar',
    'März',
    'April',
    'Mai',
    'Juni',
    'Juli',
    'August',
    'September',
    'Oktober',
    'November',
    'Dezember',
  ],
};

/** A date as people write it, `on 5 November 2026`, `vor 18 Tagen`; with its preposition. */
export function dateWords(at: string, language: Language, form: 'absolute' | 'relative', d: Dice): string {
  const date = new Date(at);
  const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()];
  const iso = at.slice(0, 10);
  if (form === 'relative') {
    const today = Math.floor(Date.parse(testNow) / 86_400_000);
    const n = today - Math.floor(date.getTime() / 86_400_000);
    return language === 'en' ? `${n} days ago` : `vor ${n} Tagen`;
  }
  const monthName = monthNames[language][month] ?? '';
  return language === 'en'
    ? `on ${d.one([iso, `${day} ${monthName} ${year}`, `${monthName} ${day}, ${year}`, `${monthName.slice(0, 3)} ${day}, ${year}`])}`
    : `am ${d.one([iso, `${day}. ${monthName} ${year}`, `${String(day).padStart(2, '0')}.${String(month + 1).padStart(2, '0')}.${year}`])}`;
}
