import { testNow } from '../../../support/build-view.ts';
import type { EntityKind } from '../../../../src/shared/model/kinds/registry.ts';
import { english, factCase, german, type FactCase, type Wording } from '../case.ts';
import type { Estate } from '../estate.ts';
import { countWord, dateWords } from '../words.ts';

interface Slots {
  readonly name: string;
  readonly at: string;
  /** The date with its preposition. */
  readonly when: string;
}

interface Moment {
  readonly kind: EntityKind;
  readonly path: string;
  readonly wordings: readonly Wording<Slots>[];
}

const en = english<Slots>;
const de = german<Slots>;

const moments: readonly Moment[] = [
  {
    kind: 'vm',
    path: 'createdAt',
    wordings: [
      en('date-absolute', (s) => `${s.name} was created ${s.when}.`),
      en('date-relative', (s) => `The VM ${s.name} was created ${s.when}.`),
      en('date-absolute', (s) => `The creation of ${s.name} took place ${s.when}.`),
      de('date-absolute', (s) => `${s.name} wurde ${s.when} angelegt.`),
      de('date-relative', (s) => `Die VM ${s.name} wurde ${s.when} erstellt.`),
    ],
  },
  {
    kind: 'volume',
    path: 'createdAt',
    wordings: [
      en('date-absolute', (s) => `The volume ${s.name} was created ${s.when}.`),
      en('date-relative', (s) => `${s.name} was created ${s.when}.`),
      de('date-absolute', (s) => `Das Volume ${s.name} wurde ${s.when} angelegt.`),
    ],
  },
  {
    kind: 'host',
    path: 'bootedAt',
    wordings: [
      en('date-absolute', (s) => `${s.name} was last booted ${s.when}.`),
      en('date-relative', (s) => `The host ${s.name} booted ${s.when}.`),
      de('date-absolute', (s) => `${s.name} wurde zuletzt ${s.when} gestartet.`),
      de('date-relative', (s) => `Der letzte Start von ${s.name} war ${s.when}.`),
    ],
  },
  {
    kind: 'pod',
    path: 'startedAt',
    wordings: [
      en('date-absolute', (s) => `The pod ${s.name} was started ${s.when}.`),
      en('date-relative', (s) => `${s.name} started ${s.when}.`),
      de('date-absolute', (s) => `Der Pod ${s.name} wurde ${s.when} gestartet.`),
    ],
  },
];

const dayMs = 86_400_000;

function moved(at: string, estate: Estate): string {
  const days = estate.dice.one([-30, -11, -7, 5, 9, 31]);
  const there = Date.parse(at) + days * dayMs;
  return new Date(
    there < Date.parse(testNow) - dayMs ? there : Date.parse(at) - Math.abs(days) * dayMs,
  ).toISOString();
}

function single({ kind, path, wordings }: Moment): FactCase {
  const atOf = (attributes: object): string | undefined => {
    const value: unknown = (attributes as Readonly<Record<string, unknown>>)[path];
    return typeof value === 'string' ? value : undefined;
  };
  const form = (wording: Wording<Slots>) => (wording.family === 'date-relative' ? 'relative' : 'absolute');
  return factCase<Slots>({
    name: `${kind} ${path}`,
    wordings,
    draw(estate, wording) {
      const entity = estate.dice.maybe(estate.named(kind));
      const at = entity && atOf(entity.attributes);
      if (entity === undefined || at === undefined) return undefined;
      return { name: entity.name, at, when: dateWords(at, wording.language, form(wording), estate.dice) };
    },
    faults: {
      'number-off': (s, estate, wording) => ({
        ...s,
        when: dateWords(moved(s.at, estate), wording.language, form(wording), estate.dice),
      }),
      'wrong-host': (s, estate) => {
        const other = estate.dice.maybe(
          estate.named(kind).filter(({ attributes }) => {
            const at = atOf(attributes);
            return at !== undefined && Math.abs(Date.parse(at) - Date.parse(s.at)) > 3 * dayMs;
          }),
        );
        return other && { ...s, name: other.name };
      },
      'invented-entity': (s, estate) => ({ ...s, name: estate.invent(kind) }),
      'wrong-unit': (s, _, { language }) => {
        const when =
          language === 'en' ? s.when.replace(/\bdays ago/, 'weeks ago') : s.when.replace(/\bTagen/, 'Wochen');
        return when === s.when ? undefined : { ...s, when };
      },
    },
  });
}

/** What became of something, as the inventory's history tells it. */
interface Changed {
  readonly name: string;
  readonly from: string;
  readonly to: string;
  readonly at: string;
  readonly when: string;
}

const enChange = english<Changed>;
const deChange = german<Changed>;

