import { fieldTitle, kindFields } from '../../../src/shared/model/kind-fields.ts';
import { entityKinds, kindDefinition, type EntityKind } from '../../../src/shared/model/kinds/registry.ts';
import type { Entity } from '../../../src/shared/model/entity.ts';
import type { RelationType } from '../../../src/shared/model/relation.ts';
import type { FactCase } from './case.ts';
import { rareEstate } from './second-voice/index.ts';
import type { Measure } from './second-voice/quantities.ts';
import { compared, counted, extreme, listed } from './second-voice/compared.ts';
import { dated, link, measured, state, valueAt, worded } from './second-voice/shapes.ts';

/**
 * Statements made from the definitions of the kinds themselves: each number, each yes or no, each choice and each
 * relation that an estate of the rarer kinds has, in plain frames. What rules for those kinds are written against.
 */
const sample = rareEstate(1);

const measures: readonly (readonly [suffix: RegExp, measure: Measure])[] = [
  [/Bytes$/, 'bytes'],
  [/Mhz$/, 'mhz'],
  [/Mbps$/, 'mbps'],
  [/Percent$/, 'percent'],
  [/Ms$/, 'ms'],
  [/Seconds$/, 'seconds'],
  [/Celsius$/, 'celsius'],
  [/Watts$/, 'watts'],
  [/vlan$|Asn$|mtu|vid$/, 'exact'],
];

const lower = (title: string) => (/^[A-Z]{2}|^vCPU|^I\/O/.test(title) ? title : title.toLowerCase());

const numbers = entityKinds.flatMap((kind): FactCase[] => {
  const title = kindDefinition(kind).title;
  return kindFields(kind).flatMap(({ path, type }) => {
    const known = sample
      .named(kind)
      .some((entity) => typeof valueAt(entity, path) === 'number' && Number(valueAt(entity, path)) > 1);
    if (type !== 'number' || !known || path === 'ready') return [];
    const measure = measures.find(([suffix]) => suffix.test(path))?.[1] ?? 'count';
    const noun = lower(fieldTitle(path));
    return [
      measured(kind, path, measure, {
        en: [
          `The ${noun} of the ${title} {a} [is|is not] {q}.`,
          `{a} [has|does not have] a ${noun} of {q}.`,
          `${noun} on {a} stands at {q}.`,
          `For the ${title} {a}, the inventory shows a ${noun} of {q}.`,
          `On {a} the ${noun} comes to {q}.`,
          `A ${noun} of {q} is recorded for {a}.`,
          `Looking at {a}, we see a ${noun} of {q}.`,
          `{q} is the ${noun} of {a}.`,
          `The ${noun} of {a} has reached {q}.`,
          `The ${title} {a}, whose ${noun} is {q}, is in the inventory.`,
        ],
        de: [`${noun} von {a}: {q}.`],
      }),
      compared(kind, path, {
        en: [
          `{a} has a higher ${noun} than {b}.`,
          `The ${noun} of {a} is higher than that of {b}.`,
          `{b} has a lower ${noun} than {a}.`,
          `In ${noun}, {a} exceeds {b}.`,
        ],
      }),
      extreme(kind, path, 'most', {
        en: [
          `{a} has the highest ${noun} of all ${kindDefinition(kind).plural}.`,
          `The ${title} with the highest ${noun} is {a}.`,
          `No ${title} has a higher ${noun} than {a}.`,
          `Of all ${kindDefinition(kind).plural}, {a} has the highest ${noun}.`,
        ],
      }),
    ];
  });
});

