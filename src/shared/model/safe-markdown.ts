/** What was taken out of a Markdown text, counted. */
export interface TakenOut {
  readonly link: number;
  readonly image: number;
  readonly html: number;
}

/**
 * Markdown as an answer may be shown: links lead only to the application's own pages (`/…`, `#…`); other addresses
 * stand as text that nobody can click; there are no images, which would be fetched by showing them, and no HTML. Code
 * stays as it is.
 */
export function safeMarkdown(text: string): { readonly text: string; readonly takenOut: TakenOut } {
  const takenOut = { link: 0, image: 0, html: 0 };
  // Code is set aside, since what begins before it may end behind it: [`like this`](https://there).
  const code: string[] = [];
  const marked = piecesOf(text.replaceAll(/[\uE000\uE001]/g, '\uFFFD'))
    .map((piece) => (piece.code ? `\uE000${code.push(piece.text) - 1}\uE001` : piece.text))
    .join('');
  const safe = withoutWays(marked, takenOut).replaceAll(
    /\uE000(\d+)\uE001/g,
    (_, place: string) => code[Number(place)] ?? '',
  );
  return { text: withoutHiddenWays(safe), takenOut };
}

/**
 * What is taken for code here may be a paragraph to another reader of Markdown: behind a fence that ends with its
 * quote, or a backtick that a backslash precedes. A blank takes apart what would lead out there.
 */
function withoutHiddenWays(text: string): string {
  return text.replaceAll(
    /\](?=\(\s{0,20}<?\s{0,20}(?:[a-z][a-z0-9+.-]{0,30}:|[\\/]{2}|[\\/]?&)|:\s{0,20}<?(?:[a-z][a-z0-9+.-]{0,30}:|[\\/]{2}|&))/gi,
    '] ',
  );
}

interface Piece {
  readonly code: boolean;
  readonly text: string;
}

/** Fences and code spans apart from everything else. Each sign is looked at once, however the text is made. */
function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = [];
  const runs = runsByLength(text);
  let last = 0;
  const starts = /(?:^|\n)[ \t>]*(`{3,}|~{3,})|`+/g;
  for (let found = starts.exec(text); found; found = starts.exec(text)) {
    const [whole, fence] = found;
    const from = found.index;
    const end =
      fence === undefined
        ? spanEnd(text, runs, from, whole.length)
        : fenceEnd(text, from + whole.length, fence);
    // A sign that nothing closes is only a sign.
    if (end === undefined) continue;
    if (from > last) pieces.push({ code: false, text: text.slice(last, from) });
    pieces.push({ code: true, text: text.slice(from, end) });
    last = end;
    starts.lastIndex = end;
  }
  if (last < text.length) pieces.push({ code: false, text: text.slice(last) });
  return pieces;
}

/** Where rows of backticks begin, by their length. */
function runsByLength(text: string): ReadonlyMap<number, number[]> {
  const runs = new Map<number, number[]>();
  for (const { 0: run, index } of text.matchAll(/`+/g)) {
    const known = runs.get(run.length);
    if (known) known.push(index);
    else runs.set(run.length, [index]);
  }
  return runs;
}

/** Behind the next row of as many backticks in the same paragraph. */
function spanEnd(
  text: string,
  runs: ReadonlyMap<number, number[]>,
  from: number,
  length: number,
): number | undefined {
  const same = runs.get(length) ?? [];
  while (same.length > 0 && (same[0] ?? 0) <= from) same.shift();
  const [close] = same;
  return close === undefined || text.slice(from, close).includes('\n\n') ? undefined : close + length;
}

/** Behind the line that closes a fence; one that nothing closes goes on to the end. */
function fenceEnd(text: string, from: number, fence: string): number {
  const sign = fence.charAt(0);
  for (let at = text.indexOf('\n', from); at !== -1;) {
    const next = text.indexOf('\n', at + 1);
    const end = next === -1 ? text.length : next;
    const line = text.slice(at + 1, end).replace(/^[ \t>]*/, '');
    if (line.startsWith(fence) && line.trimEnd().replaceAll(sign, '') === '') return end;
    at = next;
  }
  return text.length;
}

function withoutWays(text: string, takenOut: { link: number; image: number; html: number }): string {
  let safe = text
    // What a link is defined as elsewhere.
    .replaceAll(
      /^([ \t>]*)\[[^\]\n]+\]:[ \t]*(?:\n[ \t>]*)?(\S+).*$/gm,
      (whole, before: string, target: string) => {
        if (isOwn(target)) return whole;
        takenOut.link += 1;
        return before;
      },
    );
  // Behind the last bracket there is none: from each beginning there, all that follows would be gone through.
  const open = safe.indexOf('![', safe.lastIndexOf(']') + 1);
  const end = open === -1 ? safe.length : open;
  const withoutImages = safe
    .slice(0, end)
    .replaceAll(/!\[([^\]]*)\](?:\([^)]*\)?|\[[^\]]*\])?/g, (_, alt: string) => {
      takenOut.image += 1;
      return alt;
    });
  safe = withoutImages + safe.slice(end);
  // Links within links come apart from the inside.
  for (let rounds = 0; rounds < 5; rounds += 1) {
    const before = safe;
    const last = safe.lastIndexOf(')') + 1;
    safe = withoutLinks(safe.slice(0, last), takenOut) + safe.slice(last);
    if (safe === before) break;
  }
  return safe
    .replaceAll(
      /<((?:https?|ftp|mailto|javascript|data|file|vbscript)[:][^>\s]*)>/gi,
      (_, target: string) => {
        takenOut.link += 1;
        return asCode(target);
      },
    )
    .replaceAll(/<(?=[a-z/!?])/gi, () => {
      takenOut.html += 1;
      return '&lt;';
    })
    .replaceAll(/(?<![`\w(/])(?:(?:https?|ftp):\/\/|www\.)[^\s<>`)\]]*[^\s<>`)\].,;:!?'"*_]/gi, (target) => {
      takenOut.link += 1;
      return asCode(target);
    });
}

/** A bracket that an odd number of backslashes precedes begins nothing. */
const link =
  /(?<!(?<!\\)(?:\\\\)*\\)\[((?:[^\][\\]|\\[\s\S]|\[(?:[^\][\\]|\\[\s\S])*\](?!\())*)\]\(\s*<?([^)>\s]*)(?:[>\s][^)]*)?\)/g;

function withoutLinks(text: string, takenOut: { link: number }): string {
  return text.replaceAll(link, (_, label: string, target: string) => {
    if (isOwn(target)) return `[${label}](${target})`;
    takenOut.link += 1;
    return /^https?:\/\//i.test(target) ? `${label} (${asCode(target)})` : label;
  });
}

/** A page of this application: never another host (`//host`), never another scheme. */
function isOwn(target: string): boolean {
  return /^(?:\/(?![/\\])|#)[^\\\s]*$/.test(target);
}

function asCode(text: string): string {
  return `\`${text.replaceAll('`', "'")}\``;
}
