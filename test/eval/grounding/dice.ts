/** Seeded randomness: the same seed gives the same estates and statements on every machine. */
export interface Dice {
  unit(): number;
  /** Whole number from `least` to `most`, both included. */
  int(least: number, most: number): number;
  one<T>(of: readonly T[]): T;
  /** @returns undefined when there is nothing to choose from */
  maybe<T>(of: readonly T[]): T | undefined;
  some<T>(of: readonly T[], n: number): T[];
  chance(share: number): boolean;
}

export function dice(seed: number): Dice {
  let state = seed >>> 0;
  const unit = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const int = (least: number, most: number) => least + Math.floor(unit() * (most - least + 1));
  const maybe = <T>(of: readonly T[]): T | undefined => of[int(0, of.length - 1)];
  return {
    unit,
    int,
    maybe,
    one: (of) => {
      if (of.length === 0) throw new RangeError('expected something to choose from');
      return maybe(of) as (typeof of)[number];
    },
    some: (of, n) => {
      const left = [...of];
      const taken = [];
      while (taken.length < n && left.length > 0) taken.push(...left.splice(int(0, left.length - 1), 1));
      return taken;
    },
    chance: (share) => unit() < share,
  };
}
