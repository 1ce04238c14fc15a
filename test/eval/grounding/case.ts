import type { Estate } from './estate.ts';

export const faults = [
  'wrong-host',
  'number-off',
  'swapped-relation',
  'invented-entity',
  'stale-state',
  'negation',
  'wrong-unit',
  'wrong-total',
] as const;
export type Fault = (typeof faults)[number];

export type Language = 'en' | 'de';

/** One way to word a fact. `family` is what the matrix of wordings counts by. */
export interface Wording<Slots> {
  readonly language: Language;
  readonly family: string;
  readonly text: (slots: Slots) => string;
}

/**
 * One kind of fact: drawn from an estate so that it is true, and made false by exactly one fault. A fault gives the
 * slots of the false statement, or none where this instance has no such fault.
 */
export interface FactCase {
  readonly name: string;
  readonly faults: readonly Fault[];
  readonly wordings: number;
  /** @returns undefined when this estate has no such fact (or no such fault) */
  draw(estate: Estate, wording: number, fault: Fault | undefined): Drawn | undefined;
}

export interface Drawn {
  readonly text: string;
  readonly family: string;
  readonly language: Language;
}

export function factCase<Slots>(definition: {
  readonly name: string;
  readonly wordings: readonly Wording<Slots>[];
  readonly draw: (estate: Estate, wording: Wording<Slots>) => Slots | undefined;
  readonly faults: Partial<
    Record<Fault, (slots: Slots, estate: Estate, wording: Wording<Slots>) => Slots | undefined>
  >;
}): FactCase {
  return {
    name: definition.name,
    faults: faults.filter((fault) => definition.faults[fault] !== undefined),
    wordings: definition.wordings.length,
    draw(estate, at, fault) {
      const wording = definition.wordings[at % definition.wordings.length];
      if (wording === undefined) return undefined;
      const slots = definition.draw(estate, wording);
      if (slots === undefined) return undefined;
      const planted = fault === undefined ? slots : definition.faults[fault]?.(slots, estate, wording);
      if (planted === undefined) return undefined;
      return { text: wording.text(planted), family: wording.family, language: wording.language };
    },
  };
}

export function english<Slots>(family: string, text: (slots: Slots) => string): Wording<Slots> {
  return { language: 'en', family, text };
}

export function german<Slots>(family: string, text: (slots: Slots) => string): Wording<Slots> {
  return { language: 'de', family, text };
}
