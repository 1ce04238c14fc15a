import type { Random } from '../../../src/main/platform/random.ts';

export interface SeededRandom extends Random {
  /** 0 … below - 1 */
  below(limit: number): number;
  pick<T>(from: readonly [T, ...T[]]): T;
}

const alphabet = 'abcdefghijklmnopqrstuvwxyz234567';

/** Small, and the same on every machine: mulberry32. */
export function seededRandom(seed: number): SeededRandom {
  let state = seed | 0;
  const unit = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number): number => Math.floor(unit() * limit);
  return {
    unit,
    below,
    pick: (from) => from[below(from.length)] ?? from[0],
    id: (length = 16) => Array.from({ length }, () => alphabet[below(32)]).join(''),
  };
}
