import type { NamespacedHost } from '../../../support/ssh-hosts.ts';
import type { TrueEntity, Truth } from '../../real-system.ts';
import type { Estate } from './estate.ts';

/** What the hosts say of themselves to somebody who is logged in, each asked with its own tools and not with JSON. */
export async function truthOf({ hosts }: Estate): Promise<Truth> {
  const { app1, ...readable } = hosts;
  const all = Object.values(readable);
  const routers = [hosts.edge1, hosts.edge2];
  const switches = [hosts.sw1, hosts.sw2];
  const addresses = (await Promise.all(all.map(addressesOf))).flat();
  return {
    device: [
      ...(await Promise.all(routers.map((host) => deviceOf(host, { role: 'router' })))),
      ...(await Promise.all(switches.map((host) => deviceOf(host, { role: 'switch' })))),
      await deviceOf(hosts.kvm1, { role: 'server' }),
      // Which programs run on it may not be asked there.
      await deviceOf(app1, {}),
    ],
    interface: (await Promise.all(all.map(interfacesOf))).flat(),
    'ip-address': addresses,
    'bgp-peer': (await Promise.all(routers.map(sessionsOf))).flat(),
    prefix: await prefixesOf(all),
    vlan: [10, 20, 30].map((vid) => ({ name: `VLAN ${vid}`, attributes: { vid } })),
    vrf: [{ name: 'default' }],
  };
}

const lines = (text: string) => text.split('\n').filter((line) => line.trim() !== '');

async function deviceOf(host: NamespacedHost, more: Readonly<Record<string, unknown>>): Promise<TrueEntity> {
  const os = await host.shell('. /etc/os-release; printf "%s|%s" "$NAME" "$VERSION"');
  const [name, version] = os.split('|');
  const kernel = (await host.run('uname', '-r')).trim();
  const machine = (await host.run('uname', '-m')).trim();
  return {
    name: host.name,
    attributes: {
      reachable: true,
      managementIp: host.address,
      os: name,
      osVersion: `${version}, kernel ${kernel} ${machine}`,
      ...more,
    },
  };
}

async function interfacesOf(host: NamespacedHost): Promise<TrueEntity[]> {
  const names = lines(await host.run('ls', '/sys/class/net'));
  const neighbours = await neighboursOf(host);
  const hasSwitch = host.name.startsWith('sw');
  const ports: TrueEntity[] = await Promise.all(
    names.map(async (name) => {
      const [mtu, flags, mac, state] = lines(
        await host.shell(`cd /sys/class/net/${name}; cat mtu flags address operstate`),
      );
      const adminUp = (Number(flags) & 1) === 1;
      return {
        name,
        partition: host.name,
        attributes: {
          device: host.name,
          mtu: Number(mtu),
          adminUp,
          operUp: state === 'up' || (state === 'unknown' && adminUp),
          ...(mac === '00:00:00:00:00:00' ? {} : { mac }),
          ...(neighbours.has(name) && { peer: neighbours.get(name), peerSource: 'lldp' }),
          ...(hasSwitch && (await switchPortOf(host, name))),
        },
      };
    }),
  );
  if (!hasSwitch) return ports;
  return [
    ...ports,
    {
      name: 'bond0',
      partition: host.name,
      attributes: {
        isLag: true,
        lagMembers: ['p5', 'p6'],
        lagActiveMembers: ['p5', 'p6'],
        bridge: 'br0',
        mode: 'trunk',
        taggedVlans: [10, 20, 30],
        adminUp: true,
        operUp: true,
      },
    },
  ];
}

/** `ovs-vsctl get` prints one column of one port. */
async function switchPortOf(host: NamespacedHost, name: string): Promise<Record<string, unknown>> {
  const bridge = (await host.run('sh', '-c', `ovs-vsctl iface-to-br ${name} || true`)).trim();
  if (bridge === '') return {};
  if (name === 'p5' || name === 'p6') return { bridge, lag: 'bond0' };
  const get = async (column: string) => (await host.run('ovs-vsctl', 'get', 'Port', name, column)).trim();
  const tag = await get('tag');
  const trunks = (await get('trunks')).match(/\d+/g)?.map(Number) ?? [];
  if (tag === '[]') return { bridge, mode: 'trunk-all' };
  return trunks.length > 0
    ? { bridge, mode: 'trunk', nativeVlan: Number(tag), taggedVlans: trunks }
    : { bridge, mode: 'access', nativeVlan: Number(tag) };
}

async function neighboursOf(host: NamespacedHost): Promise<Map<string, string>> {
  const said = new Map(
    lines(await host.run('lldpcli', '-f', 'keyvalue', 'show', 'neighbors')).map(
      (line) => line.split(/=(.*)/s) as [string, string],
    ),
  );
  const ports = [...said.keys()].flatMap((key) => /^lldp\.(.+)\.via$/.exec(key)?.[1] ?? []);
  return new Map(
    ports.map((port) => [
      port,
      `${said.get(`lldp.${port}.chassis.name`)?.split('.')[0] ?? ''} ${said.get(`lldp.${port}.port.ifname`) ?? ''}`,
    ]),
  );
}

async function addressesOf(host: NamespacedHost): Promise<TrueEntity[]> {
  return lines(await host.run('ip', '-o', 'addr', 'show', 'scope', 'global')).map((line) => {
    const [, port = '', family, address = ''] = line.split(/\s+/);
    return {
      name: address,
      partition: host.name,
      attributes: { family: family === 'inet' ? 4 : 6, assignedTo: `${host.name} ${port}`, vrf: 'default' },
    };
  });
}

/** Connected routes are the networks that a host is in. */
async function prefixesOf(hosts: readonly NamespacedHost[]): Promise<TrueEntity[]> {
  const routes = await Promise.all(
    hosts.map(async (host) => [
      ...lines(await host.run('ip', '-4', '-o', 'route', 'show', 'proto', 'kernel')),
      ...lines(await host.run('ip', '-6', '-o', 'route', 'show', 'proto', 'kernel')),
    ]),
  );
  const networks = new Set(
    routes
      .flat()
      .map((line) => line.split(' ')[0] ?? '')
      .filter((network) => network.includes('/') && !network.startsWith('fe80:')),
  );
  return [...networks].map((network) => ({ name: network, attributes: { prefix: network, vrf: 'default' } }));
}

async function sessionsOf(host: NamespacedHost): Promise<TrueEntity[]> {
  const summary = lines(await host.run('vtysh', '-c', 'show bgp ipv4 unicast summary'));
  const localAsn = Number(/local AS number (\d+)/.exec(summary.join('\n'))?.[1]);
  const far: Readonly<Record<string, string>> = { edge1: 'edge2', edge2: 'edge1' };
  return summary.flatMap((line) => {
    const [, peer, remote, state] = /^(\d+\.\d+\.\d+\.\d+)\s+4\s+(\d+)(?:\s+\S+){6}\s+(\S+)/.exec(line) ?? [];
    if (peer === undefined || state === undefined) return [];
    const received = /^\d+$/.test(state);
    const name = received ? (far[host.name] ?? peer) : peer;
    return [
      {
        name: `${host.name} → ${name}`,
        partition: host.name,
        attributes: {
          localAsn,
          remoteAsn: Number(remote),
          peerAddress: peer,
          type: 'external',
          state: received ? 'established' : 'idle',
          adminUp: received,
          ...(received && { prefixesReceived: Number(state) }),
        },
      },
    ];
  });
}
