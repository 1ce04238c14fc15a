import { cleanLines } from './markdown-tree.ts';

/** Where something stands in a text. */
export type TextRange = readonly [start: number, end: number];

/** A text with places in it marked. The places do not overlap, and come in order. */
export function MarkedRanges(props: {
  text: string;
  ranges: readonly TextRange[];
  className: string | undefined;
}) {
  const { text, ranges, className } = props;
  const pieces: { text: string; marked: boolean; at: number }[] = [];
  let done = 0;
  for (const [start, end] of ranges) {
    if (start > done) pieces.push({ text: text.slice(done, start), marked: false, at: done });
    pieces.push({ text: text.slice(start, end), marked: true, at: start });
    done = end;
  }
  if (done < text.length) pieces.push({ text: text.slice(done), marked: false, at: done });
  return pieces.map(({ text: piece, marked, at }) =>
    marked ? (
      <mark key={at} className={className}>
        {cleanLines(piece)}
      </mark>
    ) : (
      <span key={at}>{cleanLines(piece)}</span>
    ),
  );
}
