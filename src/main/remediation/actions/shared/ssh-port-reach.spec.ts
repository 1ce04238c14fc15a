import { expect, it } from 'vitest';
import { linkSchema } from '../../../ssh/answers/kernel.ts';
import { carriersOf, type Ground } from './ssh-port-reach.ts';

const link = (ifname: string, more: object = {}) => linkSchema.parse({ ifname, flags: [], ...more });
const kind = (info_kind: string) => ({ linkinfo: { info_kind } });
const reached = (ground: Partial<Ground>) =>
  [
    ...carriersOf({
      address: '192.0.2.5',
      links: [],
      addressesOf: new Map(),
      routes: [],
      openVSwitch: undefined,
      ...ground,
    }).keys(),
  ].toSorted();

it('a host is reached over the interface with the address of the connection, and the default route', () => {
  expect(
    reached({
      addressesOf: new Map([
        ['eth0', ['192.0.2.5']],
        ['eth1', ['198.51.100.1']],
      ]),
      routes: [
        { dst: 'default', dev: 'eth2', gateway: '203.0.113.1' },
        { dst: '10.0.0.0/8', dev: 'eth3' },
      ],
    }),
  ).toEqual(['eth0', 'eth2']);
});

it('and perhaps over each that has an address, where the connection goes to a name or an address of somebody else', () => {
  const addressesOf = new Map([
    ['lo', ['127.0.0.1', '::1']],
    ['br0', ['192.0.2.5', 'fe80::1']],
    ['eth1', ['fe80::2']],
    ['eth2', []],
  ]);
  const links = [link('br0', kind('bridge')), link('eth0', { master: 'br0' })];
  for (const address of ['leaf1.example.org', '203.0.113.80', '2001:DB8::5'])
    expect(reached({ address, addressesOf, links })).toEqual(['br0', 'eth0']);
  expect(reached({ address: '127.0.0.1', addressesOf, links })).toEqual(['lo']);
});

it('and over all that this stands on, but not over the ports of virtual machines beside it', () => {
  expect(
    reached({
      links: [
        link('br0.10', { link: 'br0', ...kind('vlan') }),
        link('br0', kind('bridge')),
        link('bond0', { master: 'br0', ...kind('bond') }),
        link('eth0', { master: 'bond0' }),
        link('eth1', { master: 'bond0' }),
        link('eth2'),
        link('vnet0', { master: 'br0', ...kind('tun') }),
        link('veth1', { master: 'br0', link: 'eth2', ...kind('veth') }),
      ],
      addressesOf: new Map([['br0.10', ['192.0.2.5']]]),
    }),
  ).toEqual(['bond0', 'br0', 'br0.10', 'eth0', 'eth1']);
});

it('and over the ports of a switch whose own port has the address', () => {
  const member = (name: string) => ({
    name,
    type: '',
    adminUp: true,
    linkUp: true,
    active: true,
    mac: undefined,
    mtu: undefined,
  });
  const port = (name: string, ...members: string[]) => ({
    name,
    bridge: 'br0',
    vlans: { mode: undefined, nativeVlan: undefined, taggedVlans: [] },
    setting: { mode: undefined, tag: undefined, trunks: [] },
    members: members.map(member),
  });
  expect(
    reached({
      links: [link('br0', kind('tun')), link('tap7', kind('tun')), link('eth0'), link('eth1')],
      addressesOf: new Map([['br0', ['192.0.2.5']]]),
      openVSwitch: {
        bridges: ['br0'],
        ports: [port('br0', 'br0'), port('bond0', 'eth0', 'eth1'), port('tap7', 'tap7')],
      },
    }),
  ).toEqual(['br0', 'eth0', 'eth1']);
});
