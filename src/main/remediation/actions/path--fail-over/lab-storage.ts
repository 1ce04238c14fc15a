import { z } from 'zod';
import type { Entity } from '../../../../shared/model/entity.ts';
import type { Facts } from '../../../../shared/model/plan.ts';
import type { ActionAdapter } from '../../action-adapter.ts';
import { check, known, metWhen, numberOf, said, type Call } from '../shared/facts.ts';
import { askRecords } from '../shared/lab-volume.ts';

const rawPort = z.object({
  uuid: z.string(),
  name: z.string(),
  node: z.object({ name: z.string() }),
  state: z.string(),
  fabric: z.object({ name: z.string() }),
});
const rawInterface = z.object({
  uuid: z.string(),
  state: z.enum(['up', 'down']),
  location: z.object({
    node: z.object({ name: z.string() }),
    port: z.object({ name: z.string() }),
    home_port: z.object({ name: z.string() }),
  }),
});

/** The inventory calls a port by its controller and its own name. */
function portOf(target: Entity): { readonly array: string; readonly node: string; readonly port: string } {
  const { array, controller } = target.kind === 'storage-port' ? target.attributes : {};
  // The catalogue lets no other kind come here, and the collector no port without both.
  if (array === undefined || controller === undefined)
    throw new TypeError(`expected a port of an array, ${target.id} is a ${target.kind}`);
  return { array, node: controller, port: target.name.slice(controller.length + 1) };
}

function portCall(target: Entity, tool: string, does: string): Call {
  const { array, node, port } = portOf(target);
  return { tool, arguments: { cluster: array, node, port }, does };
}

const interfacesText = (now: Facts): string =>
  `${said(now, 'interfaces')} interfaces are on it, ${said(now, 'homeUp')} of ${said(now, 'home')} that are at home there are up`;

export const labStorage: ActionAdapter<Record<string, never>> = {
  server: 'lab-storage',
  writes: ['storage_failover_path', 'storage_revert_path'],
  async read({ target }, reader) {
    const { array, node, port } = portOf(target);
    const uuid = (one: { readonly uuid: string }) => one.uuid;
    const args = { cluster: array };
    const ports = await askRecords(reader, 'storage_list_fc_ports', args, rawPort, uuid);
    const own = ports.find((one) => one.uuid === target.nativeId);
    if (!own) return { is: 'gone', text: `${array} no longer has the port ${target.name}` };
    const interfaces = await askRecords(reader, 'storage_list_fc_interfaces', args, rawInterface, uuid);
    const here = interfaces.filter(
      ({ location }) => location.node.name === node && location.port.name === port,
    );
    const home = interfaces.filter(
      ({ location }) => location.node.name === node && location.home_port.name === port,
    );
    return {
      is: 'there',
      facts: known({
        linkUp: own.state === 'online',
        interfaces: here.length,
        home: home.length,
        homeUp: home.filter(({ state }) => state === 'up').length,
        partners: ports.filter(
          (one) =>
            one.uuid !== own.uuid &&
            one.node.name === node &&
            one.fabric.name === own.fabric.name &&
            one.state === 'online',
        ).length,
      }),
    };
  },
  preChecks: (_, now) => [
    check(
      numberOf(now, 'interfaces') > 0,
      `there is something to move: ${said(now, 'interfaces')} interfaces are on it`,
    ),
    check(
      numberOf(now, 'partners') > 0,
      `another port of its controller in the same fabric has a link: ${said(now, 'partners')}`,
    ),
  ],
  plan: ({ target }, now) => ({
    calls: [
      portCall(
        target,
        'storage_failover_path',
        `moves the ${said(now, 'interfaces')} interfaces of ${target.name} to another port of its controller in the same fabric`,
      ),
    ],
    after: known({ interfaces: 0, homeUp: now['home'] }),
    verification: `no interface is on ${target.name} any more, and all ${said(now, 'home')} that are at home there are up`,
  }),
  verify: (_, before, now) =>
    metWhen(
      numberOf(before, 'interfaces') > 0 && now['interfaces'] === 0 && now['homeUp'] === now['home'],
      interfacesText(now),
    ),
  verifyWithinSeconds: 120,
  pollEverySeconds: 5,
  estimateSeconds: 15,
  rollback: ({ target }, before, now) =>
    now['interfaces'] === before['interfaces']
      ? []
      : [portCall(target, 'storage_revert_path', `sends the interfaces of ${target.name} home again`)],
  verifyRollback: (_, before, now) =>
    metWhen(
      now['interfaces'] !== undefined && now['interfaces'] === before['interfaces'],
      `${interfacesText(now)}; before, ${said(before, 'interfaces')} were on it`,
    ),
};
