import { byDefinition } from './by-definition.ts';
import { heldOut } from './held-out.ts';
import { judged, score, type Score } from './score.ts';
import { rareEstate, secondVoice } from './second-voice/index.ts';
import { statements } from './statements.ts';

/**
 * `npm run eval:grounding`: how many planted faults the fact check catches, and how many true statements it refuses.
 * `--misses` lists what it got wrong.
 */
const showMisses = process.argv.includes('--misses');

function percent(part: number, whole: number): string {
  return whole === 0 ? '      –' : `${((100 * part) / whole).toFixed(1).padStart(6)} %`;
}

function report(title: string, result: Score): void {
  console.log(`\n${title}: ${result.planted + result.sound} statements`);
  console.log(
    `  faults caught ${percent(result.caught, result.planted)} (${result.caught} of ${result.planted}), true ones refused ${percent(result.refused, result.sound)} (${result.refused} of ${result.sound})`,
  );
  console.log('\n  fault              planted  caught   let through');
  for (const { name, planted, caught } of result.byFault) {
    console.log(
      `  ${name.padEnd(18)} ${String(planted).padStart(7)} ${percent(caught, planted)} ${String(planted - caught).padStart(8)}`,
    );
  }
  console.log('\n  wording            planted  caught      true  refused');
  for (const { name, planted, caught, sound, refused } of [...result.byFamily, ...result.byLanguage]) {
    console.log(
      `  ${name.padEnd(18)} ${String(planted).padStart(7)} ${percent(caught, planted)} ${String(sound).padStart(7)} ${percent(refused, sound)}`,
    );
  }
}

const estates = Number(process.env['EVAL_ESTATES'] ?? 8);
const all = judged(statements(estates));
const unseen = judged(statements(estates, { cases: heldOut, firstSeed: 1001 }));
const defined = judged(
  statements(estates, { cases: byDefinition, firstSeed: 3001, perFact: 1, estateOf: rareEstate }),
);
const second = judged(
  statements(estates, { cases: secondVoice, firstSeed: 2001, perFact: 1, estateOf: rareEstate }),
);
if (showMisses) {
  for (const { statement, passed, reason } of [...all, ...unseen, ...defined]) {
    if ((statement.fault === undefined) === passed) continue;
    console.log(
      `${(statement.fault ?? 'true').padEnd(17)} ${statement.fact.padEnd(30)} ${statement.text}\n${' '.repeat(18)}${reason ?? 'let through'}`,
    );
  }
}
report('Written before the rules', score(all));
report('Worded after the rules, which were then taught what it showed', score(unseen));
report('Made from the definitions of the rarer kinds', score(defined));
report('A second author over rarer kinds: measured, never tuned for', score(second));
