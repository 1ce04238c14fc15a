import type { Entity } from '../../shared/model/entity.ts';
import { buildCorpus, buildCorpusSlowly, type SearchCorpus } from './search-corpus.ts';

const corpora = new WeakMap<readonly Entity[], SearchCorpus>();
/** The last corpus of each kind (or of what has gone): most of the next one is the same. */
const newest = new Map<string, WeakRef<SearchCorpus>>();

/**
 * The entities of a list that mention all words, in its order.
 * @param name What the list is of; its next state is made from this one.
 */
export function mentioning(
  name: string,
  list: readonly Entity[],
  words: readonly string[],
): readonly Entity[] {
  let corpus = corpora.get(list);
  if (!corpus) {
    corpus = buildCorpus(list, newest.get(name)?.deref());
    keep(name, list, corpus);
  }
  // The longest word is the rarest: it leaves the least to look through.
  const [first = '', ...rest] = words.toSorted((a, b) => b.length - a.length);
  let places = corpus.placesOf(first);
  for (const word of rest) {
    if (places.length === 0) break;
    places = inBoth(places, corpus.placesOf(word));
  }
  return places.map((place) => list[place] as Entity);
}

/** @param a Ascending. @param b Ascending. */
function inBoth(a: readonly number[], b: readonly number[]): readonly number[] {
  const both: number[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    const left = a[i] ?? 0;
    const right = b[j] ?? 0;
    if (left === right) both.push(left);
    if (left <= right) i++;
    if (right <= left) j++;
  }
  return both;
}

let warming: readonly Entity[] | undefined;

/** Makes a list ready to be searched, so that the first letter typed finds it so. Another list takes its turn. */
export async function warmSearch(
  name: string,
  list: readonly Entity[],
  pause: () => Promise<void>,
): Promise<void> {
  if (warming === list || corpora.has(list)) return;
  warming = list;
  const corpus = await buildCorpusSlowly(list, {
    before: newest.get(name)?.deref(),
    pause,
    wanted: () => warming === list && !corpora.has(list),
  });
  if (corpus) keep(name, list, corpus);
  if (warming === list) warming = undefined;
}

const gathering = new WeakMap<readonly Entity[], Promise<void>>();

/** Has a list ready to be searched, while others get their turns. */
export function readyToSearch(
  name: string,
  list: readonly Entity[],
  pause: () => Promise<void>,
): Promise<void> {
  if (corpora.has(list)) return Promise.resolve();
  const known = gathering.get(list);
  if (known) return known;
  const gathered = gather(name, list, pause).finally(() => gathering.delete(list));
  gathering.set(list, gathered);
  return gathered;
}

async function gather(name: string, list: readonly Entity[], pause: () => Promise<void>): Promise<void> {
  const corpus = await buildCorpusSlowly(list, {
    before: newest.get(name)?.deref(),
    pause,
    wanted: () => !corpora.has(list),
  });
  if (corpus) keep(name, list, corpus);
}

function keep(name: string, list: readonly Entity[], corpus: SearchCorpus): void {
  corpora.set(list, corpus);
  newest.set(name, new WeakRef(corpus));
}
