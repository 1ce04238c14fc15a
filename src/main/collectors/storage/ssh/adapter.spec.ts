import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { replay, type RecordedCall, type Recording } from '../../../../../test/support/recorded-session.ts';
import type { ObservedRecord } from '../../../../shared/model/entity.ts';
import type { EntityKind } from '../../../../shared/model/kinds/registry.ts';
import { validateRecord } from '../../../inventory/record.ts';
import type { CollectEvent } from '../../collector.ts';
import { storageCollector } from '../collector.ts';
import { sshStorageAdapter } from './adapter.ts';

const recorded = (name: string): Recording =>
  JSON.parse(readFileSync(join(import.meta.dirname, 'fixtures', `${name}.json`), 'utf8')) as Recording;

interface Collected {
  readonly events: readonly CollectEvent[];
  all(kind: EntityKind): readonly ObservedRecord[];
  of(kind: EntityKind, name: string): ObservedRecord;
  failed(kind: EntityKind): readonly string[];
  complete(kind: EntityKind): readonly (string | undefined)[];
}

async function collect(recording: Recording): Promise<Collected> {
  const { signal } = new AbortController();
  const events: CollectEvent[] = [];
  const context = { signal, call: { signal }, startedAt: '2026-11-23T19:00:00.000Z' };
  for await (const event of sshStorageAdapter.collect(replay(recording, 'hosts'), context))
    events.push(event);
  const all = (kind: EntityKind) =>
    events.flatMap((event) => (event.type === 'records' && event.kind === kind ? [...event.records] : []));
  return {
    events,
    all,
    of: (kind, name) => {
      const found = all(kind).find((record) => record.name === name);
      if (!found)
        throw new Error(
          `no ${kind} ${name}, only ${all(kind)
            .map((one) => one.name)
            .join(', ')}`,
        );
      return found;
    },
    failed: (kind) =>
      events.flatMap((event) => (event.type === 'failed' && event.kind === kind ? [event.reason] : [])),
    complete: (kind) =>
      events.flatMap((event) => (event.type === 'complete' && event.kind === kind ? [event.partition] : [])),
  };
}

/** Whether a call sends a command that contains this text. */
function asks({ args: { command } }: RecordedCall, text: string): boolean {
  return typeof command === 'string' && command.includes(text);
}

/** The recording with another answer where a command contains this text. */
function answering(
  recording: Recording,
  command: string,
  result: Partial<RecordedCall['result']>,
): Recording {
  const calls = recording.calls.map((call) =>
    asks(call, command) ? { ...call, result: { ...call.result, ...result } } : call,
  );
  return { ...recording, calls };
}

const said = (text: string) => ({ isError: false, text });
const failing = (stderr: string, exit: number) => ({
  isError: true,
  text: `[stderr]\n${stderr}\n\n\n[exit ${exit}]`,
});

/** The text of one answer, changed as JSON. */
function changing(recording: Recording, command: string, change: (data: never) => void): Recording {
  const call = recording.calls.find((one) => asks(one, command));
  const data = JSON.parse(call?.result.text.split('\n\n[stderr]')[0] ?? '') as never;
  change(data);
  return answering(recording, command, said(JSON.stringify(data)));
}

describe.each(['ceph', 'linux-storage', 'zfs-multipath'])('the recording %s', (name) => {
  const recording = recorded(name);

  it('is recognised, and asked by nothing but commands that the guard lets pass', () => {
    expect(
      storageCollector.adapters.filter((one) => one.matches(recording.server)).map(({ id }) => id),
    ).toEqual(['ssh-storage']);
    for (const { tool, args } of recording.calls) {
      expect(sshStorageAdapter.readOnlyTools).toContain(tool);
      expect(sshStorageAdapter.guard?.(tool, args)).toBeUndefined();
    }
  });

  it('gives records that fit, each with an id of its own, and rejects nothing', async () => {
    const { events } = await collect(recording);
    expect(events.filter(({ type }) => type === 'reject' || type === 'failed')).toEqual([]);
    const wrong = events.flatMap((event) =>
      event.type === 'records'
        ? event.records.flatMap((record) => {
            const validation = validateRecord(event.kind, record);
            return validation.ok ? [] : [validation.reject];
          })
        : [],
    );
    expect(wrong).toEqual([]);
    const ids = events.flatMap((event) =>
      event.type === 'records' ? event.records.map(({ nativeId }) => `${event.kind}:${nativeId}`) : [],
    );
    expect(new Set(ids).size).toBe(ids.length);
  });
});

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
    expect(denied.failed('array')).toEqual(['not every host could be read']);
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

