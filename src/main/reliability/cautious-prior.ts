/**
 * What is taken for granted where nothing is known: worse than even. It counts like so many outcomes, and everything
 * observed is mixed with it. docs/decisions has the reasons, `npm run eval:reliability` the figures.
 */
export const cautiousPrior = { mean: 0.35, strength: 4 } as const;

/** What a more general level says counts like so many outcomes of a more specific one… */
export const pooledStrength = 4;
/** …and only so much of what it says above the prior is believed there. */
export const pooledTrust = 0.7;

/** After so long an outcome or an opinion counts half. */
export const halfLifeMs = 90 * 86_400_000;

/** How much something of that age counts: 1 when new. What a clock that was set back puts ahead of now is new. */
export function ageWeight(ageMs: number): number {
  return ageMs <= 0 ? 1 : 2 ** (-ageMs / halfLifeMs);
}

/** Weighed outcomes of one kind. */
export interface Tally {
  readonly good: number;
  readonly bad: number;
}

export const noTally: Tally = { good: 0, bad: 0 };

/** Mean of a Beta distribution: the observed share, drawn towards a mean that counts like `strength` outcomes. */
export function shrunk({ good, bad }: Tally, mean: number, strength: number): number {
  return (good + strength * mean) / (good + bad + strength);
}
