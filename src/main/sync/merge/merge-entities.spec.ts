import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Entity, Sample } from '../../../shared/model/entity.ts';
import { instant } from '../../../shared/model/ids.ts';
import { buildEntity } from '../../../../test/support/build-view.ts';
import { propertyRuns } from '../../../../test/support/property.ts';
import { entityHashes } from '../../inventory/diff.ts';
import { sampleDays } from '../../inventory/samples.ts';
import { mergeEntities } from './merge-entities.ts';

const bare = buildEntity('datastore', 'ds-1', {});
const minute = fc.integer({ min: 0, max: 5 }).map((m) => instant(Date.UTC(2026, 10, 23, 12, m)));
const samples = fc
  .uniqueArray(fc.tuple(fc.integer({ min: 0, max: sampleDays + 20 }), fc.integer({ min: 0, max: 3 })), {
    selector: ([day]) => day,
    maxLength: sampleDays,
    size: 'max',
  })
  .map((days): readonly Sample[] => days.toSorted(([a], [b]) => a - b));

/** As two workstations may have it that looked at different times, each with its own days of history. */
const entities: fc.Arbitrary<Entity> = fc
  .record({
    fence: fc.constantFrom(undefined, 1, 2),
    firstSeenAt: minute,
    observedAt: minute,
    disappearedAt: fc.option(minute, { nil: undefined }),
    name: fc.constantFrom('ds-1', 'ds-one'),
    used: fc.option(samples, { nil: undefined }),
  })
  .map(({ fence, disappearedAt, used, ...seen }) => {
    const entity: Entity = {
      ...bare,
      ...seen,
      changedAt: seen.observedAt,
      volatileAt: seen.observedAt,
      ...(fence !== undefined && { fence }),
      ...(disappearedAt !== undefined && { disappearedAt }),
      ...(used && { samples: { usedBytes: used } }),
    };
    return { ...entity, ...entityHashes(entity) };
  });

describe('two copies of an entity', () => {
  it('become the same whatever the order in which they meet, and however often', () => {
    fc.assert(
      fc.property(entities, entities, entities, (a, b, c) => {
        expect(mergeEntities(a, b)).toEqual(mergeEntities(b, a));
        expect(mergeEntities(mergeEntities(a, b), c)).toEqual(mergeEntities(a, mergeEntities(b, c)));
        expect(mergeEntities(mergeEntities(a, b), b)).toEqual(mergeEntities(a, b));
        expect(mergeEntities(a, a)).toEqual(a);
        const kept = Object.values(mergeEntities(a, b).samples ?? {}).map(({ length }) => length);
        expect(Math.max(0, ...kept)).toBeLessThanOrEqual(sampleDays);
      }),
      { numRuns: propertyRuns(1_000, 30_000) },
    );
  });

  it('are what the newer leader saw, whatever the clocks say, with the days that either knows of', () => {
    const [early, late] = [instant(0), instant(86_400_000)];
    const one: Entity = {
      ...bare,
      name: 'new',
      fence: 2,
      observedAt: early,
      changedAt: early,
      volatileAt: early,
    };
    const other: Entity = {
      ...bare,
      name: 'old',
      fence: 1,
      observedAt: late,
      changedAt: late,
      volatileAt: late,
    };
    const merged = mergeEntities(
      { ...one, firstSeenAt: late, samples: { usedBytes: [[2, 20]] } },
      { ...other, firstSeenAt: early, samples: { usedBytes: [[1, 10]] } },
    );
    expect(merged).toMatchObject({
      name: 'new',
      fence: 2,
      firstSeenAt: early,
      samples: {
        usedBytes: [
          [1, 10],
          [2, 20],
        ],
      },
    });
    expect(merged.contentHash).toBe(entityHashes(merged).contentHash);
  });

  it('of one leader are the later observation, also that it is gone', () => {
    const gone: Entity = { ...bare, disappearedAt: instant(Date.parse(bare.observedAt) + 60_000) };
    expect(mergeEntities(bare, gone)).toEqual(gone);
    const back: Entity = { ...bare, changedAt: instant(Date.parse(bare.observedAt) + 120_000) };
    expect(mergeEntities(gone, back)).toEqual(back);
  });
});
