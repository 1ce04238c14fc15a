import { germanWords } from './vocabulary/words.ts';

export function isGerman(text: string): boolean {
  let german = 0;
  let words = 0;
  for (const word of text.toLowerCase().split(/[^\p{L}]+/u)) {
    if (word === '') continue;
    words += 1;
    if (germanWords.has(word)) german += 1;
  }
  return german >= 1 && german / words > 0.12;
}
