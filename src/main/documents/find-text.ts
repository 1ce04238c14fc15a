import type { EntityId } from '../../shared/model/ids.ts';
import type { Domain } from '../../shared/model/kind.ts';
import type { IndexedContent, IndexedContentSection } from './content-index.ts';
import { foldCase } from './fold-case.ts';

export interface FoundPlace {
  readonly document: {
    readonly id: string;
    readonly title: string;
    readonly domain: Domain;
    readonly retired?: true;
  };
  /** Absent: the document's title matches. */
  readonly section?: { readonly key: string; readonly title: string };
  readonly heading?: string;
  readonly note?: string;
  readonly entity?: EntityId;
  readonly snippet: string;
  readonly ranges: [start: number, end: number][];
}

export interface Found {
  readonly results: FoundPlace[];
  readonly total: number;
  readonly documents: number;
}

/** Words, and "several words" as one. */
export function searchWords(text: string): readonly string[] {
  const found = [...text.matchAll(/"([^"]*)"?|(\S+)/g)].map(([, quoted, word]) =>
    foldCase((quoted ?? word ?? '').trim()),
  );
  return [...new Set(found)].filter((word) => word !== '');
}

/** Characters of a line around its first match. */
const snippetLength = 180;
const before = 40;

/**
 * Every place where all words are: in a title, in a section's title together with the document's, or in one line
 * together with the titles above it. Titles come first, then lines in the order of the documents.
 */
export function findText(documents: Iterable<IndexedContent>, text: string, limit: number): Found {
  const words = searchWords(text);
  const titles = new Places(limit);
  const sections = new Places(limit);
  const lines = new Places(limit);
  let matching = 0;
  if (words.length > 0) {
    for (const document of documents) {
      const total = titles.total + sections.total + lines.total;
      const missing = words.filter((word) => !document.foldedTitle.includes(word));
      const head = {
        id: document.id,
        title: document.title,
        domain: document.domain,
        ...(document.retired ? { retired: true as const } : {}),
      };
      if (missing.length === 0) {
        titles.note(() => ({ document: head, ...excerpt(document.title, words) }));
      } else {
        for (const section of document.sections) findInSection(head, section, words, missing);
      }
      if (titles.total + sections.total + lines.total > total) matching += 1;
    }
  }
  const results = [...titles.kept, ...sections.kept, ...lines.kept].slice(0, limit);
  return { results, total: titles.total + sections.total + lines.total, documents: matching };

  function findInSection(
    document: FoundPlace['document'],
    section: IndexedContentSection,
    all: readonly string[],
    missingInTitle: readonly string[],
  ): void {
    const { key, title } = section;
    const place = { document, section: { key, title } };
    const missing = missingInTitle.filter((word) => !section.foldedTitle.includes(word));
    if (missing.length === 0) {
      sections.note(() => ({ ...place, ...excerpt(title, all) }));
      return;
    }
    for (const line of matchingLines(section, missing)) {
      lines.note(() => {
        const { heading, entity, note } = section.lines[line] ?? {};
        return {
          ...place,
          ...(heading === undefined ? {} : { heading }),
          ...(note === undefined ? {} : { note }),
          ...(entity === undefined ? {} : { entity }),
          ...excerpt(section.text.slice(...lineBounds(section, line)), all),
        };
      });
    }
  }
}

/** Lines that have at least one of the words, the others above them, in their order. */
function matchingLines(section: IndexedContentSection, words: readonly string[]): readonly number[] {
  const { folded, starts, lines } = section;
  const found = new Set<number>();
  for (const word of words) {
    let line = 0;
    for (let at = folded.indexOf(word); at !== -1;) {
      while (line + 1 < starts.length && (starts[line + 1] ?? 0) <= at) line += 1;
      const [start, end] = lineBounds(section, line);
      if (words.length === 1) found.add(line);
      else if (!found.has(line)) {
        const own = folded.slice(start, end);
        const above = lines[line]?.above ?? '';
        if (words.every((other) => own.includes(other) || above.includes(other))) found.add(line);
      }
      at = end >= folded.length ? -1 : folded.indexOf(word, end + 1);
    }
  }
  return words.length === 1 ? [...found] : [...found].toSorted((a, b) => a - b);
}

function lineBounds({ starts, folded }: IndexedContentSection, line: number): [start: number, end: number] {
  const next = starts[line + 1];
  return [starts[line] ?? 0, next === undefined ? folded.length : next - 1];
}

/** Counts all places and keeps the first. */
class Places {
  readonly kept: FoundPlace[] = [];
  total = 0;
  readonly #limit: number;
  constructor(limit: number) {
    this.#limit = limit;
  }
  note(place: () => FoundPlace): void {
    this.total += 1;
    if (this.kept.length < this.#limit) this.kept.push(place());
  }
}

function excerpt(line: string, words: readonly string[]): Pick<FoundPlace, 'snippet' | 'ranges'> {
  const folded = foldCase(line);
  const first = Math.min(
    ...words.map((word) => folded.indexOf(word)).map((at) => (at === -1 ? line.length : at)),
  );
  const begin = line.length <= snippetLength || first <= before ? 0 : wordStart(line, first - before);
  const end = Math.min(line.length, begin + snippetLength);
  const head = begin === 0 ? '' : '…';
  const snippet = `${head}${line.slice(begin, end)}${end < line.length ? '…' : ''}`;
  const shown = foldCase(snippet);
  const ranges = words.flatMap((word) => {
    const found: [number, number][] = [];
    for (let at = shown.indexOf(word); at !== -1 && found.length < 20; at = shown.indexOf(word, at + 1)) {
      found.push([at, at + word.length]);
    }
    return found;
  });
  return { snippet, ranges: merged(ranges) };
}

function wordStart(line: string, from: number): number {
  const space = line.indexOf(' ', from);
  return space === -1 || space > from + before ? from : space + 1;
}

/** Sorted and without overlaps. */
function merged(ranges: readonly [number, number][]): [number, number][] {
  const result: [number, number][] = [];
  for (const [start, end] of ranges.toSorted((a, b) => a[0] - b[0] || b[1] - a[1])) {
    const last = result.at(-1);
    if (last !== undefined && start <= last[1]) last[1] = Math.max(last[1], end);
    else result.push([start, end]);
  }
  return result;
}
