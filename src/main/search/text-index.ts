import { bitCount, charactersOf } from './fold.ts';
import type { QueryWord } from './query-words.ts';
import { matchWithError, matchWord, quality } from './word-match.ts';

/** How much a text says: a name more than a label. Taken off the quality of what it matches. */
export const fieldCost = { name: 0, key: 2, attribute: 4, nativeId: 5, label: 10 } as const;
export type SearchField = keyof typeof fieldCost;

/** One thing that can be found: its texts, folded, the name first. */
export interface Searchable {
  readonly id: string;
  readonly texts: readonly { readonly text: string; readonly field: SearchField }[];
}

export interface Scored {
  readonly id: string;
  readonly score: number;
  /** The text that fitted the first word best, for showing why it was found; absent: the name. */
  readonly field: SearchField;
  readonly text: string;
}

/** A shorter name is nearer to what was typed; lengths beyond this are all the same. */
const longest = 48;

/**
 * Finds things by words in their texts. Every different text is kept once with the set of its characters, so that a
 * query looks at few of them; nothing is sorted but what is returned. Immutable once it is built.
 */
export class TextIndex {
  readonly #ids: string[] = [];
  readonly #names: string[] = [];
  readonly #texts: string[] = [];
  #letters = new Int32Array(0);
  #digits = new Int32Array(0);
  #numbers: ReadonlyMap<string, number> = new Map();
  /** Texts by their first part, when more follows a dot; made when it is first asked for. */
  #shortNames: ReadonlyMap<string, readonly number[]> | undefined;
  /** Of text i: #things and #costs from #offsets[i] to #offsets[i + 1]. */
  #offsets = new Uint32Array(0);
  #things = new Uint32Array(0);
  #costs = new Uint8Array(0);

  get size(): number {
    return this.#ids.length;
  }

