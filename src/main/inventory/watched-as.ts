import type { Entity, EntityOf } from '../../shared/model/entity.ts';
import type { EntityKind } from '../../shared/model/kinds/registry.ts';

/** A label and what it has to be, as a regular expression of RE2 over the whole value. */
export interface LabelMatch {
  readonly name: string;
  readonly pattern: string;
}

/**
 * How monitoring commonly labels what it watches of a thing: alternatives, each with labels that hold together. Empty
 * where there is no such custom.
 */
export function watchedAs(entity: Entity): readonly (readonly LabelMatch[])[] {
  // What is known by nothing of its own is known by nothing: no labels would be those of everything.
  return (customs[entity.kind]?.(entity) ?? []).flatMap((labels) => {
    const known = labels.filter((one) => one !== undefined);
    return known.length === labels.length ? [known] : [];
  });
}

type Custom = (entity: Entity) => readonly (readonly (LabelMatch | undefined)[])[];

const custom =
  <K extends EntityKind>(kind: K, labels: (entity: EntityOf<K>) => ReturnType<Custom>): Custom =>
  (entity) =>
    entity.kind === kind ? labels(entity as EntityOf<K>) : [];

const device: Custom = ({ name, attributes }) => {
  const address: unknown = Reflect.get(attributes, 'managementIp');
  return [[instanceOf([name, typeof address === 'string' ? address : undefined])]];
};

const customs: Readonly<Partial<Record<EntityKind, Custom>>> = {
  vm: custom('vm', ({ name, attributes: { dnsName, ips } }) => [
    [instanceOf([name, dnsName, ...(ips ?? [])])],
  ]),
  host: device,
  switch: device,
  router: device,
  firewall: device,
  device,
  'k8s-node': custom('k8s-node', ({ name, attributes: { internalIp, hostname } }) => [
    [exactly('node', name)],
    [instanceOf([name, hostname, internalIp])],
  ]),
  pod: custom('pod', ({ name, attributes: { namespace } }) => [
    [exactly('namespace', namespace), exactly('pod', name)],
  ]),
  workload: custom('workload', ({ name, attributes: { namespace, type } }) => [
    [exactly('namespace', namespace), exactly(type.toLowerCase(), name)],
  ]),
  'persistent-volume-claim': custom('persistent-volume-claim', ({ name, attributes: { namespace } }) => [
    [exactly('namespace', namespace), exactly('persistentvolumeclaim', name)],
  ]),
  interface: custom('interface', ({ name, attributes }) =>
    ['device', 'ifName', 'ifDescr'].map((label) => [instanceOf([attributes.device]), exactly(label, name)]),
  ),
};

/** A selector of PromQL: `{instance=~"…"}`. */
export const selectorOf = (labels: readonly LabelMatch[]): string =>
  `{${labels.map(({ name, pattern }) => `${name}=~${quoted(pattern)}`).join(',')}}`;

/** A text as PromQL writes it. */
export const quoted = (text: string, quote: '"' | "'" = '"'): string =>
  `${quote}${text
    .replaceAll('\\', String.raw`\\`)
    .replaceAll(quote, `\\${quote}`)
    .replaceAll('\n', String.raw`\n`)}${quote}`;

const exactly = (name: string, value: string): LabelMatch => ({ name, pattern: escaped(value) });

/** With a port or without; a bare name with a domain or without, a full name with its domain or without. */
function instanceOf(names: readonly (string | undefined)[]): LabelMatch | undefined {
  const given = names.filter(
    (name): name is string => name !== undefined && name.trim() !== '' && !everybodys.test(name),
  );
  const alternatives = new Set(given.flatMap((name) => [nameOrAddress(name), ...shortName(name)]));
  if (alternatives.size === 0) return undefined;
  return { name: 'instance', pattern: `(?i:${[...alternatives].join('|')})(?::[0-9]+)?` };
}

/** Names and addresses that many a machine has: its own loopback, and bridges of container and VM software. */
const everybodys = /^(?:127\.|::1$|172\.17\.0\.1$|192\.168\.122\.1$|localhost(?:\.|$))/i;

const isAddress = (name: string): boolean => /^[0-9.]+$/.test(name) || name.includes(':');

function nameOrAddress(name: string): string {
  if (name.includes(':')) return String.raw`\[?${escaped(name)}\]?`;
  return isAddress(name) || name.includes('.')
    ? escaped(name)
    : String.raw`${escaped(name)}(?:\.[a-z0-9.-]+)?`;
}

const shortName = (name: string): readonly string[] =>
  !isAddress(name) && name.includes('.') ? [escaped(name.slice(0, name.indexOf('.')))] : [];

/** Of RE2 and of JavaScript alike. */
const escaped = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);
