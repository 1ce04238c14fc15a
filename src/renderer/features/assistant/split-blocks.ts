/**
 * Cuts Markdown where a blank line ends a block, so that what is finished is not read again while the rest of it still
 * comes. A fence stays whole, and so does what belongs to a list: its items and what is indented below them.
 */
export function splitBlocks(text: string): readonly string[] {
  const blocks: string[] = [];
  let lines: string[] = [];
  let fence: string | undefined;
  let inList = false;
  let blank = false;
  const flush = () => {
    if (lines.some((line) => line.trim() !== '')) blocks.push(lines.join('\n').trimEnd());
    lines = [];
    inList = false;
  };
  for (const line of text.split('\n')) {
    const isBlank = fence === undefined && line.trim() === '';
    if (blank && !isBlank && fence === undefined) {
      const belongs = inList && (/^\s+\S/.test(line) || isItem(line));
      if (!belongs) flush();
    }
    const mark = /^\s{0,3}(`{3,}|~{3,})/.exec(line)?.[1];
    if (fence === undefined) {
      if (mark !== undefined) fence = mark;
      else if (isItem(line)) inList = true;
    } else if (
      mark !== undefined &&
      mark[0] === fence[0] &&
      mark.length >= fence.length &&
      /^\s*[`~]+\s*$/.test(line)
    ) {
      fence = undefined;
    }
    lines.push(line);
    blank = isBlank;
  }
  flush();
  return blocks;
}

function isItem(line: string): boolean {
  return /^\s*(?:[-*+]|\d{1,9}[.)])\s/.test(line);
}

/**
 * Without what means nothing until its end has come: a citation or link, and the head of a table before the line below
 * it says that it is one.
 */
export function withoutUnfinished(text: string): string {
  return withoutBegunTable(text.replace(/\[[^\]\n]{0,80}$/, ''));
}

function withoutBegunTable(text: string): string {
  const lines = text.split('\n');
  const start = lines.findLastIndex((line) => !line.startsWith('|')) + 1;
  const rows = lines.length - start;
  return rows === 1 || rows === 2 ? lines.slice(0, start).join('\n') : text;
}
