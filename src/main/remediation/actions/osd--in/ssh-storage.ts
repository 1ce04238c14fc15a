import type { Facts } from '../../../../shared/model/plan.ts';
import type { ActionAdapter } from '../../action-adapter.ts';
import {
  allReachable,
  mayMove,
  notInTrouble,
  osdCall,
  profileOf,
  readOsd,
  sayState,
} from '../shared/ceph-osd.ts';
import { check, metWhen, numberOf, same } from '../shared/facts.ts';

const takesData = (facts: Facts): boolean =>
  facts['up'] === true &&
  facts['in'] === true &&
  facts['weight'] === 1 &&
  numberOf(facts, 'unreachablePgs') === 0;

const isAsBefore = (before: Facts, now: Facts): boolean => same(before, now, ['in', 'weight']);

export const sshStorage: ActionAdapter<Record<string, never>> = {
  server: 'ssh-storage',
  writes: ['run-command'],
  read: ({ target, view }, reader) => readOsd(target, view, reader),
  preChecks: (_, now) => [
    check(now['in'] === false, `it is out: ${now['in'] === false ? 'it is' : 'it is in'}`),
    check(now['up'] === true, `it runs: ${now['up'] === true ? 'it is up' : 'it is down'}`),
    notInTrouble(now),
    allReachable(now),
    mayMove(now),
  ],
  plan: ({ target }, now) => ({
    calls: [osdCall(target, profileOf(now), 'in', `takes ${target.name} in`)],
    after: { in: true, weight: 1 },
    verification: `${target.name} was out and is in with its full weight, and every placement group can be reached, at two polls in a row`,
  }),
  verify: (_, before, now, earlier) => {
    const previous = earlier.at(-1);
    return metWhen(
      before['in'] === false && takesData(now) && previous !== undefined && takesData(previous),
      sayState(now),
    );
  },
  verifyWithinSeconds: 180,
  pollEverySeconds: 10,
  estimateSeconds: 30,
  rollback: ({ target }, before, now) =>
    isAsBefore(before, now) ? [] : [osdCall(target, profileOf(now), 'out', `takes ${target.name} out again`)],
  verifyRollback: (_, before, now) => metWhen(isAsBefore(before, now), sayState(now)),
};
