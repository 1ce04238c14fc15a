import { expect, it } from 'vitest';
import { quantityBytes } from './quantity.ts';

it.each([
  ['40Gi', 40 * 1024 ** 3],
  ['1.5Ti', 1.5 * 1024 ** 4],
  ['1T', 1e12],
  ['512k', 512_000],
  ['1e9', 1e9],
  ['1073741824', 1024 ** 3],
])('%s of storage is %d bytes', (text, bytes) => {
  expect(quantityBytes(text)).toBe(bytes);
});

it.each(['', 'lots', '40 Gi', '-1Gi', '1Q'])('"%s" is no quantity', (text) => {
  expect(quantityBytes(text)).toBeNaN();
});
