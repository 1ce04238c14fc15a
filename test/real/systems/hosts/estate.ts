import {
  startSshSite,
  type NamespacedHost,
  type SshProfile,
  type SshSite,
} from '../../../support/ssh-hosts.ts';

/** Two routers, two switches, a server with virtual machines, one that may hardly be read, and one that is silent. */
export interface Estate extends AsyncDisposable {
  readonly site: SshSite;
  readonly hosts: Readonly<Record<'edge1' | 'edge2' | 'sw1' | 'sw2' | 'kvm1' | 'app1', NamespacedHost>>;
  /** All of them, as ssh-mcp is configured for them. */
  readonly profiles: readonly SshProfile[];
  readonly policy: string;
}

export const estatePrograms = [
  'ovsdb-tool',
  'ovsdb-server',
  'ovs-vswitchd',
  'ovs-vsctl',
  'vtysh',
  'lldpd',
  'lldpcli',
  'bridge',
];
export const frrFolder = '/usr/lib/frr';

/** What is read through sudo, each command with exactly its arguments. */
const readingRights = [
  String.raw`/usr/bin/ovs-vsctl ^--timeout\=10 --format\=json --columns\=name\,ports\,datapath_type list Bridge$`,
  String.raw`/usr/bin/ovs-vsctl ^--timeout\=10 --format\=json --columns\=_uuid\,name\,interfaces\,tag\,trunks\,vlan_mode\,bond_mode list Port$`,
  String.raw`/usr/bin/ovs-vsctl ^--timeout\=10 --format\=json --columns\=_uuid\,name\,type\,admin_state\,link_state\,lacp_current\,mac_in_use\,mtu list Interface$`,
  '/usr/bin/vtysh ^-c show bgp vrf all neighbors json$',
  '/usr/sbin/lldpcli ^-f json0 show neighbors details$',
];
/** What the account for changes may: ports, and not the one that it comes through. */
const port = '(p|vnet)[0-9]+';
const changingRights = [
  `/usr/sbin/ip ^link set dev ${port} (up|down)$`,
  String.raw`/usr/bin/ovs-vsctl ^--timeout\=10 -- (set|clear) Port ${port}( [a-z_]+(\=[a-z0-9\,-]+)?)+( -- (set|clear) Port ${port}( [a-z_]+(\=[a-z0-9\,-]+)?)+)*$`,
  ...readingRights,
];

const users = [
  { name: 'reader', sudo: readingRights },
  { name: 'changer', sudo: changingRights },
];
/** What a host that is no switch, or no router, has not installed. */
const switching = ['/usr/bin/ovs-vsctl'];
const routingPrograms = ['/usr/bin/vtysh'];
const policy = '[policy.roleBindings.collector]\nprod = ["read-only", "safe", "privileged"]\n';
const collector = { role: 'collector', group: 'prod', approvalPolicy: 'auto' };

export async function startEstate(folder: string, say: (line: string) => void): Promise<Estate> {
  const site = await startSshSite(folder);
  try {
    const add = (name: string, without: readonly string[]) => site.add(name, { users, without });
    const hosts = {
      edge1: await add('edge1', switching),
      edge2: await add('edge2', switching),
      sw1: await add('sw1', routingPrograms),
      sw2: await add('sw2', routingPrograms),
      kvm1: await add('kvm1', [...switching, ...routingPrograms]),
      app1: await add('app1', []),
    };
    const { edge1, edge2, sw1, sw2, kvm1, app1 } = hosts;
    say('6 hosts with an sshd each');
    await site.cable([edge1, 'eth1'], [edge2, 'eth1']);
    await site.cable([edge1, 'eth2'], [sw1, 'p1']);
    await site.cable([edge2, 'eth2'], [sw2, 'p1']);
    await site.cable([kvm1, 'eth1'], [sw1, 'p2']);
    await site.cable([app1, 'eth1'], [sw2, 'p2']);
    await site.cable([sw1, 'p5'], [sw2, 'p5']);
    await site.cable([sw1, 'p6'], [sw2, 'p6']);
    await edge1.shell('ip addr add 198.18.12.1/30 dev eth1; ip addr add 198.18.10.1/24 dev eth2');
    await edge2.shell(
      'ip addr add 198.18.12.2/30 dev eth1; ip addr add 198.18.10.2/24 dev eth2; ip -6 addr add 2001:db8:12::2/64 dev eth1 nodad',
    );
    await app1.shell('ip addr add 198.18.10.30/24 dev eth1');
    await routing(edge1, 64_511, '198.18.12.2', 64_512);
    await routing(edge2, 64_512, '198.18.12.1', 64_511);
    say('FRR with zebra and bgpd in two of them');
    for (const host of [sw1, sw2]) await openVSwitch(host);
    await sw1.shell(
      'ovs-vsctl add-port br0 p1 tag=10 -- add-port br0 p2 vlan_mode=native-untagged tag=10 trunks=20,30',
    );
    await sw2.shell('ovs-vsctl add-port br0 p1 tag=10 -- add-port br0 p2 tag=10');
    say('Open vSwitch with the datapath in user space in two, with an LACP bond between them');
    await virtualMachines(kvm1);
    await kvm1.shell('ip route add 203.0.113.0/24 via 198.18.10.1 proto static');
    say('a Linux bridge with ports of two virtual machines');
    for (const host of [edge1, edge2, sw1, sw2, kvm1]) await announcing(host);
    await settled(hosts);
    say('sessions, bonds and neighbours have settled');
    const profiles: SshProfile[] = [
      ...[edge1, edge2, sw1, sw2, kvm1].map((host) => ({
        name: host.name,
        host,
        user: 'reader',
        more: collector,
      })),
      { name: 'app1', host: app1, user: 'reader', more: { role: 'viewer', readOnly: true, group: 'prod' } },
      { name: 'gone1', host: { address: '198.18.0.250' }, user: 'reader' },
      ...[sw1, kvm1].map((host) => ({
        name: `${host.name}-changes`,
        host,
        user: 'changer',
        more: collector,
      })),
    ];
    return { site, hosts, profiles, policy, [Symbol.asyncDispose]: () => site[Symbol.asyncDispose]() };
  } catch (error) {
    await site[Symbol.asyncDispose]();
    throw error;
  }
}