describe('hosts with LVM and exports', () => {
  let all: Collected;
  beforeAll(async () => {
    all = await collect(recorded('linux-storage'));
  });

  it('are arrays of their own, also without any volume group', () => {
    expect(all.all('array').map(({ name }) => name)).toEqual(['filer1', 'filer2']);
    expect(all.of('array', 'filer2').attributes).toMatchObject({
      software: 'Debian GNU/Linux',
      protocols: ['nfs'],
      managementIp: '198.18.0.12',
    });
  });

  it('have volume groups as pools, without calling full what is allotted', () => {
    const pool = all.of('pool', 'filer1 data');
    expect(pool.attributes).toMatchObject({
      state: 'ok',
      raidType: 'linear',
      diskCount: 2,
      sizeBytes: 620_756_992,
    });
    expect(pool.attributes).not.toHaveProperty('usedBytes');
    expect(pool.unknown?.['usedBytes']).toMatch(/allotted/);
  });

  it('have volumes, and say of one that the kernel does not know that its state is not known', () => {
    expect(all.of('volume', 'data/web-logs').attributes).toMatchObject({
      pool: 'data',
      sizeBytes: 41_943_040,
      thin: false,
      state: 'unknown',
    });
  });

  it('export directories to clients, and can be found by each address', () => {
    expect(all.of('share', '/var/exports/web logs').attributes).toMatchObject({
      access: [{ client: '*', permission: 'read', authentication: 'sys; everybody is nobody' }],
    });
    expect(all.of('share', '/var/exports/home').keys).toEqual([
      'nfs:filer1:/var/exports/home',
      'nfs:198.18.0.11:/var/exports/home',
    ]);
  });

  it('are no arrays where they have neither', async () => {
    const bare = await collect(answering(recorded('linux-storage'), 'etab', said('')));
    expect(bare.all('array').map(({ name }) => name)).toEqual(['filer1']);
    expect(bare.complete('array')).toEqual([undefined]);
  });

  it('are not taken for gone where LVM may not be asked and is there', async () => {
    const shown = changing(
      recorded('linux-storage'),
      'lsblk',
      (list: { blockdevices: Record<string, unknown>[] }) => {
        Object.assign(list.blockdevices[0] ?? {}, { fstype: 'LVM2_member' });
      },
    );
    const denied = await collect(
      answering(answering(shown, 'vgs', failing('Permission denied', 5)), 'etab', said('')),
    );
    expect(denied.all('array')).toEqual([]);
    expect(denied.failed('array')).toEqual(['not every host could be read']);
    const exporting = await collect(answering(shown, 'vgs', failing('Permission denied', 5)));
    expect(exporting.failed('pool')).toHaveLength(2);
    expect(exporting.of('share', '/var/exports/home').name).toBe('/var/exports/home');
  });

  it('cost only themselves where they do not answer', async () => {
    const recording = recorded('linux-storage');
    const silent: Recording = {
      ...recording,
      calls: recording.calls.map((call) =>
        call.args['profile'] === 'filer2'
          ? {
              ...call,
              result: { ...call.result, isError: true, text: 'SSH connection error: connect EHOSTUNREACH' },
            }
          : call,
      ),
    };
    const rest = await collect(silent);
    expect(rest.all('array').map(({ name }) => name)).toEqual(['filer1']);
    expect(rest.complete('share')).toEqual(['filer1']);
    expect(rest.failed('array')).toEqual(['not every host could be read']);
  });

  it('name a line of the export table that is none', async () => {
    const odd = await collect(
      answering(recorded('linux-storage'), 'etab', said('/srv/a *(ro)\nwhat is this\n')),
    );
    expect(odd.events).toContainEqual({
      type: 'reject',
      reject: { kind: 'share', path: 'nfs-exports', reason: expect.stringMatching(/what is this/) as string },
    });
    expect(odd.of('share', '/srv/a').attributes).toMatchObject({
      access: [{ client: '*', permission: 'read' }],
    });
  });
});

