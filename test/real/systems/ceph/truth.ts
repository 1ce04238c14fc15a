import type { Truth, TrueEntity } from '../../real-system.ts';
import type { CephCluster } from './cluster.ts';

/** What there is, asked with other commands than the adapter's where there are others, and with the cluster's own key. */
export async function cephTruth(cluster: CephCluster): Promise<Truth> {
  const { admin } = cluster;
  const ask = (program: string, ...args: readonly string[]) => cluster.ask(program, ...args);
  const fsid = (await admin.run('ceph', 'fsid')).trim();
  const partition = `ceph-${fsid.slice(0, 8)}`;
  const inside = (entities: readonly Omit<TrueEntity, 'partition'>[]): TrueEntity[] =>
    entities.map((entity) => ({ partition, ...entity }));
  const version = (await admin.run('ceph', '--version')).split(' ')[2];
  const { status } = (await ask('ceph', 'health')) as { status: string };
  const hosts = (await ask('ceph', 'node', 'ls')) as Record<string, Record<string, unknown>>;
  return {
    array: [
      {
        name: partition,
        attributes: {
          serial: fsid,
          software: 'Ceph',
          softwareVersion: version,
          state: status === 'HEALTH_OK' ? 'ok' : 'degraded',
          healthChecks: [],
          protocols: ['cephfs', 'rbd', 's3'],
          haConfigured: true,
          osdNearFullPercent: 85,
          osdBackfillFullPercent: 90,
          osdFullPercent: 95,
        },
      },
    ],
    controller: inside(
      [...new Set(Object.values(hosts).flatMap(Object.keys))].map((name) => ({
        name,
        attributes: { array: partition, state: 'ok', firmware: `Ceph ${version}` },
      })),
    ),
    disk: inside(await Promise.all(((await ask('ceph', 'osd', 'ls')) as number[]).map(osd))),
    pool: inside(
      await Promise.all(((await ask('ceph', 'osd', 'lspools')) as { poolname: string }[]).map(pool)),
    ),
    volume: inside(await Promise.all(((await ask('rbd', 'ls', 'vms')) as string[]).map(image))),
    'storage-snapshot': inside(
      (await Promise.all(((await ask('rbd', 'ls', 'vms')) as string[]).map(snapshots))).flat(),
    ),
    share: inside(
      ((await ask('ceph', 'fs', 'volume', 'ls').catch(() => [{ name: 'shared' }])) as { name: string }[]).map(
        ({ name }) => ({ name, attributes: { protocol: 'cephfs', path: '/' } }),
      ),
    ),
    replication: [],
    lun: [],
    shelf: [],
    'storage-port': [],
    'initiator-host': [],
  };

  async function osd(id: number): Promise<TrueEntity> {
    const found = (await ask('ceph', 'osd', 'find', String(id))) as { host: string };
    const { nodes } = (await ask('ceph', 'osd', 'df', `osd.${id}`)) as { nodes: { kb: number }[] };
    return {
      name: `${partition} osd.${id}`,
      attributes: {
        array: partition,
        osd: `osd.${id}`,
        owner: found.host,
        role: 'data',
        state: 'ok',
        vendorState: 'up, in',
        type: 'hdd',
        capacityBytes: (nodes[0]?.kb ?? 0) * 1024,
      },
    };
  }

  async function pool({ poolname: name }: { poolname: string }): Promise<TrueEntity> {
    const get = async (what: string) =>
      ((await ask('ceph', 'osd', 'pool', 'get', name, what)) as Record<string, unknown>)[what];
    const erasure = await get('erasure_code_profile').catch(() => undefined);
    const { quota_max_bytes: quota } = (await ask('ceph', 'osd', 'pool', 'get-quota', name)) as {
      quota_max_bytes: number;
    };
    return {
      name: `${partition} ${name}`,
      attributes: {
        array: partition,
        state: 'ok',
        raidType:
          erasure === 'ec21'
            ? 'erasure code 2+1'
            : `${String(await get('size'))} copies, ${String(await get('min_size'))} needed`,
        raidState: 'normal',
        ...(quota > 0 && { quotaBytes: quota, sizeBytes: quota }),
      },
    };
  }

  async function image(name: string): Promise<TrueEntity> {
    const info = (await ask('rbd', 'info', `vms/${name}`)) as { size: number };
    return {
      name: `vms/${name}`,
      attributes: { array: partition, pool: 'vms', sizeBytes: info.size, thin: true, access: 'read-write' },
    };
  }

  async function snapshots(image: string): Promise<TrueEntity[]> {
    const list = (await ask('rbd', 'snap', 'ls', `vms/${image}`)) as { name: string; protected: string }[];
    return list.map(({ name, protected: locked }) => ({
      name: `vms/${image}@${name}`,
      attributes: { volume: `vms/${image}`, locked: locked === 'true' },
    }));
  }
}
