import { z } from 'zod';
import { entityIdSchema, type EntityId } from './ids.ts';

/** Relation types, read from the entity that states it to the other, and how the other end is read back. */
export const relationTypes = {
  'runs-on': { inverse: 'runs', says: 'vm → host, pod → k8s-node, k8s-node → vm' },
  'member-of': {
    inverse: 'has-member',
    says: 'host → cluster, vm → resource-pool, interface → LAG interface',
  },
  'part-of': {
    inverse: 'contains',
    says: 'component → its whole: interface → switch, pod → namespace, disk → array',
  },
  'stored-on': { inverse: 'stores', says: 'vm → datastore, volume → pool, lun → volume' },
  'backed-by': { inverse: 'backs', says: 'datastore → lun or volume, persistent-volume → volume' },
  'attached-to': {
    inverse: 'attaches',
    says: 'vm or vmkernel adapter → network (port group), host → dv-switch',
  },
  'connected-to': {
    inverse: 'connected-to',
    says: 'interface ↔ interface, host adapter ↔ switch port; symmetric',
  },
  'owned-by': { inverse: 'owns', says: 'pod → workload, workload → workload' },
  selects: { inverse: 'selected-by', says: 'service → workload, disruption budget → workload' },
  'routes-to': { inverse: 'routed-from', says: 'ingress → service, route → next hop' },
  mounts: { inverse: 'mounted-by', says: 'workload or pod → persistent-volume-claim' },
  'bound-to': { inverse: 'binds', says: 'persistent-volume-claim → persistent-volume' },
  grants: { inverse: 'granted-by', says: 'role binding → role' },
  'instance-of': { inverse: 'has-instance', says: 'custom resource → its definition' },
  scales: { inverse: 'scaled-by', says: 'autoscaler → workload' },
  carries: { inverse: 'carried-by', says: 'interface or network → vlan' },
  'assigned-to': { inverse: 'has-assigned', says: 'IP address → interface; prefix → vlan or site' },
  'located-in': { inverse: 'locates', says: 'device → rack → site' },
  'mapped-to': { inverse: 'maps', says: 'lun → host' },
  'replicates-to': { inverse: 'replicated-from', says: 'volume → volume' },
  'peers-with': { inverse: 'peers-with', says: 'BGP or HA peer; symmetric' },
  'powered-by': { inverse: 'powers', says: 'device → power feed' },
  'managed-by': { inverse: 'manages', says: 'host → vcenter' },
  concerns: { inverse: 'concerned-by', says: 'finding → entity, event → entity' },
} as const;

export type RelationType = keyof typeof relationTypes;

/**
 * One outbound relation. `to` names an entity of the same source; `toKey` names whatever entity of any source
 * publishes that natural key (see Entity.keys), and is resolved when the inventory is read.
 */
export const relationSchema = z.union([
  z.strictObject({ type: z.enum(Object.keys(relationTypes) as [RelationType]), to: entityIdSchema }),
  z.strictObject({
    type: z.enum(Object.keys(relationTypes) as [RelationType]),
    toKey: z.string().min(3).max(300),
  }),
]);
export type Relation =
  | { readonly type: RelationType; readonly to: EntityId }
  | { readonly type: RelationType; readonly toKey: string };
