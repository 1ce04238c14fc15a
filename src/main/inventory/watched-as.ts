import type { Entity } from '../../shared/model/entity.ts';

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
  switch (entity.kind) {
    case 'vm': {
      const { dnsName, ips } = entity.attributes;
      return [[instanceOf([entity.name, dnsName, ...(ips ?? [])])]];
    }
    case 'host':
    case 'switch':
    case 'router':
    case 'firewall':
    case 'device':
      return [[instanceOf([entity.name, entity.attributes.managementIp])]];
    case 'k8s-node': {
      const { internalIp, hostname } = entity.attributes;
      return [[exactly('node', entity.name)], [instanceOf([entity.name, hostname, internalIp])]];
    }
    case 'pod': {
      const { namespace } = entity.attributes;
      return [[exactly('namespace', namespace), exactly('pod', entity.name)]];
    }
    case 'workload': {
      const { namespace, type } = entity.attributes;
      return [[exactly('namespace', namespace), exactly(type.toLowerCase(), entity.name)]];
    }
    case 'persistent-volume-claim': {
      const { namespace } = entity.attributes;
      return [[exactly('namespace', namespace), exactly('persistentvolumeclaim', entity.name)]];
    }
    case 'interface': {
      const device = instanceOf([entity.attributes.device]);
      return ['device', 'ifName', 'ifDescr'].map((label) => [device, exactly(label, entity.name)]);
    }
    default:
      return [];
  }
}

/** A selector of PromQL: `{instance=~"…"}`. */
export const selectorOf = (labels: readonly LabelMatch[]): string =>
  `{${labels.map(({ name, pattern }) => `${name}=~${quoted(pattern)}`).join(',')}}`;

/** A text as PromQL writes it. */
export const quoted = (text: string): string =>
  `"${text
    .replaceAll('\\', String.raw`\\`)
    .replaceAll('"', String.raw`\"`)
    .replaceAll('\n', String.raw`\n`)}"`;

const exactly = (name: string, value: string): LabelMatch => ({ name, pattern: escaped(value) });

/** With a port or without; a bare name with a domain or without, a full name with its domain or without. */
function instanceOf(names: readonly (string | undefined)[]): LabelMatch {
  const given = names.filter((name) => name !== undefined && name.trim() !== '') as readonly string[];
  const alternatives = new Set(given.flatMap((name) => [nameOrAddress(name), ...shortName(name)]));
  return { name: 'instance', pattern: `(?i:${[...alternatives].join('|')})(?::[0-9]+)?` };
}

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
