import type { Entity } from '../../../../src/shared/model/entity.ts';
import type { EntityKind } from '../../../../src/shared/model/kinds/registry.ts';
import { english, factCase, german, type FactCase, type Wording } from '../case.ts';
import type { Estate } from '../estate.ts';
import {
  capital,
  kindName,
  numberOff,
  pronoun,
  quantity,
  withArticle,
  withWrongUnit,
  type Measure,
} from '../words.ts';

export interface Figure {
  readonly kind: EntityKind;
  readonly path: string;
  readonly measure: Measure;
  /** `memory`, `number of vCPUs`: "the … of X is 8". */
  readonly en: string;
  /** "8 vCPUs", "512 GiB of memory": what X has. */
  readonly enHas: (q: string) => string;
  /** With its article: `der Arbeitsspeicher`. */
  readonly de: string;
  readonly deHas: (q: string) => string;
  readonly extra?: readonly Wording<FigureSlots>[];
}

export interface FigureSlots {
  readonly name: string;
  readonly kind: EntityKind;
  readonly q: string;
  readonly not: boolean;
  readonly value: number;
}

const en = english<FigureSlots>;
const de = german<FigureSlots>;

export const figures: readonly Figure[] = [
  {
    kind: 'vm',
    path: 'vcpus',
    measure: 'plain',
    en: 'number of vCPUs',
    enHas: (q) => `${q} vCPUs`,
    de: 'die Anzahl der vCPUs',
    deHas: (q) => `${q} vCPUs`,
    extra: [en('passive', (s) => `${s.q} vCPUs are assigned to ${s.name}.`)],
  },
  {
    kind: 'vm',
    path: 'memoryBytes',
    measure: 'bytes',
    en: 'memory',
    enHas: (q) => `${q} of memory`,
    de: 'der Arbeitsspeicher',
    deHas: (q) => `${q} Arbeitsspeicher`,
    extra: [
      en('passive', (s) => `${s.name} is configured with ${s.q} of RAM.`),
      en('active', (s) => `${s.name} has been given ${s.q} RAM.`),
      de('passive', (s) => `${s.name} ist mit ${s.q} RAM ausgestattet.`),
    ],
  },
  {
    kind: 'vm',
    path: 'cpuReadyPercent',
    measure: 'percent',
    en: 'CPU ready time',
    enHas: (q) => `a CPU ready value of ${q}`,
    de: 'die CPU-Ready-Zeit',
    deHas: (q) => `einen CPU-Ready-Wert von ${q}`,
  },
  {
    kind: 'vm',
    path: 'usedBytes',
    measure: 'bytes',
    en: 'used space',
    enHas: (q) => `${q} of used space`,
    de: 'der belegte Speicherplatz',
    deHas: (q) => `${q} belegten Speicherplatz`,
    extra: [en('active', (s) => `${s.name} uses ${s.q} of disk space.`)],
  },
  {
    kind: 'host',
    path: 'memoryBytes',
    measure: 'bytes',
    en: 'memory',
    enHas: (q) => `${q} of memory`,
    de: 'der Arbeitsspeicher',
    deHas: (q) => `${q} Arbeitsspeicher`,
    extra: [en('passive', (s) => `The host ${s.name} is equipped with ${s.q} of memory.`)],
  },
  {
    kind: 'host',
    path: 'cores',
    measure: 'plain',
    en: 'core count',
    enHas: (q) => `${q} CPU cores`,
    de: 'die Anzahl der Kerne',
    deHas: (q) => `${q} Kerne`,
  },
  {
    kind: 'host',
    path: 'cpuMhz',
    measure: 'mhz',
    en: 'clock rate',
    enHas: (q) => `a clock rate of ${q}`,
    de: 'die Taktfrequenz',
    deHas: (q) => `eine Taktfrequenz von ${q}`,
    extra: [en('active', (s) => `The processors of ${s.name} run at ${s.q}.`)],
  },
  {
    kind: 'host',
    path: 'uptimeSeconds',
    measure: 'seconds',
    en: 'uptime',
    enHas: (q) => `an uptime of ${q}`,
    de: 'die Betriebszeit',
    deHas: (q) => `eine Betriebszeit von ${q}`,
    extra: [
      en('active', (s) => `${s.name} has been up for ${s.q}.`),
      de('active', (s) => `${s.name} läuft seit ${s.q}.`),
    ],
  },
  {
    kind: 'datastore',
    path: 'capacityBytes',
    measure: 'bytes',
    en: 'capacity',
    enHas: (q) => `a capacity of ${q}`,
    de: 'die Kapazität',
    deHas: (q) => `eine Kapazität von ${q}`,
    extra: [en('active', (s) => `The datastore ${s.name} offers ${s.q} of capacity.`)],
  },
  {
    kind: 'datastore',
    path: 'freeBytes',
    measure: 'bytes',
    en: 'free space',
    enHas: (q) => `${q} of free space`,
    de: 'der freie Speicherplatz',
    deHas: (q) => `${q} freien Speicherplatz`,
    extra: [
      en('active', (s) => `On ${s.name}, ${s.q} are free.`),
      en('active', (s) => `${s.name} has ${s.q} left.`),
      de('active', (s) => `Auf ${s.name} sind ${s.q} frei.`),
    ],
  },
  {
    kind: 'pool',
    path: 'usedBytes',
    measure: 'bytes',
    en: 'used capacity',
    enHas: (q) => `${q} in use`,
    de: 'die belegte Kapazität',
    deHas: (q) => `${q} belegt`,
  },
  {
    kind: 'pool',
    path: 'diskCount',
    measure: 'plain',
    en: 'number of disks',
    enHas: (q) => `${q} disks`,
    de: 'die Anzahl der Disks',
    deHas: (q) => `${q} Disks`,
    extra: [en('active', (s) => `The pool ${s.name} consists of ${s.q} disks.`)],
  },
  {
    kind: 'volume',
    path: 'sizeBytes',
    measure: 'bytes',
    en: 'size',
    enHas: (q) => `a size of ${q}`,
    de: 'die Größe',
    deHas: (q) => `eine Größe von ${q}`,
    extra: [
      en('active', (s) => `${s.name} is ${s.q} in size.`),
      de('active', (s) => `Das Volume ${s.name} ist ${s.q} groß.`),
    ],
  },
  {
    kind: 'volume',
    path: 'latencyMs',
    measure: 'ms',
    en: 'latency',
    enHas: (q) => `a latency of ${q}`,
    de: 'die Latenz',
    deHas: (q) => `eine Latenz von ${q}`,
  },
  {
    kind: 'interface',
    path: 'speedMbps',
    measure: 'mbps',
    en: 'speed',
    enHas: (q) => `a speed of ${q}`,
    de: 'die Geschwindigkeit',
    deHas: (q) => `eine Geschwindigkeit von ${q}`,
    extra: [en('active', (s) => `The interface ${s.name} runs at ${s.q}.`)],
  },
  {
    kind: 'interface',
    path: 'mtu',
    measure: 'plain',
    en: 'MTU',
    enHas: (q) => `an MTU of ${q}`,
    de: 'die MTU',
    deHas: (q) => `eine MTU von ${q}`,
  },
  {
    kind: 'interface',
    path: 'utilisationPercent',
    measure: 'percent',
    en: 'utilisation',
    enHas: (q) => `a utilisation of ${q}`,
    de: 'die Auslastung',
    deHas: (q) => `eine Auslastung von ${q}`,
    extra: [
      en('active', (s) => `${s.name} is utilised at ${s.q}.`),
      de('passive', (s) => `${s.name} ist zu ${s.q} ausgelastet.`),
    ],
  },
  {
    kind: 'switch',
    path: 'temperatureCelsius',
    measure: 'celsius',
    en: 'temperature',
    enHas: (q) => `a temperature of ${q}`,
    de: 'die Temperatur',
    deHas: (q) => `eine Temperatur von ${q}`,
  },
  {
    kind: 'network',
    path: 'vlan',
    measure: 'plain',
    en: 'VLAN',
    enHas: (q) => `VLAN ${q}`,
    de: 'das VLAN',
    deHas: (q) => `das VLAN ${q}`,
    extra: [en('active', (s) => `${s.name} uses VLAN ${s.value}.`)],
  },
  {
    kind: 'workload',
    path: 'ready',
    measure: 'plain',
    en: 'number of ready replicas',
    enHas: (q) => `${q} ready replicas`,
    de: 'die Anzahl der bereiten Replikate',
    deHas: (q) => `${q} bereite Replikate`,
  },
  {
    kind: 'workload',
    path: 'replicas',
    measure: 'plain',
    en: 'number of replicas',
    enHas: (q) => `${q} replicas`,
    de: 'die Anzahl der Replikate',
    deHas: (q) => `${q} Replikate`,
  },
  {
    kind: 'pod',
    path: 'restarts',
    measure: 'plain',
    en: 'restart count',
    enHas: (q) => `${q} restarts`,
    de: 'die Anzahl der Neustarts',
    deHas: (q) => `${q} Neustarts`,
    extra: [
      en('passive', (s) => `The pod ${s.name} was restarted ${s.q} times.`),
      en('passive', (s) => `${s.name} has restarted ${s.q} times.`),
    ],
  },
];

