import classes from './palette.module.css';

/** A text with the words that were typed marked where they stand in it. */
export function Highlighted({ text, words }: { text: string; words: string }) {
  const lower = text.toLowerCase();
  const parts: { from: number; to: number }[] = [];
  for (const word of words.toLowerCase().split(/\s+/)) {
    const at = word === '' ? -1 : lower.indexOf(word);
    if (at !== -1 && lower.length === text.length) parts.push({ from: at, to: at + word.length });
  }
  const sorted = parts.toSorted((a, b) => a.from - b.from);
  const pieces: { text: string; marked: boolean; at: number }[] = [];
  let done = 0;
  for (const { from, to } of sorted) {
    if (from < done) continue;
    if (from > done) pieces.push({ text: text.slice(done, from), marked: false, at: done });
    pieces.push({ text: text.slice(from, to), marked: true, at: from });
    done = to;
  }
  if (done < text.length) pieces.push({ text: text.slice(done), marked: false, at: done });
  return pieces.map(({ text: piece, marked, at }) =>
    marked ? (
      <mark key={at} className={classes['mark']}>
        {piece}
      </mark>
    ) : (
      <span key={at}>{piece}</span>
    ),
  );
}
