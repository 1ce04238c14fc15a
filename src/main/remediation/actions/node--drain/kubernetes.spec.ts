import { describe, expect, it } from 'vitest';
import { buildEntity, buildView } from '../../../../../test/support/build-view.ts';
import { labKubernetes } from '../shared/kubernetes/lab.ts';
import { drainOn } from './kubernetes.ts';

const [onLab] = drainOn(labKubernetes);
if (!onLab) throw new Error('expected the lab to drain');

const target = buildEntity('k8s-node', 'w02', { attributes: { cluster: 'k8s-a' } });
const subject = {
  target,
  parameters: { deleteUnmanaged: false, deleteLocalData: false },
  view: buildView([target]),
};
const node = (schedulable: boolean, pods: number, more: Record<string, number | string> = {}) => ({
  schedulable,
  nodeReady: true,
  pods,
  unmanaged: 0,
  withLocalData: 0,
  heldFastBy: null,
  otherNodes: 2,
  ...more,
});
const failed = (now: ReturnType<typeof node>) => onLab.preChecks(subject, now).filter(({ ok }) => !ok).length;

describe('a drain', () => {
  it('asks again for what disruption budgets held back, and only for that', () => {
    const { calls } = onLab.plan(subject, node(true, 12));
    expect(calls.map(({ tool, unlessMetWithinSeconds }) => [tool, unlessMetWithinSeconds])).toEqual([
      ['kubernetes_drain_node', undefined],
      ['kubernetes_drain_node', 90],
      ['kubernetes_drain_node', 90],
      ['kubernetes_drain_node', 90],
    ]);
  });

  it('is done when the node takes no pods and none that would move are on it', () => {
    const verdict = (before: ReturnType<typeof node>, now: ReturnType<typeof node>) =>
      onLab.verify(subject, before, now, []).is;
    expect(verdict(node(true, 12), node(false, 0))).toBe('met');
    expect(verdict(node(true, 12), node(false, 1))).toBe('not-yet');
    expect(verdict(node(true, 12), node(true, 0))).toBe('not-yet');
    expect(verdict(node(false, 3), node(false, 0))).toBe('met');
    // There was nothing to do: nothing was proven.
    expect(verdict(node(false, 0), node(false, 0))).toBe('not-yet');
  });

  it('has failed when a budget lets none go for a while, and not when it does so for a moment', () => {
    const held = node(false, 3, { heldFastBy: 'shop/web' });
    const verdict = (earlier: readonly ReturnType<typeof node>[]) =>
      onLab.verify(subject, node(true, 12), held, earlier).is;
    expect(verdict([held, held, held])).toBe('not-yet');
    expect(verdict([held, held, held, held])).toBe('failed');
    // One more has gone meanwhile: it gets on.
    expect(verdict([node(false, 4, { heldFastBy: 'shop/web' }), held, held, held])).toBe('not-yet');
    expect(verdict([held, node(false, 3), held, held])).toBe('not-yet');
  });

  it('does not begin where pods have nowhere to go or would be lost', () => {
    expect(failed(node(true, 12))).toBe(0);
    expect(failed(node(true, 12, { otherNodes: 0 }))).toBe(1);
    expect(failed(node(true, 12, { unmanaged: 1 }))).toBe(1);
    expect(failed(node(true, 12, { withLocalData: 1 }))).toBe(1);
    expect(failed(node(true, 12, { heldFastBy: 'shop/all-of-them' }))).toBe(1);
    expect(failed(node(false, 0))).toBe(1);
  });

  it('is taken back by uncordoning a node that took pods, and by nothing else', () => {
    const back = (before: ReturnType<typeof node>) =>
      onLab.rollback?.(subject, before, node(false, 2)).map(({ tool }) => tool);
    expect(back(node(true, 12))).toEqual(['kubernetes_uncordon_node']);
    expect(back(node(false, 12))).toEqual([]);
  });
});
