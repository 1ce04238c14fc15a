import { beforeAll, describe, expect, it } from 'vitest';
import { measureDiagnoses, scoreOf, type Outcome } from '../eval/diagnosis/measure.ts';

/** `npm run eval:diagnosis` shows all of it in full; these are some faults in one estate, and a little under what is reached. */
describe('causes of tickets, measured without a model', () => {
  let outcomes: readonly Outcome[];
  beforeAll(async () => {
    outcomes = await measureDiagnoses({
      seeds: ['quarry'],
      scenarios: ['hung-vm', 'full-datastore', 'stuck-rollout', 'full-pvc', 'bgp-down', 'replication-lag'],
      pairs: [['hung-vm', 'crash-loop']],
    });
  }, 120_000);

  it('names the right cause first in most wordings, and nearly always among three', () => {
    const { top1, top3, asked } = scoreOf(outcomes);
    expect(asked).toBe(36);
    expect(top1).toBeGreaterThanOrEqual(0.9);
    expect(top3).toBeGreaterThanOrEqual(0.92);
  });

  it('reads alerts and precise words of both languages without fail', () => {
    const plain = outcomes.filter(({ wording }) => ['precise', 'alert', 'german'].includes(wording));
    expect(plain.filter(({ rank }) => rank !== 1).map(({ text, first }) => ({ text, first }))).toEqual([]);
  });

  it('finds both of two faults', () => {
    const { twoAsked, twoFound } = scoreOf(outcomes);
    expect({ twoAsked, twoFound }).toEqual({ twoAsked: 1, twoFound: 1 });
  });

  it('proposes nothing and calls nothing likely where nothing is wrong', () => {
    const quiet = outcomes.filter(({ about }) => about === 'quiet');
    expect(quiet.length).toBeGreaterThanOrEqual(20);
    expect(quiet.filter(({ confidence, proposals }) => confidence >= 0.5 || proposals > 0)).toEqual([]);
  });

  it('is right at least as often as it says', () => {
    const { bins } = scoreOf(outcomes);
    const bold = bins.filter(({ from, stated, right }) => from >= 0.5 && right < stated - 0.15);
    expect(bold).toEqual([]);
  });

  it('answers while somebody waits', () => {
    expect(scoreOf(outcomes).p95Ms).toBeLessThan(2_000);
  });
});
