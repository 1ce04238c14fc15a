import { expect, it } from 'vitest';
import { buildEntity } from '../../../test/support/build-view.ts';
import { addablePools } from './pool-space.ts';

const pool = (
  name: string,
  sizeBytes: number | undefined,
  usedBytes: number,
  sharesRoom?: boolean,
  array = 'a',
) =>
  buildEntity('pool', name, {
    partition: array,
    attributes: {
      array,
      usedBytes,
      ...(sizeBytes !== undefined && { sizeBytes }),
      ...(sharesRoom !== undefined && { sharesRoom }),
    },
  });

it('adds up pools that have disks of their own', () => {
  expect(addablePools([pool('p', 100, 10), pool('q', 50, 20)])).toEqual([
    { sizeBytes: 100, usedBytes: 10 },
    { sizeBytes: 50, usedBytes: 20 },
  ]);
});

it('counts room once that pools of an array share', () => {
  const shared = [pool('p', 100, 10, true), pool('q', 110, 20, true), pool('r', 60, 40, true, 'b')];
  expect(addablePools(shared)).toEqual([
    { sizeBytes: 30 + 90, usedBytes: 30 },
    { sizeBytes: 60, usedBytes: 40 },
  ]);
});

it('says nothing of pools together when one of them is not known', () => {
  expect(addablePools([pool('p', 100, 10, true), pool('q', undefined, 20, true)])).toEqual([
    { sizeBytes: undefined, usedBytes: undefined },
  ]);
});
