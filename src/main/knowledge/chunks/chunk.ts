import { atOnce } from '../../platform/turns.ts';

/** A piece of a text that stands under one heading. */
export interface Chunk {
  /** Headings above it, outermost first, without the title of the whole. */
  readonly headings: readonly string[];
  readonly text: string;
}

export interface ChunkedText {
  readonly title: string;
  readonly chunks: readonly Chunk[];
}

/** Passages are about so long: enough to be understood alone, short enough to be about one thing. */
export const chunkSize = 1_200;
/** A table or a block of code up to this is kept whole. */
const wholeBlock = 1_800;
/** Lines between two places where others may have their turn. */
const linesAStep = 500;
/** What is less than this joins what comes next under the same heading. */
const smallest = 200;

/**
 * Cuts Markdown, text like AsciiDoc and plain text into passages: by headings, then by paragraphs, blocks and lines.
 * Nothing is left out but the headings themselves, which stand in the path.
 */
export function chunkText(text: string, fallbackTitle: string): ChunkedText {
  return atOnce(chunkSteps(text, fallbackTitle));
}

/** The same, with places where others may have their turn. */
export function* chunkSteps(text: string, fallbackTitle: string): Generator<void, ChunkedText> {
  const chunks: Chunk[] = [];
  const path: string[] = [];
  const levels: number[] = [];
  let title: string | undefined;
  let blocks: string[] = [];
  const flush = () => {
    for (const one of pack(blocks)) chunks.push({ headings: [...path], text: one });
    if (blocks.length > 0) bare = undefined;
    blocks = [];
  };
  /** A heading that nothing stands under is a text itself. */
  let bare: string | undefined;
  const keepBare = () => {
    if (bare !== undefined) chunks.push({ headings: [...path], text: bare });
    bare = undefined;
  };
  for (const block of blocksOf(text)) {
    if (block === undefined) {
      yield;
      continue;
    }
    if (block.is === 'text') {
      blocks.push(block.text);
      continue;
    }
    flush();
    if (title === undefined && chunks.length === 0) {
      title = block.text;
      continue;
    }
    if ((levels.at(-1) ?? 0) >= block.level) keepBare();
    while (levels.length > 0 && (levels.at(-1) ?? 0) >= block.level) {
      levels.pop();
      path.pop();
    }
    levels.push(block.level);
    path.push(block.text);
    bare = block.text;
  }
  flush();
  if (chunks.length === 0) bare ??= title;
  keepBare();
  return { title: title ?? fallbackTitle, chunks };
}

type Block =
  | { readonly is: 'heading'; readonly level: number; readonly text: string }
  | { readonly is: 'text'; readonly text: string };

