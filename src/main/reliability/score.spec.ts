import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { instant } from '../../shared/model/ids.ts';
import { scoreSchema, type ScorePartName } from '../../shared/model/reliability.ts';
import { testNow } from '../../../test/support/build-view.ts';
import { propertyRuns } from '../../../test/support/property.ts';
import { cautiousPrior, halfLifeMs } from './cautious-prior.ts';
import type { Opinion, Outcome, ReliabilityHistory } from './history.ts';
import { scoreProposal, type ScoreSubject } from './score.ts';

const dayMs = 86_400_000;
const daysAgo = (days: number) => instant(Date.parse(testNow) - days * dayMs);

const subject: ScoreSubject = {
  action: 'vm.restart',
  targetClass: 'vm/linux',
  cause: 'vm-hung',
  confidence: 0.9,
  pattern: { strength: 0.9, similarSolved: 0, similarFailed: 0 },
};

let made = 0;
const outcome = (succeeded: boolean, parts: Partial<Outcome> = {}): Outcome => ({
  remediation: `R-${(made += 1)}`,
  action: 'vm.restart',
  targetClass: 'vm/linux',
  cause: 'vm-hung',
  at: daysAgo(0),
  succeeded,
  confidence: 0.9,
  score: 80,
  ...parts,
});
const opinion = (verdict: 'up' | 'down', parts: Partial<Opinion> = {}): Opinion => ({
  action: 'vm.restart',
  targetClass: 'vm/linux',
  cause: 'vm-hung',
  at: daysAgo(0),
  verdict,
  by: 'alice',
  subject: `outcome R-${(made += 1)}`,
  ...parts,
});
const times = <T>(count: number, make: () => T): T[] => Array.from({ length: count }, make);
const history = (parts: Partial<ReliabilityHistory> = {}): ReliabilityHistory => ({
  outcomes: [],
  opinions: [],
  ...parts,
});
const score = (past: Partial<ReliabilityHistory> = {}, of: Partial<ScoreSubject> = {}, now = testNow) =>
  scoreProposal({ ...subject, ...of }, history(past), now);
const part = (name: ScorePartName, past: Partial<ReliabilityHistory>, of: Partial<ScoreSubject> = {}) =>
  score(past, of).parts[name];

describe('a score', () => {
  it('is the weighed sum of its parts, and each of them says why', () => {
    const made = score({ outcomes: times(5, () => outcome(true)), opinions: [opinion('up')] });
    const parts = Object.entries(made.parts);
    expect(made.value).toBeCloseTo(parts.reduce((sum, [, one]) => sum + one.weight * one.value, 0));
    expect(Object.fromEntries(parts.map(([name, one]) => [name, one.weight]))).toEqual({
      confidence: 0.25,
      feedback: 0.3,
      success: 0.25,
      pattern: 0.2,
    });
    expect(parts.reduce((sum, [, one]) => sum + one.weight, 0)).toBeCloseTo(1);
    expect(parts.every(([, one]) => /\d/.test(one.why))).toBe(true);
    expect(scoreSchema.safeParse(made).success).toBe(true);
  });

  it('of what nobody knows anything of is low, not average', () => {
    const unknown = score();
    expect(unknown.value).toBeLessThan(40);
    expect(Object.values(unknown.parts).map(({ basis }) => basis)).toEqual(Array(4).fill('prior'));
    expect(unknown.parts.success).toMatchObject({
      value: cautiousPrior.mean * 100,
      why: expect.stringContaining('vm.restart was never run') as unknown,
    });
  });

  it('does not reach the gate of 85 by outcomes alone: people have to have said something', () => {
    const past = { outcomes: times(500, () => outcome(true, { confidence: 1 })) };
    const sure = { confidence: 1, pattern: { strength: 1, similarSolved: 500, similarFailed: 0 } };
    expect(score(past, sure).value).toBeLessThan(85);
    expect(score({ ...past, opinions: times(30, () => opinion('up')) }, sure).value).toBeGreaterThan(85);
  });
});

