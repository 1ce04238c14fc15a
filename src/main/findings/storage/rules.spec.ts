import { describe, expect, test } from 'vitest';
import { buildEntity, buildView, type AnyEntity } from '../../../../test/support/build-view.ts';
import type { Verdict } from '../rule.ts';
import { storageRules } from './rules.ts';

const TiB = 2 ** 40;

function judge(id: string, entities: readonly AnyEntity[], thresholds: object = {}): Verdict[] {
  const rule = storageRules.find((candidate) => candidate.id === id);
  if (!rule) throw new Error(`no rule ${id}`);
  return [...rule.evaluate(buildView(entities), rule.thresholds.parse(thresholds))];
}

const volume = (name: string, usedPercent: number, attributes: object = {}) =>
  buildEntity('volume', name, {
    attributes: { sizeBytes: TiB, usedBytes: Math.ceil((usedPercent / 100) * TiB), ...attributes },
  });

describe('ST01 volume nearly full', () => {
  test('warns from 80 %, is critical from 90 %, and says what is left', () => {
    expect(judge('ST01', [volume('a', 79.9), volume('b', 80), volume('c', 90)])).toMatchObject([
      { entity: { name: 'b' }, severity: 'warning', value: '80.0 % used', threshold: '< 80 %' },
      {
        entity: { name: 'c' },
        severity: 'critical',
        threshold: '< 90 %',
        evidence: expect.stringContaining('102.40 GiB of 1 TiB left') as string,
      },
    ]);
  });

  test('adds the forecast when there is a trend', () => {
    const samples = {
      usedBytes: Array.from({ length: 20 }, (_, day): [number, number] => [
        day,
        0.6 * TiB + (day + 1) * 0.012 * TiB,
      ]),
    };
    const growing = buildEntity('volume', 'v', {
      attributes: { sizeBytes: TiB, usedBytes: 0.84 * TiB },
      samples,
    });
    expect(judge('ST01', [growing])).toMatchObject([
      { evidence: expect.stringContaining('days to full: 13 d') as string },
    ]);
  });

  test('leaves replicas to their source', () => {
    expect(judge('ST01', [volume('copy', 99, { access: 'replica' })])).toEqual([]);
  });

  test('is unknown without the size, in the source’s words', () => {
    const blind = buildEntity('volume', 'v', {
      attributes: { sizeBytes: TiB },
      unknown: { usedBytes: 'the volume is offline' },
    });
    expect(judge('ST01', [blind])).toEqual([
      { type: 'unknown', entity: blind, reason: 'the volume is offline' },
    ]);
  });

  test('takes its limits from the settings', () => {
    expect(judge('ST01', [volume('a', 85)], { warningPercent: 86 })).toEqual([]);
  });
});

describe('ST02 pool nearly full', () => {
  const pool = (used: number | undefined) =>
    buildEntity('pool', 'p', {
      attributes: { sizeBytes: TiB, ...(used !== undefined && { usedBytes: used * TiB }) },
    });

  test('is critical from 90 %', () => {
    expect(judge('ST02', [pool(0.91)])).toMatchObject([{ severity: 'critical', value: '91 % used' }]);
    expect(judge('ST02', [pool(0.89)])).toEqual([]);
  });

  test('is unknown when the source does not say how much is used', () => {
    expect(judge('ST02', [pool(undefined)])).toMatchObject([{ type: 'unknown' }]);
  });
});

describe('ST03 not online', () => {
  test('names pools and volumes by what the vendor calls their state', () => {
    const entities = [
      buildEntity('pool', 'p1', { attributes: { state: 'ok' } }),
      buildEntity('pool', 'p2', { attributes: { state: 'degraded', vendorState: 'restricted' } }),
      buildEntity('volume', 'v1', { attributes: { state: 'offline', vendorState: 'offline' } }),
    ];
    expect(judge('ST03', entities)).toMatchObject([
      { entity: { name: 'p2' }, severity: 'critical', value: 'restricted' },
      { entity: { name: 'v1' }, value: 'offline' },
    ]);
  });

  test('is unknown without a state', () => {
    expect(judge('ST03', [buildEntity('volume', 'v')])).toMatchObject([
      { type: 'unknown', reason: 'its state was not given' },
    ]);
  });
});

describe('ST04 redundancy lost', () => {
  const array = (spares: number) => buildEntity('array', 'a', { attributes: { spareDiskCount: spares } });

  test('names the failed disk with its serial number', () => {
    const disk = buildEntity('disk', 'd', {
      attributes: { state: 'failed', vendorState: 'broken', serial: 'S1' },
    });
    expect(judge('ST04', [disk])).toMatchObject([
      { severity: 'critical', value: 'broken', evidence: 'serial S1' },
    ]);
  });

  test('counts a rebuilding pool as degraded, a rebuilding disk as no failure', () => {
    const entities = [
      buildEntity('disk', 'd', { attributes: { state: 'degraded' } }),
      buildEntity('pool', 'p', { attributes: { raidState: 'reconstructing' } }),
    ];
    expect(judge('ST04', entities)).toMatchObject([{ entity: { name: 'p' }, value: 'RAID reconstructing' }]);
  });

  test('wants as many spares as the setting says', () => {
    expect(judge('ST04', [array(1)])).toEqual([]);
    expect(judge('ST04', [array(0)])).toMatchObject([{ value: '0 spare disks', threshold: '≥ 1' }]);
    expect(judge('ST04', [array(1)], { minimumSpareDisks: 2 })).toHaveLength(1);
  });

  test('is unknown for each thing whose state was not given', () => {
    const entities = [buildEntity('disk', 'd'), buildEntity('pool', 'p'), buildEntity('array', 'a')];
    expect(judge('ST04', entities).map(({ type }) => type)).toEqual(['unknown', 'unknown', 'unknown']);
  });
});

