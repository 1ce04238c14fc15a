import * as fc from 'fast-check';
import { z } from 'zod';
import { entityKinds, kindDefinition, type EntityKind } from '../../src/shared/model/kinds/registry.ts';
import type { Entity, Sample } from '../../src/shared/model/entity.ts';
import { entityId } from '../../src/shared/model/ids.ts';
import { relationTypes, type Relation, type RelationType } from '../../src/shared/model/relation.ts';
import { buildEntity } from './build-view.ts';

/** Names that have broken documents before: Markdown, HTML, Mermaid, tables, direction, emptiness, size. */
const hostileNames = [
  'a|b',
  '`code`',
  '**bold** _it_ ~~no~~',
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '[text](javascript:alert(1))',
  '![i](http://example.com/x.png)',
  'line\nbreak\r\n| c |',
  '"]; click n0 "x" %%{init: {}}%%',
  'end',
  '# heading',
  '1. item',
  '- item',
  '\\|\\',
  '&amp;&#x41;',
  '\u202Eevil\u202C',
  'x\u0000y\u001B[31m',
  'zero\u200Bwidth',
  'prod_a_01 _x_',
  '$a$ ^b^ :100:',
  'https://example.com/?a=b www.example.com',
  '日本語 ünïcode 😀',
  '../../etc/passwd',
  'x'.repeat(250),
  '{{handlebars}} ${template}',
  '-->',
  '__proto__',
  'constructor',
  ']]>',
];

const plainNames = [
  'prod-a',
  'prod-b',
  'esx-01',
  'vm-12',
  'ds-1',
  'sw1',
  'sw10',
  'fra1',
  'r01',
  'vol_1',
  'default',
];

export const anyName: fc.Arbitrary<string> = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...plainNames) },
  { weight: 2, arbitrary: fc.constantFrom(...hostileNames) },
  { weight: 1, arbitrary: fc.string({ minLength: 1, maxLength: 30, unit: 'grapheme' }) },
);

interface JsonSchema {
  readonly type?: string;
  readonly format?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly JsonSchema[];
  readonly items?: JsonSchema;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: JsonSchema | boolean;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
}

const anInstant = fc
  .integer({ min: Date.parse('2020-01-01T00:00:00Z'), max: Date.parse('2027-12-31T00:00:00Z') })
  .map((ms) => new Date(ms).toISOString());

/** Values that fit a schema; texts are names, so that records refer to each other now and then. */
function valueOf(schema: JsonSchema, name: string): fc.Arbitrary<unknown> {
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  if (schema.anyOf !== undefined) return fc.oneof(...schema.anyOf.map((one) => valueOf(one, name)));
  switch (schema.type ?? '') {
    case 'string':
      return schema.format === 'date-time' || name.endsWith('At') ? anInstant : anyName;
    case 'boolean':
      return fc.boolean();
    case 'integer':
    case 'number': {
      const min = Math.max(schema.minimum ?? schema.exclusiveMinimum ?? -1000, -1000);
      const top = name.endsWith('Bytes') ? 2 ** 45 : 100_000;
      return fc.integer({
        min: Math.ceil(min),
        max: Math.max(Math.ceil(min), Math.min(schema.maximum ?? top, top)),
      });
    }
    case 'array':
      return fc.array(valueOf(schema.items ?? {}, name), { maxLength: 3 });
    case 'object': {
      if (schema.properties !== undefined) return objectOf(schema);
      const values = schema.additionalProperties;
      return fc.dictionary(
        fc.constantFrom(...plainNames),
        typeof values === 'object' ? valueOf(values, name) : anyName,
        { maxKeys: 3 },
      );
    }
    default:
      return anyName;
  }
}

function objectOf(schema: JsonSchema): fc.Arbitrary<Record<string, unknown>> {
  const required = new Set(schema.required);
  const members = Object.entries(schema.properties ?? {}).map(
    ([name, member]) =>
      [
        name,
        required.has(name) ? valueOf(member, name) : fc.option(valueOf(member, name), { nil: undefined }),
      ] as const,
  );
  return fc
    .record(Object.fromEntries(members))
    .map((object) => Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)));
}

const attributesOf = new Map<EntityKind, fc.Arbitrary<Record<string, unknown>>>();

function attributes(kind: EntityKind): fc.Arbitrary<Record<string, unknown>> {
  let known = attributesOf.get(kind);
  if (known === undefined) {
    known = objectOf(
      z.toJSONSchema(kindDefinition(kind).attributes, { io: 'input', unrepresentable: 'any' }) as JsonSchema,
    );
    attributesOf.set(kind, known);
  }
  return known;
}

const relationNames = Object.keys(relationTypes) as RelationType[];
const observedKinds = entityKinds.filter((kind) => kind !== 'finding');

/**
 * A random estate of all kinds: attributes that fit their schemas, hostile names, relations that make no sense, and
 * some things that are gone.
 */
export function randomEstate(size: { readonly min?: number; readonly max: number }): fc.Arbitrary<Entity[]> {
  const one = fc.constantFrom(...observedKinds).chain((kind) =>
    fc.record({
      kind: fc.constant(kind),
      name: anyName,
      nativeId: fc.oneof(fc.uuid(), anyName),
      source: fc.constantFrom('src-a', 'src-b'),
      partition: fc.option(fc.constantFrom('prod-a', 'prod b|', 'k8s/default'), { nil: undefined }),
      attributes: attributes(kind),
      relations: fc.array(
        fc.record({ type: fc.constantFrom(...relationNames), to: fc.nat(), key: fc.boolean() }),
        { maxLength: 3 },
      ),
      labels: fc.dictionary(fc.constantFrom('team', 'app', 'owner'), anyName, { maxKeys: 2 }),
      gone: fc.integer({ min: 0, max: 19 }).map((n) => n === 0),
      growth: fc.option(fc.integer({ min: 0, max: 2 ** 40 }), { nil: undefined }),
    }),
  );
  return fc
    .uniqueArray(one, {
      minLength: size.min ?? 0,
      maxLength: size.max,
      selector: ({ source, kind, nativeId }) => entityId(source, kind, nativeId),
    })
    .map((specs) =>
      specs.map((spec, i): Entity => {
        const relations = spec.relations.map(({ type, to, key }): Relation => {
          const target = specs[to % specs.length] ?? spec;
          return key
            ? { type, toKey: `key:${to % specs.length}` }
            : { type, to: entityId(target.source, target.kind, target.nativeId) };
        });
        const samples: Readonly<Record<string, readonly Sample[]>> | undefined =
          spec.growth === undefined
            ? undefined
            : {
                usedBytes: Array.from({ length: 20 }, (_, day): Sample => [
                  20_000 + day,
                  day * (spec.growth ?? 0),
                ]),
              };
        return buildEntity(spec.kind, spec.name, {
          nativeId: spec.nativeId,
          source: spec.source,
          ...(spec.partition === undefined ? {} : { partition: spec.partition }),
          attributes: spec.attributes as never,
          relations,
          keys: [`key:${i}`],
          labels: spec.labels,
          ...(samples === undefined ? {} : { samples }),
          ...(spec.gone ? { disappearedAt: '2026-11-22T00:00:00.000Z' } : {}),
        }) as Entity;
      }),
    );
}
