import type { Entity } from '../../shared/model/entity.ts';
import { searchText } from './search-text.ts';

/**
 * The texts of a list of entities in one piece of memory, so that looking for a word reads it once from end to end:
 * some milliseconds for 50,000 entities, where going from one to the next takes ten times that.
 */
export interface SearchCorpus {
  /** Places in the list, ascending, of the entities that mention the word (in lower case, without blanks). */
  placesOf(word: string): readonly number[];
  readonly list: readonly Entity[];
  /** Bytes and where each entity's begin, for the corpus that comes after this one. */
  readonly bytes: Buffer;
  readonly starts: Uint32Array;
}

/** Between two entities; no text holds it, so no word reaches from one into the next. */
const separator = '\0';
/** Entities whose texts are gathered before others have their turn. */
const slice = 500;

/** @param before The corpus of an earlier state of the list: texts of entities that are the same are taken over. */
export function buildCorpus(list: readonly Entity[], before?: SearchCorpus): SearchCorpus {
  const steps = corpusSteps(list, before);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** The same a slice at a time. @returns undefined when it is no longer wanted */
export async function buildCorpusSlowly(
  list: readonly Entity[],
  options: {
    readonly before: SearchCorpus | undefined;
    readonly pause: () => Promise<void>;
    readonly wanted: () => boolean;
  },
): Promise<SearchCorpus | undefined> {
  const steps = corpusSteps(list, options.before);
  while (options.wanted()) {
    const step = steps.next();
    if (step.done) return step.value;
    await options.pause();
  }
  return undefined;
}

function* corpusSteps(
  list: readonly Entity[],
  before: SearchCorpus | undefined,
): Generator<undefined, SearchCorpus> {
  const known = new Map(before?.list.map((entity, place) => [entity, place]));
  const starts = new Uint32Array(list.length + 1);
  const parts: Buffer[] = [];
  let texts: string[] = [];
  let length = 0;
  const flush = () => {
    if (texts.length === 0) return;
    parts.push(Buffer.from(texts.join('')));
    texts = [];
  };
  for (let i = 0; i < list.length; i++) {
    const entity = list[i] as Entity;
    starts[i] = length;
    const place = known.get(entity);
    if (before && place !== undefined) {
      flush();
      const bytes = before.bytes.subarray(before.starts[place], before.starts[place + 1]);
      parts.push(bytes);
      length += bytes.length;
    } else {
      const text = searchText(entity).replaceAll(separator, ' ') + separator;
      texts.push(text);
      length += Buffer.byteLength(text);
      if (texts.length >= slice) {
        flush();
        yield;
      }
    }
  }
  flush();
  starts[list.length] = length;
  const bytes = Buffer.concat(parts, length);
  return { list, bytes, starts, placesOf: (word) => placesOf(bytes, starts, word) };
}

function placesOf(bytes: Buffer, starts: Uint32Array, word: string): readonly number[] {
  const wanted = Buffer.from(word);
  const places: number[] = [];
  let from = 0;
  let place = 0;
  for (;;) {
    const found = bytes.indexOf(wanted, from);
    if (found === -1) return places;
    place = placeAt(starts, found, place);
    places.push(place);
    // One mention is enough: on with the next entity.
    from = starts[place + 1] ?? bytes.length;
    if (from >= bytes.length) return places;
  }
}

/** The entity that a byte belongs to; at or after `from`, and mostly near it. */
function placeAt(starts: Uint32Array, byte: number, from: number): number {
  let step = 1;
  let low = from;
  let high = from + 1;
  while (high < starts.length - 1 && (starts[high] ?? 0) <= byte) {
    low = high;
    high = Math.min(starts.length - 1, high + step);
    step *= 2;
  }
  while (low + 1 < high) {
    const middle = (low + high) >>> 1;
    if ((starts[middle] ?? 0) <= byte) low = middle;
    else high = middle;
  }
  return low;
}
