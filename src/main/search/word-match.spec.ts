import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { propertyRuns } from '../../../test/support/property.ts';
import { matchWithError, matchWord, mayHaveError, quality } from './word-match.ts';

describe('a word in a text', () => {
  it.each([
    ['esx-a01', 'esx-a01', quality.exact],
    ['esx-a01', 'esx', quality.prefix],
    ['prod-web-01', 'web', quality.wordStart],
    ['prodweb01', '01', quality.wordStart],
    ['10.20.30.40', '30.40', quality.wordStart],
    ['app=checkout', 'checkout', quality.wordStart],
    ['mywebserver', 'web', quality.within],
    // Not the first place, but a better one.
    ['aweb-web', 'web', quality.wordStart],
    ['esx-a01', 'db', quality.none],
  ])('%s, typed %s', (text, word, expected) => {
    expect(matchWord(text, word)).toBe(expected);
  });
});

describe('a word with one error', () => {
  it.each([
    ['one wrong', 'datastore-ssd-01', 'datastpre'],
    ['one missing', 'datastore-ssd-01', 'datastre'],
    ['one too many', 'datastore-ssd-01', 'datasttore'],
    ['two exchanged', 'datastore-ssd-01', 'datastroe'],
    ['the first one wrong', 'prod-checkout-7', 'vheckout'],
    ['the last one wrong', 'prod-checkout-7', 'checkoud'],
  ])('is found: %s', (_, text, word) => {
    expect(matchWithError(text, word)).toBe(true);
  });

  it.each([
    ['two errors', 'datastore-ssd-01', 'datoostre'],
    ['another number', 'esx-mi1-07', 'esx-mi1-08'],
    ['within a part of a name', 'mycheckout', 'chekout'],
  ])('is not found: %s', (_, text, word) => {
    expect(matchWithError(text, word)).toBe(false);
  });

  it('is not looked for in short words and numbers', () => {
    expect(['vm1', '10.20.30.40', '0042'].map(mayHaveError)).toEqual([false, false, false]);
    expect(mayHaveError('esx1')).toBe(true);
  });

  it('is found whichever two letters are exchanged', () => {
    const word = 'checkout';
    for (let at = 0; at + 1 < word.length; at++) {
      const exchanged = `${word.slice(0, at)}${word[at + 1]}${word[at]}${word.slice(at + 2)}`;
      expect([exchanged, matchWithError('team=checkout', exchanged)]).toEqual([exchanged, true]);
    }
  });

  it('is found whichever letter is left out', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[a-z]{5,12}$/),
        fc.nat(),
        fc.constantFrom('', 'prod-', 'a.b/'),
        (word, at, before) => {
          const without = word.slice(0, at % word.length) + word.slice((at % word.length) + 1);
          expect(matchWithError(`${before}${word}-01`, without)).toBe(true);
        },
      ),
      { numRuns: propertyRuns(200, 5_000) },
    );
  });
});
