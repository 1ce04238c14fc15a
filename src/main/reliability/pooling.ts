import {
  ageWeight,
  cautiousPrior,
  noTally,
  pooledStrength,
  pooledTrust,
  shrunk,
  type Tally,
} from './cautious-prior.ts';
import type { Cell } from './history-index.ts';

/** From specific to general. */
export const poolLevels = ['cause', 'class', 'action', 'none'] as const;
export type PoolLevel = (typeof poolLevels)[number];

export interface Pooled {
  /** 0…1 */
  readonly value: number;
  /** The most specific level at which there is anything. */
  readonly level: PoolLevel;
  /** Weighed, at that level. */
  readonly tally: Tally;
  /** How many there are there, however old. */
  readonly counts: { readonly good: number; readonly bad: number };
}

interface Levels<T> {
  cause: T;
  class: T;
  action: T;
}

/**
 * Partial pooling: what is known of the action anywhere is the prior for its class of targets, and what is known of
 * that the prior for the cause. No outcome counts twice; each level is drawn towards the one above it, of which only a
 * part is believed where it speaks well.
 */
export function pool(
  cells: readonly Cell[],
  subject: { readonly targetClass: string; readonly cause: string },
  of: 'outcomes' | 'opinions',
  nowMs: number,
): Pooled {
  const weighed: Levels<Tally> = { cause: noTally, class: noTally, action: noTally };
  const counted: Levels<Tally> = { cause: noTally, class: noTally, action: noTally };
  for (const cell of cells) {
    const level =
      cell.targetClass !== subject.targetClass ? 'action' : cell.cause !== subject.cause ? 'class' : 'cause';
    for (const { at, good } of cell[of]) {
      weighed[level] = add(weighed[level], good, ageWeight(nowMs - at));
      counted[level] = add(counted[level], good, 1);
    }
  }
  const ofAction = shrunk(weighed.action, cautiousPrior.mean, cautiousPrior.strength);
  const ofClass = shrunk(weighed.class, believed(ofAction), pooledStrength);
  const value = shrunk(weighed.cause, believed(ofClass), pooledStrength);
  const level = (['cause', 'class', 'action'] as const).find((one) => total(counted[one]) > 0) ?? 'none';
  return {
    value,
    level,
    tally: level === 'none' ? noTally : weighed[level],
    counts: level === 'none' ? noTally : counted[level],
  };
}

/** Bad news travels whole, good news in part: what works elsewhere need not work here. */
function believed(mean: number): number {
  const { mean: prior } = cautiousPrior;
  return mean <= prior ? mean : prior + pooledTrust * (mean - prior);
}

export function total({ good, bad }: Tally): number {
  return good + bad;
}

function add({ good, bad }: Tally, isGood: boolean, weight: number): Tally {
  return isGood ? { good: good + weight, bad } : { good, bad: bad + weight };
}
