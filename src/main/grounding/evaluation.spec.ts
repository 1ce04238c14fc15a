import { describe, expect, it } from 'vitest';
import { byDefinition } from '../../../test/eval/grounding/by-definition.ts';
import { heldOut } from '../../../test/eval/grounding/held-out.ts';
import { judged, score } from '../../../test/eval/grounding/score.ts';
import { rareEstate, secondVoice } from '../../../test/eval/grounding/second-voice/index.ts';
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

  it('does so in wordings that came after its rules', () => {
    const later = score(judged(statements(4, { cases: heldOut, firstSeed: 1001 })));
    expect(share(later.caught, later.planted)).toBeGreaterThanOrEqual(0.99);
    expect(share(later.refused, later.sound)).toBeLessThanOrEqual(0.02);
  });

  it('knows every field and relation of the rarer kinds by its definition', () => {
    const options = { cases: byDefinition, firstSeed: 3001, perFact: 1, estateOf: rareEstate };
    const defined = score(judged(statements(3, options)));
    expect(share(defined.caught, defined.planted)).toBeGreaterThanOrEqual(0.99);
    expect(share(defined.refused, defined.sound)).toBeLessThanOrEqual(0.015);
  });

  it('catches faults in the words of somebody else, whom no rule was made for; true ones it still refuses too many of', () => {
    const options = { cases: secondVoice, firstSeed: 2001, perFact: 1, estateOf: rareEstate };
    const unseen = score(judged(statements(6, options)));
    expect(share(unseen.caught, unseen.planted)).toBeGreaterThanOrEqual(0.98);
    expect(share(unseen.refused, unseen.sound)).toBeLessThanOrEqual(0.19);
  });
});
