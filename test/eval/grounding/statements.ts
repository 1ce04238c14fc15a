import type { InventoryView } from '../../../src/main/inventory/view.ts';
import type { Fault, FactCase, Language } from './case.ts';
import { comparisonCases } from './cases/comparisons.ts';
import { momentCases } from './cases/moments.ts';
import { numberCases } from './cases/numbers.ts';
import { relationCases } from './cases/relations.ts';
import { stateCases } from './cases/states.ts';
import { totalCases } from './cases/totals.ts';
import { evaluationEstate, type Estate } from './estate.ts';

/** One or two sentences about an estate. Without a fault it is true; with one it is false in exactly that. */
export interface Statement {
  readonly text: string;
  readonly language: Language;
  readonly family: string;
  readonly fact: string;
  readonly fault?: Fault;
  readonly estate: number;
  readonly view: InventoryView;
}

const written: readonly FactCase[] = [
  ...relationCases,
  ...numberCases,
  ...stateCases,
  ...momentCases,
  ...comparisonCases,
  ...totalCases,
];

/** How often a fact is drawn anew when an estate does not have what a wording or fault asks for. */
const mostTries = 12;

/**
 * Every wording of every fact in turn, over estate after estate, once true and once with a fault: half and half. Faults
 * take turns so that none stands out because its facts are common.
 */
export function statements(
  estates: number,
  options: {
    readonly cases?: readonly FactCase[];
    readonly firstSeed?: number;
    readonly perFact?: number;
    readonly estateOf?: (seed: number) => Estate;
  } = {},
): Statement[] {
  const { cases = written, firstSeed = 1, perFact = 2, estateOf = evaluationEstate } = options;
  const made: Statement[] = [];
  const counts = new Map<Fault, number>();
  for (let n = 0; n < estates; n += 1) {
    const seed = firstSeed + n;
    const estate = estateOf(seed);
    for (const [c, fact] of cases.entries()) {
      for (let k = 0; k < perFact; k += 1) {
        const wording = n * perFact + k + c * 5;
        const truth = draw(estate, fact, wording, [undefined]);
        const faults = fact.faults.toSorted((a, b) => (counts.get(a) ?? 0) - (counts.get(b) ?? 0));
        const lie = draw(estate, fact, wording, faults);
        // In pairs, so that true and false ones are worded alike.
        if (truth === undefined || lie?.fault === undefined) continue;
        counts.set(lie.fault, (counts.get(lie.fault) ?? 0) + 1);
        for (const { fault, drawn } of [truth, lie]) {
          made.push({
            ...drawn,
            fact: fact.name,
            ...(fault === undefined ? {} : { fault }),
            estate: seed,
            view: estate.view,
          });
        }
      }
    }
  }
  return made;
}

function draw(estate: Estate, fact: FactCase, wording: number, faults: readonly (Fault | undefined)[]) {
  for (const fault of faults) {
    for (let attempt = 0; attempt < mostTries; attempt += 1) {
      const drawn = fact.draw(estate, wording, fault);
      if (drawn !== undefined) return { fault, drawn };
    }
  }
  return undefined;
}