function change(path: string, name: string, wordings: readonly Wording<Changed>[]): FactCase {
  return factCase<Changed>({
    name,
    wordings,
    draw(estate, { language }) {
      const names = new Set(estate.named('vm').map(({ id }) => id));
      const chosen = estate.dice.maybe(
        estate.view
          .changesSince('2026-01-01T00:00:00.000Z' as never)
          .filter((one) => one.path === path && names.has(one.entityId)),
      );
      if (chosen === undefined) return undefined;
      return {
        name: chosen.entityName,
        from: String(chosen.from),
        to: String(chosen.to),
        at: chosen.at,
        when: dateWords(chosen.at, language, estate.dice.chance(0.5) ? 'absolute' : 'relative', estate.dice),
      };
    },
    faults: {
      'swapped-relation': (s) => ({ ...s, from: s.to, to: s.from }),
      'number-off': (s, estate, { language, text }) => {
        const when = dateWords(moved(s.at, estate), language, 'absolute', estate.dice);
        const planted =
          path === 'attributes.vcpus'
            ? { ...s, to: String(Number(s.to) + estate.dice.int(6, 9)) }
            : { ...s, when };
        return text(planted) === text(s) ? undefined : planted;
      },
      'invented-entity': (s, estate) => ({ ...s, name: estate.invent('vm') }),
      ...(path === 'attributes.host'
        ? {
            'wrong-host': (s: Changed, estate: Estate) => {
              const others = estate.named('host').filter(({ name: one }) => one !== s.from && one !== s.to);
              const other = estate.dice.maybe(others);
              return (
                other && (estate.dice.chance(0.5) ? { ...s, to: other.name } : { ...s, from: other.name })
              );
            },
          }
        : {}),
    },
  });
}

const changes = [
  change('attributes.host', 'VM moved', [
    enChange('change', (s) => `${s.name} was moved from ${s.from} to ${s.to} ${s.when}.`),
    enChange(
      'change',
      (s) =>
        `${s.when.charAt(0).toUpperCase() + s.when.slice(1)}, the VM ${s.name} migrated from ${s.from} to ${s.to}.`,
    ),
    enChange('change', (s) => `The host of ${s.name} changed from ${s.from} to ${s.to}.`),
    deChange('change', (s) => `${s.name} wurde ${s.when} von ${s.from} nach ${s.to} verschoben.`),
    deChange('change', (s) => `Die VM ${s.name} wechselte ${s.when} von ${s.from} auf ${s.to}.`),
  ]),
  change('attributes.vcpus', 'vCPUs changed', [
    enChange(
      'change',
      (s) => `The number of vCPUs of ${s.name} changed from ${s.from} to ${s.to} ${s.when}.`,
    ),
    enChange('change', (s) => `${s.name} was changed from ${s.from} to ${s.to} vCPUs.`),
    enChange('change', (s) => `The vCPUs of ${s.name} were reduced from ${s.from} to ${s.to}.`),
    deChange(
      'change',
      (s) => `Die Anzahl der vCPUs von ${s.name} änderte sich ${s.when} von ${s.from} auf ${s.to}.`,
    ),
    deChange('change', (s) => `Die vCPUs von ${s.name} wurden von ${s.from} auf ${s.to} reduziert.`),
  ]),
];

/** Findings, by object and in total. */
interface Found {
  readonly name: string;
  readonly severity: 'critical' | 'warning' | 'info';
  readonly title: string;
  readonly n: string;
}

const severityEn = { critical: 'critical', warning: 'warning', info: 'info' } as const;
const enFound = english<Found>;
const deFound = german<Found>;

const findings = factCase<Found>({
  name: 'findings',
  wordings: [
    enFound('finding', (s) => `${s.name} has a ${severityEn[s.severity]} finding: ${s.title}.`),
    enFound('finding', (s) => `The finding "${s.title}" concerns ${s.name}.`),
    enFound('finding', (s) => `There is a ${severityEn[s.severity]} finding on ${s.name}.`),
    enFound('total', (s) => `There are ${s.n} open findings of severity ${s.severity}.`),
    enFound('total', (s) => `The inventory holds ${s.n} ${severityEn[s.severity]} findings.`),
    deFound('finding', (s) => `Für ${s.name} liegt der Befund „${s.title}“ vor.`),
  ],
  draw(estate, { language }) {
    const all = estate.view.all('finding');
    const names = new Set(estate.entities.map(({ name }) => name));
    const finding = estate.dice.maybe(all.filter(({ attributes }) => names.has(attributes.object)));
    if (finding === undefined) return undefined;
    const { severity, object, title } = finding.attributes;
    const n = all.filter(({ attributes }) => attributes.severity === severity).length;
    return n < 2 ? undefined : { name: object, severity, title, n: countWord(n, language, estate.dice) };
  },
  faults: {
    'wrong-host': (s, estate, { text }) => {
      const troubled = new Set(estate.view.all('finding').map(({ attributes }) => attributes.object));
      const other = estate.dice.maybe(estate.named('host').filter(({ name }) => !troubled.has(name)));
      return other === undefined || !text(s).includes(s.name) ? undefined : { ...s, name: other.name };
    },
    'stale-state': (s, estate, { text }) => {
      const own = new Set(
        estate.view
          .all('finding')
          .filter(({ attributes }) => attributes.object === s.name)
          .map(({ attributes }) => attributes.severity),
      );
      const severity = estate.dice.maybe(
        (['critical', 'warning', 'info'] as const).filter((one) => !own.has(one)),
      );
      return severity === undefined || !text(s).includes(s.name) || text(s) === text({ ...s, severity })
        ? undefined
        : { ...s, severity };
    },
    'wrong-total': (s, estate, { text }) => {
      const n = estate.view
        .all('finding')
        .filter(({ attributes }) => attributes.severity === s.severity).length;
      const planted = { ...s, n: String(n + estate.dice.one([-1, 1, 3])) };
      return text(planted) === text(s) ? undefined : planted;
    },
    'invented-entity': (s, estate, { text }) =>
      text(s).includes(s.name) ? { ...s, name: estate.invent('host') } : undefined,
  },
});

