import type { Entity } from '../../../shared/model/entity.ts';
import type { InventoryView } from '../../inventory/view.ts';
import type { DependencyRule } from '../dependency.ts';

/**
 * What one source observes and another documents is the same machine when both have its serial number: so a host is
 * known to stand in a rack. A serial number that several have on one side identifies none of them.
 */
export const documentedDependencies: readonly DependencyRule[] = [
  {
    of: ['host', 'switch', 'router', 'firewall', 'array'],
    on: ['device', 'switch', 'router', 'firewall'],
    type: 'documented-as',
    need: { type: 'each' },
    forward: (view, entity) => (isIntent(entity) ? [] : counterpart(view, entity, 'recorded')),
    reverse: (view, entity) => (isIntent(entity) ? counterpart(view, entity, 'seen') : []),
  },
];

const seenKinds = new Set<string>(['host', 'switch', 'router', 'firewall', 'array']);
const recordedKinds = new Set<string>(['device', 'switch', 'router', 'firewall']);

function counterpart(view: InventoryView, entity: Entity, wanted: 'seen' | 'recorded'): readonly Entity[] {
  for (const key of entity.keys) {
    if (!key.startsWith('serial:')) continue;
    const same = view.byKey(key);
    const seen = same.filter((one) => !isIntent(one) && seenKinds.has(one.kind));
    const recorded = same.filter((one) => isIntent(one) && recordedKinds.has(one.kind));
    if (seen.length === 1 && recorded.length === 1) return wanted === 'seen' ? seen : recorded;
  }
  return [];
}

function isIntent(entity: Entity): boolean {
  return 'intent' in entity.attributes && entity.attributes.intent === true;
}
