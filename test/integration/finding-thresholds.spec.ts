import { expect, it } from 'vitest';
import { openDiagnosisLab } from '../support/diagnosis-lab.ts';

interface Expectation {
  readonly sign: string;
  readonly amount: number;
  readonly unit: string;
}

function expectationIn(threshold: string): Expectation | undefined {
  const found = /^([<>≤≥]) ([\d.,]+)(?: (\S+))?$/.exec(threshold);
  const [, sign, amount, unit = ''] = found ?? [];
  return sign === undefined || amount === undefined ? undefined : { sign, amount: number(amount), unit };
}

const number = (text: string) => Number(text.replaceAll(',', ''));

/** The first amount of the unit that was observed. */
function observedIn(value: string, unit: string): number | undefined {
  for (const [, amount = '', own = ''] of value.matchAll(/([\d.,]*\d)(?: ?([^\d\s,;()]+))?/g))
    if (unit === '' || own === unit) return number(amount);
  return undefined;
}

function isMet({ sign, amount }: Expectation, observed: number): boolean {
  if (sign === '<') return observed < amount;
  if (sign === '≤') return observed <= amount;
  return sign === '>' ? observed > amount : observed >= amount;
}

it('the threshold of every finding says what was expected, and what was observed is something else', async () => {
  await using lab = await openDiagnosisLab([]);
  const view = await lab.console.app.inventory.view();
  const judged = new Set<string>();
  const faults: string[] = [];
  for (const { attributes } of view.all('finding')) {
    const { rule, value, threshold } = attributes;
    if (threshold === value) faults.push(`${rule}: ${value} is what was expected`);
    const expectation = expectationIn(threshold);
    const observed = expectation && observedIn(value, expectation.unit);
    if (expectation === undefined || observed === undefined) continue;
    judged.add(rule);
    if (isMet(expectation, observed)) faults.push(`${rule}: ${value}, expected ${threshold}`);
  }
  expect(faults).toEqual([]);
  expect(judged.size).toBeGreaterThanOrEqual(6);
});
