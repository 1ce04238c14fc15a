import { readCommand } from '../read-command.ts';

const ovs = {
  sudo: true,
  stopped: /database connection failed \((?:No such file or directory|Connection refused)\)/,
} as const;
const frr = { sudo: true, stopped: /failed to connect to any daemons/i } as const;
const lldp = {
  program: 'sbin',
  sudo: true,
  stopped: /unable to connect to socket[^]*(?:No such file or directory|Connection refused)/,
} as const;
const bridge = { program: 'sbin', stopped: /RTNETLINK answers: Operation not supported/ } as const;

/** Interfaces, bridges, addresses and routes of the kernel, Open vSwitch, FRR and LLDP. */
export const networkCommands = {
  links: readCommand('links', 'ip -j -d -s link show'),
  addresses: readCommand('addresses', 'ip -j addr show'),
  routes: readCommand('routes', 'ip -j route show table all'),
  routes6: readCommand('routes6', 'ip -j -6 route show table all'),
  neighbours: readCommand('neighbours', 'ip -j neigh show'),
  bridgeVlans: readCommand('bridge-vlans', 'bridge -j vlan show', bridge),
  bridgeTable: readCommand('bridge-table', 'bridge -j fdb show', bridge),
  speeds: readCommand('speeds', 'grep -s . /sys/class/net/*/speed /sys/class/net/*/duplex', {
    allowListed: true,
  }),
  forwarding: readCommand('forwarding', 'cat /proc/sys/net/ipv4/ip_forward', { allowListed: true }),
  ovsBridges: readCommand('ovs-bridges', 'ovs-vsctl --timeout=10 --format=json list Bridge', ovs),
  ovsPorts: readCommand('ovs-ports', 'ovs-vsctl --timeout=10 --format=json list Port', ovs),
  ovsInterfaces: readCommand('ovs-interfaces', 'ovs-vsctl --timeout=10 --format=json list Interface', ovs),
  bgp: readCommand('bgp', "vtysh -c 'show bgp vrf all neighbors json'", frr),
  bgpSummary: readCommand('bgp-summary', "vtysh -c 'show bgp vrf all summary json'", frr),
  frrVersion: readCommand('frr-version', "vtysh -c 'show version'", frr),
  lldpNeighbours: readCommand('lldp-neighbours', 'lldpcli -f json0 show neighbors details', lldp),
} as const;
