import { z } from 'zod';
import type { RejectedRecord } from '../../../../shared/model/run.ts';
import { hostCommands } from '../../../ssh/commands/host.ts';
import { networkCommands } from '../../../ssh/commands/network.ts';
import type { HostReader, SaidData } from '../../../ssh/host-reader.ts';
import type { SshHost } from '../../../ssh/hosts.ts';
import type { Said } from '../../../ssh/said.ts';
import { bgpSchema, type RawBgpNeighbor } from './bgp-schema.ts';
import {
  addressesSchema,
  bridgeVlansSchema,
  linkSchema,
  neighboursSchema,
  routesSchema,
  type RawLink,
  type RawRoute,
} from '../../../ssh/answers/kernel.ts';
import { lldpSchema, type LldpNeighbour } from './lldp-schema.ts';
import { switchSaid, tableSchema, type OpenVSwitch } from '../../../ssh/answers/open-vswitch.ts';

type Raw<S extends z.ZodType> = SaidData<z.output<S>>;

/** What one host said to everything that it was asked. */
export interface HostReading {
  readonly host: SshHost;
  readonly facts: HostFacts;
  readonly links: SaidData<readonly RawLink[]>;
  readonly addresses: Raw<typeof addressesSchema>;
  readonly routes: SaidData<readonly RawRoute[]>;
  readonly neighbours: Raw<typeof neighboursSchema>;
  readonly bridgeVlans: Raw<typeof bridgeVlansSchema>;
  readonly speeds: ReadonlyMap<string, PortSpeed>;
  readonly openVSwitch: SaidData<OpenVSwitch>;
  readonly bgp: SaidData<readonly RawBgpNeighbor[]>;
  readonly lldp: SaidData<readonly LldpNeighbour[]>;
  readonly rejects: readonly RejectedRecord[];
}

export interface HostFacts {
  readonly hostname: string | undefined;
  readonly kernel: string | undefined;
  readonly os: string | undefined;
  readonly osVersion: string | undefined;
  readonly manufacturer: string | undefined;
  readonly model: string | undefined;
  readonly uptimeSeconds: number | undefined;
}

export interface PortSpeed {
  readonly mbps?: number;
  readonly duplex?: 'full' | 'half';
}

/** @returns undefined with the reason when it cannot be reached at all */
export async function readHost(
  reader: HostReader,
): Promise<HostReading | { readonly unreachable: string; readonly host: SshHost }> {
  const { host } = reader;
  const kernel = await reader.ask(hostCommands.kernel);
  if (kernel.is === 'unreachable') return { host, unreachable: kernel.reason };
  const table = (command: (typeof networkCommands)['ovsPorts']) => reader.askJson(command, tableSchema);
  const [
    release,
    uptime,
    vendor,
    product,
    speeds,
    rawLinks,
    addresses,
    routes,
    neighbours,
    vlans,
    lldp,
    bgp,
  ] = await Promise.all([
    reader.ask(hostCommands.osRelease),
    reader.ask(hostCommands.uptime),
    reader.ask(hostCommands.vendor),
    reader.ask(hostCommands.product),
    reader.ask(networkCommands.speeds),
    reader.askJson(networkCommands.links, z.array(z.unknown())),
    reader.askJson(networkCommands.addresses, addressesSchema),
    reader.askJson(networkCommands.routes, routesSchema, { empty: [] }),
    reader.askJson(networkCommands.neighbours, neighboursSchema, { empty: [] }),
    reader.askJson(networkCommands.bridgeVlans, bridgeVlansSchema, { empty: [] }),
    reader.askJson(networkCommands.lldpNeighbours, lldpSchema),
    reader.askJson(networkCommands.bgp, bgpSchema),
  ]);
  const bridges = await table(networkCommands.ovsBridges);
  const [ports, interfaces] =
    bridges.is === 'answered'
      ? await Promise.all([table(networkCommands.ovsPorts), table(networkCommands.ovsInterfaces)])
      : [bridges, bridges];
  const { links, rejects } = fitting(host, rawLinks);
  return {
    host,
    facts: factsOf(kernel, release, { uptime, vendor, product }),
    links,
    addresses,
    routes,
    neighbours,
    bridgeVlans: vlans,
    speeds: speedsOf(textOf(speeds)),
    openVSwitch: switchSaid(bridges, ports, interfaces),
    bgp,
    lldp,
    rejects,
  };
}

/** Older versions of `ip` print `{}` for what they leave out. */
const leftOut = z.strictObject({});

function fitting(
  { name }: SshHost,
  raw: SaidData<unknown[]>,
): { links: SaidData<RawLink[]>; rejects: RejectedRecord[] } {
  if (raw.is !== 'answered') return { links: raw, rejects: [] };
  const value: RawLink[] = [];
  const rejects: RejectedRecord[] = [];
  for (const [place, one] of raw.value.entries()) {
    if (leftOut.safeParse(one).success) continue;
    const parsed = linkSchema.safeParse(one);
    if (parsed.success) {
      value.push(parsed.data);
      continue;
    }
    const [issue] = parsed.error.issues;
    const named = z.object({ ifname: z.string() }).safeParse(one).data?.ifname;
    rejects.push({
      kind: 'interface',
      ...(named === undefined ? {} : { name: named }),
      path: `${name} ip link [${place}] ${issue?.path.join('.') ?? ''}`.trim(),
      reason: issue?.message ?? 'did not fit',
    });
  }
  return { links: { ...raw, value }, rejects };
}

/** Also of a command that complained in the end: `grep` does of every port that has no speed now. */
function textOf(said: Said): string {
  return said.is === 'answered' || said.is === 'failed' ? said.stdout.trim() : '';
}

function factsOf(
  kernel: Said,
  release: Said,
  more: { readonly uptime: Said; readonly vendor: Said; readonly product: Said },
): HostFacts {
  const answer = (said: Said) => (said.is === 'answered' ? said.stdout.trim() || undefined : undefined);
  const [hostname, version, machine] = answer(kernel)?.split(/\s+/) ?? [];
  const fields = new Map(
    (answer(release) ?? '').split('\n').flatMap((line): [string, string][] => {
      const [, name, value] = /^([A-Z_]+)=(.*)$/.exec(line) ?? [];
      return name === undefined || value === undefined ? [] : [[name, value.replaceAll(/^["']|["']$/g, '')]];
    }),
  );
  const uptime = Number(answer(more.uptime)?.split(' ')[0]);
  return {
    hostname,
    kernel: version && [version, machine].filter(Boolean).join(' '),
    os: fields.get('NAME'),
    osVersion: fields.get('VERSION') ?? fields.get('VERSION_ID'),
    manufacturer: answer(more.vendor),
    model: answer(more.product),
    uptimeSeconds: Number.isFinite(uptime) ? Math.floor(uptime) : undefined,
  };
}

/** `/sys/class/net/eth0/speed:10000`; a port without a link says -1 or nothing. */
function speedsOf(text: string): ReadonlyMap<string, PortSpeed> {
  const found = new Map<string, PortSpeed>();
  for (const line of text.split('\n')) {
    const [, port, what, value] = /^\/sys\/class\/net\/([^/]+)\/(speed|duplex):(.*)$/.exec(line) ?? [];
    if (port === undefined || value === undefined) continue;
    const known = found.get(port) ?? {};
    if (what === 'speed' && Number(value) > 0) found.set(port, { ...known, mbps: Number(value) });
    if (what === 'duplex' && (value === 'full' || value === 'half'))
      found.set(port, { ...known, duplex: value });
  }
  return found;
}