describe('ST05 takeover', () => {
  const controller = (attributes: object) => buildEntity('controller', 'c', { attributes });
  const healthy = {
    haEnabled: true,
    haPartner: 'c2',
    takeoverPossible: true,
    takeoverState: 'none',
  } as const;

  test('is quiet for a healthy pair and for a system with one controller', () => {
    expect(judge('ST05', [controller(healthy), controller({ haEnabled: false })])).toEqual([]);
  });

  test.each([
    [{ takeoverState: 'taken-over' as const }, 'taken over by c2'],
    [{ takeoverState: 'in-takeover' as const }, 'serves the data of c2 too'],
    [{ takeoverPossible: false }, 'takeover is not possible'],
    [{ haEnabled: false }, 'HA is off'],
  ])('warns of %j', (attributes, value) => {
    expect(judge('ST05', [controller({ ...healthy, ...attributes })])).toMatchObject([
      { severity: 'warning', value },
    ]);
  });

  test('is unknown when the source does not speak of HA', () => {
    expect(judge('ST05', [controller({})])).toMatchObject([{ type: 'unknown' }]);
    expect(judge('ST05', [controller({ haEnabled: true, takeoverState: 'none' })])).toMatchObject([
      { type: 'unknown', reason: 'whether takeover is possible was not given' },
    ]);
  });
});

describe('ST06 environment', () => {
  test('names each bad part of controllers and shelves apart', () => {
    const shelf = buildEntity('shelf', 's', {
      attributes: {
        components: [
          { type: 'psu', name: 'power supply 1', state: 'failed' },
          { type: 'psu', name: 'power supply 2', state: 'ok' },
          { type: 'fan', name: 'fan 3', state: 'degraded', detail: '900 rpm' },
          { type: 'module', name: 'module 1', state: 'failed' },
        ],
      },
    });
    expect(judge('ST06', [shelf])).toMatchObject([
      { severity: 'critical', value: 'power supply failed', discriminator: 'power supply 1' },
      { value: 'fan degraded', discriminator: 'fan 3', evidence: '900 rpm' },
    ]);
  });

  test('is unknown when nothing is said of the parts', () => {
    expect(judge('ST06', [buildEntity('controller', 'c')])).toMatchObject([{ type: 'unknown' }]);
  });
});

describe('ST07 unmapped LUN', () => {
  const lun = (attributes: object) => buildEntity('lun', 'l', { attributes });

  test('tells no mapping from mappings that were not given', () => {
    expect(judge('ST07', [lun({ mappings: [{ host: 'h' }] })])).toEqual([]);
    expect(judge('ST07', [lun({ mappings: [], sizeBytes: TiB })])).toMatchObject([
      { severity: 'warning', value: 'no mapping', evidence: '1 TiB' },
    ]);
    expect(judge('ST07', [lun({})])).toMatchObject([{ type: 'unknown' }]);
  });
});

describe('ST08 replication lag', () => {
  const replication = (attributes: object) => buildEntity('replication', 'r', { attributes });

  test('is critical beyond an hour, with the array’s reason', () => {
    expect(judge('ST08', [replication({ lagSeconds: 3_600 })])).toEqual([]);
    expect(
      judge('ST08', [replication({ lagSeconds: 14_400, unhealthyReason: 'no response' })]),
    ).toMatchObject([{ severity: 'critical', value: '4 h behind', evidence: 'no response' }]);
  });

  test('is unknown before the first transfer', () => {
    expect(judge('ST08', [replication({})])).toMatchObject([{ type: 'unknown' }]);
  });
});

describe('ST09 OSD nearly full', () => {
  const osd = (usedBytes: number | undefined) =>
    buildEntity('disk', 'd', {
      attributes: {
        array: 'ceph',
        osd: 'osd.3',
        capacityBytes: 100,
        ...(usedBytes !== undefined && { usedBytes }),
      },
    });

  test('goes by the cluster’s own ratio before the setting', () => {
    expect(judge('ST09', [osd(85)])).toMatchObject([
      { severity: 'warning', value: 'osd.3 85 % used', threshold: '< 85 %' },
    ]);
    const ceph = buildEntity('array', 'ceph', { attributes: { osdNearFullPercent: 80 } });
    expect(judge('ST09', [osd(81), ceph])).toHaveLength(1);
    expect(judge('ST09', [osd(81)])).toEqual([]);
  });

  test('says nothing of disks that are no OSD, and unknown of an OSD that does not tell', () => {
    expect(judge('ST09', [buildEntity('disk', 'd')])).toEqual([]);
    expect(judge('ST09', [osd(undefined)])).toMatchObject([{ type: 'unknown' }]);
  });
});
