import { describe, expect, it } from 'vitest';
import { heldOut } from '../../../test/eval/grounding/held-out.ts';
import { judged, score } from '../../../test/eval/grounding/score.ts';
import { statements } from '../../../test/eval/grounding/statements.ts';

const share = (part: number, whole: number) => part / whole;

/** `npm run eval:grounding` shows the figures in full; these are a little under what is reached. */
describe('the fact check, measured', () => {
  const seen = score(judged(statements(4)));

  it('is measured on several hundred statements, half of them true', () => {
    expect(seen.planted).toBeGreaterThan(600);
    expect(seen.sound).toBe(seen.planted);
  });

  it('catches what is planted, whatever the fault', () => {
    expect(share(seen.caught, seen.planted)).toBeGreaterThanOrEqual(0.99);
    const worst = seen.byFault.filter(({ caught, planted }) => share(caught, planted) < 0.98);
    expect(worst).toEqual([]);
  });

  it('lets what is true through, in both languages', () => {
    const worst = seen.byLanguage.filter(({ refused, sound }) => share(refused, sound) > 0.015);
    expect(worst).toEqual([]);
  });

  it('catches faults in wordings that it was not made for, and refuses few of the true ones', () => {
    const unseen = score(judged(statements(4, { cases: heldOut, firstSeed: 1001 })));
    expect(share(unseen.caught, unseen.planted)).toBeGreaterThanOrEqual(0.98);
    expect(share(unseen.refused, unseen.sound)).toBeLessThanOrEqual(0.1);
  });
});
