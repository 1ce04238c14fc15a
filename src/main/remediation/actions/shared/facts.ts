import type { Facts, PlannedCall, Verdict } from '../../../../shared/model/plan.ts';

type Fact = Facts[string];
export type Call = Omit<PlannedCall, 'source'>;
export interface Check {
  readonly text: string;
  readonly ok: boolean;
}

/** Facts without those that could not be read. */
export function known(facts: Readonly<Record<string, Fact | undefined>>): Facts {
  return Object.fromEntries(
    Object.entries(facts).filter((entry): entry is [string, Fact] => entry[1] !== undefined),
  );
}

export const textOf = (facts: Facts, name: string): string | undefined => {
  const value = facts[name];
  return typeof value === 'string' ? value : undefined;
};
/** NaN where it is not known, so that no comparison holds. */
export const numberOf = (facts: Facts, name: string): number => {
  const value = facts[name];
  return typeof value === 'number' ? value : Number.NaN;
};
/** A moment as milliseconds; NaN where it is not known. */
export const momentOf = (facts: Facts, name: string): number => Date.parse(textOf(facts, name) ?? '');

/** A fact as it stands in a sentence. */
export const said = (facts: Facts, name: string): string => {
  const value = facts[name];
  return value === undefined || value === null ? 'not known' : String(value);
};

/** Whether every one of these facts is known and the same in both. */
export const same = (one: Facts, other: Facts, names: readonly string[]): boolean =>
  names.every((name) => one[name] !== undefined && one[name] === other[name]);

export const met = (text: string): Verdict => ({ is: 'met', text });
export const notYet = (text: string): Verdict => ({ is: 'not-yet', text });
export const failed = (text: string): Verdict => ({ is: 'failed', text });
/** Met or not yet, with one sentence for both. */
export const metWhen = (condition: boolean, text: string): Verdict => (condition ? met(text) : notYet(text));

export const check = (ok: boolean, text: string): Check => ({ ok, text });

export const gib = 1024 ** 3;
/** Rounded for people; the exact number stands in the facts. */
export const inGib = (bytes: number): string =>
  Number.isNaN(bytes) ? 'an unknown number of GiB' : `${Math.round((bytes / gib) * 10) / 10} GiB`;
