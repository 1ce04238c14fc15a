import type { Instant } from '../../shared/model/ids.ts';
import type { Score } from '../../shared/model/reliability.ts';
import type { ReliabilityHistory } from './history.ts';

export interface ScoreSubject {
  readonly action: string;
  readonly targetClass: string;
  readonly cause: string;
  /** Of the hypothesis, 0…1, as the diagnosis says it: calibrated here. */
  readonly confidence: number;
  /** How well the case fits what is known: the pattern's own strength 0…1, and similar tickets that this action closed. */
  readonly pattern: {
    readonly strength: number;
    readonly similarSolved: number;
    readonly similarFailed: number;
  };
}

export type ScoreProposal = (subject: ScoreSubject, history: ReliabilityHistory, now: Instant) => Score;
