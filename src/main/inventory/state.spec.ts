import { expect, test } from 'vitest';
import { buildEntity, testId } from '../../../test/support/build-view.ts';
import { createTurns } from '../platform/turns.ts';
import { InventoryState } from './state.ts';

const estate = [
  buildEntity('cluster', 'prod'),
  ...['h2', 'h10', 'h1'].map((name) =>
    buildEntity('host', name, {
      partition: 'prod',
      keys: [`serial:${name}`],
      relations: [{ type: 'member-of', to: testId('cluster', 'prod') }],
    }),
  ),
];

test('settling in turns comes to what settling at once comes to, and lets others have theirs', async () => {
  let nowMs = 0;
  let pauses = 0;
  const slow = createTurns({ monotonicMs: () => (nowMs += 10) }, async () => void (pauses += 1));
  const inTurns = new InventoryState();
  inTurns.apply(estate);
  await inTurns.settleInTurns(slow);
  expect(pauses).toBeGreaterThan(3);

  const atOnce = new InventoryState();
  atOnce.apply(estate);
  const [a, b] = [inTurns.snapshot(), atOnce.snapshot()];
  expect(a.kinds).toEqual(b.kinds);
  expect(a.kinds.get('host')?.list.map(({ name }) => name)).toEqual(['h1', 'h2', 'h10']);
  for (const name of ['h1', 'h2', 'h10']) {
    expect(a.keys.get(`serial:${name}`)).toEqual([testId('host', name)]);
  }
  const members = `member-of ${testId('cluster', 'prod')}`;
  expect(a.inbound.get(members)).toEqual(b.inbound.get(members));
  expect(a.inbound.get(members)).toHaveLength(3);
});
