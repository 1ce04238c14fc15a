import type { EntityId, Instant } from '../../shared/model/ids.ts';
import type { EntityKind } from '../../shared/model/kinds/registry.ts';

/** Where a passage stands. `document`: a generated document's section; `note`: an operator's note at one; `file`: of an imported folder. */
export type PassageOrigin =
  | { readonly is: 'document'; readonly document: string; readonly section: string }
  | { readonly is: 'note'; readonly document: string; readonly note: string }
  | { readonly is: 'file'; readonly folder: string; readonly file: string };

/** A piece of text that can be cited: what is cited must be found in `text` letter by letter. */
export interface Passage {
  /** Stays while the text does: origin and digest of the text. */
  readonly id: string;
  readonly origin: PassageOrigin;
  readonly title: string;
  /** Headings above it, outermost first. */
  readonly headings: readonly string[];
  readonly text: string;
  /** When what it says was true: of a document its section's writing, of a file its modification. */
  readonly at: Instant;
}

export interface FoundPassage extends Passage {
  readonly score: number;
  /** How much of the question it speaks of, 0 to 1: each of its words as much as it is rare. */
  readonly coverage: number;
  /** What found it. */
  readonly by: readonly ('words' | 'vectors')[];
}

/** An entity that a question names, by whatever name. */
export interface NamedEntity {
  readonly id: EntityId;
  readonly kind: EntityKind;
  readonly name: string;
  /** The words of the question that name it. */
  readonly words: string;
  readonly how: 'name' | 'short-name' | 'misspelt' | 'address' | 'serial';
}

export interface KnowledgeFilter {
  readonly document?: string;
  readonly kinds?: readonly EntityKind[];
  readonly origins?: readonly PassageOrigin['is'][];
  readonly folder?: string;
  /** Source of inventory, as configured. */
  readonly source?: string;
  /** Nothing older than this. */
  readonly since?: Instant;
}

export interface KnowledgeAnswer {
  /** Best first; no two that say the same. */
  readonly passages: readonly FoundPassage[];
  readonly entities: readonly NamedEntity[];
}

/** Finds passages for a question in the words of whoever asks, with or without a model. */
export interface Knowledge {
  find(
    question: string,
    options?: {
      readonly limit?: number;
      readonly filter?: KnowledgeFilter;
      readonly signal?: AbortSignal;
      /** What passages are judged to be about, where it is another text than what they are found by. */
      readonly about?: string;
    },
  ): Promise<KnowledgeAnswer>;
  /** @returns undefined when there is no such passage any more */
  passage(id: string): Promise<Passage | undefined>;
  /** Entities that a text names. */
  entitiesIn(text: string): Promise<readonly NamedEntity[]>;
}
