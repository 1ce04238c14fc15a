import { describe, expect, test } from 'vitest';
import { buildEntity, buildView } from '../../../../test/support/build-view.ts';
import type { FindingRule, Verdict } from '../rule.ts';
import { feedOverloaded, supplyOnBattery } from './power-rules.ts';
import { staleData } from './stale-data.ts';

function judge(rule: FindingRule, view: Parameters<FindingRule['evaluate']>[0], settings = {}): Verdict[] {
  return [...rule.evaluate(view, rule.thresholds.parse(settings))];
}

describe('IN01 data older than two intervals', () => {
  const vms = [
    buildEntity('vm', 'vm-1'),
    buildEntity('vm', 'vm-2'),
    buildEntity('vcenter', 'vc'),
    buildEntity('array', 'array-1'),
  ];
  const seen = (ages: Record<string, string>) =>
    buildView(vms, { confirmedAt: (entity) => ages[entity.name] ?? '2026-11-23T11:59:00.000Z' });

  test('names the source by its vCenter, and counts what is old by kind', () => {
    expect(judge(staleData, seen({ 'vm-2': '2026-11-23T08:30:00.000Z' }))).toMatchObject([
      {
        severity: 'warning',
        entity: { name: 'vc' },
        discriminator: 'VMs',
        value: '1 VM last seen 3 h 30 min ago or earlier',
        threshold: '≤ 2 h',
        evidence: 'source vcenter-a, oldest 2026-11-23 08:30 UTC',
      },
    ]);
  });

  test('exactly two intervals old is not older', () => {
    expect(judge(staleData, seen({ 'vm-2': '2026-11-23T10:00:00.000Z' }))).toEqual([]);
    expect(
      judge(staleData, seen({ 'vm-2': '2026-11-23T10:00:00.000Z' }), { intervalMinutes: 30 }),
    ).toHaveLength(1);
  });
});

describe('IN02 feed draw', () => {
  const feed = (attributes: object) => buildEntity('power-feed', 'A1', { attributes });

  test('above 80 % of the capacity is a warning, 80 % is not', () => {
    const view = (drawWatts: number) => buildView([feed({ drawWatts, capacityWatts: 10_000 })]);
    expect(judge(feedOverloaded, view(8100))).toMatchObject([
      { severity: 'warning', value: '81 % drawn (8,100 W of 10.00 kW)', threshold: '≤ 80 %' },
    ]);
    expect(judge(feedOverloaded, view(8000))).toEqual([]);
  });

  test('is unknown where only the plan is known', () => {
    expect(judge(feedOverloaded, buildView([feed({ intent: true, capacityWatts: 10_000 })]))).toMatchObject([
      { type: 'unknown', reason: 'the documentation says what may be drawn, not what is' },
    ]);
  });
});

describe('IN03 UPS', () => {
  const ups = (attributes: object) =>
    buildView([buildEntity('device', 'ups-1', { attributes: { role: 'UPS', ...attributes } })]);

  test('on battery is a warning, below 15 minutes critical', () => {
    expect(judge(supplyOnBattery, ups({ upsOnBattery: true, upsMinutesLeft: 40 }))).toMatchObject([
      { severity: 'warning', value: 'on battery, 40 minutes left' },
    ]);
    expect(judge(supplyOnBattery, ups({ upsOnBattery: true, upsMinutesLeft: 14 }))).toMatchObject([
      { severity: 'critical', threshold: '≥ 15 minutes' },
    ]);
    expect(judge(supplyOnBattery, ups({ upsOnBattery: false, upsMinutesLeft: 15 }))).toEqual([]);
  });

  test('without a battery state is unknown; what is no UPS is not judged', () => {
    expect(judge(supplyOnBattery, ups({}))).toMatchObject([{ type: 'unknown' }]);
    expect(judge(supplyOnBattery, buildView([buildEntity('device', 'pdu-1')]))).toEqual([]);
  });
});
