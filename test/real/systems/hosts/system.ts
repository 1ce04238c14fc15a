import { existsSync, realpathSync } from 'node:fs';
import { missingForHosts } from '../../../support/ssh-hosts.ts';
import type { RealSystem } from '../../real-system.ts';
import { estatePrograms, frrFolder, startEstate } from './estate.ts';
import { checksOf, trialsOf } from './trials.ts';
import { truthOf } from './truth.ts';

export const hostsSystem: RealSystem = {
  id: 'hosts',
  title: 'Linux hosts, Open vSwitch, FRR, LLDP',
  async missing() {
    const absent = await missingForHosts(estatePrograms);
    const frr = existsSync(`${frrFolder}/bgpd`) ? undefined : `there is no ${frrFolder}/bgpd`;
    const reason = [absent, frr].filter(Boolean).join('; ');
    return reason === ''
      ? undefined
      : `${reason}; apt-get install --no-install-recommends openssh-server sudo iproute2 openvswitch-switch frr lldpd, without starting them`;
  },
  async start({ folder, bin, say }) {
    const estate = await startEstate(folder, say);
    const program = realpathSync(bin('ssh-mcp'));
    const { command, args } = estate.site.server(program, estate.profiles, estate.policy);
    const version = async (of: keyof typeof estate.hosts, ...words: [string, ...string[]]) =>
      /\d+(?:\.\d+)+/.exec(await estate.hosts[of].run(...words))?.[0] ?? '';
    const versions = [
      `Linux ${await version('edge1', 'uname', '-r')}`,
      `Open vSwitch ${await version('sw1', 'ovs-vsctl', '--version')}`,
      `FRR ${await version('edge1', 'vtysh', '-c', 'show version')}`,
      `lldpd ${await version('edge1', 'lldpd', '-v')}`,
    ];
    return {
      version: versions.join(', '),
      sources: [
        {
          name: 'hosts',
          server: 'ssh-mcp 2.11.0',
          adapters: ['ssh-network', 'ssh-storage'],
          entry: { command, args },
          truth: () => truthOf(estate),
          trials: trialsOf(estate),
          checks: checksOf('hosts'),
          unseen: [
            /interfaces, LLDP neighbours, routes.* of app1: POLICY_DENIED/,
            /host gone1: SSH connection error/,
            /^(?:device|interface|ip-address|bgp-peer) gone1: gone1: SSH connection error/,
            /^(?:interface|ip-address|bgp-peer) app1: app1: POLICY_DENIED/,
            // What is of no host alone is whole only where every host was read.
            /^(?:prefix|vlan|vrf) : app1: POLICY_DENIED/,
            /^array : not every host could be read/,
          ],
        },
      ],
      [Symbol.asyncDispose]: () => estate[Symbol.asyncDispose](),
    };
  },
};
