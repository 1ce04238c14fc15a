import { describe, expect, it } from 'vitest';
import type { ObservedRecord } from '../../../../shared/model/entity.ts';
import type { EntityKind } from '../../../../shared/model/kinds/registry.ts';
import { replay, type Recording } from '../../../../../test/support/recorded-session.ts';
import { hostCommands } from '../../../ssh/commands/host.ts';
import { networkCommands as commands } from '../../../ssh/commands/network.ts';
import { commandLine, type ReadCommand } from '../../../ssh/read-command.ts';
import { readTool, runTool } from '../../../ssh/ssh-server.ts';
import type { CollectEvent } from '../../collector.ts';
import { sshNetworkAdapter } from './adapter.ts';

/*
 * What needs modules that not every kernel has (bonds, VLANs, VRFs, bridges that look at VLANs), written after the
 * documentation of iproute2 and FRR, and what hosts answer when something is wrong.
 */

const link = (ifname: string, more: object = {}) => ({
  ifname,
  flags: ['BROADCAST', 'MULTICAST', 'UP', 'LOWER_UP'],
  mtu: 9216,
  operstate: 'UP',
  link_type: 'ether',
  address: '02:00:00:00:00:01',
  ...more,
});
const slave = (ifname: string, mii: string) =>
  link(ifname, {
    master: 'bond0',
    linkinfo: { info_slave_kind: 'bond', info_slave_data: { state: 'ACTIVE', mii_status: mii } },
  });

const leaf: Readonly<Record<string, unknown>> = {
  [commands.links.id]: [
    {},
    link('swp1', { master: 'br_default', linkinfo: { info_slave_kind: 'bridge' } }),
    link('swp2', { master: 'br_default', linkinfo: { info_slave_kind: 'bridge' } }),
    slave('swp51', 'UP'),
    slave('swp52', 'DOWN'),
    link('bond0', { master: 'br_default', linkinfo: { info_kind: 'bond', info_slave_kind: 'bridge' } }),
    link('br_default', { linkinfo: { info_kind: 'bridge', info_data: { vlan_filtering: 1 } } }),
    link('vlan10', {
      link: 'br_default',
      master: 'BLUE',
      linkinfo: { info_kind: 'vlan', info_data: { id: 10 }, info_slave_kind: 'vrf' },
    }),
    link('BLUE', { flags: ['UP', 'LOWER_UP'], linkinfo: { info_kind: 'vrf', info_data: { table: 1001 } } }),
    link('vethab12cd3', { link_netnsid: 4, linkinfo: { info_kind: 'veth' } }),
  ],
  [commands.addresses.id]: [
    { ifname: 'vlan10', addr_info: [{ family: 'inet', local: '192.0.2.1', prefixlen: 24, scope: 'global' }] },
  ],
  [commands.bridgeVlans.id]: [
    { ifname: 'swp1', vlans: [{ vlan: 10, flags: ['PVID', 'Egress Untagged'] }] },
    {
      ifname: 'swp2',
      vlans: [
        { vlan: 1, flags: ['PVID', 'Egress Untagged'] },
        { vlan: 20, vlanEnd: 22 },
      ],
    },
    {
      ifname: 'bond0',
      vlans: [
        { vlan: 1, flags: ['PVID', 'Egress Untagged'] },
        { vlan: 2, vlanEnd: 4094 },
      ],
    },
  ],
  [commands.neighbours.id]: [
    { dst: '192.0.2.10', dev: 'vlan10', lladdr: '02:00:00:00:00:10', state: ['REACHABLE'] },
    { dst: '192.0.2.11', dev: 'vlan10', state: ['FAILED'] },
  ],
  [commands.bgp.id]: {
    BLUE: {
      vrfId: 9,
      vrfName: 'BLUE',
      swp51: {
        remoteAs: 65_000,
        localAs: 65_001,
        bgpState: 'OpenSent',
        bgpNeighborAddr: 'fe80::1',
        nbrDesc: 'spine [REDACTED:entropy:40]',
      },
    },
  },
};

