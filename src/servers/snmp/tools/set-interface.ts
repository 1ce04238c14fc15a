import { z } from 'zod';
import { deviceArgument, deviceNamed } from '../../shared/device-pages.ts';
import { ToolFailure } from '../../shared/tool-failure.ts';
import { defineTool, type ServerTool } from '../../shared/tool.ts';
import type { SnmpDevice } from '../device.ts';
import { SnmpFailure } from '../protocol/snmp-failure.ts';
import { readInterfaces, type InterfaceReading } from '../read/interfaces.ts';
import type { Snmp } from '../snmp.ts';

import { whyNeverDown } from './never-down.ts';

const ifAdminStatus = '1.3.6.1.2.1.2.2.1.7';
const values = { up: 1, down: 2 } as const;

const state = z.object({
  ifAdminStatus: z.string().optional(),
  ifOperStatus: z.string().optional(),
  ifLastChange: z.number().optional(),
});

export function setInterfaceTool(snmp: Snmp): ServerTool {
  return defineTool({
    name: 'set_interface_admin_status',
    title: 'Enable or shut down an interface',
    description:
      'Sets ifAdminStatus and reads it back: believe "verified". The interface that the device is managed over, loopbacks and interfaces that the file protects are never shut down.',
    input: z.object({
      device: deviceArgument,
      interface: z.string().min(1).max(200).describe('ifName; where there is none ifDescr'),
      status: z.enum(['up', 'down']),
      waitSeconds: z
        .int()
        .min(0)
        .max(60)
        .default(10)
        .describe('longest wait for the state to be shown; devices show it some seconds later'),
    }),
    output: z.object({
      device: z.string(),
      interface: z.string(),
      ifIndex: z.number(),
      before: state,
      after: state.optional().describe('absent: the device did not answer any more'),
      changed: z.boolean().describe('false: it was so already, and nothing was set'),
      verified: z.boolean().describe('the device shows what was asked for'),
      note: z.string().optional(),
    }),
    access: 'write',
    destructive: true,
    idempotent: true,
    async run(args, { signal }) {
      const device = deviceNamed(snmp.devices, args.device);
      const { writeCredentials } = device;
      if (writeCredentials === undefined)
        throw new ToolFailure(
          `${device.name} has no "writeCredentials" in the file of devices: this server only reads it. Nothing was changed.`,
        );
      const before = await look(snmp, device, args.interface, signal);
      if (before.failure !== undefined) throw new ToolFailure(`${before.failure} Nothing was changed.`);
      const { port, all } = before;
      const subject = { device: device.name, interface: args.interface, ifIndex: port.ifIndex };
      if (port.ifAdminStatus === args.status)
        return { ...subject, before: stateOf(port), after: stateOf(port), changed: false, verified: true };
      if (args.status === 'down') {
        const why = whyNeverDown(device, port, all, await snmp.resolve(device.address).catch(() => []));
        if (why !== undefined) throw new ToolFailure(`${why} Nothing was changed.`);
      }
      const set = await snmp.visits.one(
        device,
        async (_, session) => {
          try {
            await session.setInteger(`${ifAdminStatus}.${port.ifIndex}`, values[args.status]);
            return undefined;
          } catch (error) {
            if (error instanceof SnmpFailure && error.kind !== 'refused') return error.message;
            throw error;
          }
        },
        { signal, credentials: writeCredentials },
      );
      if (set.status === 'failed')
        throw new ToolFailure(
          `${device.name} refused to set ${args.interface} ${args.status}: ${reasonOf(set.problems)}. Nothing was changed.`,
        );
      // From here on it may have happened: what counts is what the device says of itself.
      const after = await until(snmp, device, args, signal);
      return {
        ...subject,
        before: stateOf(port),
        ...(after.port !== undefined && { after: stateOf(after.port) }),
        changed: true,
        verified: after.verified,
        ...noteOf(args.status, set.value, after),
      };
    },
  });
}

type Looked =
  | { readonly failure: string; readonly port?: undefined }
  | {
      readonly failure?: undefined;
      readonly port: InterfaceReading;
      readonly all: readonly InterfaceReading[];
    };

async function look(snmp: Snmp, device: SnmpDevice, name: string, signal: AbortSignal): Promise<Looked> {
  const visited = await snmp.visits.one(
    device,
    (reading) => readInterfaces(reading, { counters: false, addresses: true }),
    { signal },
  );
  const all = visited.value;
  if (all === undefined || visited.status !== 'complete')
    return { failure: `${device.name} cannot be read whole: ${reasonOf(visited.problems)}.` };
  const named = all.filter(({ ifName }) => ifName === name);
  const found =
    named.length > 0 ? named : all.filter(({ ifName, ifDescr }) => ifName === undefined && ifDescr === name);
  const [port] = found;
  if (port !== undefined && found.length === 1) return { port, all };
  const names = all.flatMap(({ ifName, ifDescr }) => ifName ?? ifDescr ?? []);
  return {
    failure:
      port === undefined
        ? `${device.name} has no interface "${name}". It has: ${names.slice(0, 12).join(', ')}${names.length > 12 ? `, and ${names.length - 12} more` : ''}.`
        : `${found.length} interfaces of ${device.name} are named "${name}": it cannot be told which is meant.`,
  };
}

interface Outcome {
  readonly verified: boolean;
  readonly port?: InterfaceReading;
  readonly failure?: string;
}

async function until(
  snmp: Snmp,
  device: SnmpDevice,
  args: { readonly interface: string; readonly status: 'down' | 'up'; readonly waitSeconds: number },
  signal: AbortSignal,
): Promise<Outcome> {
  const started = snmp.now();
  for (let round = 1; ; round += 1) {
    const { port, failure } = await look(snmp, device, args.interface, signal);
    const asked = port?.ifAdminStatus === args.status;
    // A link may stay down for want of a partner; one that is shut down cannot be up.
    const verified = asked && (args.status === 'up' || port.ifOperStatus !== 'up');
    const settled = verified && (args.status === 'down' || port.ifOperStatus === 'up');
    if (settled || snmp.now() - started >= args.waitSeconds * 1_000)
      return {
        verified,
        ...(port !== undefined && { port }),
        ...(failure !== undefined && { failure }),
      };
    await snmp.sleep(Math.min(500 * round, 2_000), signal);
  }
}

function noteOf(status: 'down' | 'up', set: string | undefined, { port, failure, verified }: Outcome) {
  const notes = [
    set === undefined ? undefined : `The answer to the request was lost (${set}): it may have been done.`,
    failure === undefined ? undefined : `What it is like now is not known: ${failure}`,
    port !== undefined && !verified
      ? `It was asked to be ${status}; it shows ifAdminStatus ${port.ifAdminStatus ?? 'unknown'} and ifOperStatus ${port.ifOperStatus ?? 'unknown'}.`
      : undefined,
    verified && status === 'up' && port?.ifOperStatus !== 'up'
      ? `It is enabled; its link is ${port?.ifOperStatus ?? 'unknown'}.`
      : undefined,
  ].filter((note) => note !== undefined);
  return notes.length === 0 ? {} : { note: notes.join(' ') };
}

const reasonOf = (problems: readonly { readonly what: string; readonly reason: string }[]): string =>
  problems.map(({ what, reason }) => `${what}: ${reason}`).join('; ');

const stateOf = ({ ifAdminStatus, ifOperStatus, ifLastChange }: InterfaceReading) => ({
  ifAdminStatus,
  ifOperStatus,
  ifLastChange,
});
