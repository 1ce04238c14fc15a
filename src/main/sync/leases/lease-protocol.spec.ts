import { assert, boolean, constantFrom, integer, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { propertyRuns } from '../../../../test/support/property.ts';
import { seededRandom } from '../../../../test/support/station/seeded-random.ts';
import { simulate, type Weather } from '../../../../test/support/simulated-leases.ts';

const unitOf = (seed: number) => {
  const random = seededRandom(seed);
  return () => random.unit();
};

const calm: Weather = {
  stations: 3,
  tasks: ['documents', 'collect:vcenter-a', 'collect:vcenter-b'],
  seconds: 120,
  lost: 0,
  slowMs: 50,
  pauses: 0,
  calmFrom: 0,
  kills: 0,
  cloned: false,
  unit: unitOf(1),
};

describe('leases', () => {
  it('give each task one leader, and no other as long as that one is there', () => {
    const { doubled, unled, begun } = simulate(calm);
    expect({ doubled, unled, begun }).toEqual({ doubled: [], unled: [], begun: 3 });
  });

  it('never have two leaders, whatever is lost, late, stopped or killed, and every clock running by itself', () => {
    assert(
      property(
        integer(),
        integer({ min: 2, max: 4 }),
        constantFrom(0, 0.05, 0.2, 0.5),
        constantFrom(10, 500, 3_000),
        constantFrom(0, 0.02, 0.2),
        constantFrom(0, 0.05),
        boolean(),
        (seed, stations, lost, slowMs, pauses, kills, cloned) => {
          const { doubled, unled, fences } = simulate({
            ...calm,
            tasks: ['documents', 'collect:vcenter-a'],
            stations,
            lost,
            slowMs,
            pauses,
            kills,
            cloned,
            seconds: 480,
            calmFrom: 360,
            unit: unitOf(seed),
          });
          expect(doubled).toEqual([]);
          // Pauses last up to a minute: what is left after it is calm finds its leader.
          expect(unled).toEqual([]);
          for (const own of fences.values()) expect(own).toEqual(own.toSorted((a, b) => a - b));
        },
      ),
      { numRuns: propertyRuns(150, 5_000) },
    );
  });
});
