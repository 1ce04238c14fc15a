import { cleanText } from '../../shared/clean-text.ts';

/** The parts of a Markdown tree that matter to the console. */
export interface MarkdownNode {
  type: string;
  value?: string;
  alt?: string | null;
  children?: MarkdownNode[];
  data?: { hName?: string; hProperties?: Record<string, string> };
}

/** A picture is said rather than fetched. */
export function picturesAsWords(say: (alt: string) => string) {
  const walk = (node: MarkdownNode): void => {
    if (node.type === 'image' || node.type === 'imageReference') {
      node.type = 'text';
      node.value = say(node.alt ?? '');
      delete node.children;
    }
    for (const child of node.children ?? []) walk(child);
  };
  return walk;
}

/** Line by line, since line breaks mean something in Markdown. */
export function cleanLines(source: string): string {
  return source
    .split(/\r\n|\r|\n/)
    .map((line) => line.replaceAll('\t', '    '))
    .map(cleanText)
    .join('\n');
}

/** Quotes and lists in one another: beyond that nobody reads it, and drawing it would take the page down. */
const deepest = 40;
/** As many quotes and lists begun in one line: to find out would keep the page for seconds already. */
const tooDeepToParse = /^(?:[ \t]*(?:>|(?:[-+*]|\d{1,9}[.)])(?=[ \t]))){41}/m;

/** Whether a text would keep the page for long, or take it down, when it is drawn as Markdown. */
export function isTooDeep(text: string): boolean {
  return tooDeepToParse.test(text);
}

/** @throws RangeError when things lie too deep in one another */
export function notTooDeep() {
  return (root: MarkdownNode): void => {
    let level: readonly MarkdownNode[] = [root];
    for (let depth = 0; level.length > 0; depth += 1) {
      if (depth > deepest) throw new RangeError(`the text is nested more than ${deepest} deep`);
      level = level.flatMap(({ children }) => children ?? []);
    }
  };
}
