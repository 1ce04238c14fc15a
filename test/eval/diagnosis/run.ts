import { measureDiagnoses, scoreOf, type Outcome } from './measure.ts';
import { wordings } from './wordings.ts';

/**
 * `npm run eval:diagnosis`: tickets about every fault of the lab, in several wordings, over several estates, without a
 * model. `--misses` lists what was not first; `EVAL_SEEDS=lab,b,c` chooses estates.
 */
const seeds = (process.env['EVAL_SEEDS'] ?? 'lab,harbour,granite').split(',');
const outcomes = await measureDiagnoses({ seeds });
const score = scoreOf(outcomes);
const percent = (share: number) => `${(100 * share).toFixed(1).padStart(5)} %`;

if (process.argv.includes('--misses')) {
  for (const one of outcomes) {
    if (isRight(one) || one.wording === 'unseen') continue;
    console.log(
      `${one.seed.padEnd(8)} ${one.scenario.padEnd(28)} ${one.wording.padEnd(10)} rank ${one.rank}  first: ${one.first}\n${' '.repeat(9)}${one.text}`,
    );
  }
}
console.log(
  `${seeds.length} estates, ${score.asked} tickets about one fault: first cause right ${percent(score.top1)}, among the first three ${percent(score.top3)}`,
);
const faults = outcomes.filter(({ about }) => about === 'fault');
for (const wording of wordings)
  row(
    wording,
    faults.filter((one) => one.wording === wording),
  );
console.log('');
for (const scenario of new Set(faults.map((one) => one.scenario)))
  row(
    scenario,
    faults.filter((one) => one.scenario === scenario),
  );
console.log(
  `\ntwo faults at once: both among the first three ${score.twoFound} of ${score.twoAsked}\nnothing wrong: ${score.falseDiagnoses} false diagnoses of ${score.quietAsked}\ntime: p95 ${score.p95Ms.toFixed(0)} ms`,
);
console.log(
  `\nconfidence stated / right (off by ${(100 * score.calibrationError).toFixed(1)} points on average)`,
);
for (const { from, n, stated, right } of score.bins)
  console.log(
    `  ${from.toFixed(1)}–${(from + 0.1).toFixed(1)}  ${String(n).padStart(4)} tickets  ${percent(stated)} ${percent(right)}`,
  );

function row(name: string, some: readonly Outcome[]): void {
  const { top1, top3 } = scoreOf(some);
  console.log(`  ${name.padEnd(20)} ${String(some.length).padStart(4)}  ${percent(top1)} ${percent(top3)}`);
}

function isRight({ about, rank, confidence, proposals }: Outcome): boolean {
  if (about === 'quiet') return confidence < 0.5 && proposals === 0;
  return about === 'two' ? rank >= 1 && rank <= 3 : rank === 1;
}
