import type { Entity, EntityOf } from '../../../shared/model/entity.ts';
import type { InventoryView } from '../../inventory/view.ts';
import type { Verdict } from '../rule.ts';

export const documentedOnly = 'documented, not observed: the source does not ask the device';

export type NetworkDevice =
  EntityOf<'switch'> | EntityOf<'router'> | EntityOf<'firewall'> | EntityOf<'device'>;

export function networkDevices(view: InventoryView): readonly NetworkDevice[] {
  return [...view.all('router'), ...view.all('firewall'), ...view.all('switch'), ...view.all('device')];
}

/** Why a measured value is missing: because nobody measures, or in the source's own words. */
export function notGiven(entity: Entity, attribute: string, what: string): Verdict {
  const intent = 'intent' in entity.attributes && entity.attributes.intent === true;
  const reason =
    entity.unknown[attribute] ?? (intent ? documentedOnly : `${what} not given by ${entity.source}`);
  return { type: 'unknown', entity, reason };
}

/** `sw1 Ethernet3`: an interface's own name says nothing without its device. */
export function portName(port: EntityOf<'interface'>): string {
  return `${port.attributes.device} ${port.name}`;
}
