import { expect, it } from 'vitest';
import { estimateTokens } from './tokens.ts';

/** Roughly what common tokenizers make of each: words and their pieces, digits in groups, signs by themselves. */
it.each([
  ['The quick brown fox jumps over the lazy dog.', 10],
  ['esx01.dc1.example.com', 8],
  ['10.20.30.40/24', 9],
  ['NodeNotReady kube-apiserver', 8],
  ['{"name":"db-prod-7","cpu":4}', 13],
  ['Die Festplatte ist zu 93 Prozent voll.', 12],
  ['数据中心的主机', 8],
])('an estimate is not below what a tokenizer may count, and not far above: %s', (text, counted) => {
  const estimate = estimateTokens(text);
  expect(estimate).toBeGreaterThanOrEqual(counted);
  expect(estimate).toBeLessThanOrEqual(counted * 2.2);
});

it('grows with the text and is nothing for nothing', () => {
  expect(estimateTokens('')).toBe(0);
  expect(estimateTokens('word '.repeat(1_000))).toBeGreaterThanOrEqual(1_000);
});
