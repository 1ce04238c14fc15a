import type { Entity } from '../../../shared/model/entity.ts';
import type { EntityId } from '../../../shared/model/ids.ts';
import type { InventoryView } from '../../inventory/view.ts';
import { standsOn } from './stands-on.ts';

/** A remediation that is approved or under way. */
export interface OtherRemediation {
  readonly remediation: string;
  readonly action: string;
  readonly target: EntityId;
  readonly targetName: string;
}

/** Those that do not get along with one of `target`: on the same thing, on what it stands on, or on what stands on it. */
export function conflictsOf(
  view: InventoryView,
  target: Entity,
  others: readonly OtherRemediation[],
): { readonly remediation: string; readonly text: string }[] {
  if (others.length === 0) return [];
  const under = standsOn(view, target);
  const linked = new Set(view.outbound(target, 'connected-to').map(({ id }) => id));
  return others.flatMap((other) => {
    const why = reason(other);
    return why === undefined
      ? []
      : [{ remediation: other.remediation, text: `${other.action} of ${other.targetName}: ${why}` }];
  });

  function reason({ target: id, targetName }: OtherRemediation): string | undefined {
    if (id === target.id) return 'it has the same target';
    if (under.has(id)) return `${target.name} stands on ${targetName}`;
    if (linked.has(id)) return `${targetName} is at the other end of the link`;
    const entity = view.get(id);
    return entity && standsOn(view, entity).has(target.id)
      ? `${targetName} stands on ${target.name}`
      : undefined;
  }
}
