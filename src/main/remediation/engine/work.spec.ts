import { expect, it } from 'vitest';
import { otherTarget, target } from '../../../../test/support/remediation-world.ts';
import { createWorkplaces } from './work.ts';

it('keeps a target for one remediation, until that one gives it back', () => {
  const places = createWorkplaces(3);
  places.lock(target.id, 'R-1');
  expect(() => places.lock(target.id, 'R-2')).toThrow(/R-1 is at work/);
  places.lock(otherTarget.id, 'R-2');
  places.unlock(target.id, 'R-2');
  expect(() => places.lock(target.id, 'R-3')).toThrow(/R-1 is at work/);
  places.unlock(target.id, 'R-1');
  expect(() => places.lock(target.id, 'R-3')).not.toThrow();
});

it('has so many places in a domain, and hands each on to whoever has waited longest', () => {
  const places = createWorkplaces(1);
  const turns: string[] = [];
  expect(places.enter(target.id, () => turns.push('nobody'))).toBe(true);
  expect(places.enter(otherTarget.id, () => turns.push('first'))).toBe(false);
  expect(places.enter(otherTarget.id, () => turns.push('second'))).toBe(false);
  places.leave(target.id);
  expect(turns).toEqual(['first']);
  // The place was handed on: it is not free in between.
  expect(places.enter(target.id, () => turns.push('third'))).toBe(false);
  places.leave(otherTarget.id);
  places.leave(otherTarget.id);
  expect(turns).toEqual(['first', 'second', 'third']);
  places.leave(target.id);
  expect(places.enter(target.id, () => {})).toBe(true);
});
