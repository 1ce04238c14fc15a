import type { Entity } from '../../../shared/model/entity.ts';
import type { InventoryView } from '../../inventory/view.ts';
import { stated, states, type DependencyRule } from '../dependency.ts';

/** vSphere: machines on hosts, their disks on datastores, their adapters on port groups. */
export const vmwareDependencies: readonly DependencyRule[] = [
  // Without its vCenter everything runs on; nothing can be moved, balanced or changed.
  states(['datacenter', 'host'], 'part-of', ['vcenter'], { need: { type: 'reduces' } }),
  states(['host'], 'managed-by', ['vcenter'], { need: { type: 'reduces' } }),
  {
    of: ['cluster'],
    on: ['vcenter'],
    type: 'managed-by',
    need: { type: 'reduces' },
    drawn: false,
    forward: (view, cluster) =>
      view
        .outbound(cluster, 'part-of')
        .filter((one) => one.kind === 'datacenter')
        .flatMap((datacenter) => view.outbound(datacenter, 'part-of'))
        .filter((one) => one.kind === 'vcenter'),
    reverse: (view, vcenter) =>
      view
        .inbound(vcenter, 'part-of', 'datacenter')
        .flatMap((datacenter) => view.inbound(datacenter, 'part-of', 'cluster')),
  },
  states(['cluster', 'datastore', 'datastore-cluster', 'network', 'dv-switch'], 'part-of', ['datacenter']),
  states(['host'], 'member-of', ['cluster']),
  stated(['cluster'], 'member-of', ['host'], { need: { type: 'any' }, drawn: false }),
  states(['resource-pool'], 'part-of', ['cluster', 'resource-pool']),
  states(['vm'], 'member-of', ['cluster', 'resource-pool'], { drawn: false }),
  states(['vm'], 'runs-on', ['host'], {
    need: { type: 'failover', standby: otherHosts, becomes: 'restarts' },
    holds: needsHost,
  }),
  states(['vm'], 'stored-on', ['datastore']),
  states(['datastore'], 'member-of', ['datastore-cluster'], { need: { type: 'reduces' } }),
  states(['datastore'], 'backed-by', ['lun', 'volume', 'share', 'pool', 'array']),
  states(['vm'], 'attached-to', ['network'], { need: { type: 'any' } }),
  states(['network'], 'part-of', ['dv-switch']),
  states(['network'], 'carries', ['vlan']),
  states(['host'], 'attached-to', ['dv-switch'], { need: { type: 'any' } }),
  states(['host'], 'attached-to', ['network'], { need: { type: 'any' }, drawn: false }),
  states(['host'], 'connected-to', ['interface'], { need: { type: 'any' }, hidden: hasUnknownUplinks }),
];

/** A machine that is off, or a template, loses nothing with the host it is registered on. */
function needsHost(entity: Entity): boolean {
  return (
    entity.kind === 'vm' && entity.attributes.powerState !== 'off' && entity.attributes.template !== true
  );
}

/** Hosts on which vSphere HA would start the machine again. */
function otherHosts(view: InventoryView, vm: Entity, active: Entity): readonly Entity[] {
  const cluster = [...view.outbound(active, 'member-of'), ...view.outbound(vm, 'member-of')].find(
    (one) => one.kind === 'cluster',
  );
  if (cluster?.kind !== 'cluster' || cluster.attributes.haEnabled !== true) return [];
  return view
    .inbound(cluster, 'member-of', 'host')
    .filter((host) => host.id !== active.id && host.kind === 'host' && isUsable(host.attributes));
}

function isUsable(host: {
  readonly connectionState?: string | undefined;
  readonly maintenanceMode?: boolean | undefined;
}): boolean {
  return (host.connectionState ?? 'connected') === 'connected' && host.maintenanceMode !== true;
}

/** Adapters with a link whose other end is not among what was collected. */
export function unknownUplinks(view: InventoryView, entity: Entity): number {
  if (entity.kind !== 'host') return 0;
  const linked = (entity.attributes.pnics ?? []).filter((pnic) => pnic.linkUp === true).length;
  const known = view.outbound(entity, 'connected-to').filter((one) => one.kind === 'interface').length;
  return Math.max(0, linked - known);
}

function hasUnknownUplinks(view: InventoryView, entity: Entity): boolean {
  return unknownUplinks(view, entity) > 0;
}
