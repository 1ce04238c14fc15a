import type { MarkdownNode } from '../../ui/markdown-tree.ts';

/** In them a number in brackets is what it says. */
const literal = new Set(['code', 'inlineCode', 'html', 'link', 'linkReference', 'definition']);

/** `[1]` in a text becomes an element of its own, which no Markdown can write. */
export function citationMarks() {
  const walk = (node: MarkdownNode): void => {
    if (node.children === undefined || literal.has(node.type)) return;
    node.children = node.children.flatMap((child) => {
      if (child.type === 'text' && child.value !== undefined) return splitText(child.value);
      walk(child);
      return [child];
    });
  };
  return walk;
}

function splitText(value: string): MarkdownNode[] {
  const nodes: MarkdownNode[] = [];
  let done = 0;
  for (const match of value.matchAll(/\[(\d{1,3}(?:\s*[,;]\s*\d{1,3})*)\]/g)) {
    if (match.index > done) nodes.push({ type: 'text', value: value.slice(done, match.index) });
    for (const number of (match[1] ?? '').split(/\D+/)) nodes.push(mark(String(Number(number))));
    done = match.index + match[0].length;
  }
  if (done < value.length) nodes.push({ type: 'text', value: value.slice(done) });
  return nodes;
}

function mark(number: string): MarkdownNode {
  return {
    type: 'emphasis',
    children: [{ type: 'text', value: number }],
    data: { hName: 'cite', hProperties: { dataNumber: number } },
  };
}