describe('the history of success', () => {
  it('of one lucky run is far from 100 %', () => {
    const lucky = part('success', { outcomes: [outcome(true)] });
    expect(lucky.value).toBeLessThan(55);
    expect(lucky).toMatchObject({ samples: 1, basis: 'prior' });
    expect(lucky.why).toBe(
      '1 of 1 runs of vm.restart on vm/linux for vm-hung succeeded; drawn towards caution: 48 %',
    );
  });

  it('comes near what was seen when there is enough of it', () => {
    const outcomes = [...times(90, () => outcome(true)), ...times(10, () => outcome(false))];
    const much = part('success', { outcomes });
    expect(much.value).toBeGreaterThan(85);
    expect(much.value).toBeLessThan(90);
    expect(much).toMatchObject({ samples: 100, basis: 'measured' });
  });

  it('falls back to other causes, then to other targets, says so, and believes only a part of it', () => {
    const elsewhere = (parts: Partial<Outcome>) =>
      part('success', { outcomes: times(50, () => outcome(true, parts)) });
    const same = elsewhere({});
    const otherCause = elsewhere({ cause: 'disk-full' });
    const otherTarget = elsewhere({ targetClass: 'vm/windows', cause: 'disk-full' });
    expect(same.value).toBeGreaterThan(otherCause.value);
    expect(otherCause.value).toBeGreaterThan(otherTarget.value);
    expect(otherTarget.value).toBeGreaterThan(cautiousPrior.mean * 100);
    expect(otherCause.why).toContain('for other causes (none for vm-hung)');
    expect(otherTarget.why).toContain('on other targets (none on vm/linux)');
    expect([otherCause.basis, otherTarget.basis]).toEqual(['prior', 'prior']);
  });

  it('of other targets that went badly counts in full', () => {
    const bad = part('success', { outcomes: times(50, () => outcome(false, { targetClass: 'vm/windows' })) });
    expect(bad.value).toBeLessThan(5);
  });

  it('of another action says nothing', () => {
    const other = part('success', { outcomes: times(50, () => outcome(true, { action: 'pod.delete' })) });
    expect(other.value).toBe(cautiousPrior.mean * 100);
  });

  it('fades: after a half-life it counts half, and says so', () => {
    const fresh = part('success', { outcomes: times(8, () => outcome(true)) });
    const old = part('success', {
      outcomes: times(8, () => outcome(true, { at: daysAgo(halfLifeMs / dayMs) })),
    });
    expect(old.samples).toBe(4);
    expect(old.value).toBeLessThan(fresh.value);
    expect(old.why).toContain('as they are old, they count as 4');
  });

  it('ahead of now, where a clock was set back, counts as new', () => {
    const ahead = part('success', { outcomes: times(8, () => outcome(true, { at: daysAgo(-400) })) });
    expect(ahead.samples).toBe(8);
  });
});

describe('what people think', () => {
  it('counts once for each person and subject, by the newest', () => {
    const changed = [
      opinion('up', { subject: 'outcome R-1', at: daysAgo(2) }),
      opinion('down', { subject: 'outcome R-1', at: daysAgo(1) }),
    ];
    const [turned, downOnly] = [changed, changed.slice(1)].map((opinions) => part('feedback', { opinions }));
    expect(turned).toEqual(downOnly);
    expect(turned?.why).toContain('0 of 1 opinions');
    const two = [...changed, opinion('up', { subject: 'outcome R-1', by: 'bob' })];
    expect(part('feedback', { opinions: two }).why).toContain('1 of 2 opinions');
  });

  it('is not made by one person alone, however often that one says it', () => {
    const flood = part('feedback', { opinions: times(1_000, () => opinion('up')) });
    const few = part('feedback', { opinions: times(5, () => opinion('up')) });
    expect(flood.value).toBe(few.value);
    const many = part('feedback', {
      opinions: times(20, () => 0).map((_, n) => opinion('up', { by: `operator ${n % 4}` })),
    });
    expect(many.value).toBeGreaterThan(flood.value + 10);
    // What that person says newest counts first.
    const changed = times(5, () => opinion('down'));
    const before = times(1_000, () => opinion('up', { at: daysAgo(1) }));
    expect(part('feedback', { opinions: [...before, ...changed] }).value).toBeLessThan(
      cautiousPrior.mean * 100,
    );
  });

  it('of one moment counts by the one against, in whatever order they come', () => {
    const both = [opinion('up', { subject: 's' }), opinion('down', { subject: 's' })];
    expect(part('feedback', { opinions: both })).toEqual(part('feedback', { opinions: both.toReversed() }));
    expect(part('feedback', { opinions: both }).why).toContain('0 of 1 opinions');
  });
});