describe('a host with ZFS, LVM and multipath (as documented)', () => {
  let all: Collected;
  beforeAll(async () => {
    all = await collect(recorded('zfs-multipath'));
  });
  const naa = 'naa:600a098038303453665d4f4c30553764';

  it('counts a LUN once over all its paths, and knows how many are left', () => {
    expect(all.of('disk', 'san1 mpatha')).toMatchObject({
      attributes: {
        vendor: 'NETAPP',
        capacityBytes: 1_099_511_627_776,
        pool: 'vgdata',
        role: 'data',
        state: 'degraded',
        vendorState: '3 of 4 paths ready',
      },
    });
    expect(all.of('disk', 'san1 mpatha').relations).toContainEqual({ type: 'backed-by', toKey: naa });
    expect(all.all('disk').map(({ name }) => name)).toEqual([
      'san1 sda',
      'san1 sdf',
      'san1 nvme0n1',
      'san1 nvme1n1',
      'san1 mpatha',
    ]);
  });

  it('leads from a volume group to the LUN of whatever array has it', () => {
    expect(all.of('pool', 'san1 vgdata').relations).toContainEqual({ type: 'backed-by', toKey: naa });
  });

  it('has disks with type, serial number and the pool that takes them', () => {
    expect(all.of('disk', 'san1 nvme1n1')).toMatchObject({
      attributes: {
        type: 'nvme',
        serial: 'S64GNE0R700101',
        pool: 'tank',
        role: 'data',
        state: 'failed',
        vendorState: 'FAULTED',
      },
      keys: expect.arrayContaining(['serial:s64gne0r700101']) as string[],
    });
    expect(all.of('disk', 'san1 sda').attributes).toMatchObject({
      type: 'ssd',
      vendor: 'ATA',
      state: 'ok',
      role: 'data',
    });
    expect(all.of('disk', 'san1 sdf').attributes).toMatchObject({ type: 'sas', pool: 'scratch' });
  });

  it('has ZFS pools with what volumes can use, not what the disks have', () => {
    expect(all.of('pool', 'san1 tank').attributes).toMatchObject({
      state: 'degraded',
      vendorState: 'DEGRADED',
      raidType: 'mirror',
      raidState: 'degraded',
      diskCount: 2,
      sizeBytes: 734_003_200_000 + 1_119_313_024_288,
    });
    expect(all.of('pool', 'san1 scratch').attributes).toMatchObject({ state: 'ok', raidType: 'stripe' });
    expect(all.of('array', 'san1').attributes).toMatchObject({
      state: 'degraded',
      spareDiskCount: 1,
      vendor: 'Supermicro',
      model: 'SSG-6029P',
    });
  });

  it('has datasets and zvols as volumes', () => {
    expect(all.of('volume', 'tank/home').attributes).toMatchObject({
      pool: 'tank',
      sizeBytes: 322_122_547_200,
      usedBytes: 214_748_364_800,
      snapshotUsedBytes: 21_474_836_480,
      encrypted: true,
      compressed: true,
      mountPath: '/tank/home',
    });
    expect(all.of('volume', 'tank/vm-101').attributes).toMatchObject({
      sizeBytes: 34_359_738_368,
      thin: true,
    });
    expect(all.of('storage-snapshot', 'tank/home@daily-2025-11-22').attributes).toMatchObject({
      volume: 'tank/home',
      createdAt: '2025-11-22T00:00:00.000Z',
      locked: true,
    });
  });

  it('has thin pools as pools, and snapshots apart from volumes', () => {
    expect(all.of('pool', 'san1 vgdata/tp0').attributes).toMatchObject({ usedBytes: 67_108_864_000 });
    expect(all.of('volume', 'vgdata/ci').attributes).toMatchObject({
      pool: 'vgdata/tp0',
      thin: true,
      usedBytes: 53_687_091_200,
    });
    expect(all.of('volume', 'vgdata/db').attributes).toMatchObject({
      mountPath: '/srv/db',
      usedBytes: 321_000_000_000,
      createdAt: '2025-11-03T07:15:00.000Z',
    });
    expect(all.of('storage-snapshot', 'vgdata/db-before').attributes).toMatchObject({ volume: 'vgdata/db' });
    expect(all.all('volume').map(({ name }) => name)).not.toContain('vgdata/db-before');
  });

  it('finds the volume that an export lies in', () => {
    expect(all.of('share', '/tank/home')).toMatchObject({
      attributes: { volume: 'tank/home', server: '10.20.0.31' },
      keys: ['nfs:san1:/tank/home', 'nfs:10.20.0.31:/tank/home', 'nfs:10.30.0.31:/tank/home'],
    });
  });
});
