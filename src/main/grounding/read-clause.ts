import type { Claim } from './claims.ts';
import type { Subject } from './read-claims.ts';
import { readChange } from './reading/change.ts';
import { ClauseReading } from './reading/clause-reading.ts';
import { readComparison } from './reading/comparison.ts';
import { readCounts } from './reading/count.ts';
import { readDenials } from './reading/denial.ts';
import {
  readKind,
  readLeftOver,
  readNamedByKind,
  readNamedByNoun,
  readOwnedNames,
} from './reading/naming.ts';
import { readAmounts, readSums } from './reading/quantity.ts';
import { readRelations } from './reading/relation.ts';
import { readKnownStates, readMoments, readStates, readValues } from './reading/trait.ts';

/** In this order: what a step has taken is not there for the next ones, and a denial needs what it denies. */
const steps: readonly ((reading: ClauseReading) => void)[] = [
  readOwnedNames,
  readChange,
  readValues,
  readComparison,
  readCounts,
  readSums,
  readAmounts,
  readNamedByNoun,
  readRelations,
  readNamedByKind,
  readStates,
  readKnownStates,
  readMoments,
  readKind,
  readLeftOver,
  readDenials,
];

/** Reads what one clause claims. */
export function readClause(clause: ConstructorParameters<typeof ClauseReading>[0]): {
  readonly claims: readonly Claim[];
  readonly subject: Subject | undefined;
} {
  const reading = new ClauseReading(clause);
  for (const step of steps) step(reading);
  const { claims, subject } = reading;
  return { claims, subject: subject.length === 0 ? undefined : { names: subject } };
}