const heading = /^(#{1,6}|={1,6})[ \t]+(\S.*?)[ \t]*(?:\1)?[ \t]*$/;
const fence = /^[ \t]*(`{3,}|~{3,})/;
const delimited = /^(?:-{4,}|\.{4,}|\+{4,}|\|={3,})[ \t]*$/;
const frontMatter = /^---\r?\n(?=[\w-]+:)[\s\S]*?\r?\n---[ \t]*(?:\r?\n|$)/;

/** What is longer is no heading, and would be gone through for each of its signs. */
const longestHeading = 1_000;

function headingOf(line: string): RegExpExecArray | null {
  return line.length > longestHeading ? null : heading.exec(line);
}

/** Headings, paragraphs, and blocks of code or tables in one piece. */
function* blocksOf(text: string): Generator<Block | undefined> {
  const lines = text.replace(frontMatter, '').split(/\r\n|\r|\n/);
  // Who marks headings with signs before them means a ruler by a line of dashes.
  const mayUnderline = !lines.some((line) => headingOf(line) !== null);
  const endsBelow = fenceEnds(lines);
  let open: string | undefined;
  let own: string[] = [];
  for (let at = 0; at < lines.length; at++) {
    if (at % linesAStep === 0) yield undefined;
    const line = lines[at] ?? '';
    if (open !== undefined) {
      own.push(line);
      if (line.trim().startsWith(open) && line.trim().replaceAll(open.charAt(0), '').trim() === '') {
        open = undefined;
        yield { is: 'text', text: own.join('\n') };
        own = [];
      }
      continue;
    }
    const fenced = fence.exec(line)?.[1];
    const begins =
      fenced !== undefined && endsBelow(at, fenced) ? fenced : closes(lines, at) ? line.trim() : undefined;
    if (begins !== undefined) {
      // `[NOTE]` above its block belongs to it.
      open = begins;
      own.push(line);
      continue;
    }
    const found = headingOf(line);
    const next = lines[at + 1] ?? '';
    const underlined =
      mayUnderline &&
      found === null &&
      own.length === 0 &&
      /^\S/.test(line) &&
      /^(?:={3,}|-{3,})[ \t]*$/.test(next) &&
      !/^[|\-*+>]/.test(line);
    if (found !== null || underlined) {
      if (own.length > 0) yield { is: 'text', text: own.join('\n') };
      own = [];
      yield found === null
        ? { is: 'heading', level: next.startsWith('=') ? 1 : 2, text: plainHeading(line) }
        : { is: 'heading', level: (found[1] ?? '#').length, text: plainHeading(found[2] ?? '') };
      if (underlined) at += 1;
      continue;
    }
    if (line.trim() === '') {
      if (own.length > 0) yield { is: 'text', text: own.join('\n') };
      own = [];
      continue;
    }
    own.push(line);
  }
  if (own.length > 0) yield { is: 'text', text: own.join('\n') };
}

/** A line of signs opens a block only when another one closes it not far below. */
function closes(lines: readonly string[], at: number): boolean {
  const line = (lines[at] ?? '').trim();
  if (!delimited.test(line)) return false;
  for (let below = at + 1; below < Math.min(lines.length, at + 120); below++) {
    if ((lines[below] ?? '').trim() === line) return true;
  }
  return false;
}

/** Code that is never closed would swallow the rest. */
function fenceEnds(lines: readonly string[]): (at: number, open: string) => boolean {
  // Where each fence is closed next: a text of nothing but fences is gone through once, not once for each of them.
  const next = new Map<string, number>();
  return (at, open) => {
    let below = Math.max(at + 1, next.get(open) ?? 0);
    while (below < lines.length && !isClose(lines[below] ?? '', open)) below += 1;
    next.set(open, below);
    return below < lines.length && below < at + 2_000;
  };
}

function isClose(line: string, open: string): boolean {
  const bare = line.trim();
  return bare.startsWith(open) && bare.replaceAll(open.charAt(0), '') === '';
}

function plainHeading(text: string): string {
  return text
    .slice(0, longestHeading)
    .replaceAll(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replaceAll(/[`*]/g, '')
    .replaceAll(/\{#[^}]*\}|<a [^>]*>|<\/a>/g, '')
    .trim()
    .slice(0, 300);
}

/** Puts blocks together up to the size of a passage; long ones are cut at lines. */
function pack(blocks: readonly string[]): string[] {
  const packed: string[] = [];
  let own: string[] = [];
  let size = 0;
  const flush = () => {
    const text = own.join('\n\n').trim();
    if (text !== '') packed.push(text);
    own = [];
    size = 0;
  };
  for (const block of blocks) {
    if (size > 0 && size + block.length > chunkSize && (size >= smallest || block.length > wholeBlock))
      flush();
    if (block.length <= wholeBlock) {
      own.push(block);
      size += block.length + 2;
      if (size >= chunkSize) flush();
      continue;
    }
    const parts = cutAtLines(block);
    for (const part of parts.slice(0, -1)) packed.push(part);
    const rest = parts.at(-1) ?? '';
    own = [rest];
    size = rest.length;
  }
  flush();
  return packed;
}

/** Lines together up to the size; a table keeps its head in every piece. A line that is longer is cut at words. */
export function cutAtLines(block: string, size = chunkSize): string[] {
  const lines = block
    .split('\n')
    .flatMap((line) => (line.length <= size * 2 ? [line] : cutAtWords(line, size)));
  const isTable = /^\|.*\|\s*$/.test(lines[0] ?? '') && /^\|[\s:|-]+\|\s*$/.test(lines[1] ?? '');
  const head = isTable && (lines[0] ?? '').length < size / 2 ? lines.slice(0, 2) : [];
  const parts: string[] = [];
  let own: string[] = [];
  let length = 0;
  for (const line of lines) {
    if (length > 0 && length + line.length > size && own.length > head.length) {
      parts.push(own.join('\n'));
      own = [...head];
      length = head.join('\n').length;
    }
    own.push(line);
    length += line.length + 1;
  }
  if (own.length > 0) parts.push(own.join('\n'));
  return parts;
}

function cutAtWords(line: string, size: number): string[] {
  const parts: string[] = [];
  let from = 0;
  while (line.length - from > size) {
    const space = line.slice(from, from + size + 1).lastIndexOf(' ');
    let end = space > size / 2 ? from + space + 1 : from + size;
    // Not between the two halves of one character.
    if (/[\uD800-\uDBFF]/.test(line.charAt(end - 1))) end -= 1;
    parts.push(line.slice(from, end));
    from = end;
  }
  parts.push(line.slice(from));
  return parts;
}
