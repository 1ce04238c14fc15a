import { describe, expect, it } from 'vitest';
import type { Entity } from '../../../shared/model/entity.ts';
import { buildEntity, buildView, testId } from '../../../../test/support/build-view.ts';
import { conflictsOf } from './conflicts.ts';

const estate: readonly Entity[] = [
  buildEntity('host', 'esx-01'),
  buildEntity('vm', 'web', {
    relations: [
      { type: 'runs-on', to: testId('host', 'esx-01') },
      { type: 'stored-on', to: testId('datastore', 'ds-1') },
    ],
  }),
  buildEntity('vm', 'db', { relations: [{ type: 'runs-on', to: testId('host', 'esx-01') }] }),
  buildEntity('datastore', 'ds-1', { relations: [{ type: 'backed-by', toKey: 'naa:1' }] }),
  buildEntity('volume', 'vol-1', {
    keys: ['naa:1'],
    relations: [{ type: 'part-of', to: testId('array', 'array-1') }],
  }),
  buildEntity('array', 'array-1'),
  buildEntity('k8s-node', 'n1'),
  buildEntity('namespace', 'shop'),
  ...['web-0', 'web-1'].map((name) =>
    buildEntity('pod', name, {
      relations: [
        { type: 'runs-on', to: testId('k8s-node', 'n1') },
        { type: 'part-of', to: testId('namespace', 'shop') },
      ],
    }),
  ),
  buildEntity('interface', 'a1', { relations: [{ type: 'connected-to', to: testId('interface', 'b1') }] }),
  buildEntity('interface', 'b1'),
];
const view = buildView(estate);

function between(target: string, other: string): string | undefined {
  const [one, two] = [target, other].map((name) => estate.find((entity) => entity.name === name));
  if (!one || !two) throw new Error('the test has no such entity');
  const [conflict] = conflictsOf(view, one, [
    { remediation: 'R-2', action: 'some.action', target: two.id, targetName: two.name },
  ]);
  return conflict?.text;
}

describe('a remediation is in the way of another', () => {
  it.each([
    ['on the same target', 'web', 'web', 'some.action of web: it has the same target'],
    ['on the host of the VM', 'web', 'esx-01', 'some.action of esx-01: web stands on esx-01'],
    ['on a VM of the host', 'esx-01', 'web', 'some.action of web: web stands on esx-01'],
    ['on the node of the pod', 'web-0', 'n1', 'some.action of n1: web-0 stands on n1'],
    ['on the array beneath its datastore', 'web', 'array-1', 'some.action of array-1: web stands on array-1'],
    ['on what stands on the array', 'array-1', 'web', 'some.action of web: web stands on array-1'],
    ['at the other end of the link', 'a1', 'b1', 'some.action of b1: b1 is at the other end of the link'],
    ['at this end of the link', 'b1', 'a1', 'some.action of a1: a1 is at the other end of the link'],
  ])('%s', (_, target, other, text) => expect(between(target, other)).toBe(text));

  it.each([
    ['two VMs of a host', 'web', 'db'],
    ['two pods of a node and a namespace', 'web-0', 'web-1'],
    ['a pod and a VM that have nothing to do with each other', 'web-0', 'web'],
  ])('and not where they only have something in common: %s', (_, target, other) => {
    expect(between(target, other)).toBeUndefined();
  });

  it('also when its target is not in the inventory any more', () => {
    const [web] = estate.filter(({ name }) => name === 'web');
    const gone = { remediation: 'R-3', action: 'x.y', target: testId('vm', 'gone'), targetName: 'gone' };
    expect(web && conflictsOf(view, web, [gone])).toEqual([]);
  });
});
