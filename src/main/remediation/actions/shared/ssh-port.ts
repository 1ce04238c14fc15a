import type { Entity } from '../../../../shared/model/entity.ts';
import type { Facts } from '../../../../shared/model/plan.ts';
import { bridgeVlansOf } from '../../../ssh/answers/bridge-vlans.ts';
import {
  addressesSchema,
  bridgeVlansSchema,
  linksSchema,
  routesSchema,
} from '../../../ssh/answers/kernel.ts';
import { switchSaid, tableSchema, type SwitchPort } from '../../../ssh/answers/open-vswitch.ts';
import { interfaceName, networkCommands as commands } from '../../../ssh/commands/network.ts';
import { hostReader, type HostReader, type SaidData } from '../../../ssh/host-reader.ts';
import { changingProfile, listedHosts, type SshHost } from '../../../ssh/hosts.ts';
import { listTool, runTool } from '../../../ssh/ssh-server.ts';
import type { ActionAdapter, LiveReader } from '../../action-adapter.ts';
import { unreadable } from './answer.ts';
import { check, known, numberOf, said, same, textOf, type Call, type Check } from './facts.ts';
import { callOfPort, portOf } from './port.ts';
import type { PortHands } from './port-steps.ts';
import { carriersOf } from './ssh-port-reach.ts';

/* Ports of Linux hosts, over ssh-mcp: read with the commands that only read, changed with constant ones through sudo. */

type PortParts<Parameters> = Omit<ActionAdapter<Parameters>, 'server' | 'read' | 'writes'>;

/** How an action is done on a port of a host. */
export function sshPortAdapter<Parameters>(parts: PortParts<Parameters>): ActionAdapter<Parameters> {
  return {
    ...parts,
    server: 'ssh-network',
    writes: [runTool],
    async read({ target }, reader) {
      const { name, device } = placeOf(target, reader);
      const { hosts } = listedHosts(reader.source, await reader.call(listTool, {}));
      const host = hosts.find((one) => one.name === device);
      if (!host)
        throw unreadable(
          reader,
          listTool,
          `it has no connection that is called ${device}; hosts are known by it`,
        );
      const facts = await portFacts(reader, host, name);
      return facts
        ? { is: 'there', facts }
        : { is: 'gone', text: `${device} no longer has the interface ${name}` };
    },
  };
}

function placeOf(target: Entity, reader: LiveReader): { readonly name: string; readonly device: string } {
  const port = portOf(target);
  if (!interfaceName.test(port.name))
    throw unreadable(reader, commands.links.id, `${port.name} may not stand in a command`);
  return { name: port.name, device: port.attributes.device };
}

async function portFacts(reader: LiveReader, host: SshHost, name: string): Promise<Facts | undefined> {
  const asked = hostReader(host, (tool, args) => reader.call(tool, args));
  // A host that does not answer is asked once.
  const links = given(reader)(await asked.askJson(commands.links, linksSchema));
  const [addresses, routes, vlans, openVSwitch] = await Promise.all([
    asked.askJson(commands.addresses, addressesSchema).then(given(reader)),
    asked.askJson(commands.routes, routesSchema, { empty: [] }).then(given(reader)),
    asked.askJson(commands.bridgeVlans, bridgeVlansSchema, { empty: [] }),
    readSwitch(asked),
  ]);
  if (openVSwitch.is !== 'answered' && openVSwitch.is !== 'absent')
    throw unreadable(reader, commands.ovsPorts.id, openVSwitch.reason);
  const ovs = openVSwitch.is === 'answered' ? openVSwitch.value : undefined;
  const link = links.find(({ ifname }) => ifname === name);
  const switchPort = ovs?.ports.find(
    (port) => port.name === name || port.members.some((member) => member.name === name),
  );
  if (!link && !switchPort) return undefined;
  const inBond = switchPort !== undefined && switchPort.name !== name;
  const byName = new Map(links.map((one) => [one.ifname, one]));
  const master = link?.master === undefined ? undefined : byName.get(link.master);
  const masterKind = link?.linkinfo?.info_slave_kind ?? master?.linkinfo?.info_kind;
  const carriers = carriersOf({
    address: host.address,
    links,
    addressesOf: new Map(
      addresses.map(({ ifname, addr_info: all }) => [ifname ?? '', all.flatMap(({ local }) => local ?? [])]),
    ),
    routes,
    openVSwitch: ovs,
  });
  const changes = link && (await asked.ask(commands.carrierChanges, { port: name }));
  const state = link?.operstate ?? 'UNKNOWN';
  return known({
    profile: changingProfile(host),
    adminUp: link?.flags.includes('UP'),
    linkUp: link
      ? state === 'UP' || (state === 'UNKNOWN' && link.flags.includes('LOWER_UP'))
      : switchPort?.members.some(({ active }) => active),
    carrierChanges: changes?.is === 'answered' ? countOf(changes.stdout) : undefined,
    carries: carriers.get(name) ?? '',
    channel: inBond ? switchPort.name : masterKind === 'bond' || masterKind === 'team' ? link?.master : null,
    ...(switchPort && !inBond
      ? switchVlans(switchPort)
      : bridgeFacts(vlans.is === 'answered' ? bridgeVlansOf(vlans.value, byName).get(name) : undefined)),
  });
}

