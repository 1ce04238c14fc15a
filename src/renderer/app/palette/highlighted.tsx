import { MarkedRanges, type TextRange } from '../../ui/marked-ranges.tsx';
import classes from './palette.module.css';

/** A text with the words that were typed marked where they stand in it. */
export function Highlighted({ text, words }: { text: string; words: string }) {
  return <MarkedRanges text={text} ranges={rangesOf(text, words)} className={classes['mark']} />;
}

function rangesOf(text: string, words: string): readonly TextRange[] {
  const lower = text.toLowerCase();
  // Where small letters are longer than large ones, places in one are none in the other.
  if (lower.length !== text.length) return [];
  const found = words
    .toLowerCase()
    .split(/\s+/)
    .flatMap((word): TextRange[] => {
      const at = word === '' ? -1 : lower.indexOf(word);
      return at === -1 ? [] : [[at, at + word.length]];
    })
    .toSorted(([a], [b]) => a - b);
  const apart: TextRange[] = [];
  for (const range of found) if (range[0] >= (apart.at(-1)?.[1] ?? 0)) apart.push(range);
  return apart;
}
