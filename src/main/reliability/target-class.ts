import type { Entity } from '../../shared/model/entity.ts';
import { splitEntityId, type EntityId } from '../../shared/model/ids.ts';

/** What history tells apart: a rollout restart of a stateful set says little of one of a deployment. */
export function targetClassOf(entity: Entity): string {
  if (entity.kind === 'workload') return `workload/${entity.attributes.type}`;
  if (entity.kind === 'vm') {
    const family = guestFamily(entity.attributes.osReported ?? entity.attributes.osConfigured);
    return family === undefined ? 'vm' : `vm/${family}`;
  }
  return entity.kind;
}

/** For an entity that is not known any more. */
export function targetClassOfId(id: EntityId): string {
  return splitEntityId(id).kind;
}

function guestFamily(system: string | undefined): string | undefined {
  if (system === undefined) return undefined;
  if (/windows/i.test(system)) return 'windows';
  return /linux|ubuntu|debian|centos|red ?hat|rhel|suse|fedora|rocky|alma|photon|flatcar|coreos/i.test(system)
    ? 'linux'
    : undefined;
}
