import { number } from '../../shared/format.ts';
import type { Sample } from '../../shared/model/entity.ts';

/** Fewer daily points than this say nothing about a trend. */
export const forecastMinimumPoints = 14;
/** A line that explains less of the variance than this is no trend. */
export const forecastMinimumR2 = 0.7;

export interface Line {
  readonly slope: number;
  readonly intercept: number;
  readonly r2: number;
  /** Standard error of the slope. */
  readonly standardError: number;
  readonly points: number;
}

/** Ordinary least squares of value over day. */
export function linearRegression(samples: readonly Sample[]): Line | undefined {
  const n = samples.length;
  if (n < 3) return undefined;
  const meanX = samples.reduce((sum, [day]) => sum + day, 0) / n;
  const meanY = samples.reduce((sum, [, value]) => sum + value, 0) / n;
  let sxx = 0;
  let sxy = 0;
  let syy = 0;
  for (const [day, value] of samples) {
    sxx += (day - meanX) ** 2;
    sxy += (day - meanX) * (value - meanY);
    syy += (value - meanY) ** 2;
  }
  if (sxx === 0) return undefined;
  const slope = sxy / sxx;
  const residual = Math.max(0, syy - slope * sxy);
  return {
    slope,
    intercept: meanY - slope * meanX,
    r2: syy === 0 ? 0 : 1 - residual / syy,
    standardError: Math.sqrt(residual / (n - 2) / sxx),
    points: n,
  };
}

export type Forecast =
  | {
      readonly type: 'days';
      /** Days from the newest point until the limit is reached. */
      readonly days: number;
      /** By the steepest slope that the points allow (b + 1.96·SE). */
      readonly earliestDays: number;
      /** By the flattest; absent where that one does not grow: open-ended. */
      readonly latestDays?: number;
      readonly perDay: number;
      readonly points: number;
    }
  | { readonly type: 'full' }
  | { readonly type: 'none'; readonly reason: string };

export interface ForecastOptions {
  /**
   * Daily points of the capacity. Growth is judged only from the day after it last changed, because a resize moves
   * the line.
   */
  readonly capacity?: readonly Sample[];
  readonly minimumPoints?: number;
  readonly minimumR2?: number;
}

/**
 * Days until a growing value reaches its limit: (limit − now)/b with the slope b of a linear regression over daily
 * points, ranging over b ± 1.96·SE. Given only with at least 14 points, b > 0 and R² ≥ 0.7.
 */
export function daysToFull(
  samples: readonly Sample[],
  limit: number,
  options: ForecastOptions = {},
): Forecast {
  const minimumPoints = options.minimumPoints ?? forecastMinimumPoints;
  const since = lastResize(options.capacity ?? []);
  const usable = since === undefined ? samples : samples.filter(([day]) => day >= since);
  const latest = usable.at(-1) ?? samples.at(-1);
  if (latest === undefined) return { type: 'none', reason: 'no daily points yet' };
  const now = latest[1];
  if (now >= limit) return { type: 'full' };
  if (usable.length < minimumPoints) {
    const resized = since === undefined ? '' : ' since the last resize';
    return {
      type: 'none',
      reason: `${usable.length} of ${minimumPoints} daily points needed${resized}`,
    };
  }
  const line = linearRegression(usable);
  if (line === undefined || line.slope <= 0) return { type: 'none', reason: 'not growing' };
  if (line.r2 < (options.minimumR2 ?? forecastMinimumR2)) {
    return { type: 'none', reason: `no steady trend (R² ${number(line.r2, 2)})` };
  }
  const room = limit - now;
  const margin = 1.96 * line.standardError;
  const flattest = line.slope - margin;
  return {
    type: 'days',
    days: room / line.slope,
    earliestDays: room / (line.slope + margin),
    ...(flattest > 0 ? { latestDays: room / flattest } : {}),
    perDay: line.slope,
    points: line.points,
  };
}

/** The day from which the capacity has been what it is now; undefined when it never changed. */
function lastResize(capacity: readonly Sample[]): number | undefined {
  for (let i = capacity.length - 1; i > 0; i--) {
    if (capacity[i]?.[1] !== capacity[i - 1]?.[1]) return capacity[i]?.[0];
  }
  return undefined;
}

/** A forecast as a document shows it: `42 days (38–47)`, `90 days (61 or more)`, `full`, or why there is none. */
export function forecastText(forecast: Forecast): string | undefined {
  switch (forecast.type) {
    case 'full':
      return 'full';
    case 'none':
      return forecast.reason === 'not growing' ? 'not growing' : undefined;
    case 'days': {
      const whole = (value: number) => number(Math.floor(value));
      const range =
        forecast.latestDays === undefined
          ? `${whole(forecast.earliestDays)} or more`
          : `${whole(forecast.earliestDays)}–${whole(forecast.latestDays)}`;
      return `${whole(forecast.days)} d (${range})`;
    }
  }
}