describe('the confidence of a diagnosis', () => {
  it('that nothing bears out yet counts for half of itself', () => {
    expect(part('confidence', {}, { confidence: 0.95 }).value).toBeCloseTo(47.5);
  });

  it('that was wrong every other time counts accordingly', () => {
    const outcomes = [...times(100, () => outcome(true)), ...times(100, () => outcome(false))];
    const over = part('confidence', { outcomes }, { confidence: 0.95 });
    expect(over.value).toBeGreaterThan(45);
    expect(over.value).toBeLessThan(55);
    expect(over.why).toContain('of 200 as sure of vm-hung, 100 came true');
  });

  it('is that of caution where a person proposed it', () => {
    const { confidence: _confidence, ...byHand } = subject;
    const { confidence } = scoreProposal(byHand, history(), testNow).parts;
    expect(confidence).toMatchObject({ value: cautiousPrior.mean * 100, samples: 0, basis: 'prior' });
  });

  it('is judged by diagnoses, not by what people proposed', () => {
    const { confidence: _confidence, ...byHand } = outcome(true);
    expect(part('confidence', { outcomes: times(50, () => byHand) })).toEqual(part('confidence', {}));
  });

  it('was wrong where the cause was another one, though the action helped', () => {
    const lucky = part('confidence', {
      outcomes: times(50, () => outcome(true, { claimedCause: 'vm-hung', cause: 'disk-full' })),
    });
    expect(lucky.value).toBeLessThan(15);
  });

  it('that is lower never counts for more, also where less sure ones did better', () => {
    const outcomes = [
      ...times(40, () => outcome(true, { confidence: 0.55 })),
      ...times(40, () => outcome(false, { confidence: 0.95 })),
    ];
    const of = (confidence: number) => part('confidence', { outcomes }, { confidence }).value;
    expect(of(0.55)).toBeLessThanOrEqual(of(0.95));
  });
});

describe('the pattern', () => {
  const pattern = (strength: number, similarSolved: number, similarFailed: number) =>
    part('pattern', {}, { pattern: { strength, similarSolved, similarFailed } });

  it('that nothing similar bears out is worth little, however well it fits', () => {
    expect(pattern(1, 0, 0).value).toBeCloseTo(35);
    expect(pattern(1, 40, 0).value).toBeGreaterThan(90);
    expect(pattern(0, 40, 0).value).toBe(0);
  });

  it('says how many similar tickets were closed', () => {
    expect(pattern(0.8, 3, 1).why).toBe(
      'the case fits its pattern by 80 %; it closed 3 of 4 similar tickets; together 44 %',
    );
  });
});

const anyOutcome = fc
  .record({
    action: fc.constantFrom('vm.restart', 'vm.restart', 'pod.delete'),
    targetClass: fc.constantFrom('vm/linux', 'vm/windows'),
    cause: fc.constantFrom('vm-hung', 'disk-full', ''),
    succeeded: fc.boolean(),
    days: fc.integer({ min: -30, max: 900 }),
    confidence: fc.double({ min: 0, max: 1, noNaN: true }),
    corrected: fc.boolean(),
  })
  .map(({ succeeded, days, corrected, ...rest }) =>
    outcome(succeeded, { ...rest, at: daysAgo(days), ...(corrected && { claimedCause: 'vm-hung' }) }),
  );
const anyOpinion = fc
  .record({
    targetClass: fc.constantFrom('vm/linux', 'vm/windows'),
    cause: fc.constantFrom('vm-hung', 'disk-full'),
    verdict: fc.constantFrom('up' as const, 'down' as const),
    days: fc.integer({ min: -5, max: 900 }),
    by: fc.constantFrom('alice', 'bob'),
    subject: fc.constantFrom('a', 'b', 'c', 'd'),
  })
  .map(({ verdict, days, ...rest }) => opinion(verdict, { ...rest, at: daysAgo(days) }));
const anyHistory = fc.record({
  outcomes: fc.array(anyOutcome, { maxLength: 40 }),
  opinions: fc.array(anyOpinion, { maxLength: 20 }),
});
const share = fc.double({ min: 0, max: 1, noNaN: true });
const anySubject = fc
  .record({ confidence: share, strength: share, similarSolved: fc.nat(50), similarFailed: fc.nat(50) })
  .map(({ confidence, ...pattern }): ScoreSubject => ({ ...subject, confidence, pattern }));
const runs = { numRuns: propertyRuns(150, 5_000) };
/** Sums of the same numbers in another order may differ by that. */
const hair = 1e-9;

