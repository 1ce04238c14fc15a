import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { instant, type RunId } from '../../../shared/model/ids.ts';
import { sharedCollections } from '../../../shared/model/sync.ts';
import type { CollectionRun, Run } from '../../../shared/model/run.ts';
import { equalValue } from '../../inventory/digest.ts';
import type { StoredRecord } from '../../store/store.ts';
import { mergeFeedback, mergePresence, mergeRuns, mergeUnchanging } from './merge-records.ts';
import { collectionMerges } from './registry.ts';

const run: CollectionRun = {
  type: 'collection',
  id: 'run-1' as RunId,
  source: 'vcenter-a',
  domain: 'vmware',
  simulated: true,
  startedAt: instant(0),
  outcome: 'running',
  scopes: [],
  counts: { seen: 0, added: 0, changed: 0, unchanged: 0, disappeared: 0, returned: 0, rejected: 0 },
  rejects: [],
  unavailable: [],
  schemaVersion: 1,
};
const ended = (outcome: CollectionRun['outcome'], minute: number): CollectionRun => ({
  ...run,
  outcome,
  finishedAt: instant(minute * 60_000),
});

describe('a run that two workstations tell of', () => {
  it('has ended where one of them says so, and was not interrupted where it came to its own end', () => {
    expect(mergeRuns(run, ended('succeeded', 1))).toEqual(ended('succeeded', 1));
    expect(mergeRuns(ended('succeeded', 1), ended('interrupted', 9))).toEqual(ended('succeeded', 1));
    expect(mergeRuns(run, ended('interrupted', 9))).toEqual(ended('interrupted', 9));
  });
});

describe('records', () => {
  const records = fc.record({
    id: fc.constant('r'),
    schemaVersion: fc.constant(1),
    at: fc.constantFrom('1', '2'),
    seenAt: fc.constantFrom('1', '2'),
    text: fc.constantFrom('a', 'b'),
  });
  const runs = fc.record({
    outcome: fc.constantFrom('running' as const, 'succeeded', 'interrupted', 'failed'),
    finishedAt: fc.constantFrom(instant(1), instant(2)),
  });
  /** What breaks the rule that order and repetition make no difference; empty where nothing does. */
  const breaks = <T>(merge: (one: T, other: T) => T, values: fc.Arbitrary<T>): unknown =>
    fc.check(
      fc.property(
        values,
        values,
        values,
        (a, b, c) =>
          equalValue(merge(a, b), merge(b, a)) &&
          equalValue(merge(merge(a, b), c), merge(a, merge(b, c))) &&
          equalValue(merge(a, a), a),
      ),
    ).counterexample;

  it.each([
    ['that are never changed', mergeUnchanging<StoredRecord>],
    ['of what people think', mergeFeedback],
    ['of who is there', mergePresence],
  ] as const)('%s become the same whatever the order in which they meet', (_, merge) => {
    expect(breaks<StoredRecord>(merge, records)).toBeNull();
  });

  it('of runs become the same whatever the order in which they meet', () => {
    const values = runs.map((parts): Run => ({ ...run, ...parts }));
    expect(breaks(mergeRuns, values)).toBeNull();
  });
});

it('each collection that is shared has its rule', () => {
  expect(Object.keys(collectionMerges).toSorted()).toEqual(sharedCollections.toSorted());
});
