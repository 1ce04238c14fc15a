import { beforeAll, describe, expect, it } from 'vitest';
import {
  answering,
  asks,
  changing,
  collect,
  failing,
  recorded,
  type Collected,
} from '../../../../../../test/support/replayed-storage.ts';

describe('a Ceph cluster', () => {
  let all: Collected;
  beforeAll(async () => {
    all = await collect(recorded('ceph'));
  });
  const cluster = 'ceph-7c9e6679';

  it('is an array with its own ratios, and what it complains of', async () => {
    expect(all.of('array', cluster).attributes).toMatchObject({
      vendor: 'Ceph',
      softwareVersion: '16.2.15',
      state: 'ok',
      healthChecks: [],
      osdNearFullPercent: 85,
      osdBackfillFullPercent: 90,
      osdFullPercent: 95,
      haConfigured: true,
      protocols: ['cephfs', 'rbd', 's3'],
    });
    const ill = await collect(
      changing(recorded('ceph'), 'health detail', (health: Record<string, unknown>) => {
        health['status'] = 'HEALTH_WARN';
        health['checks'] = {
          OSD_DOWN: { severity: 'HEALTH_WARN', summary: { message: '1 osds down', count: 1 }, muted: false },
        };
      }),
    );
    expect(ill.of('array', cluster).attributes).toMatchObject({
      state: 'degraded',
      healthChecks: [{ code: 'OSD_DOWN', severity: 'warning', summary: '1 osds down', muted: false }],
    });
  });

  it('has hosts with their daemons, by which other sources know them too', () => {
    expect(all.of('controller', 'stor-a')).toMatchObject({
      partition: cluster,
      attributes: {
        state: 'ok',
        components: [
          { name: 'mgr.stor-a', state: 'ok' },
          { name: 'mon.stor-a', state: 'ok', detail: 'in quorum' },
          { name: 'osd.0', state: 'ok', detail: 'up, in' },
        ],
      },
      keys: ['host:stor-a'],
    });
    expect(all.all('controller').map(({ name }) => name)).toEqual(
      ['stor-b', 'stor-a', 'stor-c', 'stor-d'].toSorted(),
    );
  });

  it('has OSDs as disks: where they stand, how full they are, whether they take data', async () => {
    expect(all.of('disk', `${cluster} osd.2`)).toMatchObject({
      attributes: {
        osd: 'osd.2',
        owner: 'stor-c',
        role: 'data',
        state: 'ok',
        vendorState: 'up, in',
        capacityBytes: 2_147_483_648,
      },
    });
    const out = await collect(
      changing(
        recorded('ceph'),
        'osd dump',
        (map: { osds: { osd: number; in: number; up: number; weight: number }[] }) => {
          Object.assign(map.osds[1] ?? {}, { in: 0, weight: 0 });
          Object.assign(map.osds[2] ?? {}, { up: 0 });
        },
      ),
    );
    expect(out.of('disk', `${cluster} osd.1`).attributes).toMatchObject({
      role: 'unassigned',
      state: 'offline',
    });
    expect(out.of('disk', `${cluster} osd.2`).attributes).toMatchObject({ role: 'data', state: 'failed' });
    expect(out.of('controller', 'stor-c').attributes).toMatchObject({
      state: 'degraded',
      vendorState: 'not running: osd.2',
    });
  });

  it('says vendor, model and serial number of the device that an OSD lies on', async () => {
    const known = await collect(
      changing(recorded('ceph'), 'osd metadata', (daemons: { device_ids: string }[]) => {
        Object.assign(daemons[0] ?? {}, { device_ids: 'sdb=ATA_ST4000NM0035-1V4107_ZC1234AB' });
        Object.assign(daemons[1] ?? {}, { device_ids: 'sdb=SEAGATE_ST8000_A,nvme0n1=Samsung_SSD_B' });
      }),
    );
    expect(known.of('disk', `${cluster} osd.0`)).toMatchObject({
      attributes: { vendor: 'ATA', model: 'ST4000NM0035-1V4107', serial: 'ZC1234AB' },
      keys: ['serial:zc1234ab'],
    });
    expect(known.of('disk', `${cluster} osd.1`).unknown?.['serial']).toMatch(/several/);
  });

  it('has pools with what clients can still store, up to their quota', () => {
    expect(all.of('pool', `${cluster} vms`).attributes).toMatchObject({
      raidType: '2 copies, 1 needed',
      raidState: 'normal',
      sizeBytes: 1_073_741_824,
      quotaBytes: 1_073_741_824,
    });
    const archive = all.of('pool', `${cluster} archive`).attributes as Record<string, number>;
    expect(archive).toMatchObject({ raidType: 'erasure code 2+1' });
    expect((archive['usedBytes'] ?? 0) + (archive['freeBytes'] ?? 0)).toBe(archive['sizeBytes']);
  });

  it('calls no pool well while placement groups cannot be reached, and degraded what lacks copies', async () => {
    const unreachable = await collect(
      changing(recorded('ceph'), 'health detail', (health: Record<string, unknown>) => {
        health['checks'] = {
          PG_AVAILABILITY: {
            severity: 'HEALTH_WARN',
            summary: { message: 'Reduced data availability: 3 pgs inactive', count: 3 },
          },
        };
      }),
    );
    expect(unreachable.of('pool', `${cluster} vms`).attributes).not.toHaveProperty('state');
    expect(unreachable.of('pool', `${cluster} vms`).unknown?.['state']).toMatch(/3 pgs inactive/);
    const degraded = await collect(
      changing(recorded('ceph'), 'pool stats', (pools: { pool_name: string; recovery: unknown }[]) => {
        for (const pool of pools)
          if (pool.pool_name === 'vms') pool.recovery = { degraded_objects: 4, degraded_total: 20 };
      }),
    );
    expect(degraded.of('pool', `${cluster} vms`).attributes).toMatchObject({
      raidState: 'degraded',
      vendorState: '4 objects have too few copies',
    });
    expect(degraded.of('pool', `${cluster} archive`).attributes).toMatchObject({ raidState: 'normal' });
  });

  it('has block images and their snapshots, by the keys that drivers use', () => {
    expect(all.of('volume', 'vms/db01')).toMatchObject({
      attributes: {
        pool: 'vms',
        sizeBytes: 268_435_456,
        thin: true,
        access: 'read-write',
        replicated: false,
      },
      keys: [
        'volume:7c9e6679-7425-40de-944b-e07fc1f90ae7/vms/db01',
        'volume:7c9e6679-7425-40de-944b-e07fc1f90ae7/db01',
      ],
    });
    expect(all.all('volume').map(({ name }) => name)).toEqual(['vms/build', 'vms/db01', 'vms/web01']);
    expect(all.of('storage-snapshot', 'vms/db01@weekly').attributes).toMatchObject({
      volume: 'vms/db01',
      locked: true,
      createdAt: expect.stringMatching(/^2026-11-23T\d\d:\d\d:\d\d\.000Z$/) as string,
    });
  });

  it('has its file systems as shares', () => {
    expect(all.of('share', 'shared').attributes).toMatchObject({ protocol: 'cephfs', path: '/' });
  });

  it('is told of once, although two of its hosts may be asked', () => {
    expect(all.all('array')).toHaveLength(1);
    expect(
      recorded('ceph').calls.filter((call) => asks(call, 'ceph --connect-timeout 15 status ')),
    ).toHaveLength(2);
    expect(all.complete('array')).toEqual([undefined]);
  });

  it('takes nothing for gone where a host may not ask it', async () => {
    const denied = await collect(
      answering(
        recorded('ceph'),
        ' status --format',
        failing('[errno 13] RADOS permission denied (error connecting to the cluster)', 13),
      ),
    );
    expect(denied.all('array')).toEqual([]);
    expect(denied.complete('array')).toEqual([]);
    expect(denied.complete('disk')).toEqual([]);
    expect(denied.failed('array')).toEqual(['not every host could be read: stor-a, stor-b']);
    expect(denied.events).toContainEqual(
      expect.objectContaining({
        type: 'unavailable',
        what: 'storage of stor-a',
        reason: expect.stringMatching(/permission denied/) as string,
      }),
    );
  });

  it('judges no kind whose list is missing, and still tells the rest', async () => {
    const partly = await collect(
      answering(recorded('ceph'), 'osd dump', failing('Error EACCES: access denied', 13)),
    );
    for (const kind of ['disk', 'pool', 'volume', 'storage-snapshot', 'controller'] as const)
      expect(partly.failed(kind)).toEqual([expect.stringMatching(/access denied/)]);
    expect(partly.of('share', 'shared').name).toBe('shared');
    expect(partly.of('array', cluster).unknown?.['osdNearFullPercent']).toMatch(/access denied/);
  });

  it('rejects a record that does not fit, with where it stands, and keeps the others', async () => {
    const odd = await collect(
      changing(
        recorded('ceph'),
        'osd dump',
        (map: { osds: Record<string, unknown>[]; pools: Record<string, unknown>[] }) => {
          Object.assign(map.osds[3] ?? {}, { up: 'yes' });
          Object.assign(map.pools[1] ?? {}, { pool_name: '[REDACTED:entropy:32]' });
        },
      ),
    );
    const rejects = odd.events.flatMap((event) => (event.type === 'reject' ? [event.reject] : []));
    expect(rejects).toMatchObject([
      { kind: 'disk', name: 'osd.3', path: 'ceph-osd-map.osds.up' },
      {
        kind: 'pool',
        path: 'ceph-osd-map.pools.pool_name',
        reason: 'ssh-mcp took it for a secret and replaced it',
      },
    ]);
    expect(odd.all('disk')).toHaveLength(3);
  });

  it('has mirrored images as replications (rbd-mirroring, as documented)', async () => {
    const recording = recorded('ceph');
    const mirrored = changing(recording, 'mirror pool info', (info: Record<string, unknown>) => {
      info['mode'] = 'image';
    });
    const all = await collect({
      ...mirrored,
      calls: [
        ...mirrored.calls,
        {
          tool: 'run-command',
          args: {
            command: 'env TZ=UTC rbd mirror pool status vms --verbose --format json',
            profile: recording.calls.find((call) => asks(call, 'mirror'))?.args['profile'],
          },
          result: {
            isError: false,
            data: undefined,
            form: 'text',
            text: JSON.stringify({
              summary: { health: 'WARNING', states: { replaying: 1, error: 1 } },
              images: [
                {
                  name: 'db01',
                  global_id: 'a1',
                  state: 'up+replaying',
                  description: 'replaying',
                  peer_sites: [{ site_name: 'site-b', state: 'up+stopped' }],
                },
                {
                  name: 'web01',
                  global_id: 'a2',
                  state: 'down+unknown',
                  description: 'status not found',
                  peer_sites: [],
                },
              ],
            }),
          },
        },
      ],
    });
    expect(all.of('replication', 'vms/db01 from site-b').attributes).toMatchObject({
      sourceArray: 'site-b',
      destinationArray: cluster,
      destinationVolume: 'vms/db01',
      healthy: true,
    });
    expect(all.of('replication', 'vms/web01').attributes).toMatchObject({
      healthy: false,
      unhealthyReason: 'status not found',
    });
  });
});