function recording(answers: Readonly<Record<string, unknown>>, hosts = 'leaf1'): Recording {
  const silent = '[stderr]\nbash: line 1: it: command not found\n\n\n[exit 127]';
  const all: ReadCommand[] = [...Object.values(hostCommands), ...Object.values(commands)];
  const call = (command: ReadCommand) => {
    const answer = answers[command.id];
    const text = typeof answer === 'string' ? answer : answer === undefined ? silent : JSON.stringify(answer);
    return {
      tool: command.allowListed ? readTool : runTool,
      args: { command: commandLine(command, { port: 'swp1' }), profile: 'leaf1' },
      result: {
        text,
        isError: /\[exit \d+\]$/.test(text) || /^(?:SSH|POLICY|Command)/.test(text),
        data: undefined,
        form: 'text' as const,
      },
    };
  };
  const listed = hosts
    .split(' ')
    .map((name) => `${name}: reader@192.0.2.250:22 [disconnected] sessions=0 role=operator`);
  return {
    of: 'written after the documentation of iproute2 and FRR',
    server: { name: 'SSH MCP Server', version: '2.11.0', tools: [] },
    calls: [
      {
        tool: 'list-connections',
        args: {},
        result: { isError: false, text: listed.join('\n'), data: undefined, form: 'text' },
      },
      ...all.map(call),
      // Through sudo the same is said.
      ...all
        .filter(({ sudo }) => sudo)
        .map((command) => ({
          ...call(command),
          tool: runTool,
          args: { command: commandLine(command, {}, true), profile: 'leaf1' },
        })),
    ],
  };
}

async function collected(answers: Readonly<Record<string, unknown>>, hosts?: string) {
  const { signal } = new AbortController();
  const events: CollectEvent[] = [];
  const context = { signal, call: { signal }, startedAt: '2026-11-23T19:00:00.000Z' };
  for await (const event of sshNetworkAdapter.collect(replay(recording(answers, hosts), 'hosts'), context))
    events.push(event);
  const all = (kind: EntityKind): ObservedRecord[] =>
    events.flatMap((event) => (event.type === 'records' && event.kind === kind ? [...event.records] : []));
  const scope = (kind: EntityKind) =>
    events.flatMap((event) =>
      (event.type === 'complete' || event.type === 'failed') && event.kind === kind ? [event.type] : [],
    );
  const unseen = events.flatMap((event) => (event.type === 'unavailable' ? [event] : []));
  return {
    events,
    all,
    scope,
    unseen,
    port: (name: string) => all('interface').find((one) => one.name === name),
  };
}

