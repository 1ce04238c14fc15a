/** SHA-256 of a text in UTF-8, in hex. There is no library where this runs. */
export function sha256(text: string): string {
  const bytes = utf8(text);
  const bits = bytes.length * 8;
  bytes.push(0x80);
  while (bytes.length % 64 !== 56) bytes.push(0);
  for (let shift = 56; shift >= 0; shift -= 8)
    bytes.push(shift >= 32 ? Math.floor(bits / Math.pow(2, shift)) & 0xff : (bits >>> shift) & 0xff);
  const { constants, state } = tables();
  const words: number[] = [];
  for (let block = 0; block < bytes.length; block += 64) {
    for (let i = 0; i < 16; i += 1) {
      const at = block + i * 4;
      words[i] =
        (byte(bytes, at) << 24) |
        (byte(bytes, at + 1) << 16) |
        (byte(bytes, at + 2) << 8) |
        byte(bytes, at + 3);
    }
    for (let i = 16; i < 64; i += 1) {
      const a = byte(words, i - 15);
      const b = byte(words, i - 2);
      const s0 = turned(a, 7) ^ turned(a, 18) ^ (a >>> 3);
      const s1 = turned(b, 17) ^ turned(b, 19) ^ (b >>> 10);
      words[i] = (byte(words, i - 16) + s0 + byte(words, i - 7) + s1) | 0;
    }
    round(state, words, constants);
  }
  let hex = '';
  for (const word of state) hex += `0000000${(word >>> 0).toString(16)}`.slice(-8);
  return hex;
}

function round(state: number[], words: readonly number[], constants: readonly number[]): void {
  let a = byte(state, 0);
  let b = byte(state, 1);
  let c = byte(state, 2);
  let d = byte(state, 3);
  let e = byte(state, 4);
  let f = byte(state, 5);
  let g = byte(state, 6);
  let h = byte(state, 7);
  for (let i = 0; i < 64; i += 1) {
    const s1 = turned(e, 6) ^ turned(e, 11) ^ turned(e, 25);
    const one = (h + s1 + ((e & f) ^ (~e & g)) + byte(constants, i) + byte(words, i)) | 0;
    const s0 = turned(a, 2) ^ turned(a, 13) ^ turned(a, 22);
    const two = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + one) | 0;
    d = c;
    c = b;
    b = a;
    a = (one + two) | 0;
  }
  const next = [a, b, c, d, e, f, g, h];
  for (let i = 0; i < 8; i += 1) state[i] = (byte(state, i) + byte(next, i)) | 0;
}

/** The first bits of the roots of the first primes, which is what the constants are. */
function tables(): { readonly constants: readonly number[]; readonly state: number[] } {
  const constants: number[] = [];
  const state: number[] = [];
  for (let candidate = 2; constants.length < 64; candidate += 1) {
    let prime = true;
    for (let divisor = 2; divisor * divisor <= candidate; divisor += 1)
      if (candidate % divisor === 0) prime = false;
    if (!prime) continue;
    if (state.length < 8) state.push(fraction(Math.pow(candidate, 1 / 2)));
    constants.push(fraction(Math.pow(candidate, 1 / 3)));
  }
  return { constants, state };
}

const fraction = (value: number): number => ((value - Math.floor(value)) * 0x1_0000_0000) | 0;
const turned = (word: number, by: number): number => (word >>> by) | (word << (32 - by));
const byte = (list: readonly number[], at: number): number => list[at] || 0;

function utf8(text: string): number[] {
  const bytes: number[] = [];
  for (let i = 0; i < text.length; i += 1) {
    let code = text.charCodeAt(i);
    if (code >= 0xd800 && code <= 0xdbff && i + 1 < text.length) {
      code = 0x10000 + ((code - 0xd800) << 10) + (text.charCodeAt(i + 1) - 0xdc00);
      i += 1;
    }
    if (code < 0x80) bytes.push(code);
    else if (code < 0x800) bytes.push(0xc0 | (code >> 6), 0x80 | (code & 63));
    else if (code < 0x10000) bytes.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
    else
      bytes.push(
        0xf0 | (code >> 18),
        0x80 | ((code >> 12) & 63),
        0x80 | ((code >> 6) & 63),
        0x80 | (code & 63),
      );
  }
  return bytes;
}
