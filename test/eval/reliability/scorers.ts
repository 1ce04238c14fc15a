import { scoreWeights } from '../../../src/shared/model/reliability.ts';
import type { Instant } from '../../../src/shared/model/ids.ts';
import type { Outcome, ReliabilityHistory } from '../../../src/main/reliability/history.ts';
import { scoreProposal, type ScoreSubject } from '../../../src/main/reliability/score.ts';

export interface Scorer {
  readonly name: string;
  score(subject: ScoreSubject, history: ReliabilityHistory, now: Instant): number;
}

const meanOf = (good: number, all: number) => (all === 0 ? 0.5 : good / all);

/** The same weights over plain means: what is unknown is average, one success is 100 %. */
function rawMeans(subject: ScoreSubject, { outcomes, opinions }: ReliabilityHistory): number {
  const same = (one: { action: string; targetClass: string; cause: string }) =>
    one.action === subject.action && one.targetClass === subject.targetClass && one.cause === subject.cause;
  const ran = outcomes.filter(same);
  const said = opinions.filter(same);
  const { strength, similarSolved, similarFailed } = subject.pattern;
  const similar =
    similarSolved + similarFailed === 0 ? 1 : meanOf(similarSolved, similarSolved + similarFailed);
  return (
    100 *
    (scoreWeights.confidence * (subject.confidence ?? 0.5) +
      scoreWeights.feedback * meanOf(said.filter(({ verdict }) => verdict === 'up').length, said.length) +
      scoreWeights.success * meanOf(ran.filter(({ succeeded }) => succeeded).length, ran.length) +
      scoreWeights.pattern * strength * similar)
  );
}

const timeless = (history: ReliabilityHistory, at: Instant): ReliabilityHistory => ({
  outcomes: history.outcomes.map((outcome): Outcome => ({ ...outcome, at })),
  opinions: history.opinions.map((opinion) => ({ ...opinion, at })),
});

export const scorers: readonly Scorer[] = [
  { name: 'this application', score: (subject, history, now) => scoreProposal(subject, history, now).value },
  {
    name: 'nothing fades',
    score: (subject, history, now) => scoreProposal(subject, timeless(history, now), now).value,
  },
  { name: 'raw means', score: rawMeans },
  { name: 'confidence alone', score: ({ confidence = 0.5 }) => 100 * confidence },
];
