import type { CalibrationView, ReliabilityReport } from '../../shared/contract/reliability.ts';
import { instant, type Instant } from '../../shared/model/ids.ts';
import { binOf, calibrate, CalibrationBins, calibrationBins, type Calibration } from './calibrate.ts';
import { ageWeight } from './cautious-prior.ts';
import { indexOf } from './history-index.ts';
import type { Outcome, ReliabilityHistory } from './history.ts';

/** A forecast of success, 0…1, and what came of it. */
export interface Forecast {
  readonly forecast: number;
  readonly succeeded: boolean;
}

export interface ReportQuery {
  readonly days: number;
  /** 0–100 */
  readonly gate: number;
  readonly action?: string;
}

/** How well scores and confidences foretold what came of it. Nothing is drawn towards a prior here: these are counts. */
export function reliabilityReport(
  history: ReliabilityHistory,
  { days, gate, action }: ReportQuery,
  now: Instant,
): ReliabilityReport {
  const nowMs = Date.parse(now);
  const since = instant(nowMs - days * 86_400_000);
  const wanted = ({ action: of, at }: { action: string; at: Instant }) =>
    at >= since && (action === undefined || of === action);
  const outcomes = history.outcomes.filter(wanted);
  const byAction = Map.groupBy(outcomes, (outcome) => outcome.action);
  const { counts } = calibrate(indexOf(history), nowMs);
  return {
    since,
    gate,
    outcomes: outcomes.length,
    opinions: history.opinions.filter(wanted).length,
    score: calibrationOf(outcomes.map(byScore)),
    confidence: calibrationOf(outcomes.flatMap(byConfidence)),
    calibrated: calibrationOf(calibratedThen(history, outcomes)),
    falseConfidence: falseConfidence(outcomes, gate),
    curve: Array.from({ length: 21 }, (_, i) => ({ said: i / 20, counts: counts(i / 20) })),
    actions: [...byAction].map(([name, own]) => actionRow(name, own, gate)).toSorted(byCount),
  };
}

const byScore = ({ score, succeeded }: Outcome): Forecast => ({ forecast: score / 100, succeeded });

const byConfidence = ({ confidence, succeeded, claimedCause }: Outcome): Forecast[] =>
  confidence === undefined
    ? []
    : [{ forecast: confidence, succeeded: succeeded && claimedCause === undefined }];

/** What each confidence would have counted as with what was known the day before: no forecast is judged by itself. */
function calibratedThen(history: ReliabilityHistory, wanted: readonly Outcome[]): Forecast[] {
  const waiting = indexOf(history).forecasts.toSorted((a, b) => a.at - b.at);
  const all = new CalibrationBins();
  const byCause = new Map<string, CalibrationBins>();
  const byDay = [...Map.groupBy(wanted, ({ at }) => at.slice(0, 10))].toSorted(([a], [b]) =>
    a < b ? -1 : 1,
  );
  let [taken, dayBefore] = [0, 0];
  return byDay.flatMap(([day, outcomes]) => {
    const dayMs = Date.parse(day);
    for (const bins of [all, ...byCause.values()]) bins.fade(ageWeight(dayMs - dayBefore));
    dayBefore = dayMs;
    for (let next = waiting[taken]; next && next.at < dayMs; next = waiting[(taken += 1)]) {
      const own = byCause.get(next.cause) ?? new CalibrationBins();
      byCause.set(next.cause, own);
      for (const bins of [all, own]) bins.add(next, ageWeight(dayMs - next.at));
    }
    const known = new Map<string, Calibration>();
    return outcomes.flatMap((outcome) => {
      const cause = outcome.claimedCause ?? outcome.cause;
      const own = byCause.get(cause) ?? new CalibrationBins();
      const calibration = known.get(cause) ?? own.calibration(all.without(own).calibration().counts);
      known.set(cause, calibration);
      return byConfidence(outcome).map(({ forecast, succeeded }) => ({
        forecast: calibration.counts(forecast),
        succeeded,
      }));
    });
  });
}

export function calibrationOf(forecasts: readonly Forecast[]): CalibrationView {
  const bins = Array.from({ length: calibrationBins }, () => ({ outcomes: 0, forecast: 0, succeeded: 0 }));
  let [squares, succeeded] = [0, 0];
  for (const { forecast, succeeded: came } of forecasts) {
    const bin = bins[binOf(forecast)];
    if (!bin) continue;
    bin.outcomes += 1;
    bin.forecast += forecast;
    bin.succeeded += came ? 1 : 0;
    succeeded += came ? 1 : 0;
    squares += (forecast - (came ? 1 : 0)) ** 2;
  }
  const count = forecasts.length;
  const ece = bins.reduce((sum, bin) => sum + Math.abs(bin.forecast - bin.succeeded), 0) / count;
  return {
    outcomes: count,
    ...(count > 0 && { succeeded: succeeded / count, brier: squares / count, ece: unit(ece) }),
    bins: bins.map((bin, i) => ({
      from: i / calibrationBins,
      to: (i + 1) / calibrationBins,
      outcomes: bin.outcomes,
      ...(bin.outcomes > 0 && {
        forecast: unit(bin.forecast / bin.outcomes),
        succeeded: bin.succeeded / bin.outcomes,
      }),
    })),
  };
}

function falseConfidence(outcomes: readonly Outcome[], gate: number): ReliabilityReport['falseConfidence'] {
  const passed = outcomes.filter(({ score }) => score >= gate);
  const failed = passed.filter(({ succeeded }) => !succeeded).length;
  return {
    passed: passed.length,
    failed,
    ...(passed.length > 0 && { rate: failed / passed.length }),
  };
}

function actionRow(
  action: string,
  outcomes: readonly Outcome[],
  gate: number,
): ReliabilityReport['actions'][number] {
  const { succeeded, brier, ece } = calibrationOf(outcomes.map(byScore));
  return {
    action,
    outcomes: outcomes.length,
    succeeded: succeeded ?? 0,
    brier: brier ?? 0,
    ece: ece ?? 0,
    falseConfidence: falseConfidence(outcomes, gate),
    lastAt: outcomes.map(({ at }) => at).reduce((a, b) => (a > b ? a : b)),
  };
}

type Row = ReliabilityReport['actions'][number];
const byCount = (a: Row, b: Row) => b.outcomes - a.outcomes || (a.action < b.action ? -1 : 1);

/** Sums of many parts may be a hair beyond. */
const unit = (value: number) => Math.max(0, Math.min(1, value));
