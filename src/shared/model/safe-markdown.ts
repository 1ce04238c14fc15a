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
  const safe = piecesOf(text)
    .map(({ code, text: piece }) => (code ? piece : safePiece(piece, takenOut)))
    .join('');
  return { text: safe, takenOut };
}

interface Piece {
  readonly code: boolean;
  readonly text: string;
}

/** Fences and code spans apart from everything else. */
function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = [];
  let last = 0;
  const code =
    /(^|\n)([ \t>]*)(`{3,}|~{3,})[\s\S]*?(?:\n[ \t>]*\3[`~]*[ \t]*(?=\n|$)|$)|(`+)(?!`)(?:(?!\n\n)[\s\S])*?[^`]\4(?!`)/g;
  for (const match of text.matchAll(code)) {
    if (match.index > last) pieces.push({ code: false, text: text.slice(last, match.index) });
    pieces.push({ code: true, text: match[0] });
    last = match.index + match[0].length;
  }
  if (last < text.length) pieces.push({ code: false, text: text.slice(last) });
  return pieces;
}

function safePiece(text: string, takenOut: { link: number; image: number; html: number }): string {
  let safe = text
    // What a link is defined as elsewhere.
    .replaceAll(/^([ \t>]*)\[[^\]\n]+\]:[ \t]*(\S+).*$/gm, (whole, before: string, target: string) => {
      if (isOwn(target)) return whole;
      takenOut.link += 1;
      return before;
    })
    .replaceAll(/!\[([^\]]*)\](?:\([^)]*\)?|\[[^\]]*\])?/g, (_, alt: string) => {
      takenOut.image += 1;
      return alt;
    });
  // Links within links come apart from the inside.
  for (let rounds = 0; rounds < 3; rounds += 1) {
    const before = safe;
    safe = safe.replaceAll(
      /(?<!\\)\[((?:[^\][]|\\.|\[[^\][]*\])*)\]\(\s*<?([^)>\s]*)>?[^)]*\)/g,
      (whole, label: string, target: string) => {
        if (isOwn(target)) return whole.replace(/\(\s*<?[^)]*\)$/, `(${target})`);
        takenOut.link += 1;
        return /^https?:\/\//i.test(target) ? `${label} (${asCode(target)})` : label;
      },
    );
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

/** A page of this application: never another host (`//host`), never another scheme. */
function isOwn(target: string): boolean {
  return /^(?:\/(?![/\\])|#)[^\\\s]*$/.test(target);
}

function asCode(text: string): string {
  return `\`${text.replaceAll('`', "'")}\``;
}
