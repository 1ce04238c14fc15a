import { entityKinds, kindDefinition, type EntityKind } from '../../shared/model/kinds/registry.ts';
import { fold } from './fold.ts';

/** What operators look for by name, most asked for first. */
const sought: readonly EntityKind[] = [
  'vm',
  'host',
  'cluster',
  'workload',
  'switch',
  'router',
  'firewall',
  'datastore',
  'k8s-node',
  'array',
  'volume',
  'network',
  'vlan',
  'namespace',
  'service',
  'k8s-cluster',
  'site',
  'rack',
  'device',
  'vcenter',
  'datacenter',
];

/** Parts and passing things: there are many of them, and they carry the names of what they belong to. */
const leaves: readonly EntityKind[] = [
  'interface',
  'device-port',
  'cable',
  'pod',
  'k8s-event',
  'finding',
  'job-run',
  'custom-resource',
  'access-role',
  'role-binding',
  'limit-range',
  'resource-quota',
  'network-policy',
  'storage-snapshot',
  'storage-port',
  'initiator-host',
  'disk',
  'shelf',
  'addon',
  'certificate',
];

/**
 * Added to a score, in hundredths of what `quality` counts in. Within one quality, kinds come in the order in which
 * they are asked for; a leaf is one step further down, unless it was typed whole.
 */
export function kindWeight(kind: EntityKind): number {
  const place = sought.indexOf(kind);
  if (place !== -1) return 1_400 - place * 20;
  return leaves.includes(kind) ? -2_500 : 700;
}

const words = new Map<EntityKind, readonly string[]>(
  entityKinds.map((kind) => {
    const { title, plural } = kindDefinition(kind);
    return [kind, [fold(kind), fold(title), fold(plural)]];
  }),
);

/** Whether a word names the kind: `hosts`, `vm`. */
export function namesKind(word: string, kind: EntityKind): boolean {
  return words.get(kind)?.includes(word) ?? false;
}