function wordingsOf(figure: Figure): readonly Wording<FigureSlots>[] {
  const { en: noun, enHas, de: nounDe, deHas, kind } = figure;
  const kin = kindName(kind);
  const bareDe = nounDe.replace(/^(?:der|die|das) /, '');
  return [
    en('active', (s) => `${s.name} ${s.not ? 'does not have' : 'has'} ${enHas(s.q)}.`),
    en('active', (s) => `The ${kin} ${s.name} ${s.not ? 'does not have' : 'has'} ${enHas(s.q)}.`),
    en('noun', (s) => `The ${noun} of ${s.name} is ${s.not ? 'not ' : ''}${s.q}.`),
    en('noun', (s) => `${s.name}'s ${noun} is ${s.not ? 'not ' : ''}${s.q}.`),
    en('noun', (s) => `${capital(noun)} of ${kin} ${s.name}: ${s.q}.`),
    en('prepositional', (s) => `With ${enHas(s.q)}, ${s.name} is part of the inventory.`),
    en('pronoun', (s) => `The inventory knows the ${kin} ${s.name}. It has ${enHas(s.q)}.`),
    de('active', (s) => `${s.name} hat ${deHas(s.q)}${s.not ? ' nicht' : ''}.`),
    de('active', (s) => `${capital(withArticle(kind, s.name))} hat ${deHas(s.q)}.`),
    de('active', (s) => `${s.name} verfügt über ${deHas(s.q)}.`),
    de('noun', (s) => `${capital(nounDe)} von ${s.name} beträgt${s.not ? ' nicht' : ''} ${s.q}.`),
    de('noun', (s) => `${bareDe} von ${s.name}: ${s.q}.`),
    de(
      'pronoun',
      (s) => `Im Inventar steht ${withArticle(kind, s.name)}. ${pronoun(kind)} hat ${deHas(s.q)}.`,
    ),
    ...(figure.extra ?? []),
  ];
}

