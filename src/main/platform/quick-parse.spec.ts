import {
  array,
  assert,
  boolean,
  constant,
  constantFrom,
  double,
  integer,
  jsonValue,
  nat,
  oneof,
  property,
  record,
  string,
  tuple,
  type Arbitrary,
} from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { propertyRuns } from '../../../test/support/property.ts';
import { entityKinds, kindDefinition } from '../../shared/model/kinds/registry.ts';
import { quickCheck, quickParse } from './quick-parse.ts';

interface Tree {
  readonly name: string;
  readonly children?: readonly Tree[] | undefined;
}

const tree: z.ZodType<Tree> = z.object({
  name: z.string().min(1),
  get children() {
    return z.array(tree).optional();
  },
});

const everything = z.strictObject({
  text: z.string().min(1).max(5),
  count: z.number().int().min(0).max(9).optional(),
  amount: z.number().positive().lt(9).optional(),
  at: z.iso.datetime().optional(),
  state: z.enum(['on', 'off']).catch('off').optional(),
  mode: z.enum(['a', 'b']).default('a'),
  limit: z.union([z.number().nonnegative(), z.literal('unlimited')]).nullish(),
  either: z.union([z.object({ a: z.string().default('x') }), z.object({ b: z.string() })]).optional(),
  free: z.record(z.string().min(1), z.array(z.boolean())).optional(),
  trimmed: z.string().trim().optional(),
  even: z
    .number()
    .refine((value) => value % 2 === 0)
    .optional(),
  tree: tree.optional(),
  any: z.unknown().optional(),
});

const schemas: [string, z.ZodType][] = [
  ['a schema of everything', everything],
  ...entityKinds.map((kind): [string, z.ZodType] => [kind, kindDefinition(kind).attributes]),
];

/** Values that a schema takes, sometimes with something at some place that it may not take. */
function valueOf(schema: unknown, depth = 0): Arbitrary<unknown> {
  const odd = oneof(
    constantFrom(undefined, null, '', ' x ', 0, -1, 1.5, NaN, [], {}, 'unlimited', '2026-01-02T03:04:05Z'),
    jsonValue({ maxDepth: 1 }),
  );
  return oneof({ weight: 60, arbitrary: fittingOf(schema, depth) }, { weight: 1, arbitrary: odd });
}

function fittingOf(schema: unknown, depth: number): Arbitrary<unknown> {
  const below = (inner: unknown) => valueOf(inner, depth + 1);
  if (schema instanceof z.ZodOptional) {
    return depth > 6 ? constant(undefined) : oneof(below(schema.def.innerType), constant(undefined));
  }
  if (schema instanceof z.ZodNullable) return oneof(below(schema.def.innerType), constant(null));
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodCatch) return below(schema.def.innerType);
  if (schema instanceof z.ZodObject) {
    const shape = Object.fromEntries(
      Object.entries(schema.shape).map(([name, member]) => [name, below(member)]),
    );
    return tuple(record(shape), boolean(), integer({ min: 0, max: 60 })).map(
      ([record, keepsUndefined, extra]) => {
        const members = Object.entries(record).filter(([, member]) => keepsUndefined || member !== undefined);
        if (extra === 0) members.push(['unforeseen', 1]);
        return Object.fromEntries(extra % 2 === 0 ? members.toReversed() : members);
      },
    );
  }
  if (schema instanceof z.ZodArray) return array(below(schema.element), { maxLength: 3 });
  if (schema instanceof z.ZodRecord) {
    const name = oneof({ weight: 20, arbitrary: string() }, { weight: 1, arbitrary: constant('__proto__') });
    return array(tuple(name, below(schema.def.valueType)), { maxLength: 3 }).map((members) =>
      Object.fromEntries(members),
    );
  }
  if (schema instanceof z.ZodUnion) return oneof(...schema.options.map(below));
  if (schema instanceof z.ZodEnum) return constantFrom(...schema.options);
  if (schema instanceof z.ZodLiteral) return constantFrom(...schema.values);
  if (schema instanceof z.ZodBoolean) return boolean();
  if (schema instanceof z.ZodNumber) return oneof(nat(), nat(9), double());
  if (schema instanceof z.ZodStringFormat) return constant('2026-01-02T03:04:05.678Z');
  if (schema instanceof z.ZodString) return string({ maxLength: 8 });
  return jsonValue({ maxDepth: 2 });
}

/** As JSON: with the order of members, without those that are undefined. */
function outcomeOf(result: z.ZodSafeParseResult<unknown>): string {
  return result.success
    ? `fits ${JSON.stringify(result.data)}`
    : `does not fit ${JSON.stringify(result.error.issues)}`;
}

describe('a quick parse', () => {
  it.each(schemas)('says of %s what the schema says, members in the same order', (_, schema) => {
    const parse = quickParse(schema);
    assert(
      property(valueOf(schema), (value) => {
        expect(outcomeOf(parse(value))).toBe(outcomeOf(schema.safeParse(value)));
      }),
      { numRuns: propertyRuns(30, 2_000) },
    );
  });

  it.each(schemas)('of %s, a quick check takes what the schema takes', (_, schema) => {
    const check = quickCheck(schema);
    assert(
      property(valueOf(schema), (value) => {
        const checked = check(value);
        const parsed = schema.safeParse(value);
        // What is given as it came holds all that the schema would give; what it would change is asked for.
        const asItCame = checked.success && checked.data === value && parsed.success;
        expect(asItCame ? [value] : [outcomeOf(checked)]).toMatchObject([
          asItCame ? parsed.data : outcomeOf(parsed),
        ]);
      }),
      { numRuns: propertyRuns(30, 2_000) },
    );
  });

  it('gives a copy, so that what it was given can be changed afterwards', () => {
    const given = { text: 'a', mode: 'b', free: { x: [true] } };
    const { data } = quickParse(everything)(given);
    expect(data).toEqual(given);
    given.free.x.push(false);
    expect(data?.free).toEqual({ x: [true] });
  });

  it('does not ask the schema about what fits', () => {
    const schema = z.object({ name: z.string() });
    const parse = quickParse(schema);
    Object.defineProperty(schema, 'safeParse', {
      value: () => {
        throw new Error('asked');
      },
    });
    expect(parse({ name: 'vm1' })).toEqual({ success: true, data: { name: 'vm1' } });
    expect(() => parse({ name: 1 })).toThrow('asked');
  });

  it.each([
    ['an array where an object is expected', []],
    ['an object of a class', new Map()],
    ['a list with a hole', { text: 'a', mode: 'a', free: { x: [true, , true] } }], // oxlint-disable-line no-sparse-arrays
    ['a member called __proto__', JSON.parse('{"text":"a","mode":"a","free":{"__proto__":[]}}')],
  ])('says of %s what the schema says', (_, value: unknown) => {
    expect(outcomeOf(quickParse(everything)(value))).toBe(outcomeOf(everything.safeParse(value)));
  });
});
