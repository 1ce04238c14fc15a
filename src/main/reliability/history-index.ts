import type { Opinion, Outcome, ReliabilityHistory } from './history.ts';

/** Something that went well or badly, at a time. */
interface Mark {
  readonly at: number;
  readonly good: boolean;
}

interface Forecast extends Mark {
  readonly confidence: number;
  /** What the diagnosis held for the cause. */
  readonly cause: string;
}

/** The most specific thing that history is kept by. */
export interface Cell {
  readonly action: string;
  readonly targetClass: string;
  readonly cause: string;
  readonly outcomes: readonly Mark[];
  readonly opinions: readonly Mark[];
}

/** A history as scores read it: by action, class and cause, with times as numbers. */
export interface HistoryIndex {
  readonly cells: ReadonlyMap<string, readonly Cell[]>;
  readonly forecasts: readonly Forecast[];
}

const indexes = new WeakMap<ReliabilityHistory, HistoryIndex>();

/** Made once for each history: histories are never changed, only replaced. */
export function indexOf(history: ReliabilityHistory): HistoryIndex {
  let index = indexes.get(history);
  if (!index) {
    index = makeIndex(history);
    indexes.set(history, index);
  }
  return index;
}

type Key = Pick<Cell, 'action' | 'targetClass' | 'cause'>;

const cellKey = ({ action, targetClass, cause }: Key) => JSON.stringify([action, targetClass, cause]);

function makeIndex({ outcomes, opinions }: ReliabilityHistory): HistoryIndex {
  const byKey = new Map<string, Key & { outcomes: Mark[]; opinions: Mark[] }>();
  const cell = ({ action, targetClass, cause }: Key) => {
    const key = cellKey({ action, targetClass, cause });
    let found = byKey.get(key);
    if (!found) byKey.set(key, (found = { action, targetClass, cause, outcomes: [], opinions: [] }));
    return found;
  };
  const forecasts: Forecast[] = [];
  for (const outcome of outcomes) {
    const mark = { at: Date.parse(outcome.at), good: outcome.succeeded };
    cell(outcome).outcomes.push(mark);
    const forecast = forecastOf(outcome, mark.at);
    if (forecast) forecasts.push(forecast);
  }
  for (const opinion of withoutFlood(newestOpinions(opinions))) {
    cell(opinion).opinions.push({ at: Date.parse(opinion.at), good: opinion.verdict === 'up' });
  }
  const cells = new Map<string, Cell[]>();
  for (const one of byKey.values()) {
    const known = cells.get(one.action);
    if (known) known.push(one);
    else cells.set(one.action, [one]);
  }
  return { cells, forecasts };
}

/** What a person proposed was nobody's forecast. A wrong diagnosis was wrong whatever came of the action. */
function forecastOf(
  { confidence, claimedCause, cause, succeeded }: Outcome,
  at: number,
): Forecast | undefined {
  if (confidence === undefined) return undefined;
  return { at, confidence, cause: claimedCause ?? cause, good: succeeded && claimedCause === undefined };
}

/** The newest of a person on a subject; of two of one moment the one against, and never by which was told first. */
export function newestOpinions(opinions: readonly Opinion[]): readonly Opinion[] {
  const newest = new Map<string, Opinion>();
  for (const opinion of opinions) {
    const key = JSON.stringify([opinion.by, opinion.subject]);
    const known = newest.get(key);
    if (known === undefined || isNewer(opinion, known)) newest.set(key, opinion);
  }
  return [...newest.values()];
}

/** So many opinions of one person say all that this person can say of one action, class and cause. */
export const mostOfOnePerson = 5;

/** The newest few of each person: nobody is a majority by themselves. */
function withoutFlood(opinions: readonly Opinion[]): readonly Opinion[] {
  const counts = new Map<string, number>();
  return opinions
    .toSorted((a, b) => (isNewer(a, b) ? -1 : isNewer(b, a) ? 1 : 0))
    .filter((opinion) => {
      const key = JSON.stringify([opinion.by, cellKey(opinion)]);
      const count = (counts.get(key) ?? 0) + 1;
      counts.set(key, count);
      return count <= mostOfOnePerson;
    });
}

/** The same of any two, in whatever order they are told: two machines come to the same score. */
function isNewer(a: Opinion, b: Opinion): boolean {
  if (a.at !== b.at) return a.at > b.at;
  if (a.verdict !== b.verdict) return a.verdict === 'down';
  return cellKey(a) < cellKey(b);
}
