import type { Random } from '../platform/random.ts';

export interface BackoffOptions {
  /** Wait after the first failure, milliseconds. */
  readonly firstMs: number;
  readonly maxMs: number;
}

export const defaultBackoff: BackoffOptions = { firstMs: 500, maxMs: 60_000 };

/** Doubles per failure up to the bound; half of it is random, so that many workstations do not come back at once. */
export function backoffMs(failures: number, { firstMs, maxMs }: BackoffOptions, random: Random): number {
  const full = Math.min(maxMs, firstMs * 2 ** Math.min(failures - 1, 30));
  return Math.round(full / 2 + (full / 2) * random.unit());
}
