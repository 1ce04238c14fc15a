import type { Entity, EntityOf } from '../../../../shared/model/entity.ts';
import type { InventoryView } from '../../../inventory/view.ts';

/** Types that make a pod anew when one is gone. */
export const remade: ReadonlySet<string> = new Set(['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet']);

/** The outermost workload that the pod belongs to. */
export function ownerOf(pod: Entity, view: InventoryView): EntityOf<'workload'> | undefined {
  let owner: EntityOf<'workload'> | undefined;
  let at = pod;
  for (let steps = 0; steps < 4; steps += 1) {
    const next = view.outbound(at, 'owned-by').find((one) => one.kind === 'workload');
    if (next?.kind !== 'workload' || next.id === at.id) break;
    owner = next;
    at = next;
  }
  return owner;
}
