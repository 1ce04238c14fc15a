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