  /** Builds an index a piece at a time: between two pieces others may have their turn. */
  static *build(things: Iterable<Searchable>, pieceSize = 2_000): Generator<void, TextIndex> {
    const index = new TextIndex();
    const numbers = new Map<string, number>();
    const textOf: number[] = [];
    const thingOf: number[] = [];
    const costOf: number[] = [];
    for (const { id, texts } of things) {
      const thing = index.#ids.push(id) - 1;
      index.#names.push(texts[0]?.text ?? '');
      for (const { text, field } of texts) {
        let number = numbers.get(text);
        if (number === undefined) {
          number = index.#texts.push(text) - 1;
          numbers.set(text, number);
        }
        textOf.push(number);
        thingOf.push(thing);
        costOf.push(fieldCost[field]);
      }
      if (index.#ids.length % pieceSize === 0) yield;
    }
    const count = index.#texts.length;
    index.#letters = new Int32Array(count);
    index.#digits = new Int32Array(count);
    for (let i = 0; i < count; i++) {
      const { letters, digits } = charactersOf(index.#texts[i] ?? '');
      index.#letters[i] = letters;
      index.#digits[i] = digits;
      if (i % (pieceSize * 4) === 0) yield;
    }
    index.#offsets = new Uint32Array(count + 1);
    for (const text of textOf) index.#offsets[text + 1] = (index.#offsets[text + 1] ?? 0) + 1;
    for (let i = 0; i < count; i++)
      index.#offsets[i + 1] = (index.#offsets[i + 1] ?? 0) + (index.#offsets[i] ?? 0);
    yield;
    const next = index.#offsets.slice();
    index.#things = new Uint32Array(textOf.length);
    index.#costs = new Uint8Array(textOf.length);
    for (let i = 0; i < textOf.length; i++) {
      const text = textOf[i] ?? 0;
      const at = next[text] ?? 0;
      next[text] = at + 1;
      index.#things[at] = thingOf[i] ?? 0;
      index.#costs[at] = costOf[i] ?? 0;
    }
    index.#numbers = numbers;
    return index;
  }

  /** Everything that has exactly this text, but as a label. */
  exact(text: string): { readonly id: string; readonly field: SearchField; readonly text: string }[] {
    const number = this.#numbers.get(text);
    return number === undefined ? [] : this.#thingsWith(number).filter(({ field }) => field !== 'label');
  }

  /** Everything with a name that begins with this and a dot: `esx-a01` of esx-a01.example.net. */
  shortNamed(text: string): { readonly id: string; readonly field: SearchField; readonly text: string }[] {
    if (this.#shortNames === undefined) {
      const made = new Map<string, number[]>();
      this.#texts.forEach((one, number) => {
        const dot = one.indexOf('.');
        if (dot < 2 || !/^[a-z][a-z0-9-]*(?:\.[a-z0-9-]+)+$/.test(one)) return;
        const short = one.slice(0, dot);
        const known = made.get(short);
        if (known) known.push(number);
        else made.set(short, [number]);
      });
      this.#shortNames = made;
    }
    return (this.#shortNames.get(text) ?? [])
      .flatMap((number) => this.#thingsWith(number))
      .filter(({ field }) => field !== 'label');
  }

  /** Everything whose name passes. */
  names(passes: (name: string) => boolean): { readonly id: string; readonly text: string }[] {
    const found: { id: string; text: string }[] = [];
    this.#names.forEach((name, thing) => {
      if (passes(name)) found.push({ id: this.#ids[thing] ?? '', text: name });
    });
    return found;
  }

  #thingsWith(number: number): { readonly id: string; readonly field: SearchField; readonly text: string }[] {
    const end = this.#offsets[number + 1] ?? 0;
    const found: { id: string; field: SearchField; text: string }[] = [];
    for (let at = this.#offsets[number] ?? 0; at < end; at++) {
      found.push({
        id: this.#ids[this.#things[at] ?? 0] ?? '',
        field: fieldOfCost(this.#costs[at] ?? 0),
        text: this.#texts[number] ?? '',
      });
    }
    return found;
  }

  /**
   * The best `limit` of what every word is found in.
   * @param given what each word is worth for all things, wherever it stands in them: a word for their kind
   */
  find(
    words: readonly QueryWord[],
    limit: number,
    { errors = false, given = [] }: { readonly errors?: boolean; readonly given?: readonly number[] } = {},
  ): { readonly best: readonly Scored[]; readonly total: number } {
    const { size } = this;
    const sums = new Uint16Array(size);
    const firstText = new Int32Array(size).fill(-1);
    const firstCost = new Uint8Array(size);
    words.forEach((word, position) => {
      const scores = new Uint8Array(size).fill(given[position] ?? 0);
      const first = position === 0 ? { text: firstText, cost: firstCost } : undefined;
      this.#score(word, errors, scores, first);
      for (let thing = 0; thing < size; thing++) {
        const score = scores[thing] ?? 0;
        const sum = sums[thing] ?? 0;
        sums[thing] = score === 0 || (position > 0 && sum === 0) ? 0 : sum + score;
      }
    });
    const best = new Best(limit);
    let total = 0;
    for (let thing = 0; thing < size; thing++) {
      const sum = sums[thing] ?? 0;
      if (sum === 0) continue;
      total += 1;
      const nearness = longest - Math.min(longest, this.#names[thing]?.length ?? longest);
      best.offer(thing, (sum / words.length) * 100 + nearness);
    }
    return {
      total,
      best: best.entries().map(({ thing, score }) => {
        const text = firstText[thing] ?? -1;
        const cost = firstCost[thing] ?? 0;
        return {
          id: this.#ids[thing] ?? '',
          score,
          field: text === -1 ? 'name' : fieldOfCost(cost),
          text: text === -1 ? (this.#names[thing] ?? '') : (this.#texts[text] ?? ''),
        };
      }),
    };
  }

  /** @param first is told which text it was, for showing it */
  #score(
    word: QueryWord,
    errors: boolean,
    scores: Uint8Array,
    first: { readonly text: Int32Array; readonly cost: Uint8Array } | undefined,
  ): void {
    const texts = this.#texts;
    const { letters, digits } = word.characters;
    const { text: wanted, hex } = word;
    const withErrors = errors && word.mayHaveError;
    // What is so short stands within almost everything: only where a part begins does it mean something.
    const least = wanted.length <= 2 ? quality.wordStart : quality.within;
    const startOnly = wanted.length === 1 ? wanted.charCodeAt(0) : -1;
    for (let i = 0; i < texts.length; i++) {
      const missingLetters = letters & ~(this.#letters[i] ?? 0);
      const missingDigits = digits & ~(this.#digits[i] ?? 0);
      let value: number = quality.none;
      if (missingLetters === 0 && missingDigits === 0) {
        const text = texts[i] ?? '';
        if (startOnly === -1 || text.charCodeAt(0) === startOnly) value = matchWord(text, wanted);
        if (value < least) value = quality.none;
      }
      if (value === quality.none) {
        if (
          hex !== undefined &&
          (hex.characters.letters & ~(this.#letters[i] ?? 0)) === 0 &&
          (hex.characters.digits & ~(this.#digits[i] ?? 0)) === 0
        ) {
          value = matchWord(texts[i] ?? '', hex.text);
        }
        if (
          value === quality.none &&
          withErrors &&
          bitCount(missingLetters) + bitCount(missingDigits) <= 1 &&
          matchWithError(texts[i] ?? '', wanted)
        ) {
          value = quality.oneError;
        }
        if (value === quality.none) continue;
      }
      const end = this.#offsets[i + 1] ?? 0;
      for (let at = this.#offsets[i] ?? 0; at < end; at++) {
        const cost = this.#costs[at] ?? 0;
        // A number, address or serial that was typed whole is as good as a name.
        const worth = value === quality.exact && cost <= fieldCost.nativeId ? value : value - cost;
        const thing = this.#things[at] ?? 0;
        if (worth <= (scores[thing] ?? 0)) continue;
        scores[thing] = worth;
        if (first === undefined) continue;
        first.text[thing] = i;
        first.cost[thing] = cost;
      }
    }
  }
}

function fieldOfCost(cost: number): SearchField {
  for (const [field, own] of Object.entries(fieldCost)) if (own === cost) return field as SearchField;
  return 'name';
}

/** The best few of many, without sorting the many: what comes first wins a tie. */
class Best {
  readonly #limit: number;
  readonly #kept: { thing: number; score: number }[] = [];
  constructor(limit: number) {
    this.#limit = limit;
  }
  offer(thing: number, score: number): void {
    const kept = this.#kept;
    const last = kept.at(-1);
    if (kept.length >= this.#limit && last !== undefined && score <= last.score) return;
    let low = 0;
    let high = kept.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((kept[middle]?.score ?? 0) >= score) low = middle + 1;
      else high = middle;
    }
    kept.splice(low, 0, { thing, score });
    if (kept.length > this.#limit) kept.pop();
  }
  entries(): readonly { readonly thing: number; readonly score: number }[] {
    return this.#kept;
  }
}
