import { instant } from '../../src/shared/model/ids.ts';
import { decide } from '../../src/main/remediation/decision/decide.ts';
import type { ReliabilityHistory } from '../../src/main/reliability/history.ts';
import { reliabilityReport } from '../../src/main/reliability/calibration-report.ts';
import { scoreProposal } from '../../src/main/reliability/score.ts';
import { permissiveInput, withPolicy, withRuns } from '../support/decision-inputs.ts';
import { dice } from '../eval/grounding/dice.ts';
import { measured, type Figure } from './figures.ts';

const now = instant(Date.parse('2026-11-23T12:00:00.000Z'));
const outcomes = 10_000;

/** 40 actions on 5 classes for 10 causes, over two years; every other outcome has an opinion. */
function history(seed: number): ReliabilityHistory {
  const rolls = dice(seed);
  const int = (least: number, most: number) => rolls.int(least, most);
  const all = Array.from({ length: outcomes }, (_, i) => ({
    remediation: `R-${i}`,
    action: `action.a${int(0, 39)}`,
    targetClass: `class-${int(0, 4)}`,
    cause: `cause-${int(0, 9)}`,
    at: instant(Date.parse(now) - int(0, 730 * 86_400)),
    succeeded: rolls.chance(0.9),
    confidence: rolls.unit(),
    score: int(30, 98),
  }));
  const opinions = all
    .slice(0, outcomes / 2)
    .map(({ action, targetClass, cause, at, remediation, succeeded }) => ({
      action,
      targetClass,
      cause,
      at,
      verdict: succeeded ? ('up' as const) : ('down' as const),
      by: `person-${int(0, 20)}`,
      subject: `outcome ${remediation}`,
    }));
  return { outcomes: all, opinions };
}

const subject = {
  action: 'action.a7',
  targetClass: 'class-2',
  cause: 'cause-3',
  confidence: 0.9,
  pattern: { strength: 0.9, similarSolved: 4, similarFailed: 1 },
};

function timed(times: number, work: (i: number) => unknown): number[] {
  return Array.from({ length: times }, (_, i) => {
    const began = performance.now();
    work(i);
    return performance.now() - began;
  });
}

const [known] = [history(1)];
const fresh = Array.from({ length: 20 }, (_, i) => ({ ...history(1), seed: i }));
const window = { days: ['sun' as const], from: '02:30', to: '03:30' };
const busy = withRuns(
  withPolicy(permissiveInput(), { changeWindows: [window], timeZone: 'Europe/Berlin' }),
  1_000,
);
timed(50, () => scoreProposal(subject, known, now));
timed(50, () => decide(busy));
const name = `at ${outcomes.toLocaleString('en')} outcomes and ${(outcomes / 2).toLocaleString('en')} opinions`;
const figures: Figure[] = [
  {
    name: `trust: a score, ${name}`,
    ...measured(timed(200, () => scoreProposal(subject, known, now))),
    unit: 'ms',
    aim: 'under 5 ms',
  },
  {
    name: `trust: the first score after an outcome came in, ${name}`,
    ...measured(timed(fresh.length, (i) => scoreProposal(subject, fresh[i] ?? known, now))),
    unit: 'ms',
  },
  {
    name: `trust: the calibration report, ${name}`,
    ...measured(timed(10, () => reliabilityReport(known, { days: 730, gate: 85 }, now))),
    unit: 'ms',
  },
  {
    name: 'trust: a decision with 1,000 runs and a change window that is closed',
    ...measured(timed(200, () => decide(busy))),
    unit: 'ms',
  },
];
process.stdout.write(JSON.stringify(figures));
