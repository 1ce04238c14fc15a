import type { Entity, EntityOf } from '../../../../shared/model/entity.ts';
import type { ActionSubject } from '../../action.ts';

export const asPort = (target: Entity): EntityOf<'interface'> | undefined =>
  target.kind === 'interface' ? target : undefined;

/** The port of an action that has ports as its only targets. */
export function portOf(target: Entity): EntityOf<'interface'> {
  // The catalogue lets no other kind come here.
  if (target.kind !== 'interface')
    throw new TypeError(`expected an interface, ${target.id} is a ${target.kind}`);
  return target;
}

export const callOfPort = (target: Entity): string => {
  const { name, attributes } = portOf(target);
  return `${attributes.device} ${name}`;
};

/** Only what has a link of its own can be shut, opened or counted. */
export function refuseNoLink({ target }: Pick<ActionSubject<unknown>, 'target'>): string | undefined {
  const port = asPort(target);
  if (port?.attributes.intent === true) return 'it stands in the documentation only: no device is behind it';
  const type = port?.attributes.type;
  return type === 'loopback' || type === 'VLAN interface'
    ? `it is a ${type}: it has no link of its own`
    : undefined;
}

/** Why a device must not lose this link: nobody could reach it any more to bring it back. */
export function refuseLastUplink({
  target,
  view,
}: Pick<ActionSubject<unknown>, 'target' | 'view'>): string | undefined {
  const port = asPort(target);
  if (!port) return undefined;
  const leadsOn = (one: Entity) =>
    view.outbound(one, 'connected-to').some((far) => far.kind === 'interface' && far.id !== one.id);
  if (!leadsOn(port)) return undefined;
  const others = view
    .all('interface')
    .filter(
      (one) =>
        one.id !== port.id &&
        one.source === port.source &&
        one.attributes.device === port.attributes.device &&
        one.attributes.operUp === true &&
        leadsOn(one),
    );
  return others.length > 0
    ? undefined
    : `it is the last link of ${port.attributes.device} to another device: without it nobody could bring it back`;
}
