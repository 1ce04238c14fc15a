import { expect, it } from 'vitest';
import { instant, type EntityId } from '../../../shared/model/ids.ts';
import { orderProposals } from './order-proposals.ts';

const one = (id: string, action: string, createdMs: number) => ({
  id,
  action,
  target: 'lab:vm:vm-1' as EntityId,
  createdAt: instant(createdMs),
});

it('what the diagnosis holds for best stands first, whatever was changed last', () => {
  const grow = one('R-1', 'volume.grow', 1);
  const remove = one('R-2', 'vm.snapshot.remove', 2);
  const byHand = one('R-3', 'vm.restart', 3);
  const earlier = one('R-4', 'vm.power-off', 0);
  const proposals = [grow, remove].map(({ action, target }) => ({ action, target }));
  const newestFirst = [byHand, remove, grow, earlier];
  expect(orderProposals(newestFirst, proposals).map(({ id }) => id)).toEqual(['R-1', 'R-2', 'R-4', 'R-3']);
});
