import type { EntityId } from './ids.ts';
import type { Severity } from './severity.ts';

/**
 * What a section is made of before it becomes Markdown or HTML. Every value that comes from an entity carries that
 * entity, so that each fact leads to its record and the time it was seen. A table row that has an `entity` takes
 * it as the source of all its cells that name no other.
 */
export type Inline =
  | string
  | { readonly t: 'entity'; readonly id: EntityId; readonly text: string }
  | {
      readonly t: 'fact';
      readonly text: string;
      readonly id: EntityId;
      readonly path: string;
      readonly title?: string;
    }
  | { readonly t: 'unknown'; readonly reason: string }
  | { readonly t: 'code'; readonly text: string }
  | { readonly t: 'strong'; readonly text: string }
  | { readonly t: 'severity'; readonly severity: Severity }
  | { readonly t: 'document'; readonly id: string; readonly text: string };

export type Cell = readonly Inline[];

export interface Column {
  readonly title: string;
  readonly align?: 'left' | 'right' | 'center';
}

export interface Row {
  /** The entity this row describes. */
  readonly entity?: EntityId;
  /** This row is where links to the entity lead; at most one row in all documents for each entity. */
  readonly home?: true;
  readonly cells: readonly Cell[];
}

export type Block =
  | { readonly t: 'paragraph'; readonly content: readonly Inline[] }
  | { readonly t: 'heading'; readonly text: string }
  | { readonly t: 'list'; readonly items: readonly (readonly Inline[])[] }
  | { readonly t: 'facts'; readonly items: readonly { readonly label: string; readonly value: Cell }[] }
  | {
      readonly t: 'table';
      readonly columns: readonly Column[];
      readonly rows: readonly Row[];
      readonly caption?: string;
    }
  | {
      readonly t: 'diagram';
      readonly title: string;
      /** Mermaid source, as built by documents/diagram.ts: at most 40 nodes. */
      readonly mermaid: string;
      /** The same in words, for those who cannot see it. */
      readonly description: string;
    };
