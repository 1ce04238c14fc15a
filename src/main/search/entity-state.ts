import type { Entity } from '../../shared/model/entity.ts';

/** What a thing says of its own state, first of these that it has. */
const paths = ['powerState', 'connectionState', 'phase', 'state', 'status', 'severity'] as const;

/**
 * The state of a thing in its source's own word, for a list of different kinds. How bad that is, is not judged here:
 * findings say that.
 */
export function entityState(entity: Entity): string | undefined {
  if (entity.kind === 'host') return entity.attributes.connectionState ?? entity.attributes.powerState;
  if (entity.kind === 'workload') {
    const { ready, desired } = entity.attributes;
    return ready === undefined || desired === undefined ? undefined : `${ready}/${desired} ready`;
  }
  const attributes: Readonly<Record<string, unknown>> = entity.attributes;
  for (const path of paths) {
    const value = attributes[path];
    if (typeof value === 'string' && value !== '') return value;
  }
  const ready = attributes['ready'];
  if (typeof ready === 'boolean') return ready ? 'ready' : 'not ready';
  const accessible = attributes['accessible'];
  if (typeof accessible === 'boolean') return accessible ? 'accessible' : 'not accessible';
  return undefined;
}
