import { z } from 'zod';

/** Gives what the schema gives; for what does not fit it, its own issues. */
export type QuickParse<T> = (value: unknown) => z.ZodSafeParseResult<T>;

/**
 * `schema.safeParse` for the many values that fit, several times faster: the schema is read once into plain functions
 * that copy what fits and give up at the first thing that does not, or that they do not know. Then, and only then,
 * the schema itself is asked, so that its word is the one that counts. One difference is left: members that are
 * undefined may be left out.
 */
export function quickParse<T>(schema: z.ZodType<T>): QuickParse<T> {
  return withReader(schema, readerOf(schema, copying));
}

/**
 * As `quickParse`, but what fits is given as it came rather than as a copy: with members that the schema would leave
 * out. For values that nobody else holds, read by the names of their members.
 */
export function quickCheck<T>(schema: z.ZodType<T>): QuickParse<T> {
  return withReader(schema, readerOf(schema, checking));
}

function withReader<T>(schema: z.ZodType<T>, read: Reader): QuickParse<T> {
  return (value) => {
    const data = read(value);
    return data === unfit ? schema.safeParse(value) : { success: true, data: data as T };
  };
}

const unfit = Symbol('unfit');

/** What fits, or a copy of it as the schema would give it, or `unfit`, which means: ask the schema. */
type Reader = (value: unknown) => unknown;

interface Mode {
  readonly copies: boolean;
  readonly readers: WeakMap<object, Reader>;
}

const copying: Mode = { copies: true, readers: new WeakMap() };
const checking: Mode = { copies: false, readers: new WeakMap() };

function readerOf(schema: unknown, mode: Mode): Reader {
  const { readers } = mode;
  const known = readers.get(schema as object);
  if (known) return known;
  let reader: Reader | undefined;
  // A schema that contains itself meets this while it is being read.
  readers.set(schema as object, (value) => (reader ?? refuse)(value));
  reader = compile(schema, mode) ?? refuse;
  readers.set(schema as object, reader);
  return reader;
}

function refuse(): typeof unfit {
  return unfit;
}

function compile(schema: unknown, mode: Mode): Reader | undefined {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodCatch) {
    // What stands for a missing or a wrong value is the schema's to say.
    return readerOf(schema.def.innerType, mode);
  }
  if (schema instanceof z.ZodNullable) {
    const inner = readerOf(schema.def.innerType, mode);
    return (value) => (value === null ? null : inner(value));
  }
  const scalar = compileScalar(schema);
  if (scalar || !isWithoutChecks(schema)) return scalar;
  if (schema instanceof z.ZodUnknown) return (value) => value;
  if (schema instanceof z.ZodArray) return compileList(schema.element, mode);
  if (schema instanceof z.ZodObject) return compileObject(schema, mode);
  if (schema instanceof z.ZodRecord) return compileRecord(schema, mode);
  if (schema instanceof z.ZodUnion) return compileUnion(schema.options);
  return undefined;
}

function compileScalar(schema: unknown): Reader | undefined {
  if (schema instanceof z.ZodString || schema instanceof z.ZodStringFormat) return compileText(schema.def);
  if (schema instanceof z.ZodNumber) return compileNumber(schema.def);
  if (!isWithoutChecks(schema)) return undefined;
  if (schema instanceof z.ZodBoolean) return (value) => (typeof value === 'boolean' ? value : unfit);
  if (schema instanceof z.ZodEnum) return among(schema.options);
  if (schema instanceof z.ZodLiteral) return among(schema.values);
  return undefined;
}

/** Definitions of zod's own checks, as far as they are known here. */
interface CheckDefinition {
  readonly check?: unknown;
  readonly format?: unknown;
  readonly value?: unknown;
  readonly inclusive?: unknown;
  readonly minimum?: unknown;
  readonly maximum?: unknown;
  readonly pattern?: unknown;
}

type Definition = CheckDefinition & { readonly checks?: readonly unknown[] | undefined; coerce?: unknown };

/** A format is a check that is the schema itself. */
function checksOf(definition: Definition): CheckDefinition[] {
  const own = definition.check === undefined ? [] : [definition];
  const added = (definition.checks ?? []) as readonly { readonly _zod: { readonly def: CheckDefinition } }[];
  return [...own, ...added.map((check) => check._zod.def).filter((check) => check !== definition)];
}

function isWithoutChecks(schema: unknown): boolean {
  return schema instanceof z.ZodType && checksOf(schema.def).length === 0;
}

