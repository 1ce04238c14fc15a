import { describe, expect, it } from 'vitest';
import { buildEntity, buildView } from '../../../../../test/support/build-view.ts';
import { labKubernetes } from '../shared/kubernetes/lab.ts';
import { deleteOn } from './kubernetes.ts';

const onLab = deleteOn(labKubernetes);
const target = buildEntity('pod', 'web-1', { attributes: { cluster: 'k8s-a', namespace: 'shop' } });
const subject = { target, parameters: {}, view: buildView([target]) };
const facts = { exists: true, podReady: true, workload: 'web', desired: 3, ready: 3, podsRefused: false };
const verdict = (now: Partial<typeof facts>, before = facts) =>
  onLab.verify(subject, before, { ...facts, ...now }, []).is;

describe('a pod that is deleted', () => {
  it('is replaced when it is gone and all replicas are ready', () => {
    expect(verdict({ exists: false })).toBe('met');
    expect(verdict({ exists: false, ready: 2 })).toBe('not-yet');
    expect(verdict({})).toBe('not-yet');
  });

  it('has failed when the API server refuses another in its place', () => {
    expect(verdict({ exists: false, ready: 2, podsRefused: true })).toBe('failed');
    expect(verdict({ podsRefused: true })).toBe('not-yet');
    expect(verdict({ exists: false, ready: 2, podsRefused: true }, { ...facts, podsRefused: true })).toBe(
      'not-yet',
    );
  });
});
