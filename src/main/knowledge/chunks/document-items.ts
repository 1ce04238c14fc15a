import { createHash } from 'node:crypto';
import type { Block, Cell } from '../../../shared/model/block.ts';
import type { DocumentNote, DocumentRecord, DocumentSection } from '../../../shared/model/document.ts';
import type { EntityId } from '../../../shared/model/ids.ts';
import { inlineText } from '../../documents/plain-text.ts';
import type { IndexedChunk, IndexedItem } from '../index/indexed-item.ts';
import { chunkSize, chunkText, cutAtLines } from './chunk.ts';

/** An item that is written only when it is wanted: its digest says whether it is. */
export interface PendingItem {
  readonly origin: IndexedItem['origin'];
  readonly digest: string;
  readonly write: () => IndexedItem;
}

/** What a document says, by section and note. Live sections are left out: they are another text each time. */
export function documentItems(record: DocumentRecord): PendingItem[] {
  const retired = record.retiredAt !== undefined;
  const common = { title: record.title, path: record.id, retired };
  const titles = new Map(record.sections.map(({ key, title }) => [key, title]));
  const sections = record.sections
    .filter((section) => section.live !== true)
    .map((section): PendingItem => {
      const origin = { is: 'document', document: record.id, section: section.key } as const;
      const { inputs, writtenAt, blocks } = section;
      const digest = digestOf(record.title, section.title, inputs.content, writtenAt, blocks.length, retired);
      return {
        origin,
        digest,
        write: () => ({ ...common, origin, digest, at: writtenAt, chunks: sectionChunks(section) }),
      };
    });
  const notes = record.notes.map((note): PendingItem => {
    const origin = { is: 'note', document: record.id, note: note.id } as const;
    const at = note.editedAt ?? note.createdAt;
    const digest = digestOf(record.title, note.section, at, note.text, retired);
    return {
      origin,
      digest,
      write: () => ({ ...common, origin, digest, at, chunks: noteChunks(note, titles.get(note.section)) }),
    };
  });
  return [...sections, ...notes];
}

function digestOf(...parts: readonly (string | number | boolean)[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 22);
}

function noteChunks({ text }: DocumentNote, section: string | undefined): IndexedChunk[] {
  return chunkText(`# \n\n${text}`, '').chunks.map((chunk) => ({
    headings: [...(section === undefined ? [] : [section]), ...chunk.headings],
    text: chunk.text,
    entities: new Map(),
  }));
}

/** A line of a section with the entities in it; true: its home. */
interface Line {
  readonly text: string;
  readonly entities: readonly (readonly [EntityId, boolean])[];
}

function sectionChunks({ title, blocks }: DocumentSection): IndexedChunk[] {
  const chunks: IndexedChunk[] = [];
  let headings = [title];
  let lines: Line[] = [];
  let size = 0;
  const flush = () => {
    const text = lines
      .map((line) => line.text)
      .join('\n')
      .trim();
    if (text !== '') {
      const entities = new Map<EntityId, boolean>();
      for (const [id, home] of lines.flatMap((line) => line.entities)) {
        entities.set(id, home || entities.get(id) === true);
      }
      chunks.push({ headings, text, entities });
    }
    lines = [];
    size = 0;
  };
  const add = (line: Line) => {
    lines.push(line);
    size += line.text.length + 1;
  };
  for (const block of blocks) {
    if (block.t === 'heading') {
      flush();
      headings = [title, block.text];
      continue;
    }
    const { head, body } = linesOf(block);
    const whole = [...head, ...body].reduce((sum, { text }) => sum + text.length + 1, 0);
    if (size > 0 && size + whole > chunkSize) flush();
    head.forEach(add);
    for (const line of body) {
      if (size + line.text.length > chunkSize && lines.length > head.length) {
        flush();
        head.forEach(add);
      }
      if (line.text.length <= chunkSize * 2) {
        add(line);
        continue;
      }
      for (const text of cutAtLines(line.text)) {
        add({ ...line, text });
        flush();
      }
    }
    if (block.t !== 'paragraph') add({ text: '', entities: [] });
  }
  flush();
  return chunks;
}

/** A block as lines; what stands above a table is said again in every piece of it. */
function linesOf(block: Exclude<Block, { readonly t: 'heading' }>): {
  readonly head: readonly Line[];
  readonly body: readonly Line[];
} {
  switch (block.t) {
    case 'paragraph':
      return { head: [], body: [lineOf([block.content])] };
    case 'list':
      return { head: [], body: block.items.map((item) => lineOf([item])) };
    case 'facts':
      return { head: [], body: block.items.map(({ label, value }) => lineOf([[`${label}: `, ...value]])) };
    case 'table': {
      const titles = { text: block.columns.map((column) => column.title).join(' | '), entities: [] };
      const caption = block.caption === undefined ? [] : [{ text: block.caption, entities: [] }];
      return {
        head: [...caption, titles],
        body: block.rows.map(({ cells, entity, home }) => {
          const line = lineOf(cells, ' | ');
          return entity === undefined
            ? line
            : { ...line, entities: [[entity, home === true] as const, ...line.entities] };
        }),
      };
    }
    case 'prose':
      // What a model wrote is cited from its sources, not from itself.
      return { head: [], body: [] };
    case 'diagram':
      return { head: [], body: [{ text: `${block.title}\n${block.description}`, entities: [] }] };
  }
}

function lineOf(cells: readonly Cell[], between = ''): Line {
  const entities = cells.flatMap((cell) =>
    cell.flatMap((piece) =>
      typeof piece !== 'string' && (piece.t === 'entity' || piece.t === 'fact')
        ? [[piece.id, false] as const]
        : [],
    ),
  );
  return { text: cells.map((cell) => cell.map(cellText).join('')).join(between), entities };
}

/** Why something is unknown stands in thousands of cells, and nobody looks for it. */
function cellText(piece: Cell[number]): string {
  return typeof piece !== 'string' && piece.t === 'unknown' ? '–' : inlineText(piece);
}
