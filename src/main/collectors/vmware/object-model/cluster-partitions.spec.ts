import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { propertyRuns } from '../../../../../test/support/property.ts';
import { clusterPartitions } from './cluster-partitions.ts';

const partitions = (...clusters: readonly (readonly [obj: string, name: string, datacenter?: string])[]) => [
  ...clusterPartitions(clusters.map(([obj, name, datacenter]) => ({ obj, name, datacenter }))).values(),
];

describe('what a cluster is called', () => {
  test('is its name while no other has it', () => {
    expect(partitions(['c1', 'prod', 'fra1'], ['c2', 'test', 'fra1'])).toEqual(['prod', 'test']);
  });

  test('has its datacenter in front where one of another datacenter is called the same', () => {
    expect(partitions(['c1', 'prod', 'fra1'], ['c2', 'prod', 'ber1'], ['c3', 'test', 'ber1'])).toEqual([
      'fra1 / prod',
      'ber1 / prod',
      'test',
    ]);
  });

  test('has its reference behind where nothing else tells it apart', () => {
    expect(partitions(['c1', 'prod', 'fra1'], ['c2', 'prod', 'fra1'], ['c3', 'prod'])).toEqual([
      'fra1 / prod (c1)',
      'fra1 / prod (c2)',
      'prod (c3)',
    ]);
  });

  test('is another one for each', () => {
    const name = fc.constantFrom('a', 'b', 'c');
    fc.assert(
      fc.property(
        fc.array(fc.record({ name, datacenter: fc.option(name, { nil: undefined }) }), { maxLength: 12 }),
        (some) => {
          const found = clusterPartitions(some.map((one, at) => ({ ...one, obj: `domain-c${at}` })));
          expect(new Set(found.values()).size).toBe(some.length);
        },
      ),
      { numRuns: propertyRuns(50, 1_000) },
    );
  });
});
