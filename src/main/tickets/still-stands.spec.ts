import { describe, expect, it } from 'vitest';
import { buildEntity, buildView, testId } from '../../../test/support/build-view.ts';
import type { Citation } from '../../shared/model/citation.ts';
import type { Diagnosis, Hypothesis } from '../../shared/model/diagnosis.ts';
import type { EntityId } from '../../shared/model/ids.ts';
import { settlementOf } from './still-stands.ts';

const volume = testId('volume', 'vol-a-02');

function findingOf(name: string, disappearedAt?: string) {
  return buildEntity('finding', `VS-07 ${name}`, {
    attributes: { rule: 'VS-07', title: 'Datastore fills up', object: name, value: '93 %' },
    ...(disappearedAt !== undefined && { disappearedAt }),
  });
}

const full = findingOf('ds-a-02');
const other = findingOf('ds-b-01');

/** A hypothesis for each list of findings; what is proposed is for the one of that place. */
function diagnosisOf(rests: readonly (readonly EntityId[])[], remedied: number): Diagnosis {
  const ids = [...new Set(rests.flat())];
  const citations: Citation[] = ids.map((id, place) => ({
    is: 'entity',
    number: place + 1,
    id,
    kind: id === volume ? 'volume' : 'finding',
    name: id,
    facts: [],
    observedAt: full.observedAt,
  }));
  const hypotheses: Hypothesis[] = rests.map((cited, place) => ({
    pattern: `pattern-${place}`,
    cause: '',
    for: cited.map((id) => ({ text: id, citation: ids.indexOf(id) + 1, by: 'rules' })),
    against: [],
    confidence: 0.9,
    explained: [],
    by: 'rules',
  }));
  return {
    hypotheses,
    citations,
    proposals: [{ action: 'volume.grow', target: volume, hypothesis: remedied }],
  } as unknown as Diagnosis;
}

const grown = { action: 'volume.grow', target: volume, cause: '' };

describe('a trouble whose remedy was read back', () => {
  it('stands while a finding that it rests on is there, and says which', () => {
    const settlement = settlementOf(diagnosisOf([[volume, full.id]], 0), grown, buildView([full]));
    expect(settlement).toMatchObject({
      is: 'stands',
      text: 'done and verified; "Datastore fills up" of ds-a-02 still stands: 93 %',
    });
  });

  it('is over once those are gone', () => {
    const diagnosis = diagnosisOf([[full.id]], 0);
    expect(settlementOf(diagnosis, grown, buildView([])).is).toBe('over');
    const ended = findingOf('ds-a-02', '2026-11-23T11:45:00.000Z');
    expect(settlementOf(diagnosis, grown, buildView([ended])).is).toBe('over');
  });

  it('is over by the read-back alone where it rested on none', () => {
    const view = buildView([full]);
    expect(settlementOf(diagnosisOf([[volume]], 0), grown, view).is).toBe('over');
    expect(settlementOf(undefined, grown, view).is).toBe('over');
  });

  it('is judged by the hypothesis that was remedied, and by no other', () => {
    const diagnosis = diagnosisOf([[other.id], [full.id]], 1);
    expect(settlementOf(diagnosis, grown, buildView([other])).is).toBe('over');
    expect(settlementOf(diagnosis, grown, buildView([full])).is).toBe('stands');
    // What somebody proposed themselves is for the cause that they named, or else for the likeliest.
    const named = { action: 'vm.restart', target: volume, cause: 'pattern-1' };
    expect(settlementOf(diagnosis, named, buildView([full])).is).toBe('stands');
    expect(settlementOf(diagnosis, { ...named, cause: '' }, buildView([full])).is).toBe('over');
  });

  it('names the first of many', () => {
    const many = ['a', 'b', 'c', 'd', 'e'].map((name) => findingOf(name));
    const diagnosis = diagnosisOf([many.map(({ id }) => id)], 0);
    expect(settlementOf(diagnosis, grown, buildView(many))).toMatchObject({
      text: expect.stringMatching(/of a .*of b .*of c .*; and 2 more$/),
    });
  });
});
