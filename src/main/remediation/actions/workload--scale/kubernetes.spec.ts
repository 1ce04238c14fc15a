import { describe, expect, it } from 'vitest';
import { buildEntity, buildView } from '../../../../../test/support/build-view.ts';
import { labKubernetes } from '../shared/kubernetes/lab.ts';
import { scaleOn } from './kubernetes.ts';

const onLab = scaleOn(labKubernetes);

const target = buildEntity('workload', 'checkout', {
  attributes: { cluster: 'k8s-a', namespace: 'shop', type: 'Deployment' },
});
const subject = (replicas: number) => ({ target, parameters: { replicas }, view: buildView([target]) });
const rolledOut = (desired: number, generation: number) => ({
  desired,
  pods: desired,
  updated: desired,
  ready: desired,
  generation,
  observedGeneration: generation,
  autoscaler: null,
});
const verdict = (now: Partial<ReturnType<typeof rolledOut>>) =>
  onLab.verify(subject(5), rolledOut(3, 7), { ...rolledOut(5, 8), ...now }, []).is;

describe('a workload that is scaled', () => {
  it('has what was asked for when all of it is ready and the controller has seen it', () => {
    expect(verdict({})).toBe('met');
    expect(verdict({ ready: 4 })).toBe('not-yet');
    expect(verdict({ pods: 6 })).toBe('not-yet');
    expect(verdict({ observedGeneration: 7 })).toBe('not-yet');
  });

  it('has failed when the API server begins to refuse its pods', () => {
    const before = { ...rolledOut(3, 7), podsRefused: false };
    const now = { ...rolledOut(3, 8), desired: 5, podsRefused: true };
    expect(onLab.verify(subject(5), before, now, []).is).toBe('failed');
    // It did before: a quota may be raised, and says nothing of this change.
    expect(onLab.verify(subject(5), { ...before, podsRefused: true }, now, []).is).toBe('not-yet');
  });

  it('has failed when something sets it back', () => {
    expect(verdict({ ...rolledOut(3, 9) })).toBe('failed');
    expect(verdict({ ...rolledOut(3, 7) })).toBe('not-yet');
  });

  it('and has an autoscaler is scaled by what that keeps at least', () => {
    const now = { ...rolledOut(3, 7), autoscaler: 'checkout', least: 2, most: 4 };
    expect(onLab.plan(subject(5), now).calls).toMatchObject([
      {
        tool: 'kubernetes_set_autoscaler_limits',
        arguments: { name: 'checkout', minReplicas: 5, maxReplicas: 5 },
      },
      { tool: 'kubernetes_scale_workload', arguments: { replicas: 5 } },
    ]);
    const changed = { ...rolledOut(6, 9), autoscaler: 'checkout', least: 5, most: 6 };
    // More than was asked for is what the autoscaler is there for.
    expect(onLab.verify(subject(5), now, changed, []).is).toBe('met');
    expect(onLab.rollback?.(subject(5), now, changed)).toMatchObject([
      { arguments: { minReplicas: 2, maxReplicas: 4 } },
      { arguments: { replicas: 3 } },
    ]);
    const failed = (replicas: number) =>
      onLab.preChecks(subject(replicas), now).filter(({ ok }) => !ok).length;
    expect([failed(0), failed(2), failed(5)]).toEqual([1, 1, 0]);
  });
});
