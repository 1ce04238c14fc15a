import { calibrationOf } from '../../../src/main/reliability/calibration-report.ts';
import type { Opinion, Outcome } from '../../../src/main/reliability/history.ts';
import type { ScoreSubject } from '../../../src/main/reliability/score.ts';
import { instant } from '../../../src/shared/model/ids.ts';
import { dice as createDice, type Dice } from '../grounding/dice.ts';
import { badRate, type Scenario, type SimulatedCell } from './scenarios.ts';
import type { Scorer } from './scorers.ts';

export const gate = 85;
const begin = Date.parse('2026-01-01T00:00:00.000Z');
const operators = ['alice', 'bob', 'carol', 'dave', 'erin'];
/** Share of outcomes that somebody says something about. */
const outspoken = 0.6;
/** Outcomes a day. */
const perDay = 4;

/** One proposal, and what became of it. */
interface Step {
  readonly score: number;
  readonly succeeded: boolean;
  readonly bad: boolean;
  readonly cell: SimulatedCell;
}

export interface Measured {
  readonly outcomes: number;
  readonly brier: number;
  readonly ece: number;
  /** Proposals of actions that work in less than 70 % of cases, and how many of them reached the gate. */
  readonly bad: number;
  readonly badPassed: number;
  /** Different ones among those. */
  readonly badActions: number;
  readonly good: number;
  readonly goodPassed: number;
}

/**
 * Proposals come in, people approve all of them, outcomes and opinions pile up. Each proposal is scored with what was
 * known before it. The same seed gives every scorer the same story.
 */
export function simulate(scenario: Scenario, scorer: Scorer, seed: number, length: number): Step[] {
  const dice = createDice(seed);
  const cells = scenario.cells(dice);
  const outcomes: Outcome[] = [];
  const opinions: Opinion[] = [];
  const used = new Map<SimulatedCell, { solved: number; failed: number }>();
  const steps: Step[] = [];
  for (let i = 0; i < length; i += 1) {
    const time = i / length;
    const now = instant(begin + (i * 86_400_000) / perDay);
    const cell = drawn(cells, dice);
    const rate = cell.rate(time);
    const past = used.get(cell) ?? { solved: 0, failed: 0 };
    const confidence = scenario.confidence(rate, dice);
    const { action, targetClass, cause } = cell;
    const subject: ScoreSubject = {
      action,
      targetClass,
      cause,
      confidence,
      pattern: {
        strength: 0.85 + 0.15 * dice.unit(),
        // As many as a search for similar tickets brings up.
        similarSolved: Math.min(10, past.solved),
        similarFailed: Math.min(10, past.failed),
      },
    };
    const score = scorer.score(subject, { outcomes: [...outcomes], opinions: [...opinions] }, now);
    const succeeded = dice.unit() < rate || past.solved + past.failed < cell.lucky;
    steps.push({ score, succeeded, bad: rate < badRate, cell });
    used.set(cell, { solved: past.solved + (succeeded ? 1 : 0), failed: past.failed + (succeeded ? 0 : 1) });
    const remediation = `R-${i}`;
    outcomes.push({ remediation, action, targetClass, cause, at: now, succeeded, confidence, score });
    const [speaks, kind, who] = [dice.unit(), dice.unit(), dice.unit()];
    if (speaks < outspoken) {
      opinions.push({
        action,
        targetClass,
        cause,
        at: now,
        verdict: kind < scenario.praise(succeeded, time) ? 'up' : 'down',
        by: operators[Math.floor(who * operators.length)] ?? 'alice',
        subject: `outcome ${remediation}`,
      });
    }
  }
  return steps;
}

/** The first so many of every story together. */
export function measure(stories: readonly (readonly Step[])[], first: number): Measured {
  const steps = stories.flatMap((story) => story.slice(0, first));
  const { brier, ece } = calibrationOf(
    steps.map(({ score, succeeded }) => ({ forecast: score / 100, succeeded })),
  );
  const bad = steps.filter((step) => step.bad);
  const good = steps.filter((step) => !step.bad);
  const badPassed = bad.filter(({ score }) => score >= gate);
  return {
    outcomes: steps.length,
    brier: brier ?? 0,
    ece: ece ?? 0,
    bad: bad.length,
    badPassed: badPassed.length,
    badActions: new Set(badPassed.map(({ cell }) => cell)).size,
    good: good.length,
    goodPassed: good.filter(({ score }) => score >= gate).length,
  };
}

function drawn(cells: readonly SimulatedCell[], dice: Dice): SimulatedCell {
  const all = cells.reduce((sum, { weight }) => sum + weight, 0);
  let rest = dice.unit() * all;
  for (const cell of cells) {
    rest -= cell.weight;
    if (rest <= 0) return cell;
  }
  const [first] = cells;
  if (!first) throw new Error('a scenario needs something to propose');
  return first;
}