const says: Readonly<Partial<Record<RelationType, readonly string[]>>> = {
  'part-of': [
    '{a} [is|is not] part of {b}.',
    '{b} [contains|does not contain] {a}.',
    '{a} gehört [|nicht ]zu {b}.',
  ],
  'member-of': [
    '{a} [is|is not] a member of {b}.',
    '{b} [includes|does not include] {a}.',
    '{a} ist [|nicht ]Teil von {b}.',
  ],
  'stored-on': [
    '{a} [is|is not] stored on {b}.',
    '{b} [stores|does not store] {a}.',
    '{a} liegt [|nicht ]auf {b}.',
  ],
  'mapped-to': [
    '{a} [is|is not] mapped to {b}.',
    '{b} [has|does not have] {a} mapped to it.',
    '{a} ist [|nicht ]auf {b} gemappt.',
  ],
  'replicates-to': [
    '{a} [replicates|does not replicate] to {b}.',
    '{b} [is|is not] the replication target of {a}.',
    '{a} repliziert [|nicht ]nach {b}.',
  ],
  'managed-by': [
    '{a} [is|is not] managed by {b}.',
    '{b} [manages|does not manage] {a}.',
    '{a} wird [|nicht ]von {b} verwaltet.',
  ],
  'assigned-to': [
    '{a} [is|is not] assigned to {b}.',
    '{b} [has|does not have] {a} assigned.',
    '{a} ist [|nicht ]{b} zugewiesen.',
  ],
  carries: [
    '{a} [carries|does not carry] {b}.',
    '{b} [is|is not] carried by {a}.',
    '{a} führt {b}[| nicht].',
  ],
  'located-in': [
    '{a} [is|is not] located in {b}.',
    '{b} [is|is not] where {a} stands.',
    '{a} steht [|nicht ]in {b}.',
  ],
  'routes-to': [
    '{a} [routes|does not route] to {b}.',
    '{b} [is|is not] reached through {a}.',
    '{a} leitet [|nicht ]an {b} weiter.',
  ],
  scales: [
    '{a} [scales|does not scale] {b}.',
    '{b} [is|is not] scaled by {a}.',
    '{a} skaliert {b}[| nicht].',
  ],
  'bound-to': [
    '{a} [is|is not] bound to {b}.',
    '{b} [is|is not] the volume bound to {a}.',
    '{a} ist [|nicht ]an {b} gebunden.',
  ],
  mounts: [
    '{a} [mounts|does not mount] {b}.',
    '{b} [is|is not] mounted by {a}.',
    '{a} bindet {b} [|nicht ]ein.',
  ],
  selects: [
    '{a} [selects|does not select] {b}.',
    '{b} [is|is not] selected by {a}.',
    '{a} wählt {b} [|nicht ]aus.',
  ],
  'owned-by': [
    '{a} [is|is not] owned by {b}.',
    '{b} [owns|does not own] {a}.',
    '{a} gehört [|nicht ]zu {b}.',
  ],
  'runs-on': [
    '{a} [runs|does not run] on {b}.',
    '{b} [hosts|does not host] {a}.',
    '{a} läuft [|nicht ]auf {b}.',
  ],
  'attached-to': [
    '{a} [is|is not] attached to {b}.',
    '{b} [has|does not have] {a} attached.',
    '{a} ist [|nicht ]an {b} angeschlossen.',
  ],
  'backed-by': [
    '{a} [is|is not] backed by {b}.',
    '{b} [backs|does not back] {a}.',
    '{a} basiert [|nicht ]auf {b}.',
  ],
};

const links = entityKinds.flatMap((kind): FactCase[] => {
  const seen = new Map<string, readonly [RelationType, EntityKind]>();
  for (const entity of sample.named(kind))
    for (const { type } of entity.relations)
      for (const target of sample.view.outbound(entity, type))
        seen.set(`${type} ${target.kind}`, [type, target.kind]);
  return [...seen.values()].flatMap(([type, target]) => {
    const [forward, back, german] = says[type] ?? [];
    if (forward === undefined || back === undefined || german === undefined) return [];
    const [from, to] = [kindDefinition(kind).title, kindDefinition(target).title];
    const kinded = (text: string) => text.replace('{a}', `the ${from} {a}`).replace('{b}', `the ${to} {b}`);
    return [
      link(type, [kind, target], {
        en: [
          forward,
          back,
          kinded(forward),
          kinded(back),
          `Note that ${kinded(forward)}`,
          `The review has shown that ${forward}`,
        ],
        de: [german],
      }),
    ];
  });
});

const flags = entityKinds.flatMap((kind): FactCase[] => {
  const around = {
    en: [
      '{a} {q}.',
      `The ${kindDefinition(kind).title} {a} {q}.`,
      'Operations reports that {a} {q}.',
      'It is worth noting that {a} {q}.',
    ],
    de: ['{a} {q}.'],
  };
  return kindFields(kind).flatMap(({ path, type }) => {
    const values = new Set(
      sample.named(kind).flatMap((entity) => {
        const value = valueAt(entity, path);
        return typeof value === 'string' || typeof value === 'boolean' ? [value] : [];
      }),
    );
    if (type === 'choice' || ['state', 'status', 'phase'].includes(path)) {
      const words = [...values].filter((value) => typeof value === 'string' && value !== 'unknown');
      return [
        state(
          kind,
          path,
          words.map((value) => ({
            value,
            en: [[`is ${String(value)}`, `is not ${String(value)}`]],
            de: [[`ist ${String(value)}`, `ist nicht ${String(value)}`]],
          })),
          around,
        ),
      ];
    }
    const enabled = /^(.*)Enabled$/.exec(path)?.[1];
    if (type !== 'yes-no' || values.size === 0 || enabled === undefined) return [];
    const noun = enabled.length < 4 ? enabled.toUpperCase() : enabled;
    return [
      state(
        kind,
        path,
        [
          {
            value: true,
            en: [[`has ${noun} enabled`, `does not have ${noun} enabled`]],
            de: [[`hat ${noun} aktiviert`, `hat ${noun} nicht aktiviert`]],
          },
          {
            value: false,
            en: [[`has ${noun} disabled`, `does not have ${noun} disabled`]],
            de: [[`hat ${noun} deaktiviert`, `hat ${noun} nicht deaktiviert`]],
          },
        ],
        around,
      ),
    ];
  });
});

