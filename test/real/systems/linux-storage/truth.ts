import type { Truth, TrueEntity } from '../../real-system.ts';
import type { NamespacedHost } from '../../../support/ssh-hosts.ts';
import type { Filers } from './filers.ts';

/** Asked as root in the hosts themselves; LVM with its other programs, block devices in `/sys`. */
export async function filersTruth({ volumes, exportsOnly }: Filers): Promise<Truth> {
  const hosts = [volumes, exportsOnly];
  const groups = await rows(volumes, 'vgdisplay', '-c');
  const logical = await rows(volumes, 'lvdisplay', '-c');
  return {
    array: hosts.map(({ name, address }) => ({
      name,
      attributes: { protocols: ['nfs'], managementIp: address, haConfigured: false },
    })),
    disk: (await Promise.all(hosts.map(disks))).flat(),
    pool: groups.map((fields) => {
      // Extents in all and free ones, and how large each is in KiB.
      const [extentKib, extents, , free] = fields.slice(12).map(Number);
      return {
        name: `filer1 ${fields[0] ?? ''}`,
        partition: 'filer1',
        attributes: {
          array: 'filer1',
          state: 'ok',
          raidType: 'linear',
          diskCount: Number(fields[9]),
          sizeBytes: (extents ?? 0) * (extentKib ?? 0) * 1024,
          freeBytes: (free ?? 0) * (extentKib ?? 0) * 1024,
        },
      };
    }),
    volume: logical.map(([path = '', group = '', , , , , sectors]) => ({
      name: `${group}/${path.split('/').at(-1) ?? ''}`,
      partition: 'filer1',
      attributes: { pool: group, sizeBytes: Number(sectors) * 512, thin: false, access: 'read-write' },
    })),
    share: [
      share(volumes, '/var/exports/home', [
        ['198.18.0.0/24', 'read and write', 'sys; root is nobody'],
        ['198.18.0.1', 'read and write', 'sys; root stays root'],
      ]),
      share(volumes, '/var/exports/web logs', [['*', 'read', 'sys; everybody is nobody']]),
      share(exportsOnly, '/var/exports/media', [['198.18.0.0/24', 'read', 'krb5p, krb5; root is nobody']]),
    ],
    'storage-snapshot': [],
    replication: [],
    controller: [],
    lun: [],
    shelf: [],
    'storage-port': [],
    'initiator-host': [],
  };
}

async function rows(host: NamespacedHost, program: string, ...args: string[]): Promise<string[][]> {
  const text = await host.run(program, ...args);
  return text
    .split('\n')
    .map((line) => line.trim().split(':'))
    .filter((fields) => fields.length > 5);
}

async function disks(host: NamespacedHost): Promise<TrueEntity[]> {
  const text = await host.shell('for one in /sys/block/*; do echo "$(basename $one) $(cat $one/size)"; done');
  return text
    .trim()
    .split('\n')
    .map((line) => line.split(' '))
    .filter(([name = '', size]) => !/^(?:loop|zram|ram)/.test(name) && Number(size) > 0)
    .map(([name = '', size]) => ({
      name: `${host.name} ${name}`,
      partition: host.name,
      attributes: { array: host.name, capacityBytes: Number(size) * 512 },
    }));
}

function share(
  { name, address }: NamespacedHost,
  path: string,
  rules: readonly (readonly [string, string, string])[],
): TrueEntity {
  return {
    name: path,
    partition: name,
    attributes: {
      protocol: 'nfs',
      path,
      server: address,
      access: rules.map(([client, permission, authentication]) => ({ client, permission, authentication })),
    },
  };
}
