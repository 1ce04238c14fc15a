import type { ExprNode } from 'jsonata';
import { z } from 'zod';
import { kindDefinition, type EntityKind } from '../../shared/model/kinds/registry.ts';
import type { CompiledExpression } from '../platform/expression.ts';

/** What can be known to be wrong with an attribute before any server has answered. */
export function attributeProblems(
  kind: EntityKind,
  name: string,
  given: CompiledExpression | { readonly constant: unknown },
): readonly string[] {
  const schema = attributeSchema(kind, name);
  if (!schema) return [noSuch(kind, name, Object.keys(kindDefinition(kind).attributes.shape))];
  if ('constant' in given) return misfit(schema, given.constant, isListSchema(schema));
  const unit = wrongUnit(name, given.ast);
  const constants = constantsOf(given.ast).flatMap((value) => misfit(schema, value, isListSchema(schema)));
  return [...(unit === undefined ? [] : [unit]), ...new Set(constants)];
}

/** Whether one thing stands for a list of one, as JSONata gives it. */
export function isListAttribute(kind: EntityKind, name: string): boolean {
  const schema = attributeSchema(kind, name);
  return schema !== undefined && isListSchema(schema);
}

export function attributeSchema(kind: EntityKind, name: string): z.ZodType | undefined {
  const { shape } = kindDefinition(kind).attributes;
  const schema: unknown = Object.hasOwn(shape, name) ? shape[name] : undefined;
  return schema instanceof z.ZodType ? schema : undefined;
}

export function isListSchema(schema: unknown): boolean {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable)
    return isListSchema(schema.unwrap());
  return schema instanceof z.ZodArray;
}

function misfit(schema: z.ZodType, value: unknown, list: boolean): string[] {
  // What is not known is left out.
  if (value === null) return [];
  const parsed = schema.safeParse(list && !Array.isArray(value) ? [value] : value);
  if (parsed.success) return [];
  return [`it can be ${JSON.stringify(value)}, which does not fit: ${parsed.error.issues[0]?.message ?? ''}`];
}

function noSuch(kind: EntityKind, name: string, names: readonly string[]): string {
  const stem = withoutUnit(name).toLowerCase();
  const near = names.filter(
    (one) =>
      withoutUnit(one).toLowerCase() === stem ||
      one.toLowerCase().includes(name.toLowerCase()) ||
      (name.length > 3 && name.toLowerCase().includes(withoutUnit(one).toLowerCase())),
  );
  const hint = near.length > 0 ? `: did you mean ${near.slice(0, 4).join(' or ')}?` : '';
  return `${kind} has no attribute "${name}"${hint === '' ? `; it has ${names.slice(0, 60).join(', ')}` : hint}`;
}

/** Units as they end names, in attributes and in answers. */
const units: readonly (readonly [unit: string, ending: RegExp])[] = [
  ['Bytes', /bytes?$/i],
  ['MB', /(?:_|(?<=[a-z]))(?:mb|mib|megabytes)$|(?<=[a-z])MB$/i],
  ['GB', /(?:_|(?<=[a-z]))(?:gb|gib|gigabytes)$|(?<=[a-z])GB$/i],
  ['KB', /(?:_|(?<=[a-z]))(?:kb|kib|kilobytes)$|(?<=[a-z])KB$/i],
  ['TB', /(?:_|(?<=[a-z]))(?:tb|tib)$/i],
  ['Mhz', /mhz$/i],
  ['GHz', /ghz$/i],
  ['Mbps', /mbps$/i],
  ['Kbps', /kbps$/i],
  ['Gbps', /gbps$/i],
  ['Bps', /bps$/i],
  ['Ms', /(?:_ms|Ms|millis|milliseconds)$/],
  ['Seconds', /(?:_s|_sec|secs?|seconds)$/i],
  ['Percent', /(?:percent|_pct)$/i],
  ['Watts', /watts?$/i],
  ['Days', /days$/i],
];

export function unitOf(name: string): string | undefined {
  return units.find(([, ending]) => ending.test(name))?.[0];
}

export function withoutUnit(name: string): string {
  const ending = units.find(([, one]) => one.test(name))?.[1];
  return ending ? name.replace(ending, '').replace(/_$/, '') : name;
}

/** A number that is handed on as it came, under a name of another unit. */
function wrongUnit(name: string, ast: ExprNode): string | undefined {
  const last = ast.type === ('path' as string) ? ast.steps?.at(-1) : undefined;
  const from = last?.type === 'name' ? String(last.value) : undefined;
  const [is, came] = [unitOf(name), from === undefined ? undefined : unitOf(from)];
  if (is === undefined || came === undefined || is === came) return undefined;
  const help =
    is === 'Bytes'
      ? `: $bytes(${from}, "${came.replace('B', 'iB')}") for powers of 1024, $bytes(${from}, "${came}") for powers of 1000`
      : is === 'Seconds'
        ? `: $seconds(${from}, "${came.toLowerCase()}")`
        : '';
  return `"${from}" looks like ${came}, and ${name} is in ${is}${help}`;
}

/** Values that an expression gives whatever the answer, where that can be told from how it is written. */
function constantsOf(node: ExprNode | undefined): readonly unknown[] {
  if (!node) return [];
  switch (node.type as string) {
    case 'string':
    case 'number':
    case 'value':
      return [node.value];
    case 'block':
      return constantsOf(node.expressions?.at(-1));
    case 'condition': {
      const { then, else: otherwise } = node as unknown as Record<string, ExprNode | undefined>;
      return [...constantsOf(then), ...constantsOf(otherwise)];
    }
    case 'function': {
      const [table] = node.arguments ?? [];
      const pairs: unknown =
        node.procedure?.value === 'lookup' && table?.type === 'unary' ? table.lhs : undefined;
      if (!Array.isArray(pairs)) return [];
      return pairs.flatMap((pair: unknown) =>
        Array.isArray(pair) ? constantsOf(pair[1] as ExprNode | undefined) : [],
      );
    }
    default:
      return [];
  }
}
