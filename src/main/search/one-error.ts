/** Words with fewer letters are meant as they are written. */
const fewestLetters = 5;

/** Whether a word is long enough, and enough like a name, to be one with an error in it. */
export function mayNameWithError(word: string): boolean {
  if ((word.match(/\p{L}/gu) ?? []).length < fewestLetters) return false;
  return /[\d._-]/.test(word) || word.length >= 8;
}

const digit = /\d/;

/**
 * Whether two words are the same but for one character that is wrong, missing or too many, or two that are exchanged.
 * Digits are never the error: esx-a01 and esx-a02 are two things.
 */
export function hasOneError(name: string, word: string): boolean {
  const difference = name.length - word.length;
  if (difference > 1 || difference < -1 || name === word) return false;
  let same = 0;
  while (same < name.length && name.charCodeAt(same) === word.charCodeAt(same)) same++;
  const [a, b] = [name.charAt(same), word.charAt(same)];
  if (difference === 1) return !digit.test(a) && name.slice(same + 1) === word.slice(same);
  if (difference === -1) return !digit.test(b) && name.slice(same) === word.slice(same + 1);
  if (digit.test(a) || digit.test(b)) return false;
  if (name.slice(same + 1) === word.slice(same + 1)) return true;
  return (
    a === word.charAt(same + 1) &&
    b === name.charAt(same + 1) &&
    !digit.test(word.charAt(same + 1)) &&
    name.slice(same + 2) === word.slice(same + 2)
  );
}
