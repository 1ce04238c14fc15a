import type { EntityOf } from '../../../../shared/model/entity.ts';
import type { InventoryView } from '../../../inventory/view.ts';
import type { Stage } from './rehearsal.ts';

type Port = EntityOf<'interface'>;

/** Ports of leaves with a host behind them. */
export const hostPorts = (view: InventoryView): readonly Port[] =>
  view
    .all('interface')
    .filter(
      ({ attributes }) =>
        attributes.operUp === true &&
        attributes.mode === 'trunk' &&
        attributes.lag === undefined &&
        attributes.isLag === false,
    );

export const loopback = (view: InventoryView): Port | undefined =>
  view.all('interface').find(({ attributes }) => attributes.type === 'loopback');

/** The one link of a device that leads to another one. */
export const lastUplink = (view: InventoryView): Port | undefined => {
  const leading = view
    .all('interface')
    .filter((port) => view.outbound(port, 'connected-to').some(({ kind }) => kind === 'interface'));
  return leading.find(
    ({ attributes }) =>
      attributes.operUp === true &&
      leading.filter((other) => other.attributes.device === attributes.device).length === 1,
  );
};

const of = ({ name, attributes }: Port) => ({ device: attributes.device, port: name });

export async function opened(lab: Stage, port: Port): Promise<Port> {
  await lab.call('network_enable_port', of(port));
  await lab.pass(10);
  return port;
}

export async function shut(lab: Stage, port: Port): Promise<Port> {
  await lab.call('network_disable_port', of(port));
  await lab.pass(10);
  return port;
}
