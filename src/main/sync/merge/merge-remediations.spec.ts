import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { instant, type Instant } from '../../../shared/model/ids.ts';
import {
  endedStates,
  openStates,
  remediationRank,
  remediationSchema,
  type Claim,
  type JournalEntry,
  type Remediation,
} from '../../../shared/model/remediation.ts';
import { propertyRuns } from '../../../../test/support/property.ts';
import {
  buildRemediation,
  calledAt,
  endedAt,
  journalOf,
} from '../../../../test/support/remediation-records.ts';
import { canonicalText } from '../../inventory/digest.ts';
import { openState } from '../../remediation/engine/agreement.ts';
import { besideClaim, sameClaim } from '../../remediation/engine/claimed.ts';
import { approvalTime, inState, mayFollow, withEntry } from '../../remediation/engine/journal.ts';
import { mergeRemediations } from './merge-remediations.ts';
import { isBegun } from './remediation-runs.ts';

const at = (minute: number): Instant => instant(Date.UTC(2026, 10, 23, 12, minute));
const hashOf = (digit: string): string => digit.repeat(64);
const planOf = (digit: string): NonNullable<Remediation['plan']> => ({
  adapter: 'lab-vmware',
  calls: [{ source: 'lab', tool: 'vm_restart', arguments: {}, does: `restarts web-01 (${digit})` }],
  before: {},
  after: {},
  verification: 'it answers',
  verifyWithinSeconds: 60,
  rollback: '',
  reversible: false,
  estimateSeconds: 30,
  checks: [],
  hash: hashOf(digit),
});
const bare = buildRemediation({ id: 'R-1', createdAt: at(0), updatedAt: at(0), expiresAt: at(9_000) });
const made: Remediation = {
  ...bare,
  state: 'awaiting-approval',
  plan: planOf('a'),
  decision: {
    ...bare.decision,
    at: at(0),
    is: 'needs-approvals',
    approvals: { needed: 2, role: 'approver', typedName: false, different: false },
  },
};

type Step =
  | { readonly do: 'judge'; readonly plan: string | undefined }
  | { readonly do: 'approve'; readonly by: string }
  | { readonly do: 'reject' | 'expire' | 'withdraw' | 'hold' | 'dry-run' | 'wish' | 'settle' }
  | { readonly do: 'claim'; readonly breakGlass: boolean }
  | { readonly do: 'go on' }
  | { readonly do: 'meet'; readonly station: number };

const step = fc.oneof(
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('judge' as const), plan: fc.constantFrom('a', 'b', undefined) }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('approve' as const),
      by: fc.constantFrom('bob', 'carol', 'dave'),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constantFrom('reject' as const, 'expire', 'withdraw', 'hold', 'dry-run', 'wish', 'settle'),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('claim' as const), breakGlass: fc.boolean() }) },
  { weight: 8, arbitrary: fc.constant({ do: 'go on' as const }) },
  {
    weight: 5,
    arbitrary: fc.record({ do: fc.constant('meet' as const), station: fc.integer({ min: 0, max: 2 }) }),
  },
);
const steps = fc.array(fc.tuple(fc.integer({ min: 0, max: 2 }), step), { maxLength: 40 });
const skew = fc.constantFrom(0, -1_440, 1_440);

/** One workstation: its copy, and the claim that it works on. */
interface Station {
  readonly name: string;
  readonly record: Remediation;
  readonly claim?: Claim;
}

interface History {
  readonly copies: readonly [Remediation, Remediation, Remediation];
  /** Everything that anybody wrote, wherever. */
  readonly entries: ReadonlySet<string>;
  readonly approvals: ReadonlySet<string>;
}

