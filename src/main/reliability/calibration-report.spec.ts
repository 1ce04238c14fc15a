import { describe, expect, it } from 'vitest';
import { instant } from '../../shared/model/ids.ts';
import { reliabilityReportSchema } from '../../shared/contract/reliability.ts';
import { testNow } from '../../../test/support/build-view.ts';
import { calibrationOf, reliabilityReport } from './calibration-report.ts';
import type { Outcome, ReliabilityHistory } from './history.ts';

const daysAgo = (days: number) => instant(Date.parse(testNow) - days * 86_400_000);
const outcome = (succeeded: boolean, score: number, parts: Partial<Outcome> = {}): Outcome => ({
  remediation: 'R',
  action: 'vm.restart',
  targetClass: 'vm',
  cause: 'vm-hung',
  at: daysAgo(1),
  succeeded,
  confidence: 0.9,
  score,
  ...parts,
});
const report = (outcomes: readonly Outcome[], query: Partial<Parameters<typeof reliabilityReport>[1]> = {}) =>
  reliabilityReport(
    { outcomes, opinions: [] } satisfies ReliabilityHistory,
    { days: 30, gate: 85, ...query },
    testNow,
  );

describe('calibration', () => {
  it('of forecasts that are always right is perfect', () => {
    const { brier, ece } = calibrationOf([
      { forecast: 1, succeeded: true },
      { forecast: 0, succeeded: false },
    ]);
    expect([brier, ece]).toEqual([0, 0]);
  });

  it('is worked out as the textbook does', () => {
    // Two in the bin of 80 %: 0.8 foretold, one of two came; one in the bin of 20 %: 0.2 foretold, none came.
    const { brier, ece, bins, succeeded } = calibrationOf([
      { forecast: 0.8, succeeded: true },
      { forecast: 0.8, succeeded: false },
      { forecast: 0.2, succeeded: false },
    ]);
    expect(brier).toBeCloseTo((0.04 + 0.64 + 0.04) / 3);
    expect(ece).toBeCloseTo((2 * 0.3 + 0.2) / 3);
    expect(succeeded).toBeCloseTo(1 / 3);
    expect(bins.map(({ outcomes }) => outcomes)).toEqual([0, 0, 1, 0, 0, 0, 0, 0, 2, 0]);
    expect(bins[8]).toMatchObject({ from: 0.8, to: 0.9, forecast: 0.8, succeeded: 0.5 });
  });

  it('of nothing says nothing', () => {
    const nothing = calibrationOf([]);
    expect(nothing).not.toHaveProperty('brier');
    expect(nothing.bins).toHaveLength(10);
    expect(nothing.bins[0]).toEqual({ from: 0, to: 0.1, outcomes: 0 });
  });
});

describe('the report', () => {
  it('fits the contract, with and without outcomes', () => {
    for (const outcomes of [[], [outcome(true, 90), outcome(false, 20)]]) {
      expect(reliabilityReportSchema.safeParse(report(outcomes)).error).toBeUndefined();
    }
  });

  it('counts what had reached the gate and failed', () => {
    const { falseConfidence, actions } = report([
      outcome(true, 85),
      outcome(false, 92),
      outcome(false, 84.9),
      outcome(true, 99, { action: 'pod.delete' }),
    ]);
    expect(falseConfidence).toEqual({ passed: 3, failed: 1, rate: 1 / 3 });
    expect(
      actions.map(({ action, outcomes, falseConfidence: own }) => [action, outcomes, own.failed]),
    ).toEqual([
      ['vm.restart', 3, 1],
      ['pod.delete', 1, 0],
    ]);
  });

  it('is of the time and the action that are asked for', () => {
    const outcomes = [
      outcome(true, 90),
      outcome(true, 90, { at: daysAgo(31) }),
      outcome(true, 90, { action: 'x.y' }),
    ];
    expect(report(outcomes).outcomes).toBe(2);
    expect(report(outcomes, { action: 'x.y' }).actions.map(({ action }) => action)).toEqual(['x.y']);
  });

  it('takes a diagnosis whose cause was corrected for wrong, though the action helped', () => {
    const { confidence, score } = report([outcome(true, 90, { claimedCause: 'host-down' })]);
    expect(confidence.succeeded).toBe(0);
    expect(score.succeeded).toBe(1);
  });

  it('judges a calibrated confidence by what was known the day before', () => {
    const many = Array.from({ length: 40 }, (_, i) => outcome(false, 50, { at: daysAgo(20 - i / 4) }));
    const { confidence, calibrated } = report(many);
    expect(calibrated.brier).toBeLessThan(confidence.brier ?? 0);
    // The very first could not know anything yet.
    const [first] = many;
    expect(report(first ? [first] : []).calibrated.bins[4]?.outcomes).toBe(1);
  });

  it('shows what a confidence counts as now, rising all the way', () => {
    const { curve } = report([outcome(false, 50), outcome(true, 50, { confidence: 0.4 })]);
    expect(curve).toHaveLength(21);
    expect(curve.every(({ counts }, i) => counts >= (curve[i - 1]?.counts ?? 0))).toBe(true);
  });
});
