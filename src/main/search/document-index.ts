import { fold } from './fold.ts';
import type { QueryWord } from './query-words.ts';
import { TextIndex, type Searchable } from './text-index.ts';

/** What of a document is searched: titles, its own and those of its sections. */
export interface SearchedDocument {
  readonly id: string;
  readonly title: string;
  readonly retiredAt?: string;
  readonly sections: readonly { readonly key: string; readonly title: string }[];
}

export interface FoundDocument {
  readonly document: SearchedDocument;
  /** The heading that fits, when it is not the document's own title. */
  readonly section?: { readonly key: string; readonly title: string };
  readonly score: number;
}

/** A heading says less than the title above it. */
const sectionCost = 500;
/** What is no longer written comes after what is. */
const retiredCost = 3_000;

interface Place {
  readonly document: SearchedDocument;
  readonly section?: { readonly key: string; readonly title: string };
}

/** Titles and headings, read again after documents changed. */
export class DocumentIndex {
  readonly #list: () => Promise<readonly SearchedDocument[]>;
  #built: Promise<{ readonly index: TextIndex; readonly places: readonly Place[] }> | undefined;

  constructor(list: () => Promise<readonly SearchedDocument[]>) {
    this.#list = list;
  }

  outdate(): void {
    this.#built = undefined;
  }

  async find(words: readonly QueryWord[], limit: number): Promise<readonly FoundDocument[]> {
    const building = (this.#built ??= this.#build());
    let built;
    try {
      built = await building;
    } catch (error) {
      // What failed once is tried again the next time.
      if (this.#built === building) this.#built = undefined;
      throw error;
    }
    if (words.length === 0 || limit === 0) return [];
    const { index, places } = built;
    let { best } = index.find(words, limit * 4);
    if (best.length === 0) best = index.find(words, limit * 4, { errors: true }).best;
    const found = new Map<string, FoundDocument>();
    for (const { id, score } of best) {
      const place = places[Number(id)];
      if (!place) continue;
      const { document, section } = place;
      const worth =
        score - (section ? sectionCost : 0) - (document.retiredAt === undefined ? 0 : retiredCost);
      // The title once, and each heading at most once: not the same document five times.
      const known = found.get(document.id);
      if (known && known.score >= worth) continue;
      found.set(document.id, { document, ...(section && { section }), score: worth });
    }
    return [...found.values()].toSorted((a, b) => b.score - a.score).slice(0, limit);
  }

  async #build(): Promise<{ readonly index: TextIndex; readonly places: readonly Place[] }> {
    const places: Place[] = [];
    for (const document of await this.#list()) {
      places.push({ document });
      for (const section of document.sections) places.push({ document, section });
    }
    const searchables = places.map(({ document, section }, number): Searchable => {
      const title = { text: fold((section ?? document).title), field: 'name' } as const;
      return {
        id: String(number),
        // A heading is also found by the words of its document: `network vlans`.
        texts: section
          ? [title, { text: fold(document.title), field: 'label' }]
          : [title, { text: fold(document.id), field: 'nativeId' }],
      };
    });
    const building = TextIndex.build(searchables);
    let step = building.next();
    while (step.done !== true) step = building.next();
    return { index: step.value, places };
  }
}
