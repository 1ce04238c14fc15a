import { describe, expect, it, test } from 'vitest';
import {
  chosenValues,
  filterTokens,
  toggleValue,
  tokenAtCursor,
  whileTyping,
  withoutPaths,
} from './filter-cursor.ts';
import { parseFilterTokens } from './filter-tokens.ts';

describe('the token at the cursor', () => {
  it.each([
    ['pow', 3, { from: 0, to: 3, typed: 'pow', valueFrom: 0 }],
    ['web pow', 5, { from: 4, to: 7, typed: 'p', valueFrom: 4 }],
    ['powerState:of', 13, { from: 0, to: 13, path: 'powerState', operator: ':', typed: 'of', valueFrom: 11 }],
    ['kind:vm,ho', 10, { from: 0, to: 10, path: 'kind', operator: ':', typed: 'ho', valueFrom: 8 }],
    ['web ', 4, { from: 4, to: 4, typed: '', valueFrom: 4 }],
    [
      'folder:"prod eu',
      15,
      { from: 0, to: 15, path: 'folder', operator: ':', typed: 'prod eu', valueFrom: 7 },
    ],
    ['usedBytes>10', 12, { from: 0, to: 12, path: 'usedBytes', operator: '>', typed: '10', valueFrom: 10 }],
  ])('%s at %d', (text, cursor, expected) => {
    expect(tokenAtCursor(text, cursor)).toEqual(expected);
  });
});

test('tokens are taken apart as the parser does', () => {
  const text = 'web "a b" powerState!=off 00:50:56:aa label.team:"x y"';
  expect(filterTokens(text).map(({ path, operator, value }) => [path, operator, value])).toEqual([
    [undefined, undefined, 'web'],
    [undefined, undefined, '"a b"'],
    ['powerState', '!=', 'off'],
    [undefined, undefined, '00:50:56:aa'],
    ['label.team', ':', '"x y"'],
  ]);
  expect(parseFilterTokens(text).query.text).toBe('web a b 00:50:56:aa');
});

test('a field is narrowed to values and back', () => {
  const one = toggleValue('web', 'powerState', 'off');
  const two = toggleValue(one, 'powerState', 'suspended');
  expect(one).toBe('web powerState:off');
  expect(two).toBe('web powerState:off,suspended');
  expect(chosenValues(two, 'powerState')).toEqual(['off', 'suspended']);
  expect(toggleValue(toggleValue(two, 'powerState', 'off'), 'powerState', 'suspended')).toBe('web');
});

test('values with blanks are quoted, partitions have a token each', () => {
  expect(toggleValue('', 'osConfigured', 'Ubuntu Linux (64-bit)')).toBe(
    'osConfigured:"Ubuntu Linux (64-bit)"',
  );
  const both = toggleValue(toggleValue('', 'partition', 'prod a'), 'partition', 'b');
  expect(both).toBe('partition:"prod a" partition:b');
  expect(parseFilterTokens(both).query.partitions).toEqual(['prod a', 'b']);
});

test('fields that stand elsewhere are taken out', () => {
  expect(withoutPaths('kind:vm web sort:-name powerState:off', ['kind', 'sort'])).toBe('web powerState:off');
});

describe('while it is written', () => {
  const means = (token: string) => parseFilterTokens(token).problems.length === 0;
  const typed = (text: string, cursor = text.length) => whileTyping(text, cursor, means);

  it('a value stands for everything that begins like it', () => {
    expect(typed('powerState:o')).toBe('powerState:o*');
    expect(typed('web powerState:on,o')).toBe('web powerState:on,o*');
    expect(typed('folder:"prod e')).toBe('folder:"prod e*"');
    expect(typed('powerState:o web')).toBe('powerState:o web');
  });

  it('what means nothing yet is left out', () => {
    expect(typed('web powerState:')).toBe('web');
    expect(typed('web kind:v')).toBe('web');
    expect(typed('web kind:vm')).toBe('web kind:vm');
    expect(typed('usedBytes>')).toBe('');
  });

  it('words and comparisons are as they are', () => {
    expect(typed('we')).toBe('we');
    expect(typed('usedBytes>10')).toBe('usedBytes>10');
  });
});
