import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { propertyRuns } from '../../../test/support/property.ts';
import { JsonTooDeepError, maxJsonDepth, parseJson, withoutPrototypeKeys } from './json.ts';

it('reads what JSON.parse reads', () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 8 }), (text) => {
      fc.pre(!text.includes('__proto__'));
      expect(parseJson(text)).toEqual(JSON.parse(text));
    }),
    { numRuns: propertyRuns(200, 5_000) },
  );
});

it('counts brackets outside strings only', () => {
  expect(parseJson(JSON.stringify('['.repeat(10_000)))).toBe('['.repeat(10_000));
  expect(parseJson(String.raw`["\\",{"a\"[[[":"]"}]`)).toEqual(['\\', { 'a"[[[': ']' }]);
});

it('refuses what is nested too deep, before anything recursive sees it', () => {
  const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
  expect(() => parseJson(nested(maxJsonDepth))).not.toThrow();
  expect(() => parseJson(nested(maxJsonDepth + 1))).toThrow(JsonTooDeepError);
  expect(() => parseJson('{"a":'.repeat(100_000))).toThrow(JsonTooDeepError);
});

it('removes prototype keys however they are spelled, at any depth', () => {
  const value = parseJson(String.raw`{"a":[{"__proto__":{"x":1},"b":2}],"\u005f_proto__":3}`);
  expect(JSON.stringify(value)).toBe('{"a":[{"b":2}]}');
  expect(Object.getOwnPropertyNames(value as object)).toEqual(['a']);
  expect(() =>
    withoutPrototypeKeys(JSON.parse('['.repeat(maxJsonDepth + 2) + ']'.repeat(maxJsonDepth + 2))),
  ).toThrow(JsonTooDeepError);
});
