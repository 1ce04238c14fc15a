import { z } from 'zod';
import { seconds } from '../../../../shared/format.ts';
import type { Entity } from '../../../../shared/model/entity.ts';
import type { Facts } from '../../../../shared/model/plan.ts';
import type { ActionAdapter, LiveReader } from '../../action-adapter.ts';
import { ask, fitting, unreadable } from './answer.ts';
import { check, known, numberOf, same, textOf, type Call } from './facts.ts';
import { callOfPort, portOf } from './port.ts';
import type { PortHands } from './port-steps.ts';

/* Ports of devices over SNMP, through this project's own server. It reads back by itself; what it says is not relied on. */

const readTool = 'list_interfaces';
export const setTool = 'set_interface_admin_status';

const answerSchema = z.object({
  items: z
    .array(
      z.object({
        device: z.string(),
        status: z.string(),
        problems: z.array(z.object({ what: z.string(), reason: z.string() })).default([]),
        interfaces: z.array(z.unknown()).optional(),
      }),
    )
    .length(1),
});
const namedSchema = z.object({ ifName: z.string().optional(), ifDescr: z.string().optional() });
const portSchema = z.object({
  ifIndex: z.number(),
  ifAdminStatus: z.string(),
  ifOperStatus: z.string(),
  ifLastChange: z.number().optional(),
  neverShutDown: z.string().optional(),
});
const devicesSchema = z.object({ items: z.array(z.object({ device: z.string(), writable: z.boolean() })) });

/** How an action is done on a port over SNMP. */
export function snmpPortAdapter<Parameters>(
  parts: Omit<ActionAdapter<Parameters>, 'read' | 'server' | 'writes'>,
): ActionAdapter<Parameters> {
  return {
    ...parts,
    server: 'snmp',
    writes: [setTool],
    async read({ target }, reader) {
      const { name, attributes } = portOf(target);
      const { device } = attributes;
      const found = await ask(reader, {
        tool: readTool,
        arguments: { devices: [device], counters: false, limit: 1 },
        schema: answerSchema,
        gone: /^There is no device "/,
      });
      if (!found) return { is: 'gone', text: `${device} stands no longer in the server's file of devices` };
      const [item] = found.items;
      if (item?.device !== device)
        throw unreadable(reader, readTool, `expected ${device}, it is about ${item?.device ?? 'nothing'}`);
      // Of half a list nothing follows, neither that the port has gone nor that it is the only one of its name.
      if (item.status !== 'complete' || item.interfaces === undefined)
        throw unreadable(
          reader,
          readTool,
          item.problems.map(({ what, reason }) => `${what}: ${reason}`).join('; ') || item.status,
        );
      const ports = item.interfaces.filter((one) => {
        const { ifName, ifDescr } = fitting(reader, readTool, namedSchema, one);
        return (ifName ?? ifDescr) === name;
      });
      if (ports.length > 1)
        throw unreadable(reader, readTool, `${ports.length} interfaces of ${device} are named ${name}`);
      if (ports.length === 0) return { is: 'gone', text: `${device} no longer has the interface ${name}` };
      return {
        is: 'there',
        facts: factsOf(fitting(reader, readTool, portSchema, ports[0]), await isWritable(reader, device)),
      };
    },
  };
}

async function isWritable(reader: LiveReader, device: string): Promise<boolean | undefined> {
  const listed = await ask(reader, { tool: 'list_devices', arguments: {}, schema: devicesSchema });
  return listed?.items.find((one) => one.device === device)?.writable;
}

function factsOf(port: z.output<typeof portSchema>, writable: boolean | undefined): Facts {
  return known({
    adminUp: port.ifAdminStatus === 'up' ? true : port.ifAdminStatus === 'down' ? false : undefined,
    linkUp: port.ifOperStatus === 'up',
    lastChange: port.ifLastChange,
    neverShutDown: port.neverShutDown ?? '',
    writable,
  });
}

const set =
  (status: 'down' | 'up', does: string) =>
  (target: Entity, _: Facts, again = ''): Call => {
    const { name, attributes } = portOf(target);
    return {
      tool: setTool,
      arguments: { device: attributes.device, interface: name, status },
      does: `${does.replace('it', callOfPort(target))}${again}`,
    };
  };

export const isChangeable = (now: Facts) =>
  check(
    now['writable'] === true,
    now['writable'] === true
      ? 'the server has credentials to change the device'
      : 'the server has credentials to change the device: its file names no writeCredentials, or it was started without --allow-writes',
  );

/** `ifLastChange` counts hundredths of a second of the agent's uptime; what came up with it says 0. */
function sinceText(now: Facts): string {
  const lastChange = now['lastChange'];
  if (typeof lastChange !== 'number') return '';
  return lastChange === 0
    ? ' since its SNMP agent started'
    : ` since ${seconds(Math.round(lastChange / 100))} after its SNMP agent started`;
}

export const snmpHands: PortHands = {
  enable: set('up', 'enables it'),
  disable: set('down', 'shuts it down'),
  linkText: (now) =>
    `it is ${now['adminUp'] === true ? 'enabled' : now['adminUp'] === false ? 'shut down' : 'not readable'}, its link is ${now['linkUp'] === true ? 'up' : 'down'}${sinceText(now)}`,
  unchanged: (one, other) => same(one, other, ['lastChange']),
  hasChanged: (before, now) => numberOf(now, 'lastChange') > numberOf(before, 'lastChange'),
  mayGoDown: (now) => [
    check(
      now['neverShutDown'] === '',
      `the device can do without it: ${textOf(now, 'neverShutDown') || 'it is not managed over it'}`,
    ),
  ],
};
