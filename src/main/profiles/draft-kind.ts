import { z } from 'zod';
import type { CollectedDomain } from '../../shared/model/kind.ts';
import { entityKinds, kindDefinition, type EntityKind } from '../../shared/model/kinds/registry.ts';
import { attributeSchema, isListSchema, unitOf, withoutUnit } from './check-attribute.ts';
import { membersOf, pathText, plainWord } from './draft-items.ts';

type Items = readonly Readonly<Record<string, unknown>>[];

/** What things are called beside what we call them. */
const otherNames: Readonly<Partial<Record<EntityKind, readonly string[]>>> = {
  vm: [
    'vm',
    'vms',
    'virtualmachine',
    'virtualmachines',
    'guest',
    'guests',
    'qemu',
    'machine',
    'machines',
    'instance',
    'instances',
  ],
  host: ['host', 'hosts', 'hypervisor', 'hypervisors', 'esxi', 'node', 'nodes'],
  datastore: ['datastore', 'datastores', 'storage', 'storages'],
  'k8s-node': ['node', 'nodes'],
  device: ['device', 'devices', 'ap', 'accesspoint'],
  network: ['network', 'networks', 'portgroup', 'portgroups'],
  volume: ['volume', 'volumes'],
  switch: ['switch', 'switches'],
};

/** Attributes by names that servers give them. */
const synonyms: Readonly<Record<string, readonly string[]>> = {
  powerState: ['powerstate', 'status', 'state', 'power', 'running'],
  memoryBytes: ['memory', 'mem', 'maxmem', 'ram', 'memorysize', 'memorymb', 'memmb'],
  vcpus: ['cpu', 'cpus', 'vcpu', 'vcpus', 'numcpu', 'numcpus', 'maxcpu', 'cpucount', 'cores'],
  capacityBytes: ['capacity', 'size', 'total', 'maxdisk', 'totalspace'],
  freeBytes: ['free', 'available', 'avail', 'freespace'],
  usedBytes: ['used', 'usedspace'],
  osConfigured: ['guestos', 'os', 'ostype', 'guestfullname', 'guestid'],
  uuid: ['uuid', 'biosuuid', 'smbiosuuid'],
  host: ['host', 'hostname', 'node', 'hypervisor'],
  ips: ['ip', 'ips', 'ipaddress', 'ipaddresses', 'guestip'],
  uptimeSeconds: ['uptime', 'uptimeseconds'],
  serial: ['serial', 'serialnumber'],
  model: ['model', 'type'],
  vendor: ['vendor', 'manufacturer'],
};

/** States under other names. */
const states: Readonly<Record<string, readonly string[]>> = {
  on: ['on', 'poweredon', 'running', 'up', 'active', 'started'],
  off: ['off', 'poweredoff', 'stopped', 'down', 'halted', 'shutoff', 'inactive', 'shutdown'],
  suspended: ['suspended', 'paused', 'hibernated'],
};

export function guessKind(
  tool: string,
  items: Items,
  domain: CollectedDomain | undefined,
): EntityKind | undefined {
  const words = new Set(tool.toLowerCase().split(/[^a-z0-9]+/));
  const joined = plainWord(tool);
  const scored = entityKinds
    .filter((kind) => {
      const own = kindDefinition(kind).domain;
      return own !== 'infrastructure' && (domain === undefined || own === domain);
    })
    .map((kind) => {
      const { title, plural } = kindDefinition(kind);
      const own = [...(otherNames[kind] ?? []), plainWord(title), plainWord(plural), plainWord(kind)];
      const named = own.some((name) => words.has(name))
        ? 3
        : own.some((name) => name.length > 3 && joined.includes(name))
          ? 2
          : 0;
      return { kind, named, score: named * 3 + guessAttributes(kind, items).length };
    })
    // Without a word that says it, several attributes of its own have to fit.
    .filter(({ named, score }) => named > 0 || score >= 4)
    .toSorted((a, b) => b.score - a.score);
  return scored[0]?.kind;
}

