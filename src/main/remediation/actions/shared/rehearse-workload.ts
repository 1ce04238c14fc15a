import type { EntityOf } from '../../../../shared/model/entity.ts';
import type { InventoryView } from '../../../inventory/view.ts';
import type { Stage } from './rehearsal.ts';

type Workload = EntityOf<'workload'>;

/** Workloads whose replicas were all ready when they were collected. */
export const wellWorkloads = (
  view: InventoryView,
  type: Workload['attributes']['type'],
): readonly Workload[] =>
  view
    .all('workload')
    .filter(
      ({ attributes }) =>
        attributes.type === type && (attributes.desired ?? 0) >= 2 && attributes.ready === attributes.desired,
    );

/** As the inventory knows it: an autoscaler leaves the number of replicas unknown. */
export const isAutoscaled = ({ attributes, unknown }: Workload): boolean =>
  attributes.replicas === undefined || 'replicas' in unknown;

export const anyOf = (view: InventoryView, type: Workload['attributes']['type']): Workload | undefined =>
  view.all('workload').find(({ attributes }) => attributes.type === type);

/** How many it asks for now, whatever earlier rehearsals left. */
export async function replicasOf(lab: Stage, { name, attributes }: Workload): Promise<number> {
  const { cluster, namespace, type } = attributes;
  const found = await lab.call('kubernetes_get_resource', {
    cluster,
    namespace,
    name,
    apiVersion: 'apps/v1',
    kind: type,
  });
  return (found as { readonly spec: { readonly replicas: number } }).spec.replicas;
}
