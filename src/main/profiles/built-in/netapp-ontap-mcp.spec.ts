import { describe, expect, test } from 'vitest';
import { builtInAdapter } from '../../../../test/support/built-in-profile.ts';
import { collectedProfile } from '../../../../test/support/collected-profile.ts';
import { answeringOtherwise, failing } from '../../../../test/support/documented-answers.ts';
import { documentedOntap, type OntapPath } from '../../../../test/support/documented/ontap.ts';

const id = 'netapp-ontap-mcp';
const collected = (...changes: Parameters<typeof answeringOtherwise>[1]) =>
  collectedProfile(id, answeringOtherwise(documentedOntap, changes), 'netapp');
const answering = (path: OntapPath, answer: unknown, cluster = 'east') =>
  collected({ tool: 'ontap_get', args: { cluster_name: cluster, path }, answer });

describe('NetApp ONTAP through ontap-mcp, as it is documented', () => {
  test('is recognised by its tools, and vouched for with those that only read', () => {
    expect(documentedOntap.of).toContain('not recorded');
    const adapter = builtInAdapter(id);
    expect(adapter.matches(documentedOntap.server)).toBe(true);
    expect(adapter.readOnlyTools).toEqual(['list_registered_clusters', 'ontap_get']);
  });

  test('gives every thing that is listed', async () => {
    const { counts, rejects, scopes } = await collected();
    expect(rejects).toEqual([]);
    expect(counts()).toEqual({
      array: 2,
      controller: 2,
      shelf: 1,
      disk: 2,
      pool: 1,
      volume: 2,
      'initiator-host': 1,
      lun: 1,
      share: 1,
      'storage-port': 2,
      replication: 1,
    });
    expect(scopes('volume')).toEqual([{ type: 'complete', kind: 'volume' }]);
  });

  test('says of a volume how large it is, where it lies and how it is mounted', async () => {
    expect((await collected()).named('volume', 'homes')).toMatchObject({
      nativeId: '00000000-0000-0000-0000-000000000301',
      partition: 'east',
      attributes: {
        array: 'east',
        pool: 'aggr1',
        tenant: 'files',
        state: 'ok',
        vendorState: 'online',
        access: 'read-write',
        sizeBytes: 1_099_511_627_776,
        usedBytes: 274_877_906_944,
        thin: true,
        autogrow: true,
        autogrowMaximumBytes: 2_199_023_255_552,
        snapshotReservePercent: 5,
        snapshotPolicy: 'default',
        exportPolicy: 'clients',
        mountPath: '/homes',
        encrypted: true,
        deduplicated: true,
        compressed: false,
        createdAt: '2025-03-04T05:06:07.000Z',
        latencyMs: 1.23,
        throughputMbps: 8,
      },
      relations: [
        { type: 'part-of', to: 'netapp:array:00000000-0000-0000-0000-000000000001' },
        { type: 'stored-on', to: 'netapp:pool:00000000-0000-0000-0000-000000000201' },
      ],
      keys: expect.arrayContaining(['volume:east/homes', 'nfs:192.0.2.45:/homes']),
    });
  });

  test('says of a LUN by which identifier hosts see it, and which may', async () => {
    const lun = (await collected()).named('lun', '/vol/esx_lun_vol/lun0');
    const naa = '600a09807770457a795d52706b57466d';
    expect(lun).toMatchObject({
      attributes: {
        naa: `naa.${naa}`,
        volume: 'esx_lun_vol',
        state: 'ok',
        thin: true,
        protocols: ['iscsi'],
        mappings: [{ host: 'esx', number: 3 }],
      },
      keys: [`naa:${naa}`],
    });
    expect(lun.relations).toContainEqual({
      type: 'stored-on',
      to: 'netapp:volume:00000000-0000-0000-0000-000000000302',
    });
    const { relations } = (await collected()).named('initiator-host', 'esx');
    expect(relations).toEqual(
      expect.arrayContaining([
        { type: 'connected-to', toKey: 'iqn:iqn.1998-01.com.vmware:esx-11' },
        { type: 'connected-to', toKey: 'wwn:10000090fa000001' },
      ]),
    );
  });

  test('says of controllers, disks, ports and replications what the array says', async () => {
    const { named, of } = await collected();
    expect(named('array', 'east').attributes).toMatchObject({
      vendor: 'NetApp',
      model: 'AFF-A400',
      softwareVersion: '9.14.1',
      managementIp: '192.0.2.40',
      latencyMs: 0.85,
      throughputMbps: 1000,
    });
    expect(named('array', 'east')).not.toHaveProperty('partition');
    expect(named('controller', 'east-02')).toMatchObject({
      attributes: {
        state: 'ok',
        haPartner: 'east-01',
        takeoverPossible: false,
        takeoverBlockedBy: 'NVRAM log not synchronized',
        takeoverState: 'none',
        components: [
          { type: 'fan', name: 'fans', state: 'ok' },
          { type: 'psu', name: 'power supplies', state: 'failed' },
          { type: 'temperature', name: 'temperature', state: 'ok' },
        ],
      },
    });
    expect(named('disk', 'east 1.0.0').attributes).toMatchObject({
      type: 'ssd',
      role: 'data',
      state: 'ok',
      shelf: 'east shelf 1.0',
      powerOnSeconds: 36_000_000,
    });
    expect(named('disk', 'east 1.0.23').attributes).toMatchObject({ role: 'failed', state: 'failed' });
    expect(named('pool', 'east aggr1').attributes).toMatchObject({
      raidType: 'RAID-DP',
      mediaType: 'solid state',
    });
    expect(named('storage-port', 'east-01 e0c')).toMatchObject({
      attributes: { peerDevice: 'leaf-1.example.net', peerPort: 'Ethernet1/7', mac: 'd0:39:ea:00:00:01' },
      relations: expect.arrayContaining([{ type: 'connected-to', toKey: 'port:leaf-1/ethernet1/7' }]),
    });
    expect(of('replication')[0]).toMatchObject({
      attributes: {
        sourceArray: 'west',
        sourceVolume: 'homes',
        destinationArray: 'east',
        destinationVolume: 'homes_dr',
        type: 'asynchronous',
        healthy: false,
        unhealthyReason: 'Transfer failed.',
        lagSeconds: 117_342,
        lastTransferAt: '2026-11-23T00:02:03.000Z',
      },
    });
  });

  test('leaves what an array did not answer unjudged there, and judges the other', async () => {
    const { scopes, of } = await answering('/storage/volumes', failing('unable to connect to east'));
    expect(of('volume')).toEqual([]);
    expect(scopes('volume')).toEqual([
      {
        type: 'failed',
        kind: 'volume',
        partition: 'east',
        reason: expect.stringContaining('unable to connect'),
      },
      { type: 'complete', kind: 'volume' },
    ]);
    expect(scopes('lun')).toEqual([{ type: 'complete', kind: 'lun' }]);
  });

  test.each([
    ['fewer than it counts', { records: [], num_records: 2 }],
    ['a refusal that is called an answer', { error: { code: '6', message: 'permission denied' } }],
    ['an answer without a list', {}],
  ])('takes no volume for gone after %s', async (_, answer) => {
    const { scopes } = await answering('/storage/volumes', answer);
    expect(scopes('volume')[0]).toMatchObject({ type: 'failed', partition: 'east' });
  });

  test('rejects what does not fit, and keeps the others', async () => {
    const { rejects, of } = await answering('/storage/volumes', {
      records: [
        { name: 'no id', state: 'online' },
        { uuid: 'a', name: 'too small', space: { size: -1 } },
        { uuid: 'b', name: '../../etc', state: 'sideways', space: { size: 1 } },
      ],
      num_records: 3,
    });
    expect(of('volume').map(({ name }) => name)).toEqual(['../../etc']);
    expect(of('volume')[0]?.attributes).toMatchObject({ state: 'unknown', vendorState: 'sideways' });
    expect(rejects.map(({ path }) => path)).toEqual(['nativeId', 'attributes.sizeBytes']);
  });

  test('does not read a server of before, whose clusters come as words', async () => {
    const { scopes, entities } = await collected({ tool: 'list_registered_clusters', answer: 'east,west' });
    expect(entities).toEqual([]);
    expect(scopes('array')).toEqual([expect.objectContaining({ type: 'failed' })]);
  });
});
