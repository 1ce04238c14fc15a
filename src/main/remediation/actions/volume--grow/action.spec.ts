import { expect, it } from 'vitest';
import { buildEntity, buildView, testId } from '../../../../../test/support/build-view.ts';
import { volumeGrow } from './action.ts';

const gib = 1024 ** 3;
const volume = (sizeBytes: number) =>
  buildEntity('volume', 'vol_1', {
    attributes: { array: 'array-1', sizeBytes },
    relations: [{ type: 'stored-on', to: testId('pool', 'aggr1') }],
  });
const suggest = (size: number, poolFree: number) => {
  const target = volume(size * gib);
  const pool = buildEntity('pool', 'aggr1', { attributes: { freeBytes: poolFree * gib } });
  return volumeGrow.suggest(target, buildView([target, pool]));
};

it('suggests a quarter more', () => {
  expect(suggest(100, 1_000)).toEqual({ newSizeGib: 125 });
  expect(suggest(10.5, 1_000)).toEqual({ newSizeGib: 14 });
});

it('leaves the pool half of what it has, and suggests nothing where that is too little', () => {
  expect(suggest(100, 20)).toEqual({ newSizeGib: 110 });
  expect(suggest(100, 1)).toBeUndefined();
});

it('suggests nothing for what has no known size', () => {
  const target = buildEntity('volume', 'vol_2', { attributes: { array: 'array-1' } });
  expect(volumeGrow.suggest(target, buildView([target]))).toBeUndefined();
});