async function readSwitch(asked: HostReader) {
  const bridges = await asked.askJson(commands.ovsBridges, tableSchema);
  if (bridges.is !== 'answered') return bridges;
  const [ports, interfaces] = await Promise.all([
    asked.askJson(commands.ovsPorts, tableSchema),
    asked.askJson(commands.ovsInterfaces, tableSchema),
  ]);
  return switchSaid(bridges, ports, interfaces);
}

/** @throws DomainError: without it nothing is known of the port */
const given =
  (reader: LiveReader) =>
  <T>(answer: SaidData<T>): T => {
    if (answer.is !== 'answered') throw unreadable(reader, runTool, answer.reason);
    return answer.value;
  };

const countOf = (text: string): number | undefined => (/^\d+$/.test(text.trim()) ? Number(text) : undefined);

/** By whom its VLANs are told apart, what they are, and how that was written, so that it can be put back so. */
function switchVlans({ vlans, setting }: SwitchPort) {
  return {
    vlansBy: 'Open vSwitch',
    mode: vlans.mode,
    nativeVlan: vlans.nativeVlan ?? null,
    taggedVlans: vlans.taggedVlans.join(','),
    setMode: setting.mode ?? null,
    setTag: setting.tag ?? null,
    setTrunks: setting.trunks.join(','),
  };
}

function bridgeFacts(vlans: SwitchPort['vlans'] | undefined) {
  if (!vlans) return { mode: null, nativeVlan: null, taggedVlans: null };
  return {
    vlansBy: 'the bridge',
    mode: vlans.mode ?? null,
    nativeVlan: vlans.nativeVlan ?? null,
    taggedVlans: vlans.taggedVlans.join(','),
  };
}

/** The account for changes, which may have a profile of its own. */
export function hostCall(now: Facts, command: string, does: string): Call {
  return { tool: runTool, arguments: { command, profile: textOf(now, 'profile') ?? '' }, does };
}

const setLink = (target: Entity, state: 'up' | 'down'): string =>
  `sudo -n ip link set dev ${portOf(target).name} ${state}`;

export const notItsOwnWay = (now: Facts): Check =>
  check(
    now['carries'] === '',
    now['carries'] === ''
      ? 'the host is not reached over it'
      : `the host is not reached over it: ${said(now, 'carries')}`,
  );

export const sshHands: PortHands = {
  enable: (target, now, again = '') =>
    hostCall(now, setLink(target, 'up'), `enables ${callOfPort(target)}${again}`),
  disable: (target, now, again = '') =>
    hostCall(now, setLink(target, 'down'), `shuts ${callOfPort(target)} down${again}`),
  lasting: ' until the host starts anew',
  linkText: (now) =>
    `it is ${now['adminUp'] === true ? 'enabled' : now['adminUp'] === false ? 'shut down' : 'not readable'}, its link is ${now['linkUp'] === true ? 'up' : now['linkUp'] === false ? 'down' : 'not readable'} and has changed ${said(now, 'carrierChanges')} times`,
  unchanged: (one, other) => same(one, other, ['carrierChanges']),
  hasChanged: (before, now) => numberOf(now, 'carrierChanges') > numberOf(before, 'carrierChanges'),
  mayGoDown: (now) => [notItsOwnWay(now)],
};
