import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { Entity, EntityOf } from '../../shared/model/entity.ts';
import type { Instant, RunId } from '../../shared/model/ids.ts';
import { buildEntity, buildRun, buildView, testNow } from '../../../test/support/build-view.ts';
import { silentLogger } from '../platform/logger.ts';
import type { InventoryView } from '../inventory/view.ts';
import { findingId } from './evaluate.ts';
import { defineRule, type FindingRule, type Verdict } from './rule.ts';
import { createFindings, type ObservedFindings } from './service.ts';
import { findingSettingsProblems } from './settings.ts';

const fullness = defineRule({
  id: 'VS11',
  domain: 'vmware',
  title: 'Datastore nearly full',
  why: 'VMs pause when it is full.',
  remedy: 'Free space.',
  action: 'volume.grow',
  source: 'AsBuiltReport.VMware.vSphere',
  reads: ['datastore'],
  thresholds: z.strictObject({
    warningPercent: z.number().default(75),
    criticalPercent: z.number().default(90),
  }),
  *evaluate(view, { warningPercent, criticalPercent }): Iterable<Verdict> {
    for (const entity of view.all('datastore')) {
      const used = Number(entity.labels['used'] ?? Number.NaN);
      if (Number.isNaN(used)) yield { type: 'unknown', entity, reason: 'no usage given' };
      else if (used >= warningPercent) {
        yield {
          type: 'breach',
          entity,
          severity: used >= criticalPercent ? 'critical' : 'warning',
          value: `${used} % used`,
          threshold: `≥ ${used >= criticalPercent ? criticalPercent : warningPercent} %`,
        };
      }
    }
  },
});

const lasting: FindingRule = { ...fullness, id: 'VS14', durationMinutes: 15 };

const datastore = (name: string, used?: number) =>
  buildEntity('datastore', name, {
    partition: 'prod-a',
    ...(used === undefined ? {} : { labels: { used: String(used) } }),
  });

/** Keeps what is recorded as the inventory would, and shows it with the next view. */
function testBed(rules: readonly FindingRule[] = [fullness], settings = {}) {
  let findings: EntityOf<'finding'>[] = [];
  let entities: readonly Entity[] = [];
  let parts: Parameters<typeof buildView>[1] = {};
  const recorded: ObservedFindings[] = [];
  let elapsed = 0;
  const service = createFindings({
    inventory: {
      view: (): InventoryView => buildView([...entities, ...findings], parts),
      recordFindings: async (observed) => {
        recorded.push(observed);
        const kept = findings.filter((finding) => !observed.complete.includes(finding.partition ?? ''));
        findings = [
          ...kept,
          ...observed.records.map((record) =>
            buildEntity('finding', record.name, {
              nativeId: record.nativeId,
              partition: record.partition ?? '',
              attributes: record.attributes,
            }),
          ),
        ];
      },
    },
    rules,
    settings: () => settings,
    clock: { now: () => testNow, monotonicMs: () => elapsed, sleep: async () => {} },
    logger: silentLogger,
  });
  return {
    service,
    recorded,
    findings: () => findings,
    see: (seen: readonly Entity[], viewParts: typeof parts = {}) => {
      entities = seen;
      parts = viewParts;
    },
    pass: (ms: number) => {
      elapsed += ms;
    },
  };
}

describe('a finding', () => {
  test('names object, value, threshold, first seen and source', async () => {
    const bed = testBed();
    const ds = datastore('ds-1', 91);
    bed.see([ds]);
    expect(await bed.service.evaluate()).toMatchObject({ opened: 1, closed: 0, evaluated: ['VS11'] });
    expect(bed.findings()[0]).toMatchObject({
      nativeId: `VS11:${ds.id}`,
      partition: 'VS11',
      attributes: {
        rule: 'VS11',
        severity: 'critical',
        object: 'ds-1',
        objectId: ds.id,
        objectPartition: 'prod-a',
        value: '91 % used',
        threshold: '≥ 90 %',
        openedAt: ds.observedAt,
        ruleSource: 'AsBuiltReport.VMware.vSphere',
        action: 'volume.grow',
      },
    });
    expect(bed.findings()[0]?.attributes.persistence).toBeUndefined();
  });

  test('is re-graded, then closed, when what it says does no longer hold', async () => {
    const bed = testBed();
    bed.see([datastore('ds-1', 80)]);
    await bed.service.evaluate();
    bed.see([datastore('ds-1', 95)]);
    expect(await bed.service.evaluate()).toMatchObject({ opened: 0, regraded: 1, closed: 0 });
    bed.see([datastore('ds-1', 50)]);
    expect(await bed.service.evaluate()).toMatchObject({ closed: 1 });
    expect(bed.findings()).toEqual([]);
  });

  test('goes with its object', async () => {
    const bed = testBed();
    bed.see([datastore('ds-1', 80)]);
    await bed.service.evaluate();
    bed.see([]);
    expect(await bed.service.evaluate()).toMatchObject({ closed: 1 });
  });

  test('uses the site’s thresholds', async () => {
    const bed = testBed([fullness], { VS11: { warningPercent: 95, criticalPercent: 99 } });
    bed.see([datastore('ds-1', 91)]);
    expect(await bed.service.evaluate()).toMatchObject({ opened: 0 });
  });

  test('of a rule that is switched off is closed', async () => {
    const bed = testBed([fullness], { VS11: { enabled: false } });
    bed.see([
      datastore('ds-1', 91),
      buildEntity('finding', 'old', { nativeId: 'VS11:x', partition: 'VS11' }),
    ]);
    expect(await bed.service.evaluate()).toMatchObject({ closed: 1 });
  });
});

