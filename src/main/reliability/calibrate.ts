import { ageWeight, cautiousPrior } from './cautious-prior.ts';
import type { HistoryIndex } from './history-index.ts';

export const calibrationBins = 10;
/** What a confidence counts for that nothing bears out yet. */
const unproven = 0.5;

export interface Calibration {
  /** What a stated confidence counts as. Never falls where the stated one rises. */
  readonly counts: (confidence: number) => number;
  /** Weighed forecasts near it, and how many of them came true. */
  readonly near: (confidence: number) => { readonly samples: number; readonly good: number };
}

/** Weighed forecasts by tenths of confidence. */
export class CalibrationBins {
  readonly #bins = Array.from({ length: calibrationBins }, () => ({ weight: 0, good: 0 }));

  add({ confidence, good }: { readonly confidence: number; readonly good: boolean }, weight: number): void {
    const bin = this.#bins[binOf(confidence)];
    if (!bin) return;
    bin.weight += weight;
    if (good) bin.good += weight;
  }

  /** Everything so far counts for so much less. */
  fade(factor: number): void {
    for (const bin of this.#bins) {
      bin.weight *= factor;
      bin.good *= factor;
    }
  }

  /** Everything but what stands in these as well. */
  without(own: CalibrationBins): CalibrationBins {
    const rest = new CalibrationBins();
    for (const [i, bin] of rest.#bins.entries()) {
      // Sums that faded on their own may differ by a hair.
      bin.weight = Math.max(0, (this.#bins[i]?.weight ?? 0) - (own.#bins[i]?.weight ?? 0));
      bin.good = Math.max(0, Math.min(bin.weight, (this.#bins[i]?.good ?? 0) - (own.#bins[i]?.good ?? 0)));
    }
    return rest;
  }

  /**
   * Shares of success by tenths, each drawn towards a prior, made monotone by isotonic regression (pool adjacent
   * violators), with straight lines between.
   */
  calibration(prior: (confidence: number) => number = halfOfItself): Calibration {
    const { strength } = cautiousPrior;
    const values = isotonic(
      this.#bins.map(({ weight, good }, i) => ({
        value: (good + strength * prior(middle(i))) / (weight + strength),
        weight: weight + strength,
      })),
    );
    return {
      counts: (confidence) => between(values, confidence),
      near: (confidence) => {
        const bin = this.#bins[binOf(confidence)];
        return { samples: bin?.weight ?? 0, good: bin?.good ?? 0 };
      },
    };
  }
}

/** Maps what diagnoses say of themselves through what came of them all. */
export function calibrate({ forecasts }: Pick<HistoryIndex, 'forecasts'>, nowMs: number): Calibration {
  const bins = new CalibrationBins();
  for (const forecast of forecasts) bins.add(forecast, ageWeight(nowMs - forecast.at));
  return bins.calibration();
}

/** The same for one cause: how sure diagnoses of others were is the prior of how sure those of this one may be. */
export function calibrateFor(
  cause: string,
  { forecasts }: Pick<HistoryIndex, 'forecasts'>,
  nowMs: number,
): Calibration {
  const [others, own] = [new CalibrationBins(), new CalibrationBins()];
  for (const forecast of forecasts) {
    (forecast.cause === cause ? own : others).add(forecast, ageWeight(nowMs - forecast.at));
  }
  return own.calibration(others.calibration().counts);
}

const halfOfItself = (confidence: number) => confidence * unproven;

const middle = (bin: number) => (bin + 0.5) / calibrationBins;

/** Which tenth a confidence lies in; 1 is in the last. What is no number is nothing to rely on. */
export function binOf(confidence: number): number {
  const bin = Math.floor(confidence * calibrationBins);
  return bin >= 0 ? Math.min(calibrationBins - 1, bin) : 0;
}

/** The non-decreasing values nearest to those given, by weighed squares. */
function isotonic(points: readonly { readonly value: number; readonly weight: number }[]): number[] {
  const pools: { value: number; weight: number; size: number }[] = [];
  for (const { value, weight } of points) {
    let pool = { value, weight, size: 1 };
    for (let last = pools.at(-1); last && last.value > pool.value; last = pools.at(-1)) {
      pools.pop();
      const together = last.weight + pool.weight;
      pool = {
        value: (last.value * last.weight + pool.value * pool.weight) / together,
        weight: together,
        size: last.size + pool.size,
      };
    }
    pools.push(pool);
  }
  return pools.flatMap(({ value, size }) => Array.from({ length: size }, () => value));
}

/** Between the middles of two bins on a straight line; beyond the first and the last as flat as they are. */
function between(values: readonly number[], confidence: number): number {
  const at = Number.isNaN(confidence) ? 0 : confidence * calibrationBins - 0.5;
  const low = Math.max(0, Math.min(calibrationBins - 1, Math.floor(at)));
  const high = Math.min(calibrationBins - 1, low + 1);
  const share = Math.max(0, Math.min(1, at - low));
  const [a, b] = [values[low] ?? 0, values[high] ?? 0];
  return a + (b - a) * share;
}
