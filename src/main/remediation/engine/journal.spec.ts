import { describe, expect, it } from 'vitest';
import { instant } from '../../../shared/model/ids.ts';
import {
  activeStates,
  endedStates,
  openStates,
  remediationStates,
  type Remediation,
  type RemediationState,
} from '../../../shared/model/remediation.ts';
import { DomainError } from '../../platform/errors.ts';
import { inState, mayFollow, withEntry } from './journal.ts';

const now = instant(0);
const takingBack = [{ seq: 1, is: 'rollback-planned' }];
/** One that is in a state, and has been taken back where that leads there. */
const inRecord = (
  state: RemediationState,
  journal: readonly object[] = state === 'rolling-back' ? takingBack : [],
) => ({ id: 'R-1', state, journal, approvals: [], updatedAt: now }) as unknown as Remediation;
const moves = remediationStates.flatMap((from) =>
  remediationStates.filter((to) => to !== from).map((to) => [from, to] as const),
);

describe('the states of a remediation', () => {
  it('follow one another as the table says, and in no other way', () => {
    const possible = moves.filter(([from, to]) => {
      try {
        return inState(inRecord(from), to, now).state === to;
      } catch (error) {
        if (error instanceof DomainError && error.code === 'remediation-state') return false;
        throw error;
      }
    });
    expect(possible).toEqual(moves.filter(([from, to]) => mayFollow[from].includes(to)));
  });

  it('never lead back: from what is taken up to what is open, or from what has ended to what runs forward', () => {
    const back = moves.filter(
      ([from, to]) =>
        mayFollow[from].includes(to) &&
        ((!openStates.has(from) && openStates.has(to)) ||
          (endedStates.has(from) && activeStates.has(to) && to !== 'rolling-back')),
    );
    expect(back).toEqual([]);
  });

  it('settled after a rollback are of the rollback, and no more of the run', () => {
    const unknown = inRecord('outcome-unknown', takingBack);
    expect(inState(unknown, 'rolled-back', now).state).toBe('rolled-back');
    expect(() => inState(unknown, 'succeeded', now)).toThrow(/cannot become succeeded/);
    expect(() => inState(unknown, 'rolling-back', now)).toThrow(/cannot become rolling-back/);
  });

  it('are each open, active or ended, and every ended one can be reached', () => {
    for (const state of remediationStates) {
      expect([openStates, activeStates, endedStates].filter((some) => some.has(state))).toHaveLength(1);
    }
    const reached = new Set<RemediationState>(['proposed']);
    for (const state of reached) for (const next of mayFollow[state]) reached.add(next);
    expect([...endedStates].filter((state) => !reached.has(state))).toEqual([]);
  });
});

it('an entry has the number after the newest, and leaves those before it as they are', () => {
  const first = withEntry(inRecord('executing'), { is: 'held', reason: 'paused' }, now);
  const second = withEntry(first, { is: 'recovered', text: 'interrupted' }, now, 'verifying');
  expect(second).toMatchObject({ state: 'verifying', journal: [{ seq: 1 }, { seq: 2 }] });
  expect(second.journal[0]).toBe(first.journal[0]);
  expect(first.journal).toHaveLength(1);
});

it('an entry comes after all that stands there, also when the clock of who wrote that is a day ahead', () => {
  const ahead = instant(86_400_000);
  const first = withEntry(inRecord('executing'), { is: 'held', reason: 'paused' }, ahead);
  const second = withEntry(first, { is: 'recovered', text: 'interrupted' }, now);
  expect(second.journal.map(({ at }) => at)).toEqual([ahead, ahead]);
  expect(second.updatedAt).toBe(ahead);
});
