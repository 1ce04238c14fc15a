import { readCommand } from '../read-command.ts';

const ovs = {
  sudo: true,
  stopped: /database connection failed \((?:No such file or directory|Connection refused)\)/,
} as const;

const ovsList = 'ovs-vsctl --timeout=10 --format=json';

/** The kernel's limit of 15 characters; a slash or a leading dot would lead elsewhere. */
export const interfaceName = /^[A-Za-z0-9_][A-Za-z0-9_.:-]{0,14}$/;

/** Interfaces, bridges, addresses and routes of the kernel, Open vSwitch, FRR and LLDP. */
export const networkCommands = {
  links: readCommand('links', 'ip -j -d -s link show'),
  addresses: readCommand('addresses', 'ip -j addr show'),
  routes: readCommand('routes', 'ip -j route show table all'),
  neighbours: readCommand('neighbours', 'ip -j neigh show'),
  bridgeVlans: readCommand('bridge-vlans', 'bridge -j vlan show', {
    program: 'sbin',
    stopped: /RTNETLINK answers: Operation not supported/,
  }),
  /** Ends with 2 where one of them has no value, which a port without a link has not. */
  speeds: readCommand('speeds', 'grep -s . /sys/class/net/*/speed /sys/class/net/*/duplex', {
    allowListed: true,
  }),
  forwarding: readCommand('forwarding', 'cat /proc/sys/net/ipv4/ip_forward', { allowListed: true }),
  carrierChanges: readCommand('carrier-changes', 'cat /sys/class/net/{port}/carrier_changes', {
    arguments: { port: interfaceName },
    allowListed: true,
  }),
  /** Column by column: the options of a tunnel hold the key that it is encrypted with. */
  ovsBridges: readCommand('ovs-bridges', `${ovsList} --columns=name,ports,datapath_type list Bridge`, ovs),
  ovsPorts: readCommand(
    'ovs-ports',
    `${ovsList} --columns=_uuid,name,interfaces,tag,trunks,vlan_mode,bond_mode list Port`,
    ovs,
  ),
  ovsInterfaces: readCommand(
    'ovs-interfaces',
    `${ovsList} --columns=_uuid,name,type,admin_state,link_state,lacp_current,mac_in_use,mtu list Interface`,
    ovs,
  ),
  bgp: readCommand('bgp', "vtysh -c 'show bgp vrf all neighbors json'", {
    sudo: true,
    stopped: /failed to connect to any daemons|bgpd is not running|BGP instance not found/i,
  }),
  lldpNeighbours: readCommand('lldp-neighbours', 'lldpcli -f json0 show neighbors details', {
    program: 'sbin',
    sudo: true,
    stopped: /unable to connect to socket[^]*(?:No such file or directory|Connection refused)/,
  }),
} as const;
