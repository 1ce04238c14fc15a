import type { EntityId, Instant } from './ids.ts';
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
  /** Worked out from several entities ("24 hosts of prod-a"), so that even a total says where it comes from. */
  | {
      readonly t: 'computed';
      readonly text: string;
      readonly from: string;
      /** Moves by itself (built on volatile values): its change is no new version. */
      readonly volatile?: true;
    }
  | { readonly t: 'unknown'; readonly reason: string }
  | { readonly t: 'code'; readonly text: string }
  | { readonly t: 'strong'; readonly text: string }
  | { readonly t: 'severity'; readonly severity: Severity }
  | { readonly t: 'document'; readonly id: string; readonly text: string };

export type Cell = readonly Inline[];

export interface Column {
  readonly title: string;
  /**
   * The attribute of the row's entity that plain text in this column shows, so that a cell need not carry it.
   * `name` is the entity's name and links to it.
   */
  readonly path?: string;
  /** Plain text in this column moves by itself, although no single attribute says so. */
  readonly volatile?: true;
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
      /** Written by a language model, each sentence held against the inventory. Never kept among a section's blocks. */
      readonly t: 'prose';
      readonly about: ProseAbout;
      readonly sentences: readonly ProseSentence[];
      /** Sentences that were left out because the inventory did not bear them out. */
      readonly omitted: number;
      readonly model: string;
      readonly writtenAt: Instant;
      /** What it was written from says something else by now. */
      readonly stale?: true;
    }
  | {
      readonly t: 'diagram';
      readonly title: string;
      /** Mermaid source, as built by documents/diagram.ts: at most 40 nodes. */
      readonly mermaid: string;
      /** The same in words, for those who cannot see it. */
      readonly description: string;
      /** What the Mermaid source was built from, for renderings that must draw it without Mermaid. */
      readonly graph?: DiagramGraph;
    };

/** What prose tells of its section: the document in short, what findings come to, what changed and why it matters. */
export const proseAbouts = ['summary', 'assessment', 'changes'] as const;
export type ProseAbout = (typeof proseAbouts)[number];

export interface ProseSentence {
  readonly text: string;
  /** What in the inventory bears it out. */
  readonly sources: readonly { readonly id: EntityId; readonly name: string; readonly path: string }[];
}

/** A graph small enough to read. Node ids are `n0`, `n1` …; undirected edges stand once, with how many links they are. */
export interface DiagramGraph {
  readonly direction: 'down' | 'right';
  readonly nodes: readonly {
    readonly id: string;
    readonly label: string;
    readonly shape: DiagramShape;
    readonly group?: string;
    readonly severity?: Severity;
    readonly entity?: EntityId;
  }[];
  readonly groups: readonly { readonly id: string; readonly label: string }[];
  readonly edges: readonly {
    readonly from: string;
    readonly to: string;
    readonly label?: string;
    readonly directed: boolean;
    /** Drawn wider: several parallel links as one. */
    readonly links: number;
  }[];
}

export type DiagramShape = 'box' | 'round' | 'cylinder' | 'hexagon' | 'stack';
