import { z } from 'zod';
import type { Entity } from '../../../../shared/model/entity.ts';
import type { Facts } from '../../../../shared/model/plan.ts';
import type { ActionAdapter } from '../../action-adapter.ts';
import { ask, fitting, unreadable } from './answer.ts';
import { known, momentOf, said, same, type Call } from './facts.ts';
import { callOfPort, portOf } from './port.ts';
import type { PortHands } from './port-steps.ts';

const tool = 'network_get_interfaces';
const count = z.number().nonnegative();
const status = z.enum(['up', 'down']);

/** What actions look at of a port, in the words of the device. */
const rawPort = z.object({
  name: z.string(),
  admin_status: status,
  oper_status: status,
  last_change: z.iso.datetime(),
  switchport: z
    .object({ mode: z.string(), native_vlan: z.number().int(), trunk_vlans: z.string() })
    .nullable(),
  channel_group: z.string().nullable(),
  counters: z.object({ in_errors: count, out_errors: count }).nullable(),
});

const answer = z.object({ device: z.string(), interfaces: z.array(z.unknown()) });
const named = z.object({ name: z.string() });

const factsOf = (port: z.output<typeof rawPort>): Facts =>
  known({
    adminUp: port.admin_status === 'up',
    linkUp: port.oper_status === 'up',
    changedAt: port.last_change,
    mode: port.switchport?.mode ?? null,
    nativeVlan: port.switchport?.native_vlan ?? null,
    taggedVlans: port.switchport ? vlanNumbers(port.switchport.trunk_vlans).join(',') : null,
    channel: port.channel_group,
    errors: port.counters ? port.counters.in_errors + port.counters.out_errors : null,
  });

/** `10,20-22` as devices write VLAN lists. */
function vlanNumbers(text: string): number[] {
  return text
    .split(',')
    .flatMap((part) => {
      const range = /^(\d+)(?:-(\d+))?$/.exec(part.trim());
      if (!range) return [];
      const first = Number(range[1]);
      const last = Math.min(Number(range[2] ?? first), 4_094);
      return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i);
    })
    .toSorted((a, b) => a - b);
}

/** How an action is done on a port of the lab's devices. */
export function labPortAdapter<Parameters>(
  parts: Omit<ActionAdapter<Parameters>, 'server' | 'read'>,
): ActionAdapter<Parameters> {
  return {
    ...parts,
    server: 'lab-network',
    async read({ target }, reader) {
      const { name, attributes } = portOf(target);
      const { device } = attributes;
      const found = await ask(reader, { tool, arguments: { device }, schema: answer, gone: /^no device '/ });
      if (!found) return { is: 'gone', text: `the network no longer has the device ${device}` };
      if (found.device !== device)
        throw unreadable(reader, tool, `expected ${device}, it is about ${found.device}`);
      const names = found.interfaces.map((one) => named.safeParse(one).data?.name);
      const place = names.indexOf(name);
      if (place >= 0)
        return { is: 'there', facts: factsOf(fitting(reader, tool, rawPort, found.interfaces[place])) };
      // A port that cannot be read may be this one.
      if (names.includes(undefined)) throw unreadable(reader, tool, 'a port has no name');
      return { is: 'gone', text: `${device} no longer has the port ${name}` };
    },
  };
}

export function portCall(
  target: Entity,
  tool: string,
  does: string,
  more: Readonly<Record<string, unknown>> = {},
): Call {
  const { name, attributes } = portOf(target);
  return { tool, arguments: { device: attributes.device, port: name, ...more }, does };
}

const linkText = (now: Facts): string =>
  `it is ${now['adminUp'] === true ? 'enabled' : now['adminUp'] === false ? 'shut down' : 'not readable'}, its link is ${now['linkUp'] === true ? 'up' : 'down'} since ${said(now, 'changedAt')}`;

export const labHands: PortHands = {
  enable: (target, _, again = '') =>
    portCall(target, 'network_enable_port', `enables ${callOfPort(target)}${again}`),
  disable: (target, _, again = '') =>
    portCall(target, 'network_disable_port', `shuts ${callOfPort(target)} down${again}`),
  linkText,
  unchanged: (one, other) => same(one, other, ['changedAt']),
  hasChanged: (before, now) => momentOf(now, 'changedAt') > momentOf(before, 'changedAt'),
  mayGoDown: () => [],
};