/** Three stations with clocks of their own, that work on one remediation and meet now and then. */
function history(taken: readonly (readonly [number, Step])[], clocks: readonly number[]): History {
  const stations: Station[] = ['A', 'B', 'C'].map((name) => ({ name, record: made }));
  const entries = new Set<string>();
  const approvals = new Set<string>();
  let minute = 0;
  for (const [place, one] of taken) {
    minute += 1;
    const station = stations[place];
    if (!station) continue;
    const next = stepped(station, one, stations, at(minute + (clocks[place] ?? 0)));
    stations[place] = next;
    for (const entry of allEntries(next.record)) entries.add(canonicalText(entry));
    for (const approval of next.record.approvals) approvals.add(canonicalText(approval));
  }
  const [a = made, b = made, c = made] = stations.map(({ record }) => record);
  return { copies: [a, b, c], entries, approvals };
}

const allEntries = ({ journal, meanwhile = [], otherRuns = [] }: Remediation): JournalEntry[] => [
  ...journal,
  ...meanwhile,
  ...otherRuns.flatMap((run) => run.journal),
];

function stepped(station: Station, one: Step, stations: readonly Station[], now: Instant): Station {
  const { name, record, claim } = station;
  const isOpen = openStates.has(record.state);
  const changed = (next: Remediation): Station => ({ ...station, record: next });
  switch (one.do) {
    case 'judge': {
      if (!isOpen) return station;
      const { plan: _plan, planProblem: _problem, ...rest } = record;
      if (one.plan === undefined)
        return changed(reopened({ ...rest, planProblem: `not seen by ${name}` }, now));
      const before = record.decision.at;
      const decidedAt = now > before ? now : instant(Date.parse(before) + 1);
      const decision = { ...record.decision, at: decidedAt };
      return changed(reopened({ ...rest, plan: planOf(one.plan), decision }, now));
    }
    case 'approve': {
      if (record.state !== 'awaiting-approval' || !record.plan) return station;
      const planHash = record.plan.hash;
      if (record.approvals.some((given) => given.by === one.by && given.planHash === planHash))
        return station;
      const approval = {
        by: one.by,
        at: approvalTime(record, now),
        planHash,
        workstation: name,
        role: 'approver' as const,
        breakGlass: false,
      };
      return changed(reopened({ ...record, approvals: [...record.approvals, approval] }, now));
    }
    case 'reject': {
      if (!isOpen) return station;
      const text = `rejected at ${name}`;
      const ended = withEntry(record, { is: 'ended', state: 'rejected', text }, now, 'rejected');
      return changed({ ...ended, rejection: { by: name, at: now, reason: 'no' }, outcome: text });
    }
    case 'expire':
    case 'withdraw': {
      if (!isOpen) return station;
      const state = one.do === 'expire' ? 'expired' : 'cancelled';
      const text = `${state} at ${name}`;
      return changed({ ...withEntry(record, { is: 'ended', state, text }, now, state), outcome: text });
    }
    case 'hold':
      return isOpen ? changed(withEntry(record, { is: 'held', reason: `paused at ${name}` }, now)) : station;
    case 'dry-run': {
      if (!isOpen || !record.plan) return station;
      const begun = withEntry(
        record,
        { is: 'planned', planHash: record.plan.hash, by: name, dryRun: true },
        now,
      );
      return changed(withEntry(begun, { is: 'pre-checked', facts: {}, checks: [], ok: true }, now));
    }
    case 'wish': {
      if (isOpen || endedStates.has(record.state)) return station;
      const wish = { by: name, workstation: name, at: now, reason: 'stop', phase: 'run' as const };
      return changed({ ...record, cancelRequests: [...(record.cancelRequests ?? []), wish] });
    }
    case 'settle': {
      if (record.state !== 'outcome-unknown') return station;
      const settled = { is: 'settled' as const, by: name, as: 'failed' as const, note: `seen at ${name}` };
      return changed({ ...withEntry(record, settled, now, 'failed'), outcome: `failed, says ${name}` });
    }
    case 'claim': {
      if (record.state !== 'approved' || record.claim || claim || !record.plan) return station;
      // One station asks the server; the others break glass.
      const own: Claim = {
        workstation: name,
        at: now,
        nonce: `${name} ${now}`,
        ...((one.breakGlass || name !== 'A') && { breakGlass: { by: name, typed: 'web-01' } }),
      };
      return { ...station, record: { ...record, claim: own }, claim: own };
    }
    case 'go on':
      return claim === undefined ? station : changed(goneOn(record, claim, now));
    case 'meet':
      return changed(mergeRemediations(record, stations[one.station]?.record ?? record));
    default:
      return one satisfies never;
  }
}