describe('a switch that runs Linux', () => {
  it('has access ports, trunks, and trunks that carry all there is', async () => {
    const { port } = await collected(leaf);
    expect(port('swp1')?.attributes).toMatchObject({ mode: 'access', nativeVlan: 10, bridge: 'br_default' });
    expect(port('swp2')?.attributes).toMatchObject({
      mode: 'trunk',
      nativeVlan: 1,
      taggedVlans: [20, 21, 22],
    });
    expect(port('bond0')?.attributes).toMatchObject({ mode: 'trunk-all', nativeVlan: 1 });
    expect(port('bond0')?.attributes).not.toHaveProperty('taggedVlans');
  });

  it('has bonds with the members that carry traffic now', async () => {
    const { port } = await collected(leaf);
    expect(port('bond0')?.attributes).toMatchObject({
      isLag: true,
      lagMembers: ['swp51', 'swp52'],
      lagActiveMembers: ['swp51'],
    });
    expect(port('swp52')?.attributes).toMatchObject({ lag: 'bond0' });
  });

  it('has VLAN interfaces in VRFs, and networks that are filled by what they resolved', async () => {
    const { port, all } = await collected(leaf);
    expect(port('vlan10')?.attributes).toMatchObject({
      type: 'VLAN interface',
      parent: 'br_default',
      vrf: 'BLUE',
      mode: 'routed',
      taggedVlans: [10],
    });
    expect(
      all('prefix').map(({ name, attributes }) => [name, attributes['vrf'], attributes['usedCount']]),
    ).toEqual([['192.0.2.0/24', 'BLUE', 2]]);
    expect(all('vlan').map(({ name }) => name)).toEqual([
      'VLAN 1',
      'VLAN 10',
      'VLAN 20',
      'VLAN 21',
      'VLAN 22',
    ]);
    expect(all('vrf').map(({ name }) => name)).toEqual(['BLUE']);
  });

  it('has sessions over interfaces without an address of their own; a masked text is unknown', async () => {
    const { all } = await collected(leaf);
    expect(all('bgp-peer')[0]?.attributes).toEqual({
      device: 'leaf1',
      vrf: 'BLUE',
      peerAddress: 'fe80::1',
      localAsn: 65_001,
      remoteAsn: 65_000,
      type: 'external',
      adminUp: true,
      state: 'open-sent',
    });
  });

  it('says in seconds since when a session is up, and of all families what was accepted', async () => {
    const session = {
      remoteAs: 65_000,
      localAs: 65_000,
      bgpState: 'Established',
      bgpTimerUpMsec: 90_061_999,
      addressFamilyInfo: {
        ipv4Unicast: { acceptedPrefixCounter: 3, sentPrefixCounter: 1 },
        ipv6Unicast: { acceptedPrefixCounter: 2 },
      },
    };
    const { all } = await collected({ ...leaf, [commands.bgp.id]: { default: { '192.0.2.9': session } } });
    expect(all('bgp-peer')[0]?.attributes).toMatchObject({
      type: 'internal',
      state: 'established',
      uptimeSeconds: 90_061,
      prefixesReceived: 5,
      prefixesSent: 1,
    });
  });

  it('does not keep the ends of containers, and says how many there are', async () => {
    const { port, unseen } = await collected(leaf);
    expect(port('vethab12cd3')).toBeUndefined();
    expect(unseen).toContainEqual(expect.objectContaining({ what: 'container interfaces of leaf1' }));
  });

  it('lacks what it has no program for, and is complete all the same', async () => {
    const { scope, all } = await collected({ ...leaf, [commands.bgp.id]: undefined });
    expect([scope('bgp-peer'), scope('interface')]).toEqual([['complete'], ['complete']]);
    expect(all('device')[0]?.attributes['role']).toBe('server');
  });
});