describe('missing data proves nothing', () => {
  const failedRun = buildRun({
    id: 'run-2' as RunId,
    startedAt: '2026-11-23T11:50:00.000Z' as Instant,
    outcome: 'partial',
    scopes: [{ kind: 'datastore', outcome: 'failed', seen: 0, reason: 'timeout after 60 s' }],
  });

  test('a finding stays open while its rule cannot be judged', async () => {
    const bed = testBed();
    bed.see([datastore('ds-1', 91)]);
    await bed.service.evaluate();
    bed.see([datastore('ds-1')]);
    const report = await bed.service.evaluate();
    expect(report).toMatchObject({ closed: 0, unchanged: 1 });
    expect(report.notJudged).toEqual([
      { rule: 'VS11', what: 'VS11 on 1 datastore (ds-1)', reason: 'no usage given' },
    ]);
    expect(bed.findings()[0]?.attributes).toMatchObject({
      value: '91 % used',
      unconfirmed: 'no usage given',
    });
    expect(bed.recorded.at(-1)?.unavailable).toEqual([
      { what: 'VS11 on 1 datastore (ds-1)', reason: 'no usage given' },
    ]);
  });

  test('a finding stays open while its object could not be read', async () => {
    const bed = testBed();
    bed.see([datastore('ds-1', 91)]);
    await bed.service.evaluate();
    bed.see([datastore('ds-1', 10)], { runs: [{ last: failedRun }] });
    expect(await bed.service.evaluate()).toMatchObject({ closed: 0 });
    expect(bed.findings()[0]?.attributes.unconfirmed).toBe(
      'not read since 2026-11-23T11:30:00.000Z: timeout after 60 s',
    );
    bed.see([datastore('ds-1', 10)], { runs: [{ last: buildRun() }] });
    expect(await bed.service.evaluate()).toMatchObject({ closed: 1 });
  });
});

describe('a rule with a duration', () => {
  test('says observed once until a reading that much later shows it again', async () => {
    const bed = testBed([lasting]);
    bed.see([datastore('ds-1', 80)], { confirmedAt: () => '2026-11-23T10:00:00.000Z' });
    await bed.service.evaluate();
    expect(bed.findings()[0]?.attributes.persistence).toBe('observed-once');
    bed.see([datastore('ds-1', 80)], {
      confirmedAt: () => '2026-11-23T10:14:59.000Z',
      runs: [{ last: buildRun({ id: 'run-3' as RunId }) }],
    });
    await bed.service.evaluate();
    expect(bed.findings()[0]?.attributes.persistence).toBe('observed-once');
    bed.see([datastore('ds-1', 80)], {
      confirmedAt: () => '2026-11-23T10:15:00.000Z',
      runs: [{ last: buildRun({ id: 'run-4' as RunId }) }],
    });
    await bed.service.evaluate();
    expect(bed.findings()[0]?.attributes.persistence).toBe('sustained');
  });
});

describe('evaluation', () => {
  test('leaves rules alone whose inputs did not change, and records nothing', async () => {
    const bed = testBed();
    bed.see([datastore('ds-1', 91)]);
    await bed.service.evaluate();
    bed.see([datastore('ds-1', 91), buildEntity('vm', 'vm-1')]);
    expect(await bed.service.evaluate()).toMatchObject({ evaluated: [], unchanged: 1 });
    expect(bed.recorded).toHaveLength(1);
    expect(await bed.service.evaluate({ force: true })).toMatchObject({ evaluated: ['VS11'] });
  });

  test('comes back to every rule within the hour, since ages grow by themselves', async () => {
    const bed = testBed();
    bed.see([datastore('ds-1', 91)]);
    await bed.service.evaluate();
    bed.pass(3_600_000);
    expect((await bed.service.evaluate()).evaluated).toEqual(['VS11']);
  });

  test('survives a rule that throws, keeps its findings and says so', async () => {
    let broken = false;
    const fragile: FindingRule = {
      ...fullness,
      evaluate(view, thresholds) {
        if (broken) throw new Error('no such thing');
        return fullness.evaluate(view, thresholds as never);
      },
    };
    const bed = testBed([fragile, { ...fullness, id: 'VS12' }]);
    bed.see([datastore('ds-1', 91)]);
    await bed.service.evaluate();
    broken = true;
    bed.see([datastore('ds-1', 92)]);
    expect(await bed.service.evaluate()).toMatchObject({
      failed: [{ rule: 'VS11', reason: 'no such thing' }],
      closed: 0,
    });
    expect(bed.recorded.at(-1)?.complete).toEqual(['VS12']);
    expect(bed.findings().map((finding) => finding.partition)).toEqual(['VS11', 'VS12']);
  });

  test('closes findings of rules that no longer exist', async () => {
    const bed = testBed();
    bed.see([buildEntity('finding', 'old', { nativeId: 'XX01:y', partition: 'XX01' })]);
    expect(await bed.service.evaluate()).toMatchObject({ closed: 1 });
    expect(bed.recorded[0]?.complete).toContain('XX01');
  });

  test('does not judge with settings that are wrong, and names them', async () => {
    const settings = { VS11: { warnPercent: 3 }, VS99: {} };
    const bed = testBed([fullness], settings);
    expect((await bed.service.evaluate()).failed).toEqual([
      {
        rule: 'VS11',
        reason: 'findings.VS11.warnPercent: expected one of enabled, warningPercent, criticalPercent',
      },
    ]);
    expect(findingSettingsProblems([fullness], settings)[0]).toBe('findings.VS99: there is no such rule');
  });
});

test('ids that would grow too long stay distinct', () => {
  const long = `vcenter-a:vm:${'x'.repeat(290)}`;
  const ids = [findingId('VS15', long, 'a'), findingId('VS15', long, 'b')];
  expect(ids[0]).not.toBe(ids[1]);
  for (const id of ids) expect(id.length).toBeLessThanOrEqual(300);
});