const reopened = (record: Remediation, now: Instant): Remediation =>
  inState(
    record,
    openState(record, () => 'admin'),
    now,
  );

/** What the engine of whoever has the claim writes next; beside the run of another one, that it does not know more. */
function goneOn(record: Remediation, claim: Claim, now: Instant): Remediation {
  if (!sameClaim(record.claim, claim)) {
    const own = record.otherRuns?.find((run) => sameClaim(run.claim, claim));
    if (!own || !isBegun(own) || endedStates.has(own.state)) return record;
    const text = 'another workstation has the claim';
    const ended = { is: 'ended' as const, state: 'outcome-unknown' as const, text };
    return besideClaim(record, claim, [ended], now, 'outcome-unknown', text);
  }
  const { workstation } = claim;
  const { state } = record;
  if (state === 'approved' && record.plan) {
    const planned = { is: 'planned' as const, planHash: record.plan.hash, by: workstation, dryRun: false };
    return withEntry(record, planned, now, 'planned');
  }
  if (state === 'planned') {
    const checked = { is: 'pre-checked' as const, facts: { by: workstation }, checks: [], ok: true };
    return withEntry(record, checked, now, 'pre-checked');
  }
  if (state === 'pre-checked') {
    const call = {
      source: 'lab',
      tool: 'vm_restart',
      arguments: {},
      does: `restarts it from ${workstation}`,
    };
    return withEntry(record, { is: 'call-intended', phase: 'run', step: 0, ...call }, now, 'executing');
  }
  if (state === 'executing') {
    const next = mayFollow.executing[now.charCodeAt(15) % 2 === 0 ? 0 : 2] ?? 'verifying';
    return withEntry(record, { is: 'held', reason: `at ${workstation}` }, now, next);
  }
  if (state !== 'verifying') return record;
  const ended = { is: 'ended' as const, state: 'succeeded' as const, text: workstation };
  return { ...withEntry(record, ended, now, 'succeeded'), outcome: `succeeded at ${workstation}` };
}

const forAll = (check: (history: History) => void) =>
  fc.assert(
    fc.property(steps, fc.tuple(skew, skew, skew), (taken, clocks) => check(history(taken, clocks))),
    { numRuns: propertyRuns(1_000, 30_000) },
  );

describe('two copies of a remediation', () => {
  it('become the same whatever the order in which they meet, and however often', () => {
    forAll(({ copies: [a, b, c] }) => {
      expect(mergeRemediations(a, b)).toEqual(mergeRemediations(b, a));
      expect(mergeRemediations(mergeRemediations(a, b), c)).toEqual(
        mergeRemediations(a, mergeRemediations(b, c)),
      );
      expect(mergeRemediations(mergeRemediations(a, b), b)).toEqual(mergeRemediations(a, b));
      expect(mergeRemediations(a, a)).toEqual(a);
    });
  });

  it('are one that can be read, with every approval and every entry of every journal', () => {
    forAll(({ copies: [a, b, c], entries, approvals }) => {
      const merged = mergeRemediations(mergeRemediations(a, b), c);
      expect(remediationSchema.safeParse(merged).error).toBeUndefined();
      expect(new Set(allEntries(merged).map(canonicalText))).toEqual(entries);
      expect(new Set(merged.approvals.map(canonicalText))).toEqual(approvals);
    });
  });

  it('keep each run as whoever claimed it wrote it, and the journal of none goes backward', () => {
    forAll(({ copies }) => {
      const merged = copies.reduce(mergeRemediations);
      for (const run of [merged, ...(merged.otherRuns ?? [])]) {
        const places = run.journal.map(({ seq }) => seq);
        expect(places).toEqual(places.map((_, place) => place + 1));
        const begun = run.journal.findIndex((entry) => entry.is === 'planned' && !entry.dryRun);
        const writers = run.journal
          .slice(begun)
          .flatMap((entry) => (entry.is === 'call-intended' ? [entry.does] : []));
        for (const does of writers) expect(does).toBe(`restarts it from ${run.claim?.workstation ?? ''}`);
      }
    });
  });

  it('get no less far than any of them got, but for a run that another one has the better claim to', () => {
    forAll(({ copies }) => {
      const merged = copies.reduce(mergeRemediations);
      const comparable = copies.filter(({ claim }) => !isBegun(merged) || sameClaim(claim, merged.claim));
      expect(remediationRank(merged)).toBeGreaterThanOrEqual(Math.max(0, ...comparable.map(remediationRank)));
    });
  });
});