export interface GuessedAttribute {
  readonly name: string;
  readonly expression: string;
  /** What has to be looked at. */
  readonly note?: string;
}

/** Attributes whose values, as an expression gives them, fit the kind. */
export function guessAttributes(kind: EntityKind, items: Items): readonly GuessedAttribute[] {
  const members = membersOf(items);
  return Object.keys(kindDefinition(kind).attributes.shape).flatMap((name): GuessedAttribute[] => {
    const schema = attributeSchema(kind, name);
    if (!schema) return [];
    const stem = plainWord(withoutUnit(name));
    const known = new Set([plainWord(name), stem, ...(synonyms[name] ?? [])]);
    for (const { path, values } of members) {
      const last = path.at(-1) ?? '';
      if (values.length === 0 || !(known.has(plainWord(last)) || known.has(plainWord(withoutUnit(last)))))
        continue;
      const guess = guessExpression(name, schema, path, values);
      if (guess) return [{ name, ...guess }];
    }
    return [];
  });
}

function guessExpression(
  name: string,
  schema: z.ZodType,
  path: readonly string[],
  values: readonly unknown[],
): Omit<GuessedAttribute, 'name'> | undefined {
  const text = pathText(path);
  const last = path.at(-1) ?? '';
  const fits = (all: readonly unknown[]) =>
    all.every(
      (value) => schema.safeParse(isListSchema(schema) && !Array.isArray(value) ? [value] : value).success,
    );
  const unit = unitOf(last);
  if (name.endsWith('Bytes')) {
    if (unit !== undefined && unit !== 'Bytes' && values.every((value) => typeof value === 'number')) {
      const binary = unit.replace('B', 'iB');
      return {
        expression: `$bytes(${text}, "${binary}")`,
        note: `${last} is taken for ${binary} (powers of 1024)`,
      };
    }
    if (values.every((value) => typeof value === 'string' && /^[\d.,]+\s*[KMGTP]?i?B$/i.test(value))) {
      return {
        expression: `$bytes(${text})`,
        note: `${last} has its unit in its text: kB is 1000, KiB is 1024`,
      };
    }
    if (unit === undefined && values.every((value) => typeof value === 'number')) {
      const largest = Math.max(...values.map(Number));
      // No memory and no disk has so few bytes.
      if (largest > 0 && largest < 16_000_000) return undefined;
      return fits(values) ? { expression: text, note: `${last} is taken for bytes` } : undefined;
    }
  }
  const choice = choicesOf(schema);
  if (choice) return guessChoice(choice, text, values);
  if (unit !== undefined && unitOf(name) !== undefined && unit !== unitOf(name)) return undefined;
  return fits(values) ? { expression: text } : undefined;
}

function guessChoice(
  choices: readonly string[],
  text: string,
  values: readonly unknown[],
): Omit<GuessedAttribute, 'name'> | undefined {
  const seen = [...new Set(values.filter((value) => typeof value === 'string'))].slice(0, 20);
  if (seen.length === 0) return undefined;
  const pairs = seen.flatMap((value): [string, string][] => {
    const word = plainWord(value);
    const same = choices.find(
      (choice) =>
        plainWord(choice) === word || (Object.hasOwn(states, choice) && states[choice]?.includes(word)),
    );
    return same === undefined ? [] : [[value, same]];
  });
  if (pairs.length === 0) return undefined;
  if (pairs.length === seen.length && pairs.every(([given, same]) => given === same))
    return { expression: text };
  const missing = seen.filter((value) => !pairs.some(([given]) => given === value));
  return {
    expression: `$lookup(${JSON.stringify(Object.fromEntries(pairs))}, ${text})`,
    note:
      missing.length > 0
        ? `of ${text} it is not known what ${missing.join(', ')} means`
        : `only these values of ${text} were seen: see whether there are others`,
  };
}

function choicesOf(schema: z.ZodType): readonly string[] | undefined {
  const inner = schema instanceof z.ZodOptional ? schema.unwrap() : schema;
  return inner instanceof z.ZodEnum ? inner.options.map(String) : undefined;
}
