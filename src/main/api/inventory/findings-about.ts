import type { Entity, EntityOf } from '../../../shared/model/entity.ts';
import { severities, type Severity } from '../../../shared/model/severity.ts';
import type { InventoryView } from '../../inventory/view.ts';

export interface FindingsAbout {
  readonly worst: Severity;
  /** Worst first. */
  readonly findings: readonly EntityOf<'finding'>[];
}

const known = new WeakMap<readonly EntityOf<'finding'>[], ReadonlyMap<string, FindingsAbout>>();

/** The findings of a view by the entity that they are about; worked out once for as long as they are the same. */
export function findingsByEntity(view: InventoryView): ReadonlyMap<string, FindingsAbout> {
  const all = view.all('finding');
  let byEntity = known.get(all);
  if (!byEntity) {
    const grouped = Map.groupBy(all, (finding) => finding.attributes.objectId);
    byEntity = new Map(
      [...grouped].map(([id, findings]) => {
        const sorted = findings.toSorted((a, b) => rank(a) - rank(b));
        return [id, { worst: sorted[0]?.attributes.severity ?? 'info', findings: sorted }];
      }),
    );
    known.set(all, byEntity);
  }
  return byEntity;
}

/** Of the worst finding about it; of a finding, its own. */
export function severityOf(view: InventoryView, entity: Entity): Severity | undefined {
  if (entity.kind === 'finding') return entity.attributes.severity;
  return findingsByEntity(view).get(entity.id)?.worst;
}

function rank(finding: EntityOf<'finding'>): number {
  return severities.indexOf(finding.attributes.severity);
}