describe('for any history and subject', () => {
  it('a score and its parts are within 0 and 100', () => {
    const anything = fc.oneof(fc.double(), fc.constantFrom(Number.NaN, Infinity, -Infinity, -1, 2));
    fc.assert(
      fc.property(anyHistory, anything, anything, anything, (past, confidence, strength, similarSolved) => {
        const made = score(past, { confidence, pattern: { strength, similarSolved, similarFailed: 0 } });
        expect(scoreSchema.safeParse(made).success).toBe(true);
      }),
      runs,
    );
  });

  it('more of a part never makes a score lower', () => {
    fc.assert(
      fc.property(anyHistory, anySubject, share, share, (past, one, confidence, strength) => {
        const { value } = scoreProposal(one, past, testNow);
        const surer = { ...one, confidence: Math.max(one.confidence ?? 0, confidence) };
        const fitter = {
          ...one,
          pattern: { ...one.pattern, strength: Math.max(one.pattern.strength, strength) },
        };
        const solved = { ...one, pattern: { ...one.pattern, similarSolved: one.pattern.similarSolved + 1 } };
        const failed = { ...one, pattern: { ...one.pattern, similarFailed: one.pattern.similarFailed + 1 } };
        for (const better of [surer, fitter, solved]) {
          expect(scoreProposal(better, past, testNow).value).toBeGreaterThanOrEqual(value - hair);
        }
        expect(scoreProposal(failed, past, testNow).value).toBeLessThanOrEqual(value + hair);
      }),
      runs,
    );
  });

  it('one more success never lowers any part, and one more failure never raises any', () => {
    fc.assert(
      fc.property(anyHistory, anySubject, anyOutcome, (past, one, more) => {
        const base = scoreProposal(one, past, testNow);
        const { claimedCause: _claimed, ...plain } = more;
        const with_ = (succeeded: boolean) =>
          scoreProposal(one, { ...past, outcomes: [...past.outcomes, { ...plain, succeeded }] }, testNow);
        for (const name of ['confidence', 'success'] as const) {
          expect(with_(true).parts[name].value).toBeGreaterThanOrEqual(base.parts[name].value - hair);
          expect(with_(false).parts[name].value).toBeLessThanOrEqual(base.parts[name].value + hair);
        }
      }),
      runs,
    );
  });

  it('an opinion more, of somebody new, does what it says', () => {
    fc.assert(
      fc.property(anyHistory, anySubject, anyOpinion, (past, one, more) => {
        const base = scoreProposal(one, past, testNow).parts.feedback.value;
        const with_ = (verdict: 'up' | 'down') =>
          scoreProposal(
            one,
            { ...past, opinions: [...past.opinions, { ...more, by: 'carol', verdict }] },
            testNow,
          ).parts.feedback.value;
        expect(with_('up')).toBeGreaterThanOrEqual(base - hair);
        expect(with_('down')).toBeLessThanOrEqual(base + hair);
      }),
      runs,
    );
  });

  it('of two opinions of one person at one moment the same one counts, whichever is told first', () => {
    const said = (targetClass: string) => ({ ...opinion('up'), targetClass, subject: 'diagnosis T-1' });
    const both = [said('vm/linux'), said('vm/windows')];
    const whyOf = (opinions: typeof both) =>
      scoreProposal(subject, { outcomes: [], opinions }, testNow).parts.feedback.why;
    expect(whyOf(both.toReversed())).toBe(whyOf(both));
  });

  it('the order in which outcomes and opinions are told decides nothing', () => {
    fc.assert(
      fc.property(
        anyHistory.chain((past) =>
          fc.tuple(
            fc.constant(past),
            fc.record({
              outcomes: fc.shuffledSubarray(past.outcomes, { minLength: past.outcomes.length }),
              opinions: fc.shuffledSubarray(past.opinions, { minLength: past.opinions.length }),
            }),
          ),
        ),
        ([past, shuffled]) => {
          const [a, b] = [scoreProposal(subject, past, testNow), scoreProposal(subject, shuffled, testNow)];
          expect(b.value).toBeCloseTo(a.value, 9);
          expect(b.parts.feedback.why).toBe(a.parts.feedback.why);
        },
      ),
      runs,
    );
  });

  it('as time passes, successes fade towards the prior, and so do failures', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(400), { minLength: 1, maxLength: 20 }),
        fc.boolean(),
        fc.nat(300),
        fc.nat(300),
        (ages, succeeded, first, more) => {
          const outcomes = ages.map((days) => outcome(succeeded, { at: daysAgo(days) }));
          const later = (days: number) => score({ outcomes }, {}, daysAgo(-days)).parts.success.value;
          const [soon, late] = [later(first), later(first + more)];
          const towards = succeeded ? soon - late : late - soon;
          expect(towards).toBeGreaterThanOrEqual(-hair);
        },
      ),
      runs,
    );
  });

  it('a younger success is worth at least as much as an older one', () => {
    fc.assert(
      fc.property(anyHistory, fc.nat(800), fc.nat(800), (past, a, b) => {
        const with_ = (days: number) =>
          score({ ...past, outcomes: [...past.outcomes, outcome(true, { at: daysAgo(days) })] }).parts.success
            .value;
        expect(with_(Math.min(a, b))).toBeGreaterThanOrEqual(with_(Math.max(a, b)) - hair);
      }),
      runs,
    );
  });

  it('few outcomes never take a success part above what as many are worth at best', () => {
    fc.assert(
      fc.property(fc.array(anyOutcome, { maxLength: 6 }), (outcomes) => {
        // Three levels of prior, each of four outcomes: six can move them so far and no further.
        const bound = 100 * ((6 + 4 * 0.63) / 10);
        expect(score({ outcomes }).parts.success.value).toBeLessThan(bound);
      }),
      runs,
    );
  });
});
