/** Two texts as what both have in front, what differs, and what both have at the end. */
export interface Difference {
  readonly start: string;
  readonly before: string;
  readonly after: string;
  readonly end: string;
}

/** Cut at words, so that what is marked can be read. */
export function differenceOf(before: string, after: string): Difference {
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before[start] === after[start]) start += 1;
  while (start > 0 && !/\s/.test(before[start - 1] ?? ' ') && start < before.length) start -= 1;
  let end = 0;
  while (end < most - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end += 1;
  while (end > 0 && !/\s/.test(before[before.length - end] ?? ' ')) end -= 1;
  return {
    start: before.slice(0, start),
    before: before.slice(start, before.length - end),
    after: after.slice(start, after.length - end),
    end: before.slice(before.length - end),
  };
}

/** A line of a described command on both sides; absent on the one that does not have it. */
export interface LinePair {
  /** `command`, `folder`, `env VC_URL`. */
  readonly part: string;
  readonly before?: string;
  readonly after?: string;
}

/** Puts beside each other the lines that say the same part: `env      VC_URL=…` beside `env      VC_URL=…`. */
export function pairLines(before: readonly string[], after: readonly string[]): readonly LinePair[] {
  const old = new Map(before.map((line) => [partOf(line), line]));
  const now = new Map(after.map((line) => [partOf(line), line]));
  return [...new Set([...old.keys(), ...now.keys()])].map((part) => {
    const was = old.get(part);
    const is = now.get(part);
    return {
      part,
      ...(was !== undefined && { before: was }),
      ...(is !== undefined && { after: is }),
    };
  });
}

function partOf(line: string): string {
  const [, word = line, rest = ''] = /^(\w+)\s+(.*)$/s.exec(line) ?? [];
  return word === 'env' || word === 'header' ? `${word} ${/^[^=:]*/.exec(rest)?.[0] ?? ''}` : word;
}
