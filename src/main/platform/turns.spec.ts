import { expect, test } from 'vitest';
import { atOnce, createTurns, inTurns } from './turns.ts';

/** Ten pieces of 10 ms each. */
function clocked() {
  let nowMs = 0;
  const pauses: number[] = [];
  const turns = createTurns({ monotonicMs: () => nowMs }, async () => void pauses.push(nowMs));
  function* work(): Generator<void, string> {
    for (let i = 0; i < 10; i += 1) {
      nowMs += 10;
      yield;
    }
    return 'done';
  }
  return { turns, work, pauses };
}

test('work pauses when a turn has lasted long enough, and comes to the same end', async () => {
  const { turns, work, pauses } = clocked();
  expect(await inTurns(work(), turns)).toBe('done');
  expect(pauses).toEqual([30, 60, 90]);
});

test('the same work in one go pauses nowhere', () => {
  const { work, pauses } = clocked();
  expect(atOnce(work())).toBe('done');
  expect(pauses).toEqual([]);
});

test('what fails on the way fails the whole', async () => {
  const { turns } = clocked();
  // oxlint-disable-next-line require-yield
  function* failing(): Generator<void, string> {
    throw new Error('no');
  }
  await expect(inTurns(failing(), turns)).rejects.toThrow('no');
});
