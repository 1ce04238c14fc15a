import type { EntityOf } from '../../../../shared/model/entity.ts';
import type { InventoryView } from '../../../inventory/view.ts';
import type { Stage } from './rehearsal.ts';

type Node = EntityOf<'k8s-node'>;

export const workers = (view: InventoryView): readonly Node[] =>
  view
    .all('k8s-node')
    .filter(
      ({ attributes }) => attributes.ready === true && !(attributes.roles ?? []).includes('control-plane'),
    );

/** Takes pods, or takes none, whatever an earlier rehearsal left. */
export async function setSchedulable(lab: Stage, node: Node, schedulable: boolean): Promise<Node> {
  await lab.call(schedulable ? 'kubernetes_uncordon_node' : 'kubernetes_cordon_node', {
    cluster: node.attributes.cluster,
    node: node.name,
  });
  return node;
}
