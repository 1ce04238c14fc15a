import { beforeAll, describe, expect, it } from 'vitest';
import type { Recording } from '../../../../../../test/support/recorded-session.ts';
import {
  answering,
  changing,
  collect,
  failing,
  recorded,
  said,
  type Collected,
} from '../../../../../../test/support/replayed-storage.ts';

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
    expect(denied.failed('array')).toEqual(['not every host could be read: filer1, filer2']);
    const exporting = await collect(answering(shown, 'vgs', failing('Permission denied', 5)));
    expect(exporting.failed('pool')).toHaveLength(2);
    expect(exporting.of('share', '/var/exports/home').name).toBe('/var/exports/home');
  });

  it('have a pool that is degraded as soon as one of its devices is missing', async () => {
    const { calls, ...rest } = recorded('linux-storage');
    const missing: Recording = {
      ...rest,
      calls: calls.map((call) => {
        const text = call.result.text.replace(/("vg_missing_pv_count": ?)"0"/, '$1"1"');
        return { ...call, result: { ...call.result, text } };
      }),
    };
    const pools = (await collect(missing)).all('pool').map(({ attributes }) => attributes);
    expect(pools[0]).toMatchObject({
      state: 'degraded',
      vendorState: expect.stringMatching(/^1 of \d+ devices missing$/) as string,
    });
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
    expect(rest.failed('array')).toEqual(['not every host could be read: filer2']);
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
