import { instant, type Instant } from '../../../shared/model/ids.ts';

/** Bars of a whole number of minutes, so many that they can be told apart. */
export function plotRange(since: Instant, to: number): { from: Instant; to: Instant; buckets: number } {
  const from = Math.min(Date.parse(since), to - 60_000);
  const wanted = (to - from) / 48;
  const step = steps.find((one) => one >= wanted) ?? steps.at(-1) ?? wanted;
  const end = Math.ceil(to / step) * step;
  const buckets = Math.max(1, Math.min(200, Math.ceil((end - from) / step)));
  return { from: instant(end - buckets * step), to: instant(end), buckets };
}

const minute = 60_000;
const steps = [1, 5, 10, 15, 30, 60, 120, 180, 240, 360, 720, 1_440].map((minutes) => minutes * minute);
