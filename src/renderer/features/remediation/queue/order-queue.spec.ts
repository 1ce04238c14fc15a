import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { riskLevels } from '../../../../shared/model/diagnosis.ts';
import { remediationStates } from '../../../../shared/model/remediation.ts';
import { exampleSummary } from '../example-remediation.spec-helper.ts';
import { orderQueue, sectionOf } from './order-queue.ts';

const ids = (items: Parameters<typeof orderQueue>[0]) =>
  orderQueue(items).flatMap(({ items: inIt }) => inIt.map(({ id }) => id));

describe('the order of the queue', () => {
  it('puts first what may have happened and nobody knows, then the highest risk', () => {
    expect(
      ids([
        exampleSummary({ id: 'R-low', risk: 'low' }),
        exampleSummary({ id: 'R-critical', risk: 'critical' }),
        exampleSummary({ id: 'R-unknown', risk: 'low', state: 'outcome-unknown' }),
      ]),
    ).toEqual(['R-unknown', 'R-critical', 'R-low']);
  });

  it('asks within one risk for the gravest ticket, then for what has waited longest', () => {
    const old = '2030-01-01T09:00:00.000Z' as const;
    expect(
      ids([
        exampleSummary({ id: 'R-new' }),
        exampleSummary({ id: 'R-old', createdAt: old as never }),
        exampleSummary({ id: 'R-p3', ticket: { title: 'slow', priority: 'p3' } }),
        exampleSummary({ id: 'R-p1', ticket: { title: 'down', priority: 'p1' } }),
      ]),
    ).toEqual(['R-p1', 'R-p3', 'R-old', 'R-new']);
  });

  it('has each that has not ended in exactly one section, in an order that no order of coming changes', () => {
    const item = fc
      .record({
        id: fc.uuid(),
        state: fc.constantFrom(...remediationStates),
        risk: fc.constantFrom(...riskLevels),
        created: fc.integer({ min: 0, max: 5 }),
      })
      .map(({ created, ...rest }) =>
        exampleSummary({ ...rest, createdAt: new Date(created * 60_000).toISOString() as never }),
      );
    fc.assert(
      fc.property(
        fc
          .uniqueArray(item, { selector: ({ id }) => id, maxLength: 20 })
          .chain((items) =>
            fc.tuple(fc.constant(items), fc.shuffledSubarray(items, { minLength: items.length })),
          ),
        ([items, shuffled]) => {
          expect(ids(shuffled)).toEqual(ids(items));
          expect(ids(items).toSorted()).toEqual(
            items
              .filter((one) => sectionOf(one) !== undefined)
              .map(({ id }) => id)
              .toSorted(),
          );
        },
      ),
      { numRuns: 200 },
    );
  });
});
