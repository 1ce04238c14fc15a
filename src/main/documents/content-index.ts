import type { Block, Cell, Inline } from '../../shared/model/block.ts';
import type { DocumentRecord } from '../../shared/model/document.ts';
import type { EntityId } from '../../shared/model/ids.ts';
import type { Domain } from '../../shared/model/kind.ts';
import { foldCase } from './fold-case.ts';
import { textsOf } from './note-texts.ts';
import { inlineText } from './plain-text.ts';
import { withProse } from './prose/with-prose.ts';
import { cleanText } from '../../shared/clean-text.ts';

/** What one document says, laid out for finding things in it. */
export interface IndexedContent {
  readonly id: string;
  readonly title: string;
  readonly foldedTitle: string;
  readonly domain: Domain;
  readonly retired: boolean;
  readonly sections: readonly IndexedContentSection[];
  /** Entities whose home row this document has: links to them lead here. */
  readonly homes: ReadonlySet<EntityId>;
}

export interface IndexedContentSection {
  readonly key: string;
  readonly title: string;
  readonly foldedTitle: string;
  /** Lines joined by line breaks, as written and with their case folded: the same length, so places are the same. */
  readonly text: string;
  readonly folded: string;
  /** Where each line begins. */
  readonly starts: readonly number[];
  readonly lines: readonly LineSource[];
  readonly entities: ReadonlySet<EntityId>;
}

/** What a line was, for a result that leads to it. */
export interface LineSource {
  /** The heading inside the section that it stands under. */
  readonly heading?: string;
  readonly entity?: EntityId;
  readonly note?: string;
  /** Heading, table title and columns with their case folded: words may stand there as well. One text a table. */
  readonly above?: string;
}

export function indexContent(record: DocumentRecord): IndexedContent {
  const homes = new Set<EntityId>();
  const known = new Set(record.sections.map(({ key }) => key));
  const sections = record.sections.map((section) => {
    const lines = new Lines();
    for (const block of withProse(section).blocks) addBlock(lines, block, homes);
    addNotes(lines, record, (key) => key === section.key);
    return lines.finish(section.key, section.title);
  });
  // Notes whose section is gone stand at the end of the document.
  const lost = new Lines();
  addNotes(lost, record, (key) => !known.has(key));
  return {
    id: record.id,
    title: record.title,
    foldedTitle: foldCase(cleanText(record.title)),
    domain: record.domain,
    retired: record.retiredAt !== undefined,
    sections: lost.isEmpty ? sections : [...sections, lost.finish('', '')],
    homes,
  };
}

function addNotes(lines: Lines, record: DocumentRecord, hangsOn: (section: string) => boolean): void {
  for (const note of record.notes) {
    if (!hangsOn(note.section)) continue;
    for (const { text } of textsOf(note).toReversed())
      for (const line of text.split(/\r\n|\r|\n/)) lines.add(line, { note: note.id });
  }
}

function addBlock(lines: Lines, block: Block, homes: Set<EntityId>): void {
  switch (block.t) {
    case 'heading':
      lines.under(block.text);
      lines.add(block.text);
      return;
    case 'paragraph':
      lines.add(lines.read(block.content));
      return;
    case 'list':
      for (const item of block.items) lines.add(lines.read(item));
      return;
    case 'facts':
      for (const { label, value } of block.items) lines.add(`${label}: ${lines.read(value)}`);
      return;
    case 'table':
      if (block.caption !== undefined) lines.add(block.caption);
      lines.inTable([block.caption ?? '', ...block.columns.map(({ title }) => title)].join(' '));
      for (const row of block.rows) {
        if (row.entity !== undefined) lines.entities.add(row.entity);
        if (row.home === true && row.entity !== undefined) homes.add(row.entity);
        lines.add(
          row.cells.map((cell) => lines.read(cell)).join(' · '),
          row.entity === undefined ? {} : { entity: row.entity },
        );
      }
      lines.inTable('');
      return;
    case 'prose':
      for (const { text, sources } of block.sentences) {
        for (const { id } of sources) lines.entities.add(id);
        lines.add(text);
      }
      return;
    case 'diagram':
      for (const node of block.graph?.nodes ?? []) {
        if (node.entity !== undefined) lines.entities.add(node.entity);
      }
      lines.add(block.title);
      lines.add(block.description);
  }
}

class Lines {
  readonly entities = new Set<EntityId>();
  #heading: string | undefined;
  #above: string | undefined;
  readonly #texts: string[] = [];
  readonly #lines: LineSource[] = [];

  get isEmpty(): boolean {
    return this.#texts.length === 0;
  }

  under(heading: string): void {
    this.#heading = heading;
    this.inTable('');
  }

  /** @param words of the table that the lines from now on stand in; '' when they stand in none */
  inTable(words: string): void {
    const above = foldCase(cleanText(`${this.#heading ?? ''} ${words}`)).trim();
    this.#above = above === '' ? undefined : above;
  }

  add(text: string, source: LineSource = {}): void {
    const clean = cleanText(text);
    if (clean.trim() === '') return;
    this.#texts.push(clean);
    this.#lines.push({
      ...source,
      ...(this.#heading === undefined ? {} : { heading: this.#heading }),
      ...(this.#above === undefined ? {} : { above: this.#above }),
    });
  }

  /** The text of a cell, and note of the entities in it. */
  read(content: Cell): string {
    let text = '';
    for (const piece of content) {
      if (typeof piece !== 'string' && (piece.t === 'entity' || piece.t === 'fact')) {
        this.entities.add(piece.id);
      }
      text += foundText(piece);
    }
    return text;
  }

  finish(key: string, title: string): IndexedContentSection {
    const text = this.#texts.join('\n');
    const starts: number[] = [];
    let next = 0;
    for (const line of this.#texts) {
      starts.push(next);
      next += line.length + 1;
    }
    return {
      key,
      title,
      foldedTitle: foldCase(cleanText(title)),
      text,
      folded: foldCase(text),
      starts,
      lines: this.#lines,
      entities: this.entities,
    };
  }
}

/** Reasons why something is unknown stand in thousands of cells, and nobody looks for them. */
function foundText(piece: Inline): string {
  return typeof piece !== 'string' && piece.t === 'unknown' ? '–' : inlineText(piece);
}
