import type { Named } from '../claims.ts';
import { has } from '../token.ts';
import type { ClauseReading } from './clause-reading.ts';

/** @returns undefined when what is counted cannot be told from the names in the clause */
export function containersOf(reading: ClauseReading, kinds: readonly string[]): readonly Named[] | undefined {
  const { relative } = reading.clause;
  const own = reading.own.filter(
    (phrase) =>
      phrase.compared !== true &&
      !phrase.names.some(({ entities }) => entities.some(({ kind }) => kind === 'finding')),
  );
  const names = own
    .filter((phrase) => !reading.done.has(phrase) || phrase.names === reading.subject)
    .flatMap((phrase) => phrase.names);
  const others = names.filter(({ entities }) => entities.some(({ kind }) => !kinds.includes(kind)));
  if (others.length > 0) return others.length > 2 ? others.slice(0, 2) : others;
  if (relative?.antecedent !== undefined) return relative.antecedent.names;
  const pronoun = reading.at.some(
    (i) => has(reading.token(i), 'pronoun') && reading.token(i)?.lower !== 'es',
  );
  return pronoun ||
    (reading.own.length === 0 && reading.carried.length > 0 && reading.at[0] !== 0 && !reading.opens())
    ? reading.carried
    : [];
}

/** What something that is counted is in: every other name of the clause. */
export function restrictorsOf(
  reading: ClauseReading,
  except: readonly (readonly Named[])[],
): readonly Named[] {
  return reading.own.flatMap((phrase) =>
    except.some((names) => names.some((name) => phrase.names.includes(name))) || phrase.compared === true
      ? []
      : phrase.names,
  );
}
