import { expect, test } from 'vitest';
import { createFakeClock } from '../../../test/support/fake-clock.ts';
import { activeStates, type RemediationState } from '../../shared/model/remediation.ts';
import { silentLogger } from '../platform/logger.ts';
import { createPendingWork } from './pending-work.ts';

function open(records: Map<string, RemediationState>) {
  const clock = createFakeClock();
  const listeners = new Set<() => void>();
  let looked = 0;
  const matching = (states: readonly RemediationState[]) =>
    [...records].flatMap(([id, state]) => (states.includes(state) ? [{ id }] : []));
  const work = createPendingWork({
    remediations: {
      count: async ({ states }) => {
        looked += 1;
        return matching(states).length;
      },
      list: async ({ states }) => matching(states),
      onChanged: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    activeStates,
    clock,
    logger: silentLogger,
  });
  const change = () => {
    for (const listener of listeners) listener();
  };
  return { work, clock, change, looked: () => looked };
}

test('what waits and what runs is known at once, and followed', async () => {
  const records = new Map<string, RemediationState>([
    ['r1', 'awaiting-approval'],
    ['r2', 'executing'],
    ['r3', 'succeeded'],
  ]);
  const { work, clock, change } = open(records);
  await work.start();
  expect([work.approvals(), work.running()]).toEqual([1, ['r2']]);
  let told = 0;
  work.onChanged(() => (told += 1));
  records.set('r1', 'verifying');
  change();
  await clock.advance(250);
  expect([work.approvals(), work.running(), told]).toEqual([0, ['r1', 'r2'], 1]);
  change();
  await clock.advance(250);
  expect(told).toBe(1);
});

test('a hundred changes at once are counted once', async () => {
  const { work, clock, change, looked } = open(new Map());
  await work.start();
  for (let i = 0; i < 100; i += 1) change();
  await clock.advance(250);
  expect(looked()).toBe(2);
});
