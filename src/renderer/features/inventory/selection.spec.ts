import { expect, test } from 'vitest';
import type { EntityId } from '../../../shared/model/ids.ts';
import {
  countSelected,
  everythingSelected,
  isSelected,
  nothingSelected,
  select,
  toggleSelected,
} from './selection.ts';

const [a, b, c] = ['s:vm:a', 's:vm:b', 's:vm:c'] as EntityId[] as [EntityId, EntityId, EntityId];

test('a row is chosen and let go again', () => {
  const chosen = toggleSelected(select(nothingSelected, [a, b]), c);
  expect(countSelected(chosen, 10)).toBe(3);
  expect(isSelected(toggleSelected(chosen, b), b)).toBe(false);
});

test('all of a result is chosen without naming its rows, and some of it let go', () => {
  const most = toggleSelected(everythingSelected, b);
  expect(isSelected(most, a)).toBe(true);
  expect(isSelected(most, b)).toBe(false);
  expect(countSelected(most, 50_000)).toBe(49_999);
  expect(countSelected(select(most, [b]), 50_000)).toBe(50_000);
});