const within = ['part-of', 'member-of', 'located-in', 'stored-on'] as const;

const groups = entityKinds.flatMap((kind): FactCase[] => {
  const { plural } = kindDefinition(kind);
  const seen = new Map<string, readonly [RelationType, EntityKind]>();
  for (const entity of sample.named(kind))
    for (const { type } of entity.relations)
      for (const target of sample.view.outbound(entity, type))
        if (within.some((one) => one === type)) seen.set(`${type} ${target.kind}`, [type, target.kind]);
  return [...seen.values()].flatMap(([type, target]) => [
    counted({
      name: `${kind} in a ${target}`,
      group: target,
      of: ({ view }, group) => (group === undefined ? [] : view.inbound(group, type, kind)),
      words: {
        en: [
          `{a} has {q} ${plural}.`,
          `There are {q} ${plural} in {a}.`,
          `{q} ${plural} belong to {a}.`,
          `The number of ${plural} in {a} is {q}.`,
          `{a} contains {q} ${plural} in total.`,
        ],
      },
    }),
    listed(
      `${kind} of one ${target}`,
      kind,
      ({ view }) =>
        (view.all(target) as readonly Entity[]).map((group) => ({
          of: group.name,
          members: view.inbound(group, type, kind),
        })),
      {
        en: [
          `{a} belong to {b}.`,
          `{b} contains {a}.`,
          `The ${plural} {a} are part of {b}.`,
          `In {b} are {a}.`,
        ],
        de: [`{a} gehören zu {b}.`],
      },
    ),
  ]);
});

const texts = entityKinds.flatMap((kind): FactCase[] => {
  const title = kindDefinition(kind).title;
  return kindFields(kind).flatMap(({ path, type }) => {
    const values = sample.named(kind).flatMap((entity) => {
      const value = valueAt(entity, path);
      return typeof value === 'string' ? [value] : [];
    });
    const noun = lower(fieldTitle(path));
    if (type === 'moment' && values.length > 0) {
      const event = /^(\w+?)At$/.exec(path)?.[1] ?? noun;
      const said = event === 'expires' ? 'expires' : `was ${event}`;
      return [
        dated(kind, path, {
          en: [`The ${title} {a} ${said} {q}.`, `{a} ${said} {q}.`, `Note that {a} ${said} {q}.`],
        }),
      ];
    }
    // What a record says of where it belongs is said as a relation.
    const belongs = ['array', 'cluster', 'namespace', 'site', 'device', 'host', 'volume', 'pool', 'rack'];
    if (
      type !== 'text' ||
      values.length === 0 ||
      belongs.includes(path) ||
      /prefix|Volume$|Array$/.test(path)
    )
      return [];
    return [
      worded(kind, path, {
        en: [
          `The ${noun} of the ${title} {a} [is|is not] {q}.`,
          `{a} [has|does not have] the ${noun} {q}.`,
          `For {a}, the inventory shows the ${noun} {q}.`,
          `${noun} of {a}: {q}.`,
        ],
      }),
    ];
  });
});

const tables = entityKinds.flatMap((kind): FactCase[] =>
  kindFields(kind).flatMap(({ path, type }) => {
    const listOf = (entity: Entity | undefined): readonly Entity[] => {
      const value: unknown = entity === undefined ? undefined : valueAt(entity, path);
      return entity !== undefined && Array.isArray(value) ? value.map(() => entity) : [];
    };
    if (type !== 'table' || !sample.named(kind).some((one) => listOf(one).length > 1)) return [];
    const noun = lower(fieldTitle(path));
    return [
      counted({
        name: `${path} of a ${kind}`,
        group: kind,
        of: (_, group) => listOf(group),
        words: {
          en: [
            `{a} has {q} ${noun}.`,
            `There are {q} ${noun} on {a}.`,
            `The number of ${noun} of {a} is {q}.`,
            `{q} ${noun} belong to the ${kindDefinition(kind).title} {a}.`,
          ],
        },
      }),
    ];
  }),
);

export const byDefinition: readonly FactCase[] = [
  ...numbers,
  ...links,
  ...flags,
  ...groups,
  ...texts,
  ...tables,
];
