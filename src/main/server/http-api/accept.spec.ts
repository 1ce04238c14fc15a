import { expect, test } from 'vitest';
import { preferredType } from './accept.ts';

const offered = ['application/json', 'text/markdown', 'text/html'];

test.each([
  ['', 'application/json'],
  ['*/*', 'application/json'],
  ['text/html', 'text/html'],
  ['text/*', 'text/markdown'],
  ['text/markdown, application/json;q=0.5', 'text/markdown'],
  ['application/json;q=0.5, text/html;q=0.9', 'text/html'],
  // What a browser sends for a page.
  ['text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', 'text/html'],
  ['*/*, application/json;q=0', 'text/markdown'],
  ['TEXT/HTML ; Q=1', 'text/html'],
  ['image/png', undefined],
  ['text/html;q=0', undefined],
])('Accept: %s gives %s', (accept, expected) => {
  expect(preferredType(accept, offered)).toBe(expected);
});
