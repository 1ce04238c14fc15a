const beyondAscii = /[\u0080-\uffff]/;

/** Text as it is compared: lower case, without accents; `Köln` is found by `koln` and by `köln`. */
export function fold(text: string): string {
  const lower = text.toLowerCase();
  if (!beyondAscii.test(lower)) return lower;
  return lower.normalize('NFKD').replaceAll(/\p{M}/gu, '').replaceAll('ß', 'ss');
}

/**
 * Which characters a text has, one bit each: letters, digits, and one for everything else. A text that lacks a bit of
 * a word cannot contain that word, which rules most texts out without looking at them.
 */
export interface CharacterSet {
  readonly letters: number;
  readonly digits: number;
}

export function charactersOf(text: string): CharacterSet {
  let letters = 0;
  let digits = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code >= 97 && code <= 122) letters |= 1 << (code - 97);
    else if (code >= 48 && code <= 57) digits |= 1 << (code - 48);
    else digits |= otherBit(code);
  }
  return { letters, digits };
}

/** The signs that stand between the parts of names have bits of their own. */
function otherBit(code: number): number {
  switch (code) {
    case 45: // -
      return 1 << 10;
    case 46: // .
      return 1 << 11;
    case 47: // /
      return 1 << 12;
    case 58: // :
      return 1 << 13;
    case 95: // _
      return 1 << 14;
    case 61: // =
      return 1 << 15;
    default:
      return 1 << (16 + (code % 14));
  }
}

/** How many bits are set. */
export function bitCount(value: number): number {
  let rest = value - ((value >>> 1) & 0x55555555);
  rest = (rest & 0x33333333) + ((rest >>> 2) & 0x33333333);
  return (((rest + (rest >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24;
}
