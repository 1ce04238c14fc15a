import type { HostReading } from './read-host.ts';
import type { RawLink } from '../../../ssh/answers/kernel.ts';
import type { SwitchMember, SwitchPort } from '../../../ssh/answers/open-vswitch.ts';

/** A link of the kernel, a port of Open vSwitch that the kernel does not know, or both. */
export interface Port {
  readonly name: string;
  readonly link?: RawLink;
  readonly member?: SwitchMember;
  /** That it is, or is in. */
  readonly switchPort?: SwitchPort;
  /** It is the bond of that port, not one of its members. */
  readonly isBond: boolean;
}

export interface HostPorts {
  readonly ports: readonly Port[];
  /** Ends of containers: named anew for each of them, so that they say nothing that lasts. */
  readonly passing: number;
}

const passingNames = /^(?:veth[0-9a-f]{7,}|cali[0-9a-f]{11}|lxc[0-9a-f]{8,}|azv[0-9a-f]{8,}|nodelocaldns)$/;

export function portsOf({ links, openVSwitch }: HostReading): HostPorts {
  const kernel = links.is === 'answered' ? links.value : [];
  const switchPorts = openVSwitch.is === 'answered' ? openVSwitch.value.ports : [];
  const inPort = new Map<string, { switchPort: SwitchPort; member: SwitchMember }>(
    switchPorts.flatMap((switchPort) =>
      switchPort.members.map((member) => [member.name, { switchPort, member }] as const),
    ),
  );
  const isPassing = ({ ifname, linkinfo, link_netnsid: elsewhere }: RawLink) =>
    linkinfo?.info_kind === 'veth' &&
    elsewhere !== undefined &&
    passingNames.test(ifname) &&
    !inPort.has(ifname);
  const kept = kernel.filter((link) => !isPassing(link));
  const names = new Set(kernel.map(({ ifname }) => ifname));
  return {
    passing: kernel.length - kept.length,
    ports: [
      ...kept.map((link): Port => ({ name: link.ifname, link, ...inPort.get(link.ifname), isBond: false })),
      ...[...inPort]
        .filter(([name]) => !names.has(name))
        .map(([name, found]): Port => ({ name, ...found, isBond: false })),
      ...switchPorts
        .filter(({ name, members }) => members.length > 1 && !names.has(name) && !inPort.has(name))
        .map((switchPort): Port => ({ name: switchPort.name, switchPort, isBond: true })),
    ],
  };
}
