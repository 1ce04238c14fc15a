import { scenarios } from './scenarios.ts';
import { scorers } from './scorers.ts';
import { gate, measure, simulate } from './simulate.ts';

/**
 * `npm run eval:reliability`: how well scores foretell outcomes, and how many actions that should not run by themselves
 * would have passed the gate in the first 20, 100 and 1,000 outcomes, beside simpler ways of scoring over the same
 * stories. EVAL_STORIES and EVAL_SEED change how many, and where they begin.
 */
const stories = Number(process.env['EVAL_STORIES'] ?? 10);
const firstSeed = Number(process.env['EVAL_SEED'] ?? 1);
const checkpoints = [20, 100, 1_000];
const seeds = Array.from({ length: stories }, (_, i) => firstSeed + i);

const percent = (part: number, whole: number) =>
  whole === 0 ? '–' : `${((100 * part) / whole).toFixed(1)} %`;

console.log(
  `${stories} stories a scenario, seeds ${seeds.join(', ')}; gate ${gate}; bad: succeeds in less than 70 %`,
);
for (const scenario of scenarios) {
  console.log(`\n${scenario.name}: ${scenario.says}`);
  console.log('  scored by           outcomes   Brier     ECE   bad passed        bad ones   good passed');
  for (const scorer of scorers) {
    const told = seeds.map((seed) => simulate(scenario, scorer, seed, Math.max(...checkpoints)));
    for (const first of checkpoints) {
      const one = measure(told, first);
      console.log(
        [
          `  ${scorer.name.padEnd(18)}`,
          String(first).padStart(9),
          one.brier.toFixed(3).padStart(7),
          one.ece.toFixed(3).padStart(7),
          `${one.badPassed} of ${one.bad}`.padStart(14),
          percent(one.badPassed, one.bad).padStart(8),
          String(one.badActions).padStart(5),
          percent(one.goodPassed, one.good).padStart(12),
        ].join(' '),
      );
    }
  }
}
