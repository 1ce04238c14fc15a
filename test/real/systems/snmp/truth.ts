import { z } from 'zod';
import type { RealDevice, SnmpdNetwork } from '../../../support/snmpd.ts';
import type { TrueEntity, Truth } from '../../real-system.ts';

const linkSchema = z.array(
  z.object({
    ifname: z.string(),
    mtu: z.number(),
    flags: z.array(z.string()),
    operstate: z.string(),
    address: z.string(),
    link_type: z.string(),
  }),
);
const addressSchema = z.array(
  z.object({
    ifname: z.string(),
    addr_info: z.array(
      z.object({ family: z.string(), local: z.string(), prefixlen: z.number(), scope: z.string() }),
    ),
  }),
);

/** What is said of the devices by their kernels (`ip -j`) and, of what only SNMP and LLDP know, by snmpwalk. */
export async function truthOf(network: SnmpdNetwork, silent: string): Promise<Truth> {
  const { devices } = network;
  const entities = await Promise.all(devices.map((device) => deviceOf(network, device)));
  const addresses = (await Promise.all(devices.map(addressesOf))).flat();
  return {
    switch: [
      ...entities.filter(({ name }) => name.startsWith('leaf')),
      { name: silent, partition: silent, attributes: { reachable: false, role: 'switch', site: 'lab' } },
    ],
    router: entities.filter(({ name }) => name.startsWith('edge')),
    firewall: [],
    device: [],
    interface: (await Promise.all(devices.map((device) => interfacesOf(network, device)))).flat(),
    'ip-address': addresses.map(({ device, port, address }) => ({
      name: address,
      partition: device,
      attributes: { address, assignedTo: `${device} ${port}`, family: 4 },
    })),
    prefix: [...new Set(addresses.map(({ address }) => networkOf(address)))].map((name) => ({
      name,
      attributes: { prefix: name, type: 'network' },
    })),
    vlan: [],
  };
}

async function deviceOf({ walk }: SnmpdNetwork, device: RealDevice): Promise<TrueEntity> {
  const system = await walk(device.name, '1.3.6.1.2.1.1');
  const text = (object: number) => system.get(`1.3.6.1.2.1.1.${object}.0`)?.replace(/^"([^]*)"$/, '$1');
  return {
    name: device.name,
    partition: device.name,
    attributes: {
      reachable: true,
      managementIp: device.address,
      site: 'lab',
      location: text(6),
      description: text(1),
    },
  };
}

async function interfacesOf({ walk }: SnmpdNetwork, device: RealDevice): Promise<TrueEntity[]> {
  const links = linkSchema.parse(JSON.parse(await device.run('ip', '-j', 'link')));
  const names = await walk(device.name, '1.0.8802.1.1.2.1.3.7.1.4');
  const [systems, ports] = await Promise.all([
    walk(device.name, '1.0.8802.1.1.2.1.4.1.1.9'),
    walk(device.name, '1.0.8802.1.1.2.1.4.1.1.8'),
  ]);
  const plain = (value: string | undefined) => value?.replaceAll('"', '') ?? '';
  const peers = new Map(
    [...systems].map(([oid, system]) => {
      const index = oid.slice('1.0.8802.1.1.2.1.4.1.1.9.'.length);
      const local = plain(names.get(`1.0.8802.1.1.2.1.3.7.1.4.${index.split('.')[1] ?? ''}`));
      return [local, `${plain(system)} ${plain(ports.get(`1.0.8802.1.1.2.1.4.1.1.8.${index}`))}`] as const;
    }),
  );
  return links.map(({ ifname, mtu, flags, operstate, address, link_type }) => {
    const loopback = link_type === 'loopback';
    const peer = peers.get(ifname);
    return {
      name: ifname,
      partition: device.name,
      attributes: {
        device: device.name,
        type: loopback ? 'loopback' : 'ethernet',
        mtu,
        adminUp: flags.includes('UP'),
        operUp: loopback ? flags.includes('UP') : operstate === 'UP',
        mac: loopback ? undefined : address,
        peer,
        peerSource: peer === undefined ? undefined : 'lldp',
      },
    };
  });
}

async function addressesOf(device: RealDevice) {
  const links = addressSchema.parse(JSON.parse(await device.run('ip', '-j', 'addr')));
  return links.flatMap(({ ifname, addr_info }) =>
    addr_info
      .filter(({ scope }) => scope === 'global')
      .map(({ local, prefixlen }) => ({
        device: device.name,
        port: ifname,
        address: `${local}/${prefixlen}`,
      })),
  );
}

/** Every network of this estate is a /24. */
const networkOf = (address: string): string => address.replace(/\.\d+\/24$/, '.0/24');