const canDeny = (text: string) => /\b(?:not|nicht)\b/.test(text);

export function valueOf(entity: Entity, path: string): number | undefined {
  const value: unknown = (entity.attributes as Readonly<Record<string, unknown>>)[path];
  return typeof value === 'number' ? value : undefined;
}

export function figureCase(figure: Figure, wordings: readonly Wording<FigureSlots>[]): FactCase {
  const { kind, path, measure } = figure;
  const isSame = (a: number, b: number) =>
    Math.abs(a - b) <= (measure === 'plain' ? 0.4 : Math.max(Math.abs(a), Math.abs(b)) * 0.06);
  const known = (estate: Estate) =>
    estate.named(kind).flatMap((entity) => {
      const value = valueOf(entity, path);
      // Counts of none and one are worded in other ways.
      return value === undefined || (measure === 'plain' && value < 2) ? [] : [{ entity, value }];
    });
  const worded = (value: number, language: 'en' | 'de', estate: Estate) =>
    path === 'mtu' || path === 'vlan' ? String(value) : quantity(value, measure, language, estate.dice);
  return factCase<FigureSlots>({
    name: `${kind} ${path}`,
    wordings,
    draw(estate, wording) {
      const chosen = estate.dice.maybe(known(estate));
      if (chosen === undefined) return undefined;
      const { entity, value } = chosen;
      return {
        name: entity.name,
        kind,
        value,
        q: worded(value, wording.language, estate),
        not: false,
      };
    },
    faults: {
      'number-off': (s, estate, { language }) => {
        const value = numberOff(s.value, measure, estate.dice);
        return isSame(value, s.value) ? undefined : { ...s, value, q: worded(value, language, estate) };
      },
      'wrong-host': (s, estate, { language }) => {
        const other = estate.dice.maybe(known(estate).filter(({ value }) => !isSame(value, s.value)));
        return other === undefined
          ? undefined
          : { ...s, value: other.value, q: worded(other.value, language, estate) };
      },
      'invented-entity': (s, estate) => ({ ...s, name: estate.invent(kind) }),
      negation: (s, _, { text }) => (canDeny(text({ ...s, not: true })) ? { ...s, not: true } : undefined),
      ...(['bytes', 'mhz', 'mbps', 'seconds', 'ms'].includes(measure)
        ? {
            'wrong-unit': (s: FigureSlots, estate: Estate) => {
              const q = withWrongUnit(s.q, estate.dice);
              return q === undefined ? undefined : { ...s, q };
            },
          }
        : {}),
    },
  });
}

export const numberCases: readonly FactCase[] = figures.map((figure) =>
  figureCase(figure, wordingsOf(figure)),
);
