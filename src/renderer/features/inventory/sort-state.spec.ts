import { expect, test } from 'vitest';
import { decodeSorts, encodeSorts, toggleSort, type Sorts } from './sort-state.ts';

const alone = { also: false, largestFirst: false };

test('a title orders by it, then the other way round, then no longer', () => {
  const once = toggleSort([], 'name', alone);
  const twice = toggleSort(once, 'name', alone);
  expect(encodeSorts(once)).toBe('name');
  expect(encodeSorts(twice)).toBe('-name');
  expect(toggleSort(twice, 'name', alone)).toEqual([]);
});

test('quantities begin with the largest', () => {
  expect(encodeSorts(toggleSort([], 'memoryBytes', { also: false, largestFirst: true }))).toBe(
    '-memoryBytes',
  );
});

test('with shift a title is ordered by beside the others; without, instead of them', () => {
  const sorts: Sorts = decodeSorts('cluster,-memoryBytes');
  expect(encodeSorts(toggleSort(sorts, 'name', { also: true, largestFirst: false }))).toBe(
    'cluster,-memoryBytes,name',
  );
  expect(encodeSorts(toggleSort(sorts, 'cluster', { also: true, largestFirst: false }))).toBe(
    '-cluster,-memoryBytes',
  );
  expect(encodeSorts(toggleSort(sorts, 'name', alone))).toBe('name');
  expect(encodeSorts(toggleSort(sorts, 'cluster', alone))).toBe('-cluster');
});
