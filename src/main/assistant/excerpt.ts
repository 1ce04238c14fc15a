import { stem, words } from './words.ts';

const longest = 600;
const mostLines = 8;

/** The lines of a text that answer a question best, in one piece, letter by letter as they stand there. */
export function bestExcerpt(text: string, question: string): string {
  const wanted = new Set(words(question).map(stem));
  const lines = text.split('\n');
  const scores = lines.map(
    (line) =>
      new Set(
        words(line)
          .map(stem)
          .filter((word) => wanted.has(word)),
      ).size,
  );
  let best = { from: 0, to: 0, score: -1 };
  for (let from = 0; from < lines.length; from += 1) {
    if ((lines[from] ?? '').trim() === '') continue;
    let length = 0;
    let score = 0;
    for (let to = from; to < Math.min(lines.length, from + mostLines); to += 1) {
      length += (lines[to] ?? '').length + 1;
      if (length > longest && to > from) break;
      score += scores[to] ?? 0;
      // Longer is only better where it says more.
      if (score > best.score) best = { from, to, score };
    }
  }
  const end = best.score === 0 ? Math.min(lines.length - 1, best.from + 3) : best.to;
  const piece = lines
    .slice(best.from, end + 1)
    .join('\n')
    .trim();
  return piece.length <= longest ? piece : cutAtWord(piece);
}

function cutAtWord(text: string): string {
  return text.slice(0, longest).replace(/\s\S*$/, '');
}