function compileText(definition: Definition): Reader | undefined {
  let shortest = 0;
  let longest = Infinity;
  let pattern: RegExp | undefined;
  if (definition.coerce === true) return undefined;
  for (const { check, format, minimum, maximum, pattern: expected } of checksOf(definition)) {
    if (check === 'min_length') shortest = Math.max(shortest, Number(minimum));
    else if (check === 'max_length') longest = Math.min(longest, Number(maximum));
    else if (check === 'string_format' && format === 'datetime' && pattern === undefined) {
      if (!(expected instanceof RegExp)) return undefined;
      pattern = new RegExp(expected.source, expected.flags.replaceAll(/[gy]/g, ''));
    } else return undefined;
  }
  if (pattern === undefined) {
    return (value) =>
      typeof value === 'string' && value.length >= shortest && value.length <= longest ? value : unfit;
  }
  const fits = pattern;
  return (value) =>
    typeof value === 'string' && value.length >= shortest && value.length <= longest && fits.test(value)
      ? value
      : unfit;
}

function compileNumber(definition: Definition): Reader | undefined {
  let least = -Infinity;
  let over = -Infinity;
  let most = Infinity;
  let under = Infinity;
  let whole = false;
  if (definition.coerce === true) return undefined;
  for (const { check, format, value, inclusive } of checksOf(definition)) {
    if (check === 'number_format' && format === 'safeint') whole = true;
    else if (typeof value !== 'number') return undefined;
    else if (check === 'greater_than') {
      if (inclusive === true) least = Math.max(least, value);
      else over = Math.max(over, value);
    } else if (check === 'less_than') {
      if (inclusive === true) most = Math.min(most, value);
      else under = Math.min(under, value);
    } else return undefined;
  }
  return (value) =>
    typeof value === 'number' &&
    value >= least &&
    value > over &&
    value <= most &&
    value < under &&
    (whole ? Number.isSafeInteger(value) : Number.isFinite(value))
      ? value
      : unfit;
}

function among(values: Iterable<unknown>): Reader {
  const known = new Set(values);
  return (value) => (value !== undefined && known.has(value) ? value : unfit);
}

function compileList(element: unknown, mode: Mode): Reader {
  const read = readerOf(element, mode);
  const { copies } = mode;
  return (value) => {
    if (!Array.isArray(value)) return unfit;
    const list: unknown[] | undefined = copies ? [] : undefined;
    for (let i = 0; i < value.length; i++) {
      const item = value[i] === undefined ? unfit : read(value[i]);
      if (item === unfit) return unfit;
      list?.push(item);
    }
    return list ?? value;
  };
}

/**
 * An object that gets more members than these by computed names becomes a hash table in V8, which takes twice as long
 * to read and to write as JSON; a spread copy of it is a plain object again, at less than what that costs.
 */
const fewMembers = 16;

function compileObject(schema: z.ZodObject, mode: Mode): Reader | undefined {
  const { copies } = mode;
  const { catchall } = schema.def;
  if (catchall !== undefined && !(catchall instanceof z.ZodNever)) return undefined;
  const strict = catchall !== undefined;
  const members = Object.entries(schema.shape).map(([name, member]) => ({
    name,
    // Not what a default fills in: that a member is missing is then for the schema to mend.
    optional: member instanceof z.ZodOptional && member._zod.optin === 'optional',
    read: readerOf(member, mode),
  }));
  if (members.some(({ name }) => name === '__proto__')) return undefined;
  const large = members.length > fewMembers;
  return (value) => {
    if (!isPlain(value)) return unfit;
    const copy: Record<string, unknown> | undefined = copies ? {} : undefined;
    let known = 0;
    for (let i = 0; i < members.length; i++) {
      const { name, optional, read } = members[i] as (typeof members)[number];
      const member = value[name];
      if (member === undefined) {
        if (!optional) return unfit;
        continue;
      }
      const item = read(member);
      if (item === unfit) return unfit;
      if (copy) copy[name] = item;
      known++;
    }
    if (strict) {
      for (const _ in value) known--;
      if (known !== 0) return unfit;
    }
    return large && copy ? { ...copy } : (copy ?? value);
  };
}

function compileRecord(schema: z.ZodRecord, mode: Mode): Reader | undefined {
  const { copies } = mode;
  const { keyType, valueType } = schema.def;
  if (!(keyType instanceof z.ZodString) || schema.def.mode === 'loose') return undefined;
  const readKey = readerOf(keyType, mode);
  const read = readerOf(valueType, mode);
  return (value) => {
    if (!isPlain(value)) return unfit;
    const copy: Record<string, unknown> | undefined = copies ? {} : undefined;
    for (const name in value) {
      if (name === '__proto__' || readKey(name) === unfit) return unfit;
      const item = value[name] === undefined ? unfit : read(value[name]);
      if (item === unfit) return unfit;
      if (copy) copy[name] = item;
    }
    return copy ?? value;
  };
}

/** The first that fits, as zod has it. Of scalars alone, because their readers never refuse what would fit. */
function compileUnion(options: readonly unknown[]): Reader | undefined {
  const choices: Reader[] = [];
  for (const option of options) {
    const read = compileScalar(option);
    if (!read) return undefined;
    choices.push(read);
  }
  return (value) => {
    for (const read of choices) {
      const item = read(value);
      if (item !== unfit) return item;
    }
    return unfit;
  };
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
