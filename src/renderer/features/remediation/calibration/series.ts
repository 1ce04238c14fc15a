import type { CalibrationView, ReliabilityReport } from '../../../../shared/contract/reliability.ts';

export const seriesKeys = ['score', 'confidence', 'calibrated'] as const;
export type SeriesKey = (typeof seriesKeys)[number];

export interface Point {
  readonly from: number;
  readonly to: number;
  readonly forecast: number;
  readonly succeeded: number;
  readonly outcomes: number;
}

/** The steps of forecast that something came of. */
export function pointsOf({ bins }: CalibrationView): readonly Point[] {
  return bins.flatMap(({ from, to, outcomes, forecast, succeeded }) =>
    forecast === undefined || succeeded === undefined ? [] : [{ from, to, outcomes, forecast, succeeded }],
  );
}

/** What there is something to say of. */
export function seriesOf(
  report: ReliabilityReport,
): readonly { readonly key: SeriesKey; readonly points: readonly Point[] }[] {
  return seriesKeys.flatMap((key) => {
    const points = pointsOf(report[key]);
    return points.length === 0 ? [] : [{ key, points }];
  });
}