async function routing(host: NamespacedHost, asn: number, peer: string, peerAsn: number): Promise<void> {
  const lines = [
    `hostname ${host.name}`,
    `router bgp ${asn}`,
    ` bgp router-id ${host.address}`,
    ' no bgp ebgp-requires-policy',
    ' no bgp network import-check',
    ` neighbor ${peer} remote-as ${peerAsn}`,
    ` neighbor ${peer} description ${host.name === 'edge1' ? 'edge2' : 'edge1'} over the dark fibre`,
    ` neighbor ${peer} timers connect 1`,
    ' neighbor 198.18.10.254 remote-as 64999',
    ' neighbor 198.18.10.254 shutdown',
    ' address-family ipv4 unicast',
    `  network ${asn === 64_511 ? '203.0.113.0/25' : '203.0.113.128/25'}`,
    `  neighbor ${peer} route-map EVERYTHING in`,
    ' exit-address-family',
    'route-map EVERYTHING permit 10',
  ];
  await host.run(
    'sh',
    '-c',
    'rm -rf /etc/frr; mkdir -p /run/frr /etc/frr /var/log/frr; printf "%s\\n" "$@" > /etc/frr/frr.conf; chown -R frr:frr /run/frr /etc/frr',
    'sh',
    ...lines,
  );
  await host.shell(`sysctl -qw net.ipv4.ip_forward=1 || echo 1 > /proc/sys/net/ipv4/ip_forward
${frrFolder}/zebra -d -f /etc/frr/frr.conf
${frrFolder}/bgpd -d -f /etc/frr/frr.conf`);
}

async function openVSwitch(host: NamespacedHost): Promise<void> {
  await host.shell(`
mkdir -p /run/openvswitch /var/log/openvswitch /etc/openvswitch
rm -f /etc/openvswitch/conf.db
ovsdb-tool create /etc/openvswitch/conf.db
ovsdb-server --remote=punix:/run/openvswitch/db.sock --pidfile --detach --log-file 2>/dev/null
ovs-vsctl --no-wait init
ovs-vswitchd --pidfile --detach --log-file 2>/dev/null
ovs-vsctl --timeout=10 add-br br0 -- set Bridge br0 datapath_type=netdev
ovs-vsctl --timeout=10 add-bond br0 bond0 p5 p6 lacp=active bond_mode=balance-slb other_config:lacp-time=fast trunks=10,20,30
ip link set br0 up`);
}

/** A virtual machine is a process with a tap; a veth whose other end is in the same host stands for it. */
async function virtualMachines(host: NamespacedHost): Promise<void> {
  await host.shell(`
ip link add br0 type bridge
ip link set eth1 master br0
for n in 0 1; do
  ip link add vnet$n type veth peer name guest$n
  ip link set vnet$n master br0 up
  ip link set guest$n up
done
ip link set vnet0 alias "web server"
ip link set br0 up
ip addr add 198.18.10.20/24 dev br0`);
}

async function announcing(host: NamespacedHost): Promise<void> {
  await host.shell(`
mkdir -p /run/lldpd /etc/lldpd.d
printf 'configure lldp tx-interval 2\\nconfigure lldp tx-hold 10\\nconfigure lldp portidsubtype ifname\\n' > /etc/lldpd.d/test.conf
lldpd`);
}

async function settled({ edge1, edge2, sw1, sw2, kvm1 }: Estate['hosts']): Promise<void> {
  const neighbours = (count: number) =>
    `test "$(lldpcli -f keyvalue show neighbors | grep -c 'via=LLDP')" -ge ${count} || { lldpcli -f keyvalue show neighbors | grep via >&2; exit 1; }`;
  await Promise.all([
    ...[edge1, edge2].map((host) =>
      eventually(host, `vtysh -c 'show bgp neighbors json' | grep -q '"acceptedPrefixCounter":1'`),
    ),
    ...[sw1, sw2].map((host) =>
      eventually(host, 'ovs-appctl lacp/show bond0 | grep -q "status: active negotiated"'),
    ),
    ...[edge1, edge2].map((host) => eventually(host, neighbours(2))),
    eventually(sw1, neighbours(4)),
    eventually(sw2, neighbours(3)),
    eventually(kvm1, neighbours(1)),
  ]);
}

async function eventually(host: NamespacedHost, condition: string): Promise<void> {
  await host.run(
    'sh',
    '-c',
    `for n in $(seq 60); do if ( ${condition} ) >/dev/null 2>&1; then exit 0; fi; sleep 0.5; done; ( ${condition} ); exit 1`,
  );
}
