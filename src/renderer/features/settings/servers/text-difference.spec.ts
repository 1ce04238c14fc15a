import { expect, test } from 'vitest';
import { differenceOf, pairLines } from './text-difference.ts';

test.each([
  [
    'list all VMs now',
    'list some VMs now',
    { start: 'list ', before: 'all', after: 'some', end: ' VMs now' },
  ],
  ['read', 'read and delete', { start: 'read', before: '', after: ' and delete', end: '' }],
  ['', 'new', { start: '', before: '', after: 'new', end: '' }],
  ['same', 'same', { start: 'same', before: '', after: '', end: '' }],
])('"%s" to "%s" is marked at words', (before, after, expected) => {
  const difference = differenceOf(before, after);
  expect(difference.start + difference.before + difference.end).toBe(before);
  expect(difference.start + difference.after + difference.end).toBe(after);
  expect(difference).toEqual(expected);
});

test('the same part of a command stands beside itself', () => {
  const pairs = pairLines(
    ['command  npx a', 'env      URL=x', 'env      OLD=1'],
    ['command  npx b', 'env      URL=y', 'env      NEW=1'],
  );
  expect(pairs).toEqual([
    { part: 'command', before: 'command  npx a', after: 'command  npx b' },
    { part: 'env URL', before: 'env      URL=x', after: 'env      URL=y' },
    { part: 'env OLD', before: 'env      OLD=1' },
    { part: 'env NEW', after: 'env      NEW=1' },
  ]);
});
