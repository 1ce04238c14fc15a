import * as fc from 'fast-check';
import { performance } from 'node:perf_hooks';
import { describe, expect, test } from 'vitest';
import { foreignPattern } from './foreign-pattern.ts';

describe('a regular expression of another system', () => {
  test.each([
    ['web-0[12]', 'web-01', true],
    ['web-0[12]', 'old-web-01', false],
    [String.raw`(?i:web-01(?:\.[a-z0-9.-]+)?)(?::[0-9]+)?`, 'WEB-01.example.org:9100', true],
    ['(ab)+', 'abab', true],
    ['.*', 'two\nlines', true],
    ['(', '(', undefined],
    [String.raw`\pL(?P<name>x)`, 'x', undefined],
  ])('%s about %j: %s', (pattern, text, is) => {
    expect(foreignPattern(pattern)(text)).toBe(is);
  });

  test.each([
    '(a+)+b',
    '(a|a)*b',
    '(?:a?){40}a{40}b',
    '.*.*.*.*.*.*b',
    'a?'.repeat(30) + 'a'.repeat(30) + 'b',
  ])('%s is stopped, and not tried again', (pattern) => {
    const matches = foreignPattern(pattern);
    const began = performance.now();
    for (let turn = 0; turn < 50; turn += 1) expect(matches('a'.repeat(3_000))).not.toBe(true);
    expect(performance.now() - began).toBeLessThan(2_000);
  });

  test('says what JavaScript says of ordinary texts', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^(?:[a-c.]|\[ab\]|[ab][*+?]|\((?:a|b)+\)){0,6}$/),
        fc.stringMatching(/^[abc]{0,8}$/),
        (pattern, text) => {
          expect(foreignPattern(pattern)(text)).toBe(new RegExp(`^(?:${pattern})$`, 's').test(text));
        },
      ),
      { numRuns: 200 },
    );
  });
});
