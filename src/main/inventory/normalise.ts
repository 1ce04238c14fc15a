import { z } from 'zod';
import { entityKinds, kindDefinition, type EntityKind } from '../../shared/model/kinds/registry.ts';
import { canonicalText } from './digest.ts';
import { compareNatural, compareText } from './natural-order.ts';

/**
 * Brings attributes into the one form in which they are compared (as-built rules, section 4): lists that are sets
 * are sorted, DNS names and MAC addresses are lower case, link-local addresses are dropped. What an attribute needs
 * is read from its name and its place in the kind's schema once; at run time only those attributes are touched.
 */
export type Normaliser = (attributes: Record<string, unknown>) => void;

/** Lists whose order says something: failover order, resolver order, start order, first match wins. */
const orderedLists = new Set([
  'active',
  'standby',
  'dnsServers',
  'searchDomains',
  'containers',
  'initContainers',
  'rules',
  'versions',
]);

/** By which member entries of a list are told apart, best first; without any of them, by their first text. */
const identityMembers = ['key', 'id', 'uuid', 'name', 'label', 'device', 'mount', 'prefix', 'path', 'type'];

type Transform = (value: unknown) => unknown;

export function normaliserOf(kind: EntityKind): Normaliser {
  return byKind.get(kind) ?? nothing;
}

function nothing(): void {}

function compileObject(shape: Readonly<Record<string, unknown>>): Normaliser | undefined {
  const steps: [member: string, transform: Transform][] = [];
  for (const [member, schema] of Object.entries(shape)) {
    const transform = compile(member, schema);
    if (transform) steps.push([member, transform]);
  }
  if (steps.length === 0) return undefined;
  return (attributes) => {
    for (const [member, transform] of steps) {
      const value = attributes[member];
      if (value !== undefined) attributes[member] = transform(value);
    }
  };
}

function compile(member: string, schema: unknown): Transform | undefined {
  if (
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodNullable ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodReadonly
  ) {
    return compile(member, schema.def.innerType);
  }
  if (schema instanceof z.ZodString) return compileText(member);
  if (schema instanceof z.ZodObject) {
    const inner = compileObject(schema.shape);
    return inner && ((value) => (inner(value as Record<string, unknown>), value));
  }
  if (schema instanceof z.ZodArray) return compileList(member, schema.element);
  if (schema instanceof z.ZodRecord) return (value) => sortMembers(value as Record<string, unknown>);
  return undefined;
}

/** The same record with its members in the order of their names. */
export function sortMembers<T>(record: Readonly<Record<string, T>>): Readonly<Record<string, T>> {
  const names = Object.keys(record);
  for (let i = 1; i < names.length; i++) {
    if (compareText(names[i - 1] as string, names[i] as string) > 0) {
      return Object.fromEntries(Object.entries(record).toSorted(([a], [b]) => compareText(a, b)));
    }
  }
  return record;
}

function compileText(member: string): Transform | undefined {
  if (/mac$/i.test(member) || /macaddress$/i.test(member)) {
    return (value) => (value as string).toLowerCase().replaceAll('-', ':');
  }
  if (
    /^(dns|host|fqdn|search|domain)(name|names|domain|domains)?$/i.test(member) &&
    /dns|fqdn/i.test(member)
  ) {
    return (value) => (value as string).toLowerCase();
  }
  return undefined;
}

function compileList(member: string, element: unknown): Transform | undefined {
  const ordered = orderedLists.has(member);
  if (element instanceof z.ZodObject) {
    const inner = compileObject(element.shape);
    const identity =
      identityMembers.find((name) => Object.hasOwn(element.shape, name)) ??
      Object.keys(element.shape).find((name) => element.shape[name] instanceof z.ZodString);
    return (value) => {
      const list = value as Record<string, unknown>[];
      if (inner) for (const item of list) inner(item);
      return ordered ? list : sorted(list, (a, b) => compareEntries(a, b, identity));
    };
  }
  const singular = member.replace(/s$/, '').replace(/Addresse$/, 'Address');
  const transform = element instanceof z.ZodString ? compileText(singular) : undefined;
  const holdsAddresses = /(^ips?|ips|addresses)$/i.test(member);
  return (value) => {
    let list = value as unknown[];
    if (transform) list = list.map(transform);
    if (holdsAddresses && list.some(isLinkLocal)) list = list.filter((item) => !isLinkLocal(item));
    return ordered ? list : sorted(list, compareScalars);
  };
}

function isLinkLocal(value: unknown): boolean {
  return typeof value === 'string' && (value.startsWith('169.254.') || /^fe[89ab][0-9a-f]:/i.test(value));
}

function compareEntries(
  a: Readonly<Record<string, unknown>>,
  b: Readonly<Record<string, unknown>>,
  identity: string | undefined,
): number {
  const byIdentity = identity === undefined ? 0 : compareScalars(a[identity], b[identity]);
  return byIdentity || compareText(canonicalText(a), canonicalText(b));
}

function compareScalars(a: unknown, b: unknown): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a === 'string' && typeof b === 'string') return a === b ? 0 : compareNatural(a, b);
  return compareText(canonicalText(a), canonicalText(b));
}

/** Lists mostly arrive sorted: say so before copying. */
function sorted<T>(list: readonly T[], compare: (a: T, b: T) => number): readonly T[] {
  for (let i = 1; i < list.length; i++) {
    if (compare(list[i - 1] as T, list[i] as T) > 0) return list.toSorted(compare);
  }
  return list;
}

const byKind = new Map(
  entityKinds.map((kind) => [kind, compileObject(kindDefinition(kind).attributes.shape)] as const),
);
