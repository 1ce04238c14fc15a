import { expect, it } from 'vitest';
import { buildEntity, buildView } from '../../../../../test/support/build-view.ts';
import { labKubernetes } from '../shared/kubernetes/lab.ts';
import { cordonOn } from './kubernetes.ts';

const onLab = cordonOn(labKubernetes);
const target = buildEntity('k8s-node', 'w02', { attributes: { cluster: 'k8s-a' } });
const subject = { target, parameters: {}, view: buildView([target]) };
const open = { schedulable: true, nodeReady: true };
const closed = { schedulable: false, nodeReady: true };

it('has cordoned a node when it was seen twice that nobody sets it back', () => {
  const verdict = (now: typeof open, earlier: readonly (typeof open)[]) =>
    onLab.verify(subject, open, now, earlier);
  expect(verdict(closed, []).is).toBe('not-yet');
  expect(verdict(closed, [closed]).is).toBe('met');
  expect(verdict(closed, [closed, open]).is).toBe('not-yet');
  expect(verdict(open, [closed])).toMatchObject({
    is: 'not-yet',
    text: expect.stringContaining('set it back'),
  });
});
