import { attributeText } from '../../shared/format.ts';
import type { Entity } from '../../shared/model/entity.ts';
import { kindFields } from '../../shared/model/kind-fields.ts';
import { kindDefinition } from '../../shared/model/kinds/registry.ts';
import { relationTypes, type RelationType } from '../../shared/model/relation.ts';
import type { InventoryView } from '../inventory/view.ts';
import { stateOf } from '../topology/entity-state.ts';
import type { Evidence, Fact } from './evidence.ts';

/** Fields beyond a kind's own columns that people ask for by name. */
const oftenAsked = new Set([
  'ips',
  'dnsName',
  'serial',
  'version',
  'vcpus',
  'memoryBytes',
  'osReported',
  'freeBytes',
  'usedBytes',
  'capacityBytes',
  'sizeBytes',
  'managementIp',
]);
const mostNames = 8;

/** State, what a kind shows first, and what it hangs on: enough to tell somebody what a thing is. */
export function keyFacts(view: InventoryView, entity: Entity): Fact[] {
  const state = stateOf(entity);
  const gone: Fact[] =
    entity.disappearedAt === undefined
      ? []
      : [{ path: 'disappearedAt', label: 'Gone since', text: attributeText('At', entity.disappearedAt) }];
  return [
    { path: 'kind', label: 'Kind', text: kindDefinition(entity.kind).title },
    ...gone,
    ...(state ? [{ path: 'state', label: 'State', text: state.text }] : []),
    ...attributeFacts(entity, ({ path, shown }) => shown || oftenAsked.has(path)),
    ...fillFacts(entity),
    ...relationFacts(view, entity),
  ];
}

/** Everything that is known of it, tables and records left out. */
export function allFacts(view: InventoryView, entity: Entity): Fact[] {
  return [
    ...keyFacts(view, entity),
    ...attributeFacts(entity, ({ path, shown }) => !shown && !oftenAsked.has(path)),
    ...Object.entries(entity.labels).map(([name, text]) => ({
      path: `labels.${name}`,
      label: `Label ${name}`,
      text,
    })),
  ];
}

export function attributeFacts(
  entity: Entity,
  wanted: (field: ReturnType<typeof kindFields>[number]) => boolean,
): Fact[] {
  const attributes: Readonly<Record<string, unknown>> = entity.attributes;
  return kindFields(entity.kind).flatMap((field) => {
    const value = attributes[field.path];
    if (value === undefined || !wanted(field)) return [];
    if (field.type === 'table') {
      return [{ path: field.path, label: field.title, text: `${(value as unknown[]).length} entries` }];
    }
    if (field.type === 'record') return [];
    return [{ path: field.path, label: field.title, text: attributeText(field.path, value) }];
  });
}

/** How much of its room is used, of everything that has a size. */
export function fillOf(entity: Entity): { used: number; size: number; free: number } | undefined {
  const attributes: Readonly<Record<string, unknown>> = entity.attributes;
  const read = (path: string) => {
    const value = attributes[path];
    return typeof value === 'number' ? value : undefined;
  };
  const size = read('capacityBytes') ?? read('sizeBytes');
  const free = read('freeBytes');
  const used = read('usedBytes') ?? (size !== undefined && free !== undefined ? size - free : undefined);
  if (size === undefined || used === undefined || size <= 0) return undefined;
  return { used, size, free: free ?? size - used };
}

function fillFacts(entity: Entity): Fact[] {
  const fill = fillOf(entity);
  return fill
    ? [{ path: 'usedPercent', label: 'Used', text: attributeText('Percent', (100 * fill.used) / fill.size) }]
    : [];
}

/** Relations that say where a thing is. */
const placing: readonly RelationType[] = [
  'runs-on',
  'member-of',
  'part-of',
  'stored-on',
  'backed-by',
  'located-in',
  'connected-to',
  'owned-by',
  'attached-to',
];

function relationFacts(view: InventoryView, entity: Entity): Fact[] {
  return placing.flatMap((type) => {
    const others = view.outbound(entity, type);
    if (others.length === 0) return [];
    return [{ path: `relations.${type}`, label: type.replaceAll('-', ' '), text: namesText(others) }];
  });
}

/** What hangs on it, by the other end of a relation. */
export function inboundFacts(view: InventoryView, entity: Entity): Fact[] {
  return (Object.keys(relationTypes) as RelationType[]).flatMap((type) => {
    const { inverse } = relationTypes[type];
    if (inverse === type || type === 'concerns') return [];
    const others = view.inbound(entity, type);
    return others.length === 0
      ? []
      : [
          {
            path: `relations.${inverse}`,
            label: inverse.replaceAll('-', ' '),
            text: `${others.length}: ${namesText(others)}`,
          },
        ];
  });
}

export function namesText(entities: readonly Entity[], most = mostNames): string {
  const names = entities.slice(0, most).map(({ name }) => name);
  const more = entities.length - names.length;
  return `${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

export function entityEvidence(entity: Entity, facts: readonly Fact[]): Extract<Evidence, { is: 'entity' }> {
  return {
    is: 'entity',
    id: entity.id,
    kind: entity.kind,
    name: entity.name,
    facts,
    observedAt: entity.observedAt,
  };
}