describe('a host on which something is wrong', () => {
  const ovsStopped =
    '[stderr]\novs-vsctl: unix:/run/db.sock: database connection failed (No such file or directory)\n\n\n[exit 1]';

  it('keeps its ports, and none is judged, while Open vSwitch does not run', async () => {
    const { port, scope, unseen } = await collected({ ...leaf, [commands.ovsBridges.id]: ovsStopped });
    expect(scope('interface')).toEqual(['failed']);
    expect(port('swp1')?.attributes['mode']).toBe('access');
    expect(port('vlan10')?.unknown).not.toHaveProperty('bridge');
    expect(unseen.map(({ what }) => what)).toContain('Open vSwitch of leaf1');
  });

  it('says nothing of its ports when one answer is cut off', async () => {
    const { all, scope } = await collected({ ...leaf, [commands.links.id]: '[{"ifname":"swp1","fla' });
    expect([all('interface'), scope('interface')]).toEqual([[], ['failed']]);
  });

  it('reports a link that is none, keeps the others and judges none', async () => {
    const links = [...(leaf[commands.links.id] as object[]), { ifname: 'odd', flags: 'UP' }];
    const { events, scope, port } = await collected({ ...leaf, [commands.links.id]: links });
    expect(events.filter(({ type }) => type === 'reject')).toEqual([
      { type: 'reject', reject: expect.objectContaining({ kind: 'interface', name: 'odd' }) },
    ]);
    expect(port('swp1')).toBeDefined();
    expect(scope('interface')).toEqual(['failed']);
  });

  it('keeps the last known neighbours when LLDP may not be asked', async () => {
    const denied = '[stderr]\nlldpcli: Permission denied\n\n\n[exit 126]';
    const { port, scope } = await collected({ ...leaf, [commands.lldpNeighbours.id]: denied });
    expect(port('swp1')?.unknown?.['peer']).toMatch(/Permission denied/);
    expect(scope('interface')).toEqual(['complete']);
  });

  it('is found by the address of its own ports, and by none that several have', async () => {
    const addresses: Readonly<Record<string, object>> = {
      swp1: { address: '02:00:00:00:00:11' },
      br_default: { address: '02:00:00:00:00:11' },
      vlan10: { address: '02:00:00:00:00:11' },
      swp2: { address: '02:00:00:00:00:AA' },
      BLUE: { address: '02:00:00:00:00:aa' },
      swp51: { permaddr: '02:00:00:00:00:51' },
    };
    const links = (leaf[commands.links.id] as { ifname?: string }[]).map((one) => ({
      ...one,
      ...addresses[one.ifname ?? ''],
      ...(one.ifname === 'swp52' && {
        linkinfo: { info_slave_kind: 'bond', info_slave_data: { perm_hwaddr: '02:00:00:00:00:52' } },
      }),
    }));
    const { port } = await collected({ ...leaf, [commands.links.id]: links });
    const macs = (name: string) => port(name)?.keys?.filter((key) => key.startsWith('mac:'));
    expect(macs('swp1')).toEqual(['mac:020000000011']);
    expect([macs('br_default'), macs('vlan10'), macs('bond0')]).toEqual([[], [], []]);
    expect([macs('swp2'), macs('BLUE')]).toEqual([[], []]);
    // Members of a bond have one address together, and tell their neighbours their own.
    expect([macs('swp51'), macs('swp52')]).toEqual([['mac:020000000051'], ['mac:020000000052']]);
  });

  it('leads to each of several neighbours on one port, and shows the same one each time', async () => {
    const heard = (name: string) => ({
      name: 'swp1',
      chassis: [{ id: [{ type: 'local', value: name }], name: [{ value: name }] }],
      port: [{ id: [{ type: 'ifname', value: 'eth0' }] }],
    });
    const portBy = async (...names: readonly string[]) => {
      const lldp = { lldp: [{ interface: names.map(heard) }] };
      return (await collected({ ...leaf, [commands.lldpNeighbours.id]: lldp })).port('swp1');
    };
    const [one, other] = [await portBy('phone1', 'desk1'), await portBy('desk1', 'phone1')];
    expect([one?.attributes['peer'], other?.attributes['peer']]).toEqual(['desk1 eth0', 'desk1 eth0']);
    expect(one?.relations?.flatMap((relation) => ('toKey' in relation ? relation.toKey : []))).toEqual([
      'port:phone1/eth0',
      'port:desk1/eth0',
    ]);
  });

  it('leads to a neighbour that LLDP knows by the address of its port, however that is written', async () => {
    const neighbour = {
      name: 'swp1',
      chassis: [{ id: [{ type: 'mac', value: '02:00:00:00:AB:00' }], name: [{ value: 'TOR9.example.net' }] }],
      port: [{ id: [{ type: 'mac', value: '02:00:00:00:AB:CD' }], descr: [{ value: 'Ethernet1/7' }] }],
    };
    const { port } = await collected({
      ...leaf,
      [commands.lldpNeighbours.id]: { lldp: [{ interface: [neighbour] }] },
    });
    expect(port('swp1')?.relations?.filter(({ type }) => type === 'connected-to')).toEqual([
      { type: 'connected-to', toKey: 'port:tor9/ethernet1/7' },
      { type: 'connected-to', toKey: 'mac:02000000abcd' },
    ]);
    expect(port('swp1')?.attributes).toMatchObject({ peer: 'TOR9 Ethernet1/7', peerSource: 'lldp' });
  });

  it('is no router while FRR does not run, and its sessions are not gone', async () => {
    const stopped = 'Exiting: failed to connect to any daemons.\n\n\n[exit 1]';
    const { all, scope } = await collected({ ...leaf, [commands.bgp.id]: stopped });
    expect(scope('bgp-peer')).toEqual(['failed']);
    expect(all('bgp-peer')).toEqual([]);
  });

  it('is asked no more when it does not answer', async () => {
    const { all, scope, unseen } = await collected({ [hostCommands.kernel.id]: 'SSH connection timeout' });
    expect([all('device'), scope('device')]).toEqual([[], ['failed']]);
    expect(unseen).toEqual([{ type: 'unavailable', what: 'host leaf1', reason: 'SSH connection timeout' }]);
  });
});