/** Versions, addresses, models. */
interface Said {
  readonly name: string;
  readonly value: string;
}

const enSaid = english<Said>;
const deSaid = german<Said>;

function text(kind: EntityKind, path: string, wordings: readonly Wording<Said>[]): FactCase {
  const valueOf = (attributes: object): string | undefined => {
    const value: unknown = (attributes as Readonly<Record<string, unknown>>)[path];
    const first: unknown = Array.isArray(value) ? value[0] : value;
    return typeof first === 'string' ? first : undefined;
  };
  return factCase<Said>({
    name: `${kind} ${path}`,
    wordings,
    draw(estate) {
      const entity = estate.dice.maybe(estate.named(kind));
      const value = entity && valueOf(entity.attributes);
      return entity === undefined || value === undefined ? undefined : { name: entity.name, value };
    },
    faults: {
      'wrong-host': (s, estate) => {
        const other = estate.dice.maybe(
          estate.named(kind).filter(({ attributes }) => valueOf(attributes) !== s.value),
        );
        return other && { ...s, name: other.name };
      },
      'number-off': (s, estate) => {
        const value = s.value.replace(/\d+(?!.*\d)/, (digits) =>
          String(Number(digits) + estate.dice.int(1, 4)),
        );
        return value === s.value ? undefined : { ...s, value };
      },
      'invented-entity': (s, estate) => ({ ...s, name: estate.invent(kind) }),
    },
  });
}

const texts = [
  text('host', 'version', [
    enSaid('text', (s) => `${s.name} runs ESXi ${s.value}.`),
    enSaid('text', (s) => `The version of ${s.name} is ${s.value}.`),
    enSaid('text', (s) => `Host ${s.name} is on version ${s.value}.`),
    deSaid('text', (s) => `Auf ${s.name} ist die Version ${s.value} installiert.`),
  ]),
  text('vm', 'ips', [
    enSaid('text', (s) => `${s.name} has the IP address ${s.value}.`),
    enSaid('text', (s) => `The VM ${s.name} is reachable at ${s.value}.`),
    deSaid('text', (s) => `Die IP-Adresse von ${s.name} lautet ${s.value}.`),
  ]),
  text('host', 'model', [
    enSaid('text', (s) => `${s.name} is a ${s.value}.`),
    enSaid('text', (s) => `The hardware model of ${s.name} is ${s.value}.`),
    deSaid('text', (s) => `${s.name} ist vom Modell ${s.value}.`),
  ]),
  text('host', 'serial', [
    enSaid('text', (s) => `The serial number of ${s.name} is ${s.value}.`),
    deSaid('text', (s) => `${s.name} hat die Seriennummer ${s.value}.`),
  ]),
  text('vm', 'osConfigured', [
    enSaid('text', (s) => `${s.name} runs ${s.value}.`),
    enSaid('text', (s) => `The operating system of ${s.name} is ${s.value}.`),
    deSaid('text', (s) => `Als Betriebssystem von ${s.name} ist ${s.value} eingetragen.`),
  ]),
  text('switch', 'osVersion', [
    enSaid('text', (s) => `The switch ${s.name} runs version ${s.value}.`),
    deSaid('text', (s) => `${s.name} läuft mit der Version ${s.value}.`),
  ]),
  text('k8s-node', 'kubeletVersion', [
    enSaid('text', (s) => `The kubelet version of ${s.name} is ${s.value}.`),
    enSaid('text', (s) => `Node ${s.name} runs kubelet ${s.value}.`),
  ]),
];

export const momentCases: readonly FactCase[] = [...moments.map(single), ...changes, findings, ...texts];
