import type { Named } from '../claims.ts';
import { possessive, type ClauseReading } from './clause-reading.ts';

/** Whose an attribute is: "the memory of x", "x's memory". */
export function ownerOf(reading: ClauseReading, place: number): readonly Named[] | undefined {
  const after = reading.own.find(
    ({ first, preposition }) => possessive.has(preposition ?? '') && first > place && first - place < 6,
  );
  if (after !== undefined) return after.names;
  return reading.own.find(({ last, owning }) => owning === true && last < place && place - last < 5)?.names;
}
