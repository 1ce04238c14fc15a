import type { EntityId } from '../../shared/model/ids.ts';
import type { Severity } from '../../shared/model/severity.ts';
import type { InventoryView } from '../inventory/view.ts';

export type FindingTally = Readonly<Record<Severity, number>>;

export const noFindings: FindingTally = Object.freeze({ critical: 0, warning: 0, info: 0 });

const known = new WeakMap<object, ReadonlyMap<EntityId, FindingTally>>();

/** Findings by the entity that they are about; kept by the list, which a view hands out while nothing of it changes. */
export function findingsByEntity(view: InventoryView): ReadonlyMap<EntityId, FindingTally> {
  const findings = view.all('finding');
  const before = known.get(findings);
  if (before) return before;
  const tallies = new Map<EntityId, Record<Severity, number>>();
  for (const { attributes } of findings) {
    const id = attributes.objectId as EntityId;
    const tally = tallies.get(id) ?? { ...noFindings };
    tally[attributes.severity] += 1;
    tallies.set(id, tally);
  }
  if (findings.length > 0) known.set(findings, tallies);
  return tallies;
}
