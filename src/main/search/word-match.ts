/** How well a word fits a text, best first. */
export const quality = {
  exact: 100,
  prefix: 80,
  wordStart: 60,
  within: 40,
  oneError: 20,
  none: 0,
} as const;

/** @param text and word folded */
export function matchWord(text: string, word: string): number {
  let at = text.indexOf(word);
  if (at === -1) return quality.none;
  if (at === 0) return text.length === word.length ? quality.exact : quality.prefix;
  while (at !== -1) {
    if (isWordStart(text, at)) return quality.wordStart;
    at = text.indexOf(word, at + 1);
  }
  return quality.within;
}

/** Whether a part of a name begins here: after a sign, or where letters and digits meet. */
export function isWordStart(text: string, at: number): boolean {
  if (at === 0) return true;
  const before = classOf(text.charCodeAt(at - 1));
  return before === other || before !== classOf(text.charCodeAt(at));
}

const other = 0;
const letter = 1;
const digit = 2;

function classOf(code: number): number {
  if (code >= 48 && code <= 57) return digit;
  return (code >= 97 && code <= 122) || code > 127 ? letter : other;
}

/** A word shorter than this, or of digits alone, is meant as it is written: 10.1.2.3 is no typing error of 10.1.2.4. */
const shortest = 4;

export function mayHaveError(word: string): boolean {
  return word.length >= shortest && /\p{L}/u.test(word);
}

/**
 * Whether the word, with one character wrong, missing, too many, or two exchanged, begins a part of the text.
 * A digit is never taken for another one.
 */
export function matchWithError(text: string, word: string): boolean {
  // One error leaves what is before the middle right, or what is behind it; two exchanged may stand around it.
  const half = word.length >> 1;
  if (!text.includes(word.slice(0, half - 1)) && !text.includes(word.slice(half + 1))) return false;
  for (let start = 0; start + word.length - 1 <= text.length; start++) {
    if (isWordStart(text, start) && beginsWithError(text, start, word)) return true;
  }
  return false;
}

function beginsWithError(text: string, start: number, word: string): boolean {
  let same = 0;
  while (same < word.length && text.charCodeAt(start + same) === word.charCodeAt(same)) same++;
  if (same === word.length) return true;
  const wrong = word.charCodeAt(same);
  const right = text.charCodeAt(start + same);
  const rest = word.length - same - 1;
  const follows = (textAt: number, wordAt: number) => text.startsWith(word.slice(wordAt), start + textAt);
  // One character in the place of another.
  const digitForDigit = classOf(wrong) === digit && classOf(right) === digit;
  if (!digitForDigit && start + same < text.length && follows(same + 1, same + 1)) return true;
  // One too many; at the very end it would be any longer word.
  if (rest > 0 && follows(same, same + 1)) return true;
  // One missing.
  if (start + same < text.length && follows(same + 1, same)) return true;
  // Two exchanged.
  return (
    rest > 0 &&
    wrong === text.charCodeAt(start + same + 1) &&
    right === word.charCodeAt(same + 1) &&
    follows(same + 2, same + 2)
  );
}