describe('a remediation that was approved at two workstations', () => {
  it('is approved when both are known, where two are asked for', () => {
    const approved = (by: string, minute: number): Remediation => ({
      ...made,
      approvals: [
        { by, at: at(minute), planHash: hashOf('a'), workstation: by, role: 'approver', breakGlass: false },
      ],
    });
    const merged = mergeRemediations(approved('bob', 2), approved('carol', 1));
    expect(merged.state).toBe('approved');
    expect(merged.approvals.map(({ by }) => by)).toEqual(['carol', 'bob']);
  });
});

describe('a remediation that was run at two workstations', () => {
  const run = (workstation: string, breakGlass: boolean, minute: number): Remediation => ({
    ...made,
    state: 'succeeded',
    outcome: `done at ${workstation}`,
    claim: {
      workstation,
      at: at(minute),
      ...(breakGlass && { breakGlass: { by: workstation, typed: 'web-01' } }),
    },
    journal: journalOf([...calledAt(at(minute)), endedAt(at(minute + 1), 'succeeded')]),
  });

  it('is the run that the server knew of, and the one that broke glass stands beside it', () => {
    const known: Remediation = {
      ...run('A', false, 9),
      state: 'executing',
      journal: journalOf(calledAt(at(9))),
    };
    const merged = mergeRemediations(run('B', true, 1), known);
    expect(merged).toMatchObject({ state: 'executing', claim: { workstation: 'A' } });
    expect(merged.otherRuns).toMatchObject([
      { claim: { workstation: 'B' }, state: 'succeeded', outcome: 'done at B', plan: { hash: hashOf('a') } },
    ]);
    expect(merged.journal).toEqual(known.journal);
  });

  it('shows both runs where both broke glass, and agrees everywhere on which is told first', () => {
    const copies = [run('A', true, 3), run('B', true, 1), run('C', true, 2)] as const;
    const merged = copies.reduce((one, other) => mergeRemediations(one, other));
    expect(copies.toReversed().reduce((one, other) => mergeRemediations(one, other))).toEqual(merged);
    expect(merged.claim?.workstation).toBe('B');
    expect(merged.otherRuns?.map(({ claim }) => claim.workstation)).toEqual(['C', 'A']);
  });

  it('goes on where somebody withdrew it who could not know, and says so', () => {
    const begun = {
      ...run('A', false, 2),
      state: 'planned' as const,
      journal: journalOf(calledAt(at(2)).slice(0, 1)),
    };
    const text = 'not needed';
    const withdrawn = withEntry(made, { is: 'ended', state: 'cancelled', text }, at(3), 'cancelled');
    const merged = mergeRemediations(begun, withdrawn);
    expect(merged.state).toBe('planned');
    expect(merged.meanwhile).toMatchObject([{ is: 'ended', state: 'cancelled', text }]);
  });
});
