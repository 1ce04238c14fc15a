import type { Instant } from '../../shared/model/ids.ts';
import {
  scoreWeights,
  type Score,
  type ScorePart,
  type ScorePartName,
} from '../../shared/model/reliability.ts';
import { calibrateFor, type Calibration } from './calibrate.ts';
import { cautiousPrior, pooledStrength, shrunk } from './cautious-prior.ts';
import { indexOf } from './history-index.ts';
import type { ReliabilityHistory } from './history.ts';
import { pool, total, type Pooled } from './pooling.ts';

export interface ScoreSubject {
  readonly action: string;
  readonly targetClass: string;
  readonly cause: string;
  /** Of the hypothesis, 0…1, as the diagnosis says it: calibrated here. Absent where no diagnosis says it. */
  readonly confidence?: number;
  /** How well the case fits what is known: the pattern's own strength 0…1, and similar tickets that this action closed. */
  readonly pattern: {
    readonly strength: number;
    readonly similarSolved: number;
    readonly similarFailed: number;
  };
}

export type ScoreProposal = (subject: ScoreSubject, history: ReliabilityHistory, now: Instant) => Score;

/** How far a proposal can be trusted, by what became of others like it. A pure function of its arguments. */
export const scoreProposal: ScoreProposal = (subject, history, now) => {
  const nowMs = Date.parse(now);
  const index = indexOf(history);
  const cells = index.cells.get(subject.action) ?? [];
  const parts = {
    confidence: confidencePart(subject, calibrateFor(subject.cause, index, nowMs)),
    feedback: feedbackPart(subject, pool(cells, subject, 'opinions', nowMs)),
    success: successPart(subject, pool(cells, subject, 'outcomes', nowMs)),
    pattern: patternPart(subject.pattern),
  };
  const value = Object.values(parts).reduce((sum, part) => sum + part.weight * part.value, 0);
  return { value: bounded(value), parts };
};

function confidencePart(
  { confidence, cause }: Pick<ScoreSubject, 'confidence' | 'cause'>,
  calibration: Calibration,
): ScorePart {
  if (confidence === undefined) {
    return part('confidence', cautiousPrior.mean, 0, cautiousPrior.strength, [
      `no diagnosis says how sure it is: it counts as ${percent(cautiousPrior.mean)}`,
    ]);
  }
  const stated = share(confidence);
  const { samples, good } = calibration.near(stated);
  const value = calibration.counts(stated);
  return part('confidence', value, samples, cautiousPrior.strength, [
    `the diagnosis is ${percent(stated)} sure`,
    samples === 0
      ? `nothing came yet of one as sure of ${causeText(cause)}: by what is known of others it counts as ${percent(value)}`
      : `of ${weighed(samples)} as sure of ${causeText(cause)}, ${weighed(good)} came true: it counts as ${percent(value)}`,
  ]);
}

type Named = Pick<ScoreSubject, 'action' | 'targetClass' | 'cause'>;

export function feedbackPart(subject: Named, pooled: Pooled): ScorePart {
  const { good, bad } = pooled.counts;
  return pooledPart('feedback', pooled, [
    pooled.level === 'none'
      ? `nobody has said what they think of ${subject.action}`
      : `${good} of ${good + bad} opinions ${where(subject, pooled)} are good`,
  ]);
}

export function successPart(subject: Named, pooled: Pooled): ScorePart {
  const { good, bad } = pooled.counts;
  return pooledPart('success', pooled, [
    pooled.level === 'none'
      ? `${subject.action} was never run`
      : `${good} of ${good + bad} runs ${where(subject, pooled)} succeeded`,
  ]);
}

function pooledPart(name: ScorePartName, pooled: Pooled, says: readonly string[]): ScorePart {
  const samples = total(pooled.tally);
  const aged = pooled.counts.good + pooled.counts.bad - samples;
  // What was seen with other causes or targets is no measurement of this one, however much of it there is.
  const enough = pooled.level === 'cause' ? pooledStrength : Infinity;
  return part(name, pooled.value, samples, enough, [
    ...says,
    ...(aged >= 0.1 ? [`as they are old, they count as ${weighed(samples)}`] : []),
    `drawn towards caution: ${percent(pooled.value)}`,
  ]);
}

function where({ action, targetClass, cause }: Named, { level }: Pooled): string {
  switch (level) {
    case 'cause':
      return `of ${action} on ${targetClass} for ${causeText(cause)}`;
    case 'class':
      return `of ${action} on ${targetClass} for other causes (none for ${causeText(cause)})`;
    case 'action':
      return `of ${action} on other targets (none on ${targetClass})`;
    case 'none':
      return 'of it';
  }
}

const causeText = (cause: string) => (cause === '' ? 'an unknown cause' : cause);

function patternPart({ strength, similarSolved, similarFailed }: ScoreSubject['pattern']): ScorePart {
  const [solved, failed] = [amount(similarSolved), amount(similarFailed)];
  const similar = shrunk({ good: solved, bad: failed }, cautiousPrior.mean, cautiousPrior.strength);
  const fits = share(strength);
  return part('pattern', fits * similar, solved + failed, cautiousPrior.strength, [
    `the case fits its pattern by ${percent(fits)}`,
    solved + failed === 0
      ? 'no similar ticket was worked on with it'
      : `it closed ${solved} of ${solved + failed} similar tickets`,
    `together ${percent(fits * similar)}`,
  ]);
}

function part(
  name: ScorePartName,
  value: number,
  samples: number,
  enough: number,
  says: readonly string[],
): ScorePart {
  return {
    value: bounded(value * 100),
    weight: scoreWeights[name],
    samples: Math.round(samples * 100) / 100,
    basis: samples >= enough ? 'measured' : 'prior',
    why: says.join('; '),
  };
}

/** What is no number, or below nothing, is nothing to rely on. */
const share = (value: number) => (value >= 0 ? Math.min(1, value) : 0);
const amount = (value: number) => (value >= 0 ? Math.min(1_000_000, value) : 0);
const bounded = (value: number) => Math.max(0, Math.min(100, value));
const percent = (value: number) => `${Math.round(value * 100)} %`;
const weighed = (value: number) => String(Math.round(value * 10) / 10);
