import { describe, expect, it } from 'vitest';
import { scenarios } from '../../../test/eval/reliability/scenarios.ts';
import { scorers } from '../../../test/eval/reliability/scorers.ts';
import { measure, simulate } from '../../../test/eval/reliability/simulate.ts';

const seeds = [11, 12];
const length = 400;

function scorer(name: string) {
  const found = scorers.find((one) => one.name === name);
  if (!found) throw new Error(`there is no scorer "${name}"`);
  return found;
}

/** `npm run eval:reliability` shows the figures in full; these are a little under what is reached. */
describe.each(scenarios)('scores in the scenario $name', (scenario) => {
  const told = (name: string) => seeds.map((seed) => simulate(scenario, scorer(name), seed, length));
  const ours = told('this application');
  const raw = told('raw means');

  it('let no bad action past the gate in the first 20 and the first 100 outcomes', () => {
    expect(measure(ours, 20).badPassed).toBe(0);
    expect(measure(ours, 100).badPassed).toBe(0);
  });

  it('let fewer of them past it later than raw means do, and hardly any', () => {
    const [own, plain] = [measure(ours, length), measure(raw, length)];
    expect(own.badPassed).toBeLessThanOrEqual(plain.badPassed);
    expect(own.badPassed / own.bad).toBeLessThan(0.02);
  });

  it('foretell what comes of it better than always saying half', () => {
    expect(measure(ours, length).brier).toBeLessThan(0.25);
  });
});

describe('scores', () => {
  it('let good actions past the gate once enough is known of them, sure of themselves or not', () => {
    const passed = scenarios
      .filter(({ name }) => name !== 'rare' && name !== 'drifting')
      .map((scenario) => measure([simulate(scenario, scorer('this application'), 11, 1_000)], 1_000))
      .map(({ good, goodPassed }) => goodPassed / good);
    for (const share of passed) expect(share).toBeGreaterThan(0.15);
  });
});
