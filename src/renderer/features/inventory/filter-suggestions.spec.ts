import { expect, test } from 'vitest';
import { applySuggestion } from './filter-suggestions.ts';

test('a field takes the place of what was typed, and waits for its value', () => {
  expect(applySuggestion('web pow', { from: 4, to: 7 }, { is: 'field', insert: 'powerState:' })).toEqual({
    text: 'web powerState:',
    cursor: 15,
  });
});

test('a value ends its token', () => {
  expect(applySuggestion('powerState:o', { from: 11, to: 12 }, { is: 'value', insert: 'off' })).toEqual({
    text: 'powerState:off ',
    cursor: 15,
  });
});

test('in the middle of a text the rest stays where it is', () => {
  expect(applySuggestion('powerState:o web', { from: 11, to: 12 }, { is: 'value', insert: 'off' })).toEqual({
    text: 'powerState:off web',
    cursor: 15,
  });
});
